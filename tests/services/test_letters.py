"""文书: made from what the case really is, numbered without gaps, voided with a trace, never blocking a page."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.evidence import Evidence
from casework.models import CaseLetter, LetterNumber, PdfState
from casework.services import closing, consultations, extensions, letter_templates, letters, replies, supplements
from tests.cast import (
    accepted_case,
    day,
    evidence_for,
    handed_over,
    noon,
    register_case,
    replied_case,
    third_party_asked,
)
from tests.services.acts import perform
from tests.services.ready_cases import delay_set, overruling_case


def make(cast, case, kind, on="2026-03-10", about=None, **free):
    return letters.make_letter(
        case_id=case.pk, kind=kind, about=about, free=free, actor=cast.officer_li, today=day(on), now=noon(on)
    )


def words(letter) -> str:
    with letter.word.open("rb") as stream:
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(stream.read())).paragraphs)


def signed_case(cast, code="G2", signed="2026-03-10"):
    case = accepted_case(cast)
    at = {"case_id": case.pk, "today": day(signed), "now": noon(signed)}
    replies.submit_for_review(
        decision_code=code, evidence=evidence_for(code), findings="经查，情况如下。", actor=cast.officer_li, **at
    )
    return replies.sign(actor=cast.head_chen, **at)


def test_a_receipt_says_when_the_reply_is_due(cast):
    letter = make(cast, register_case(cast), "receipt", on="2026-03-02")
    assert "将自收到申请之日起20个工作日内（即2026年3月30日前）予以答复" in words(letter)
    assert "某市行政审批服务局政府信息公开申请登记回执" in words(letter).replace("\n", "")


def test_a_supplement_notice_quotes_what_was_asked(cast):
    case = register_case(cast)
    at = {"case_id": case.pk, "actor": cast.officer_li, "today": day("2026-03-05"), "now": noon("2026-03-05")}
    supplements.request_supplement(
        what_is_unclear="未写明地块", guidance="", fact=handed_over("2026-03-05"), answer_by=day("2026-03-26"), **at
    )
    text = words(make(cast, case, "supplement_notice", on="2026-03-05"))
    assert "未写明地块" in text and "请您于2026年3月26日前将补正材料提交本机关" in text


def test_the_extension_notice_names_the_old_and_the_new_last_day(cast):
    """Worked example C12: received 2026-05-06, due 06-02, twenty more working days: 07-01."""
    case = accepted_case(cast, "2026-05-06")
    at = {"case_id": case.pk, "today": day("2026-05-20"), "now": noon("2026-05-20")}
    extensions.request_extension(working_days=20, reason="档案较多", actor=cast.officer_li, **at)
    extensions.approve_extension(actor=cast.head_chen, **at)
    text = words(make(cast, case, "extension_notice", on="2026-05-20"))
    assert "原答复期限至2026年6月2日。" in text
    assert "答复期限延长20个工作日，延长至2026年7月1日。" in text


def test_the_delay_notice_tells_what_was_asked_answered_and_set(cast):
    """Art. 35: asked 2026-03-03 of a request due 2026-03-30; the day without the delay stays in the letter once told."""
    case = delay_set(cast)
    for on in ("2026-03-10", "2026-03-12"):
        text = words(make(cast, case, "delay_notice", on=on))
        assert "因您申请的数量、频次明显超过合理范围，本机关于2026年3月3日要求您说明理由，" in text
        assert "原答复期限至2026年3月30日。" in text and "本机关确定延迟至2026年5月29日前答复。" in text
        perform(Act.SERVE_DELAY, case, cast.officer_li, "2026-03-11") if on == "2026-03-10" else None


def test_a_third_party_is_told_the_reason_that_was_recorded_with_the_decision(cast):
    case = overruling_case(cast)
    letter = make(cast, case, "disclosure_notice", about=case.consultations.get().pk, disclosed="报价清单第2页")
    assert "决定公开的理由：价款由财政资金支付，不公开将使公众无法监督。" in words(letter)
    assert "决定公开的内容：报价清单第2页。" in words(letter)


def test_a_letter_to_a_third_party_never_names_who_asked(cast):
    case = accepted_case(cast)
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某某置业有限公司", about="评估价格", sent_on=day("2026-03-09"),
        delivered_on=None, actor=cast.officer_li, today=day("2026-03-09"), now=noon("2026-03-09"),
    )  # fmt: skip
    letter = make(cast, case, "third_party_inquiry", about=case.consultations.get().pk)
    assert "某某置业有限公司：" in words(letter)
    assert "赵某某" not in words(letter) + str(letter.text)


def test_a_signed_reply_carries_its_number_day_and_remedy(cast):
    case = signed_case(cast)
    letter = make(cast, case, "reply_G2", on="2026-03-11")
    text = words(letter)
    assert letter.number.text == "某审公复〔2026〕1号" and letter.dated_on == day("2026-03-10")
    assert "某审公复〔2026〕1号" in text and "2026年3月10日" in text
    # The government of its level is the one above it in the tree (行政复议法第二十四条).
    assert "60日内向某市人民政府申请行政复议" in text


def test_a_reply_by_another_code_than_the_one_decided_is_not_made(cast):
    case = replied_case(cast, "G2", signed="2026-03-09")
    with pytest.raises(Refused) as refused:
        make(cast, case, "reply_N5")
    assert refused.value.code == "letter_not_called_for"
    assert not case.letters.exists()


def test_the_remedy_follows_the_authority_that_held_on_the_day_of_decision(cast):
    cast.bureau.remedy_authorities.create(valid_from=day("2026-01-01"), authority="旧区人民政府", court="旧区人民法院")
    cast.bureau.remedy_authorities.create(valid_from=day("2026-03-11"), authority="新区人民政府", court="新区人民法院")
    text = words(make(cast, signed_case(cast, signed="2026-03-10"), "reply_G2", on="2026-03-12"))
    assert "旧区人民政府" in text and "旧区人民法院" in text and "新区" not in text


def test_procedural_letters_are_numbered_without_gaps_in_their_own_series(cast):
    taken = []
    for _ in range(3):
        letter = make(cast, register_case(cast), "receipt", on="2026-03-02")
        assert letter.number is None
        at = {"actor": cast.officer_li, "today": day("2026-03-02"), "now": noon("2026-03-02")}
        taken.append(letters.number_letter(letter_id=letter.pk, **at).number.text)
    assert taken == ["某审公收〔2026〕1号", "某审公收〔2026〕2号", "某审公收〔2026〕3号"]
    assert "2026年3月2日" in words(CaseLetter.objects.last())


def test_a_refused_numbering_leaves_no_gap(cast):
    case = register_case(cast)
    sheet = make(cast, case, "process_sheet", on="2026-03-02")
    at = {"actor": cast.officer_li, "today": day("2026-03-02"), "now": noon("2026-03-02")}
    with pytest.raises(Refused):
        letters.number_letter(letter_id=sheet.pk, **at)
    receipt = make(cast, case, "receipt", on="2026-03-02")
    assert letters.number_letter(letter_id=receipt.pk, **at).number.serial == 1


def test_a_voided_number_stays_and_is_never_used_again(cast):
    at = {"actor": cast.officer_li, "today": day("2026-03-02"), "now": noon("2026-03-02")}
    case = register_case(cast)
    first = letters.number_letter(letter_id=make(cast, case, "receipt", on="2026-03-02").pk, **at)
    letters.void_letter(letter_id=first.pk, reason="日期写错", actor=cast.officer_li, today=day("2026-03-03"))
    second = letters.number_letter(letter_id=make(cast, case, "receipt", on="2026-03-02").pk, **at)
    assert second.number.serial == 2
    voided = LetterNumber.objects.get(serial=1)
    assert (voided.voided_on, voided.void_reason, voided.voided_by) == (day("2026-03-03"), "日期写错", cast.officer_li)
    with pytest.raises(Refused) as refusal:
        letters.remake_letter(letter_id=first.pk, free=None, **at)
    assert refusal.value.code == "letter_is_void"


def test_voiding_needs_a_reason(cast):
    letter = make(cast, register_case(cast), "receipt", on="2026-03-02")
    with pytest.raises(Refused):
        letters.void_letter(letter_id=letter.pk, reason=" ", actor=cast.officer_li, today=day("2026-03-03"))
    letter.refresh_from_db()
    assert letter.voided_on is None


def test_withdrawing_a_signed_case_voids_its_number_with_a_trace(cast):
    case = signed_case(cast)
    letter = make(cast, case, "reply_G2", on="2026-03-11")
    closing.withdraw(
        case_id=case.pk, statement="撤回书", actor=cast.officer_li, today=day("2026-03-12"), now=noon("2026-03-12")
    )
    number = LetterNumber.objects.get(text="某审公复〔2026〕1号")
    assert number.voided_on == day("2026-03-12") and "撤回" in number.void_reason
    assert case.events.last().after["voided_letter_number"] == "某审公复〔2026〕1号"
    letter.refresh_from_db()
    assert letter.voided_on == day("2026-03-12")
    # The next reply takes the next number.
    assert signed_case(cast).replies.last().letter_number == "某审公复〔2026〕2号"


def test_a_withdrawn_case_is_told_its_end_without_a_remedy(cast):
    case = accepted_case(cast)
    at = {"today": day("2026-03-05"), "now": noon("2026-03-05")}
    closing.withdraw(case_id=case.pk, statement="撤回书", actor=cast.officer_li, **at)
    text = words(make(cast, case, "reply_O3", on="2026-03-05"))
    assert "您已撤回该政府信息公开申请，本机关终止办理。" in text and "复议" not in text


def test_a_clerk_changes_the_free_parts_and_the_rest_is_made_again(cast):
    case = register_case(cast)
    letter = make(cast, case, "receipt", on="2026-03-02", note="请带身份证领取。", facts="手工改写的事实")
    assert "请带身份证领取。" in words(letter) and "手工改写" not in words(letter)
    first = letter.word_sha256
    again = letters.remake_letter(
        letter_id=letter.pk,
        free={"note": "改为邮寄。"},
        actor=cast.officer_li,
        today=day("2026-03-02"),
        now=noon("2026-03-02"),
    )
    assert again.pk == letter.pk and again.times_made == 2 and again.word_sha256 != first
    assert "改为邮寄。" in words(again) and "请带身份证" not in words(again)


def test_the_same_form_makes_one_letter(cast):
    case = register_case(cast)
    at = {"actor": cast.officer_li, "today": day("2026-03-02"), "now": noon("2026-03-02"), "key": "once"}
    first = letters.make_letter(case_id=case.pk, kind="receipt", about=None, free={}, **at)
    assert letters.make_letter(case_id=case.pk, kind="receipt", about=None, free={}, **at) == first
    assert CaseLetter.objects.count() == 1


def test_another_agency_makes_no_letter_of_the_case(cast):
    case = register_case(cast)
    with pytest.raises(Refused) as refusal:
        letters.make_letter(
            case_id=case.pk, kind="receipt", about=None, free={}, actor=cast.officer_wang, today=day("2026-03-02"),
            now=noon("2026-03-02"),
        )  # fmt: skip
    assert refusal.value.code == "letter_case_not_found"


def test_the_pdf_is_set_by_a_worker_with_selectable_chinese_text(cast):
    letter = make(cast, replied_case(cast, "U1"), "reply_U1", on="2026-03-12")
    assert letter.pdf_state == PdfState.WAITING
    assert letters.print_letters() == 1
    letter.refresh_from_db()
    assert letter.pdf_state == PdfState.READY
    with letter.pdf.open("rb") as stream:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(stream.read())).pages)
    assert "某市行政审批服务局政府信息公开申请答复书" in text.replace("\n", "").replace(" ", "")
    assert "该信息不存在" in text.replace("\n", "").replace(" ", "")
    assert letters.print_letters() == 0


def test_the_pdf_of_an_own_template_shows_its_wording_in_its_order(cast):
    document = Document()
    for line in (
        "某市公开专用",
        "{{ 文号 }}",
        "{{ 署名 }}谨复：",
        "{{ 称谓 }}",
        "{{ 正文 }}",
        "监督电话：12345",
        "{{ 日期 }}",
    ):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    letter_templates.upload_template(
        kind="reply", name="答复书.docx", size=stream.tell(), stream=stream, actor=cast.officer_li,
        today=day("2026-03-01"), now=noon("2026-03-01"),
    )  # fmt: skip
    letter = make(cast, replied_case(cast, "U1"), "reply_U1", on="2026-03-12")
    letters.print_letters()
    letter.refresh_from_db()
    with letter.pdf.open("rb") as stored:
        pages = PdfReader(stored).pages
        shown = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    wanted = [
        "某市公开专用",
        "某审公复〔2026〕1号",
        "某市行政审批服务局谨复：",
        "赵某某：",
        "该信息不存在",
        "监督电话：12345",
        "2026年3月10日",
    ]
    # The day of the letter stands last; the search it tells of may be of the same day.
    places = [shown.rfind(text) for text in wanted]
    assert -1 not in places and places == sorted(places)


def test_a_letter_whose_file_is_gone_stops_no_other(cast):
    case = register_case(cast)
    lost, kept = make(cast, case, "receipt", on="2026-03-02"), make(cast, case, "receipt", on="2026-03-02")
    lost.word.storage.delete(lost.word.name)
    assert letters.print_letters() == 2
    states = [CaseLetter.objects.get(pk=item.pk).pdf_state for item in (lost, kept)]
    assert states == [PdfState.FAILED, PdfState.READY]


def test_without_a_chinese_font_the_page_says_so_and_the_word_file_is_there(cast, monkeypatch):
    from casework.documents.letters import pdf

    monkeypatch.setattr(pdf, "chain", lambda face: ["没有的字体"])
    letter = make(cast, register_case(cast), "receipt", on="2026-03-02")
    letters.print_letters()
    letter.refresh_from_db()
    assert letter.pdf_state == PdfState.FAILED and "中文字体" in letter.pdf_problem
    assert "登记编号" in words(letter)


def test_the_secret_basis_is_not_even_stored_with_the_letter(cast):
    letter = make(cast, replied_case(cast, "N1"), "reply_N1", on="2026-03-12")
    assert evidence_for("N1")[Evidence.SECRECY_BASIS] not in str(letter.text)


def test_what_a_clerk_adds_to_a_letter_to_others_never_names_who_asked(cast):
    """law.md 6.2, 8.1; 个人信息保护法第六条. A letter to the applicant names the applicant."""
    case = third_party_asked(cast, accepted_case(cast), "2026-03-09", ruling="disclose")
    about = case.consultations.get().pk
    with pytest.raises(Refused, match="请删去“赵某某”") as refusal:
        make(cast, case, "third_party_inquiry", about=about, note="应赵某某的申请，请尽快答复。")
    assert (refusal.value.code, refusal.value.field) == ("applicant_disclosed", "note")
    letter = make(cast, case, "third_party_inquiry", about=about, note="请尽快答复。")
    with pytest.raises(Refused, match="13800000000"):
        letters.remake_letter(
            letter_id=letter.pk, free={"note": "申请人电话13800000000"}, actor=cast.officer_li, today=day("2026-03-10"),
            now=noon("2026-03-10"),
        )  # fmt: skip
    wanted = {"addressee": "审批一科", "task": "查找赵某某要的方案", "answer_by": "2026年3月20日"}
    with pytest.raises(Refused, match="请删去"):
        make(cast, case, "assistance_request", **wanted)
    assert "赵某某已来电" in words(make(cast, case, "receipt", note="赵某某已来电。"))


def test_two_clicks_make_one_letter(cast):
    case = register_case(cast)
    made = [
        letters.make_letter(
            case_id=case.pk, kind="receipt", about=None, free={}, actor=cast.officer_li, today=day("2026-03-02"),
            now=noon("2026-03-02"), key="one-form",
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1] and CaseLetter.objects.count() == 1
    with pytest.raises(Refused, match="没有这个办件"):
        letters.make_letter(
            case_id=case.pk, kind="receipt", about=None, free={}, actor=cast.officer_wang, today=day("2026-03-02"),
            now=noon("2026-03-02"), key="one-form",
        )  # fmt: skip


@pytest.mark.parametrize(("served", "promised"), [("2026-03-10", True), ("2026-03-11", True), ("2026-03-12", False)])
def test_the_restart_is_promised_only_by_a_notice_in_time(cast, served, promised):
    """Received 2026-03-02, the seventh working day is 03-11; after it the day of the reply stays (law.md 4.5)."""
    case = perform(Act.REQUEST_SUPPLEMENT, register_case(cast), cast.officer_li, served)
    text = words(make(cast, case, "supplement_notice", on=served))
    assert ("答复期限自本机关收到补正材料之日起计算。" in text) == promised
    assert "无正当理由逾期不补正的，视为放弃申请" in text
