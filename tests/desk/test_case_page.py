"""The case page: the clock, the lawful acts and why the others are closed, the story so far."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.desk.timeline import VALUE_NAMES
from casework.law.acts import Act
from casework.models import Case
from casework.services import consultations, supplements
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import accepted_case, day, evidence_for, noon, posted, register_case, replied_case, third_party_asked
from tests.services.acts import perform
from tests.services.ready_cases import READY_FOR, drafted_case

pytestmark = pytest.mark.django_db


def at(cast, on):
    return {"actor": cast.officer_li, "today": day(on), "now": noon(on)}


def page_of(client, case, **query):
    return client.get(reverse("desk:case", args=[case.number]), query)


def open_acts(answer) -> set[str]:
    return {row["label"] for row in answer.context["acts"]}


def reasons(answer) -> dict[str, str]:
    return {row["label"]: row["reason"] for row in answer.context["blocked"]}


def test_the_bar_counts_used_excluded_and_remaining_days(cast, on, as_user, read):
    """C11: third party 03-09 to 03-20, other agency 03-16 to 03-31; the union is 16 days, due 04-22."""
    case = accepted_case(cast, "2026-03-02")
    for kind, sent, answered in (
        ("third_party", "2026-03-09", "2026-03-20"),
        ("other_agency", "2026-03-16", "2026-03-31"),
    ):
        consultations.consult(
            case_id=case.pk,
            kind=kind,
            addressee="某单位",
            about="意见",
            sent_on=day(sent),
            delivered_on=day(sent),
            **at(cast, sent),
        )
        consultations.record_opinion(
            consultation_id=case.consultations.last().pk, opinion="agree", reasons="", answered_on=day(answered),
            **at(cast, answered),
        )  # fmt: skip
    on("2026-04-01")
    answer = page_of(as_user(cast.officer_li), case)
    clock = answer.context["clock"]
    # 03-03 to 03-06, 03-09 and 04-01 are used.
    assert (clock["due_on"], clock["used"], clock["excluded"], clock["left"]) == (day("2026-04-22"), 6, 16, 14)
    kinds = [cell["kind"] for cell in clock["cells"]]
    assert [kinds.count(kind) for kind in ("start", "used", "excluded", "left")] == [1, 6, 16, 14]
    assert clock["cells"][0]["on"] == day("2026-03-02") and clock["cells"][-1]["on"] == day("2026-04-22")
    assert "2026-04-22 星期三，第20个工作日" in read(answer)
    marks = {cell["on"].isoformat(): cell["mark"] for cell in clock["cells"] if "mark" in cell}
    assert marks == {
        "2026-03-02": "收到", "2026-03-09": "征求第三方", "2026-03-16": "征求其他机关", "2026-03-20": "收到意见",
        "2026-03-31": "收到意见", "2026-04-22": "到期",
    }  # fmt: skip


def test_an_overdue_case_shows_by_how_many_working_days(cast, on, as_user, read):
    case = accepted_case(cast, "2026-03-02")
    on("2026-04-02")
    answer = page_of(as_user(cast.officer_li), case)
    assert (answer.context["clock"]["state"], answer.context["clock"]["over"]) == ("overdue", 3)
    assert "超期3日" in read(answer)
    assert reasons(answer)["申请延期"] == "答复期限2026-03-30已届满，不能再延期。"


def test_a_date_in_an_unpublished_year_is_told_as_an_estimate(cast, on, as_user, read):
    """C18: received on 2026-12-04, the 20th working day lies in 2027."""
    case = accepted_case(cast, "2026-12-04")
    on("2026-12-07")
    answer = page_of(as_user(cast.officer_li), case)
    assert "（暂估），最早2027-01-0" in read(answer) and "待国务院办公厅公布放假安排" in read(answer)
    assert answer.context["clock"]["state"] == "provisional"
    assert "unknown" in {cell["kind"] for cell in answer.context["clock"]["cells"]}


def test_a_remark_of_the_clock_is_shown(cast, on, as_user, read):
    """A supplement notice after the seventh working day (03-11) does not restart the clock."""
    case = register_case(cast, "2026-03-02")
    supplements.request_supplement(
        case_id=case.pk, what_is_unclear="文号", guidance="", answer_by=day("2026-04-02"), fact=posted("2026-03-12"),
        **at(cast, "2026-03-12"),
    )  # fmt: skip
    on("2026-03-13")
    page = read(page_of(as_user(cast.officer_li), case))
    assert "补正告知送达（2026-03-12）已超过7个工作日（末日2026-03-11），答复期限仍自收到申请之日起算" in page
    assert "2026-03-30" in page


def test_the_acts_of_a_registered_case(cast, on, as_user):
    on("2026-03-02")
    answer = page_of(as_user(cast.officer_li), register_case(cast, "2026-03-02"))
    assert open_acts(answer) == {
        "身份核验", "分办", "告知补正", "列出事项", "要求说明理由", "登记撤回", "登记复议诉讼",
    }  # fmt: skip
    assert reasons(answer) == {
        "受理、当场答复": "尚未登记身份核验结果；身份证明不全的，一并告知补正。",
    }
    assert [row["label"] for row in answer.context["acts"] if row["emphasis"]] == ["身份核验"]


def test_the_acts_of_a_case_in_work(cast, on, as_user):
    on("2026-03-09")
    case = accepted_case(cast, "2026-03-02")
    clerk = page_of(as_user(cast.officer_li), case)
    assert open_acts(clerk) == {
        "身份核验", "分办", "告知补正", "列出事项", "登记检索记录", "送审答复", "当场答复", "征求意见", "申请延期",
        "要求说明理由", "收取信息处理费", "登记撤回", "登记复议诉讼",
    }  # fmt: skip
    assert open_acts(page_of(as_user(cast.head_chen), case)) == {"分办"}
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    assert open_acts(page_of(as_user(cast.handler_zhou), case)) == {
        "列出事项", "登记检索记录", "送审答复", "征求意见", "申请延期", "退回分办",
    }  # fmt: skip


def test_acts_of_other_roles_are_left_out_and_acts_of_other_stages_folded_away(cast, on, as_user):
    on("2026-03-09")
    answer = page_of(as_user(cast.officer_li), accepted_case(cast, "2026-03-02"))
    later = "、".join(row["label"] for row in answer.context["later"])
    assert "归档" in later and "送达答复" in later
    assert "签发" not in later and "签发" not in "".join(reasons(answer))


def test_a_late_supplement_is_open_with_a_warning(cast, on, as_user, read):
    on("2026-03-12")
    page = read(page_of(as_user(cast.officer_li), accepted_case(cast, "2026-03-02")))
    assert "补正告知应在2026-03-11前（7个工作日内）送达，现已超过：可以告知，但答复期限不重新计算。" in page


def test_a_waiting_case_says_why_it_cannot_lapse_yet(cast, on, as_user):
    case = register_case(cast, "2026-03-02")
    supplements.request_supplement(
        case_id=case.pk, what_is_unclear="文号", guidance="", answer_by=day("2026-03-23"), fact=posted("2026-03-02"),
        **at(cast, "2026-03-02"),
    )  # fmt: skip
    client = as_user(cast.officer_li)
    on("2026-03-23")
    answer = page_of(client, case)
    assert reasons(answer)["视为放弃"] == "补正期限（2026-03-23）尚未届满，不能视为放弃。"
    assert answer.context["clock"]["due_text"] == "停表中，等待申请人补正"
    on("2026-03-24")
    assert "视为放弃" in open_acts(page_of(client, case))


def test_a_reviewer_lands_on_the_draft(cast, on, as_user, do, read):
    on("2026-03-09")
    case = third_party_asked(cast, accepted_case(cast, "2026-03-02"), "2026-03-09")
    evidence = {f"evidence_{name}": text for name, text in evidence_for("P1").items()}
    do(
        as_user(cast.officer_li), case, "submit_for_review", decision_code="P1", findings="经查涉及商业秘密。",
        withheld_lines="1", withheld_what_0="第3页", withheld_ground_0="N4", withheld_reason_0="商业秘密", **evidence,
    )  # fmt: skip
    answer = page_of(as_user(cast.head_chen), case)
    page = read(answer)
    assert "经查涉及商业秘密。" in page and "N4 不予公开：损害第三方合法权益" in page
    assert open_acts(answer) == {"签发", "退回", "分办"}
    assert "拟定决定：P1 部分公开" in read(as_user(cast.head_chen).get(reverse("desk:act", args=[case.number, "sign"])))


@pytest.mark.parametrize(("name", "named"), [("officer_li", True), ("head_chen", False), ("supervisor_sun", False)])
def test_numbers_are_masked_for_everybody_and_names_for_all_but_the_own_desk(cast, on, as_user, read, name, named):
    on("2026-03-02")
    applicant = ApplicantData(
        kind="natural", name="欧阳晓明", document_kind="resident_id", document_number="11010519491231002X",
        telephone="13812345678", address="某市某区某路1号",
    )  # fmt: skip
    case = register_case(
        cast,
        "2026-03-02",
        applicant=applicant,
        representative=RepresentativeData(name="吴律师", telephone="13900001111"),
    )
    client = as_user(getattr(cast, name))
    head = read(page_of(client, case))
    assert "欧阳**（自然人）" in head
    assert "欧阳晓明" not in head and "13812345678" not in head
    tab = read(page_of(client, case, tab="applicant"))
    for secret in ("欧阳晓明", "吴律师"):
        assert (secret in tab) == named, secret
    for secret in ("11010519491231002X", "13812345678", "某市某区某路1号", "13900001111"):
        assert secret not in tab
    assert "1101**********002X" in tab and "138****5678" in tab and "139****1111" in tab
    assert ("写明理由查看完整信息" in tab) == (name == "officer_li")


def test_an_organisation_is_named_in_full(cast, on, as_user, read):
    on("2026-03-02")
    applicant = ApplicantData(kind="legal", name="某律师事务所", legal_representative="钱某")
    assert "某律师事务所（法律服务机构）" in read(
        page_of(as_user(cast.head_chen), register_case(cast, applicant=applicant))
    )


@pytest.mark.parametrize(("code", "words"), [
    ("G2", "（一）予以公开"),
    ("N6", "（三）不予公开 — 6.属于四类过程性信息"),
    ("U1", "（四）无法提供 — 1.本机关不掌握相关政府信息"),
])  # fmt: skip
def test_the_place_in_the_annual_table_in_words(cast, on, as_user, read, code, words):
    on("2026-03-12")
    page = read(page_of(as_user(cast.officer_li), replied_case(cast, code)))
    assert "计入表三自然人一列：2026年度“一、本年新收政府信息公开申请数量”（2026-03-02收到，在2026年度内）" in page
    assert f"2026年度“三、本年度办理结果 — {words}”（2026-03-10办结" in page


def test_an_agency_that_counts_by_service_reads_the_year_of_service(cast, on, as_user, read):
    cast.bureau.policy = {"report_year_by": "served"}
    cast.bureau.save()
    on("2026-01-09")
    case = replied_case(cast, "G2", on="2025-12-15", signed="2025-12-31", served="2026-01-05")
    page = read(page_of(as_user(cast.officer_li), case))
    assert "2025年度“四、结转下年度继续办理”（至2025年12月31日尚未办结）" in page
    assert "2026年度“三、本年度办理结果 — （一）予以公开”（2026-01-05办结" in page


def test_an_open_case_is_carried_out(cast, on, as_user, read):
    on("2026-03-02")
    page = read(page_of(as_user(cast.officer_li), register_case(cast, "2026-03-02")))
    assert (
        "计入表三自然人一列：2026年度“一、本年新收政府信息公开申请数量”（2026-03-02收到，在2026年度内）；"
        "年底仍未作出决定的，计入2026年度“四、结转下年度继续办理”。" in page
    )


def test_at_most_fourteen_statements_on_every_tab(cast, on, as_user):
    on("2026-03-20")
    case = replied_case(cast, "G2")
    client = as_user(cast.officer_li)
    for tab in ("timeline", "handling", "searches", "applicant"):
        page_of(client, case, tab=tab)
        with CaptureQueriesContext(connection) as found:
            assert page_of(client, case, tab=tab).status_code == 200
        assert len(found) <= 14, tab
    few = len(found)
    for index in range(12):
        case.consultations.create(kind="third_party", addressee=f"公司{index}", about="价格", sent_on=day("2026-03-03"))
    with CaptureQueriesContext(connection) as found:
        page_of(client, case, tab="applicant")
    assert len(found) == few


def test_at_most_fourteen_statements_while_a_reply_is_in_review(cast, on, as_user):
    on("2026-03-10")
    case = drafted_case(cast)
    client = as_user(cast.head_chen)
    for tab in ("timeline", "handling", "applicant"):
        page_of(client, case, tab=tab)
        with CaptureQueriesContext(connection) as found:
            assert page_of(client, case, tab=tab).status_code == 200
        assert len(found) <= 14, "\n".join(item["sql"][:160] for item in found)


@pytest.mark.parametrize(
    "act", ["request_supplement", "submit_for_review", "conclude", "sign", "request_extension", "assign"]
)
def test_the_page_of_an_act_stays_below_the_same_limit(cast, on, as_user, act):
    on("2026-03-04")
    case = accepted_case(cast, "2026-03-02")
    client = as_user(cast.head_chen if act == "sign" else cast.officer_li)
    url = reverse("desk:act", args=[case.number, act])
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code in (200, 409)
    assert len(found) <= 14


def test_extension_pages_show_what_the_deadline_becomes(cast, on, as_user, do, read):
    """C12: received 2026-05-06, due 06-02; ten days more end on 06-16, twenty on 07-01."""
    on("2026-06-01")
    case = accepted_case(cast, "2026-05-06")
    desk = as_user(cast.officer_li)
    asked = read(desk.get(reverse("desk:act", args=[case.number, "request_extension"])))
    assert "延长10个工作日的，送达后答复期限变为2026-06-16。" in asked
    assert "延长20个工作日的，送达后答复期限变为2026-07-01。" in asked
    do(desk, case, "request_extension", working_days=10, reason="检索量大")
    decided = read(as_user(cast.head_chen).get(reverse("desk:act", args=[case.number, "approve_extension"])))
    assert "2026-06-02" in decided and "2026-06-16" in decided
    do(as_user(cast.head_chen), case, "approve_extension")
    page = read(desk.get(reverse("desk:act", args=[case.number, "serve_extension"])))
    assert "2026-06-16" in page
    do(desk, case, "serve_extension", postal_number="XA1")
    assert Case.objects.get(pk=case.pk).reply_due_on == day("2026-06-16")


def test_every_act_page_names_its_article_and_effect(cast, on, as_user, read):
    on("2026-03-09")
    case = accepted_case(cast, "2026-03-02")
    page = read(as_user(cast.officer_li).get(reverse("desk:act", args=[case.number, "consult"])))
    assert "条例第三十二条" in page
    assert "征求意见所需时间不计入答复期限，多个期间取并集。" in page


@pytest.mark.parametrize("act", [Act.RULE_ON_OPINION, Act.FOLLOW_UP_SERVICE, Act.SORT_BY_TOPIC])
def test_what_an_event_changed_is_told_in_words(cast, act):
    case = perform(act, READY_FOR[act](cast), cast.officer_li)
    event = case.events.filter(act=act).get()
    assert event.after and set(event.after) <= set(VALUE_NAMES)
