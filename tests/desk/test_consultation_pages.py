"""征求意见 and 送达 on the pages: worked examples, decisions, notices, receipts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.services import consultations, extensions
from tests.cast import accepted_case, day, posted, replied_case, third_party_asked
from tests.services.acts import by
from tests.services.ready_cases import objecting_case, overruling_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast, as_user):
    return as_user(cast.officer_li)


def page_of(client, case, tab="handling"):
    return client.get(reverse("desk:case", args=[case.number]) + f"?tab={tab}")


def due_on(client, case):
    return page_of(client, case).context["clock"]["due_text"]


def asked(cast, case, kind, sent, delivered=None, answered=None, on=None):
    consultations.consult(
        case_id=case.pk, kind=kind, addressee=f"{kind}{sent}", about="所涉内容", sent_on=day(sent),
        delivered_on=delivered and day(delivered), **by(cast.officer_li, on or delivered or sent),
    )  # fmt: skip
    item = case.consultations.last()
    if answered:
        consultations.record_opinion(
            consultation_id=item.pk, opinion="agree", reasons="", answered_on=day(answered),
            **by(cast.officer_li, answered),
        )  # fmt: skip


def c9(cast):
    case = accepted_case(cast, "2026-03-02")
    asked(cast, case, "third_party", "2026-03-09", answered="2026-03-20")
    return case


def c10(cast):
    case = accepted_case(cast, "2026-03-02")
    asked(cast, case, "third_party", "2026-03-09", "2026-03-11")
    return case


def c11(cast):
    case = accepted_case(cast, "2026-03-02")
    asked(cast, case, "third_party", "2026-03-09", answered="2026-03-20")
    asked(cast, case, "other_agency", "2026-03-16", answered="2026-03-31", on="2026-03-20")
    return case


def c13(cast):
    case = accepted_case(cast, "2026-05-06")
    at = {"case_id": case.pk}
    extensions.request_extension(working_days=20, reason="涉及多个部门", **at, **by(cast.officer_li, "2026-06-02"))
    extensions.approve_extension(**at, **by(cast.head_chen, "2026-06-02"))
    extensions.serve_extension(fact=posted("2026-06-02"), **at, **by(cast.officer_li, "2026-06-02"))
    asked(cast, case, "third_party", "2026-06-15", answered="2026-06-26")
    return case


def c15(cast):
    case = accepted_case(cast, "2026-04-20")
    asked(cast, case, "co_producer", "2026-04-24", "2026-04-27")
    return case


@pytest.mark.parametrize(
    ("lived", "today", "expected"),
    [
        pytest.param(c9, "2026-03-23", "2026-04-13", id="C9"),
        pytest.param(c10, "2026-04-02", "2026-04-23", id="C10"),
        pytest.param(c11, "2026-04-01", "2026-04-22", id="C11"),
        pytest.param(c13, "2026-06-29", "2026-07-13", id="C13"),
        # The opinion is due on 05-20; sixteen working days of the reply remain from 05-21: to 06-11.
        pytest.param(c15, "2026-05-21", "2026-06-11", id="C15"),
    ],
)
def test_the_worked_examples_stand_on_the_case_page(cast, desk, on, lived, today, expected):
    case = lived(cast)
    on(today)
    assert expected in due_on(desk, case)


def test_the_page_says_what_silence_means_and_until_when(cast, desk, on, read):
    on("2026-04-02")
    page = read(page_of(desk, c10(cast)))
    assert "15个工作日届满 2026-04-01" in page and "逾期未提出意见，待本机关决定" in page
    on("2026-05-21")
    assert "视为同意公开" in read(page_of(desk, c15(cast)))


def test_an_objection_is_weighed_on_its_own_page(cast, desk, on, read):
    on("2026-03-10")
    case = objecting_case(cast)
    item = case.consultations.get()
    url = reverse("desk:consultation_act", args=[case.number, item.pk, Act.RULE_ON_OPINION.value])
    assert url in page_of(desk, case).content.decode()
    assert "涉及商业秘密" in read(desk.get(url))
    answer = desk.post(url, {"ruling": "disclose", "judgement": "第三方不同意", "public_interest": "", "key": "a"})
    assert answer.status_code == 422 and "请写明本机关自己的判断" in read(answer)
    own = "经核对，所列单价未采取保密措施，不构成商业秘密，理由不成立。"
    answer = desk.post(url, {"ruling": "disclose", "judgement": own, "public_interest": "", "key": "a"})
    assert answer.status_code == 422 and "公共利益" in answer.context["form"].errors["public_interest"][0]
    typed = {"ruling": "disclose", "judgement": own, "public_interest": "财政资金支付的价款", "key": "a"}
    assert desk.post(url, typed).status_code == 302
    page = read(page_of(desk, case))
    assert "决定公开" in page and own in page and "送达决定公开告知书" in page


def test_a_reply_with_an_open_opinion_is_greyed_with_the_reason(cast, desk, on, read):
    on("2026-03-12")
    page = read(page_of(desk, c10(cast)))
    assert "的意见尚未收到" in page
    blocked = page_of(desk, c10(cast)).context["blocked"]
    assert any("送审答复" in row["label"] for row in blocked)


def test_the_third_party_is_told_before_the_reply_is_served(cast, desk, on, read, refused):
    on("2026-03-10")
    case = overruling_case(cast)
    page = page_of(desk, case)
    assert any("须先送达决定公开告知书" in row["reason"] for row in page.context["blocked"])
    item = case.consultations.get()
    url = reverse("desk:consultation_act", args=[case.number, item.pk, Act.TELL_THIRD_PARTY.value])
    shown = {bound.name: bound.value() for bound in desk.get(url).context["form"]}
    typed = {name: value for name, value in shown.items() if value} | {"postal_number": "XA12345678937"}
    assert desk.post(url, typed).status_code == 302
    assert "已送达决定公开告知书" in read(page_of(desk, case))
    assert "送达答复" in {row["label"] for row in page_of(desk, case).context["acts"]}


def test_the_receipt_of_service_has_its_elements_on_one_sheet(cast, desk, on, read):
    on("2026-03-20")
    case = replied_case(cast, "G2")
    record = case.service_records.get()
    page = read(desk.get(reverse("desk:service_receipt", args=[case.number, record.pk])))
    for words in (
        "送达回证", "送达文书名称及编号", "答复书", case.number, "受送达人 赵某某", "送达方式 邮政寄送", "送达地点",
        "签收人", "与受送达人的关系", "签收日期", "邮寄单号", "XA12345678937", "交邮日期 2026年3月11日", "送达人 李经办", "备注",
    ):  # fmt: skip
        assert words in page, words


def test_a_receipt_for_a_third_party_does_not_name_the_applicant(cast, desk, on, read, do):
    on("2026-03-10")
    case = overruling_case(cast)
    consultations.tell_third_party(
        consultation_id=case.consultations.get().pk, fact=posted("2026-03-10"), **by(cast.officer_li, "2026-03-10")
    )
    record = case.service_records.get()
    answer = desk.get(reverse("desk:service_receipt", args=[case.number, record.pk]))
    rows = {row.label: row.value for row in answer.context["rows"]}
    assert rows["受送达人"] == "某某公司" and "赵某某" not in str(rows)


def test_a_dispute_shows_both_days(cast, desk, on, read):
    on("2026-04-20")
    case = replied_case(cast, "G2")
    record = case.service_records.get()
    url = reverse("desk:service_act", args=[case.number, record.pk, Act.FOLLOW_UP_SERVICE.value])
    typed = {"kind": "disputed", "happened_on": "2026-03-20", "note": "称签名不是本人", "key": "d"}
    assert desk.post(url, typed).status_code == 302
    assert "登记为2026-03-11，对方主张2026-03-20" in read(page_of(desk, case))
    assert desk.post(url, typed | {"kind": "returned", "note": "查无此人", "key": "e"}).status_code == 302
    again = reverse("desk:service_act", args=[case.number, record.pk, Act.SERVE_LETTER.value])
    assert "再次送达" in read(page_of(desk, case)) and desk.get(again).status_code == 200


def test_another_agency_reads_no_receipt(cast, as_user, on):
    on("2026-03-20")
    case = replied_case(cast, "G2")
    url = reverse("desk:service_receipt", args=[case.number, case.service_records.get().pk])
    assert as_user(cast.officer_wang).get(url).status_code == 404


@pytest.mark.parametrize(("switch", "reminded"), [("yes", True), ("no", False)])
def test_the_applicant_is_told_of_a_consultation_where_the_agency_says_so(cast, desk, on, read, switch, reminded):
    on("2026-03-10")
    cast.bureau.policy = {"tell_applicant_of_consultation": switch}
    cast.bureau.save()
    case = third_party_asked(cast, accepted_case(cast, "2026-03-02"), "2026-03-10")
    assert ("还没有登记征求意见告知书" in read(page_of(desk, case))) is reminded
