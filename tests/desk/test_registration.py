"""登记: the channel decides the dates, the day of receipt shows at once, nothing is lost on refusal."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Case, IncomingMail, OfficeDuty
from casework.models.duty_names import INCOMING_MAIL
from casework.services import incoming_mail
from tests.cast import day, noon, register_case

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 an application"
# GB 11643's own example, and the same with a wrong last digit.
SOUND_ID, BROKEN_ID = "11010519491231002X", "110105194912310021"


@pytest.fixture
def desk(cast, as_user, on):
    on("2026-03-09")
    return as_user(cast.officer_li)


def fill(**typed):
    given = {"kind": "natural", "name": "赵某某", "content": "2024年某地块土地征收补偿方案", "key": "form-1"}
    return given | typed


def send(desk, channel="counter", **typed):
    return desk.post(f"{reverse('desk:register')}?channel={channel}", fill(**typed))


@pytest.mark.parametrize(("channel", "typed", "received_on", "reply_due_on"), [
    # 20 working days after 03-09: 清明 04-06 off, so 04-07.
    ("counter", {"submitted_on": "2026-03-09"}, "2026-03-09", "2026-04-07"),
    ("oral", {"submitted_on": "2026-03-09", "applicant_confirmed": "on"}, "2026-03-09", "2026-04-07"),
    ("registered_mail", {"submitted_on": "2026-03-04", "signed_on": "2026-03-09", "postal_number": "XA1"}, "2026-03-09", "2026-04-07"),
    ("ordinary_mail", {"submitted_on": "2026-03-04", "confirmed_on": "2026-03-09"}, "2026-03-09", "2026-04-07"),
    ("ordinary_mail", {}, None, None),
    ("online", {"submitted_on": "2026-03-09"}, "2026-03-09", "2026-04-07"),
    ("email", {"submitted_on": "2026-03-09"}, "2026-03-09", "2026-04-07"),
    ("fax", {"submitted_on": "2026-03-06", "confirmed_on": "2026-03-09"}, "2026-03-09", "2026-04-07"),
])  # fmt: skip
def test_every_channel_by_its_own_date(desk, channel, typed, received_on, reply_due_on):
    answer = send(desk, channel, **typed)
    case = Case.objects.get()
    assert answer.url == reverse("desk:case", args=[case.number])
    assert case.channel == channel
    assert case.received_on == (day(received_on) if received_on else None)
    assert case.reply_due_on == (day(reply_due_on) if reply_due_on else None)


@pytest.mark.parametrize(("channel", "dates"), [
    ("counter", {"submitted_on"}),
    ("oral", {"submitted_on"}),
    ("registered_mail", {"submitted_on", "signed_on"}),
    ("ordinary_mail", {"submitted_on", "confirmed_on"}),
    ("online", {"submitted_on", "confirmed_on"}),
    ("email", {"submitted_on", "confirmed_on"}),
    ("fax", {"submitted_on", "confirmed_on"}),
])  # fmt: skip
def test_only_the_dates_of_the_channel_are_asked(desk, channel, dates):
    form = desk.get(reverse("desk:register"), {"channel": channel}).context["form"]
    assert {name for name in form.fields if name.endswith("_on")} == dates


def test_the_date_that_fixes_receipt_is_required_in_the_words_of_the_law(desk):
    answer = send(desk, "registered_mail", submitted_on="2026-03-04")
    assert answer.status_code == 422
    assert "邮寄提交，以本机关签收之日为收到申请之日" in answer.context["form"].errors["signed_on"][0]
    assert not Case.objects.exists()


def test_dates_out_of_order(desk):
    answer = send(
        desk, "registered_mail", submitted_on="2026-03-06", signed_on="2026-03-05", late_registration_reason="晚"
    )
    assert answer.status_code == 422
    assert "不能早于提交（寄出）之日" in answer.context["form"].errors["signed_on"][0]


def test_a_day_in_the_future(desk):
    answer = send(desk, submitted_on="2026-03-10")
    assert "日期2026-03-10晚于今天2026-03-09" in answer.context["form"].errors["submitted_on"][0]


def test_mail_signed_by_the_gate_and_found_later_needs_a_reason(desk, read):
    answer = send(desk, "registered_mail", signed_on="2026-03-02", address="某路1号")
    assert answer.status_code == 422
    # 03-03 to 03-06 and 03-09.
    sentence = "收到日为2026-03-02，补登时已用去5个工作日，请写明补登原因。"
    assert sentence in answer.context["form"].errors["late_registration_reason"][0]
    assert "已用去5个工作日" in read(answer)
    assert answer.context["form"]["address"].value() == "某路1号"
    assert not Case.objects.exists()
    send(desk, "registered_mail", signed_on="2026-03-02", late_registration_reason="门卫签收后未及时转交")
    case = Case.objects.get()
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), day("2026-03-30"))
    assert case.events.get().note == "门卫签收后未及时转交"


def test_an_oral_request_is_written_down_and_confirmed_by_the_applicant(desk):
    answer = send(desk, "oral", submitted_on="2026-03-09")
    assert answer.status_code == 422
    assert "须经申请人确认" in answer.context["form"].errors["applicant_confirmed"][0]
    send(desk, "oral", submitted_on="2026-03-09", applicant_confirmed="on")
    assert Case.objects.get().events.get().note == "口头申请，由李经办代填，申请人已确认。"


@pytest.mark.parametrize("kind", ["commercial", "research", "social", "legal", "other_org"])
def test_the_five_kinds_of_organisation(desk, kind):
    send(
        desk, kind=kind, name="某单位", submitted_on="2026-03-09", legal_representative="钱某", contact_person="孙某",
        document_kind="credit_code", document_number="91350100m000100y43",
    )  # fmt: skip
    applicant = Case.objects.get().applicants.get()
    assert (applicant.kind, applicant.legal_representative, applicant.contact_person) == (kind, "钱某", "孙某")
    assert applicant.document_number == "91350100M000100Y43"


def test_a_person_has_no_legal_representative(desk):
    send(desk, submitted_on="2026-03-09", legal_representative="钱某")
    assert Case.objects.get().applicants.get().legal_representative == ""


def test_somebody_acts_for_the_applicant(desk):
    refused = send(desk, submitted_on="2026-03-09", has_representative="on")
    assert refused.context["form"].errors["representative_name"] == ["请填写代理人姓名。"]
    send(
        desk,
        submitted_on="2026-03-09",
        has_representative="on",
        representative_name="吴律师",
        has_power_of_attorney="on",
    )
    representative = Case.objects.get().applicants.get().representative
    assert (representative.name, representative.has_power_of_attorney) == ("吴律师", True)


@pytest.mark.parametrize(("typed", "field", "sentence"), [
    ({"name": " "}, "name", "请填写申请人姓名或名称。"),
    ({"content": ""}, "content", "请写明申请公开的政府信息的名称、文号或其他特征。"),
    ({"kind": ""}, "kind", "请选择申请人类别。"),
    ({"email": "zhang"}, "email", "电子邮箱的写法不对"),
])  # fmt: skip
def test_what_article_29_asks_for(desk, typed, field, sentence):
    answer = send(desk, submitted_on="2026-03-09", **typed)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert not Case.objects.exists()


def test_a_broken_check_digit_warns_and_does_not_block(desk, read):
    typed = {"submitted_on": "2026-03-09", "document_kind": "resident_id"}
    answer = desk.post(
        f"{reverse('desk:register')}?channel=counter", fill(document_number=BROKEN_ID, **typed), follow=True
    )
    assert "身份证号校验位不符，请与证件核对。已照登" in read(answer)
    case = Case.objects.get()
    tab = read(desk.get(reverse("desk:case", args=[case.number]), {"tab": "applicant"}))
    assert "身份证号校验位不符，请与证件核对" in tab
    answer = desk.post(
        f"{reverse('desk:register')}?channel=counter",
        fill(document_number=SOUND_ID, key="form-2", **typed),
        follow=True,
    )
    assert "校验位" not in read(answer)


def test_a_double_click_registers_once(desk):
    first, second = send(desk, submitted_on="2026-03-09"), send(desk, submitted_on="2026-03-09")
    assert Case.objects.count() == 1
    assert first.url == second.url


def test_files_are_stored_with_the_case(desk):
    send(desk, submitted_on="2026-03-09", attachments=SimpleUploadedFile("申请表.pdf", PDF))
    stored = Case.objects.get().attachments.get()
    assert (stored.name, stored.content_type) == ("申请表.pdf", "application/pdf")


def test_a_file_of_30_megabytes(desk):
    answer = send(
        desk, submitted_on="2026-03-09", attachments=SimpleUploadedFile("扫描.pdf", PDF + b"0" * 30 * 1024 * 1024)
    )
    assert answer.status_code == 422
    assert "“扫描.pdf”有30.0MB，每个附件不能超过10MB。" in answer.context["form"].errors["attachments"][0]
    assert not Case.objects.exists()


def test_a_renamed_program(desk):
    program = b"MZ\x90\x00" + b"\x00" * 200
    answer = send(desk, submitted_on="2026-03-09", attachments=SimpleUploadedFile("说明.pdf", program))
    assert answer.status_code == 422
    assert "“说明.pdf”不是允许的文件类型" in answer.context["form"].errors["attachments"][0]
    assert not Case.objects.exists()


def test_a_zip_is_no_document(desk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("说明.txt", "内容")
    answer = send(desk, submitted_on="2026-03-09", attachments=SimpleUploadedFile("说明.docx", packed.getvalue()))
    assert answer.status_code == 422 and not Case.objects.exists()


def test_a_look_at_the_dates_stores_nothing_and_needs_no_script(desk, read):
    answer = send(desk, "registered_mail", signed_on="2026-03-06", reckon="1", late_registration_reason="x")
    assert answer.status_code == 200
    page = read(answer)
    # Signed on Friday 03-06: one working day gone; 20 after it, 04-06 off: 04-03.
    assert "2026-03-06 星期五，依条例第三十一条第二项" in page
    assert "2026-04-03 星期五" in page
    assert "补正告知不晚于 2026-03-17" in page
    assert "已用去 1 个工作日" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_reckoning_fragment_answers_while_typing(desk, read, method):
    url = f"{reverse('desk:register_reckoning')}?channel=counter"
    typed = {"submitted_on": "2026-03-09", "document_kind": "resident_id", "document_number": BROKEN_ID}
    answer = desk.get(url + "&submitted_on=2026-03-09") if method == "get" else desk.post(url, typed)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "2026-04-07" in read(answer)
    assert ("校验位不符" in read(answer)) == (method == "post")


def test_the_fragment_says_why_a_date_cannot_be(desk, read):
    url = f"{reverse('desk:register_reckoning')}?channel=registered_mail"
    page = read(desk.post(url, {"submitted_on": "2026-03-06", "signed_on": "2026-03-05"}))
    assert "不能早于提交（寄出）之日" in page


def test_an_unconfirmed_letter_shows_that_the_clock_does_not_run(desk, read):
    url = f"{reverse('desk:register_reckoning')}?channel=ordinary_mail"
    assert "联系不上的做好登记" in read(desk.post(url, {"submitted_on": "2026-03-06"}))


def test_a_due_date_in_an_unpublished_year_is_an_estimate(desk, on, read):
    on("2026-12-04")
    page = read(desk.post(f"{reverse('desk:register_reckoning')}?channel=counter", {"submitted_on": "2026-12-04"}))
    assert "（暂估），待国务院办公厅公布放假安排" in page


def test_a_year_before_the_calendar(desk, read):
    answer = send(desk, submitted_on="2018-12-03", late_registration_reason="补")
    assert answer.status_code == 422
    assert "没有2018年的国务院办公厅放假安排，不能确定工作日。" in answer.context["form"].errors["submitted_on"][0]


def test_earlier_requests_of_the_same_name_stand_beside_and_never_block(cast, desk, read):
    earlier = register_case(cast, "2026-03-02")
    foreign = read(desk.post(reverse("desk:register_reckoning"), {"name": "钱某"}))
    assert "同一申请人的相近申请" not in foreign
    page = read(desk.post(reverse("desk:register_reckoning"), {"name": "赵某某", "submitted_on": "2026-03-09"}))
    assert "同一申请人的相近申请" in page and earlier.number in page
    assert send(desk, submitted_on="2026-03-09").status_code == 302
    assert Case.objects.count() == 2


def test_similar_requests_of_another_agency_stay_unknown(cast, desk, as_user, read):
    register_case(cast, "2026-03-02")
    page = read(as_user(cast.officer_wang).post(reverse("desk:register_reckoning"), {"name": "赵某某"}))
    assert "同一申请人的相近申请" not in page


def test_an_agency_that_counts_from_confirmation_asks_for_it(cast, desk, as_user, read):
    cast.bureau.policy = {"online_receipt": "confirmed"}
    cast.bureau.save()
    send(desk, "online", submitted_on="2026-03-06", confirmed_on="2026-03-09")
    assert Case.objects.get().received_on == day("2026-03-09")


def test_another_channel_keeps_everything_typed(desk):
    page = send(desk, "counter", channel_chosen="1", name="钱某某", content="某地块规划", submitted_on="2026-03-05")
    assert page.status_code == 200 and Case.objects.count() == 0
    form = page.context["form"]
    assert (form["name"].value(), form["content"].value()) == ("钱某某", "某地块规划")
    assert not form.errors
    page = send(desk, "registered_mail", channel_chosen="1", name="钱某某", content="某地块规划")
    # What only the new channel asks for starts as on a new page.
    assert page.context["form"]["signed_on"].value() == day("2026-03-09")
    assert [item["label"] for item in page.context["channels"] if item["current"]] == ["邮寄（需签收）"]


def test_files_that_a_page_shown_again_has_lost_are_named(desk, read):
    file = SimpleUploadedFile("申请书.pdf", PDF, content_type="application/pdf")
    page = send(desk, submitted_on="2026-03-09", reckon="1", attachments=file)
    assert page.status_code == 200 and "刚才选的文件没有保留，请重新选择：申请书.pdf" in read(page)
    assert "刚才选的文件" not in read(send(desk, submitted_on="2026-03-09", reckon="1"))


def letter_of_the_mail_room(cast):
    return incoming_mail.register_mail(
        from_whom="赵某某", addressed_to="王局长", postal_number="XA1", signed_by="门卫", subject="挂号信一封",
        received_on=day("2026-03-06"), actor=cast.officer_li, today=day("2026-03-06"), now=noon("2026-03-06"),
    )  # fmt: skip


def test_a_letter_of_the_mail_room_is_taken_over_with_its_request(cast, desk, read):
    row = letter_of_the_mail_room(cast)
    start = desk.get(reverse("desk:register") + f"?channel=registered_mail&mail={row.pk}")
    assert start.context["form"]["signed_on"].value() == day("2026-03-06")
    # The channel may be changed without losing the letter.
    assert all(f"mail={row.pk}" in item["url"] for item in start.context["channels"])
    url = f"{reverse('desk:register')}?channel=registered_mail&mail={row.pk}"
    typed = fill(signed_on="2026-03-06", submitted_on="2026-03-04", late_registration_reason="周末签收")
    answer = desk.post(url, typed, follow=True)
    case = Case.objects.get()
    assert f"来件{row.number}已由您领取" in read(answer)
    row.refresh_from_db()
    assert (row.case, row.outcome, row.closed_on, row.closed_by) == (
        case, "request", day("2026-03-09"), cast.officer_li,
    )  # fmt: skip
    assert not OfficeDuty.objects.filter(duty=INCOMING_MAIL, met_on__isnull=True).exists()
    # A second click is the same case; a second form of the letter is refused, and registers nothing.
    assert desk.post(url, typed).url == reverse("desk:case", args=[case.number])
    again = desk.post(url, typed | {"key": "form-2"})
    assert again.status_code == 422 and row.number in read(again)
    assert Case.objects.count() == 1
    # The page of a new request does not begin with a letter somebody has.
    assert desk.get(url).context["mail"] is None


def test_a_letter_of_another_agency_is_not_taken_over(cast, desk):
    row = letter_of_the_mail_room(cast)
    IncomingMail.objects.update(agency=cast.other_bureau)
    url = f"{reverse('desk:register')}?channel=counter&mail={row.pk}"
    assert desk.post(url, fill(submitted_on="2026-03-09")).status_code == 302
    row.refresh_from_db()
    assert row.is_open
