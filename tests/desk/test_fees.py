"""信息处理费 at the desk: worked out on both tariffs before anything is sent, then told, delivered, paid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Case, Fee
from tests.cast import accepted_case, day, register_case
from tests.services.ready_cases import fee_charged, reasons_reviewed

pytestmark = pytest.mark.django_db
WAY = "凭缴款识别码到代收银行缴纳"


def page_of(desk, case: Case, **query):
    return desk.get(reverse("desk:act", args=[case.number, "charge_fee"]), query)


def send(desk, case: Case, answer, **typed):
    """Send the fee form as the page shows it."""
    shown = {bound.name: bound.value() for bound in answer.context["form"]}
    given = {name: value for name, value in (shown | typed).items() if value not in (None, False)}
    return desk.post(reverse("desk:act", args=[case.number, "charge_fee"]), given)


def test_both_tariffs_are_worked_out_step_by_step_before_anything_is_sent(cast, on, as_user, read):
    on("2026-03-09")
    for _ in range(11):
        register_case(cast, "2026-03-02")
    case = accepted_case(cast, "2026-03-02")
    desk = as_user(cast.officer_li)
    first = page_of(desk, case)
    assert "本件是 第12件 （此前11件）" in read(first)
    # Nothing can be sent before a tariff was chosen.
    assert 'method="post" enctype' not in first.content.decode()
    compared = page_of(desk, case, pieces=1, counted_before=11, pages=120)
    words = read(compared)
    assert "按件计收：100元" in words and "按量计收：1100元" in words
    offers = compared.context["worksheet"]["offers"]
    assert [[(s.first, s.last, s.count, s.unit_price, s.amount) for s in offer["steps"]] for offer in offers] == [
        [(12, 12, 1, 100, 100)],
        [(1, 30, 30, 0, 0), (31, 100, 70, 10, 700), (101, 120, 20, 20, 400)],
    ]
    chosen = desk.get(reverse("desk:act", args=[case.number, "charge_fee"]) + offers[1]["url"])
    words = read(chosen)
    assert "按量计收：1100元" in words
    # 10-13, 16-20, 23-27, 30-31 March and 1-3 April are 19; 7 April.
    assert "申请人今天收到通知的，缴费期限为2026-04-07" in words
    # 8-10, 13-17, 20-24, 27-30 April are 17; 6-8 May.
    assert "最后一天缴费的，答复期限为2026-05-08" in words
    answer = send(desk, case, chosen, how_to_pay=WAY, payment_code="3703", postal_number="XA1")
    assert answer.url == reverse("desk:case", args=[case.number])
    fee = Fee.objects.get(case=case)
    assert (fee.tariff, fee.quantity, fee.amount, fee.sent_on) == ("page", 120, 1100, day("2026-03-09"))


def test_what_is_free_is_not_offered(cast, on, as_user, read):
    on("2026-03-09")
    desk, case = as_user(cast.officer_li), accepted_case(cast, "2026-03-02")
    answer = page_of(desk, case, pieces=1, counted_before=0, pages=30)
    assert [offer["url"] for offer in answer.context["worksheet"]["offers"]] == ["", ""]
    assert "累计不超过30页，不收取信息处理费。" in read(answer)


def test_another_count_asks_for_its_reason(cast, on, as_user, read):
    on("2026-03-09")
    desk, case = as_user(cast.officer_li), accepted_case(cast, "2026-03-02")
    chosen = page_of(desk, case, pieces=1, counted_before=30, tariff="piece")
    refused = send(desk, case, chosen, how_to_pay=WAY, postal_number="XA1")
    assert refused.status_code == 422
    assert "系统登记的本月此前件数为0件，填写30件的，请说明理由" in read(refused)
    assert "按件计收：200元" in read(refused)
    assert send(desk, case, chosen, how_to_pay=WAY, postal_number="XA1", count_note="见纸质台账").status_code == 302
    assert Fee.objects.get(case=case).amount == 200


@pytest.mark.parametrize("query", [{"pieces": "x"}, {"pieces": "-1", "counted_before": "0"}, {"tariff": "weight"}])
def test_counts_that_make_no_sense_are_answered_in_words(cast, on, as_user, query):
    on("2026-03-09")
    answer = page_of(as_user(cast.officer_li), accepted_case(cast, "2026-03-02"), **query)
    assert answer.status_code == 200
    assert not answer.context["worksheet"].get("offers")


@pytest.mark.parametrize(("today", "words"), [("04-06", "等待缴费"), ("04-07", "等待缴费"), ("04-08", "缴费逾期")])
def test_a_payment_is_overdue_from_the_day_after_its_last_day(cast, on, as_user, do, read, today, words):
    """The notice came on Monday 9 March: the twentieth working day is Tuesday 7 April."""
    on("2026-03-10")
    case, desk = fee_charged(cast), as_user(cast.officer_li)
    do(desk, case, "record_fee_delivery", delivered_on="2026-03-09", receiver="赵某某")
    on(f"2026-{today}")
    assert words in read(desk.get(reverse("desk:work_list")))


def test_the_case_tells_what_it_waits_for_and_what_follows(cast, on, as_user, do, read):
    on("2026-03-10")
    case, desk = fee_charged(cast), as_user(cast.officer_li)
    page = desk.get(reverse("desk:case", args=[case.number]))
    assert [row["label"] for row in page.context["acts"] if row["emphasis"]] == ["登记收费通知送达"]
    do(desk, case, "record_fee_delivery", delivered_on="2026-03-09", receiver="赵某某")
    listed = read(desk.get(reverse("desk:work_list")))
    assert "等待缴费" in listed and "缴费04-07" in listed
    tab = read(desk.get(reverse("desk:case", args=[case.number]), {"tab": "handling"}))
    for words in ("信息处理费140元", "缴款识别码 37030026000000001234", "31—44", "缴费期限 2026-04-07", WAY):
        assert words in tab
    form = desk.get(reverse("desk:act", args=[case.number, "receive_fee"]))
    assert form.context["act"]["moved"]["after"] == day("2026-04-08")
    do(desk, case, "receive_fee", receipt_number="鲁票0001")
    assert Case.objects.get(pk=case.pk).reply_due_on == day("2026-04-08")
    events = read(desk.get(reverse("desk:case", args=[case.number]), {"tab": "timeline"}))
    assert "票据号：鲁票0001" in events and "计算：第1—30页，30×0元＝0元；第31—44页，14×10元＝140元" in events


def test_unpaid_it_lapses_by_a_person(cast, on, as_user, do, refused):
    on("2026-04-07")
    case, desk = fee_charged(cast, signed="2026-03-06"), as_user(cast.officer_li)
    assert "收费通知的送达证明" in refused(desk, case, "lapse", review=" ")
    do(desk, case, "lapse", review="回执存卷，国库核实未到账")
    assert Case.objects.get(pk=case.pk).decision_code == "O2"


def test_the_year_says_what_was_charged_and_received(cast, on, as_user, do, read):
    on("2026-03-10")
    case, desk = fee_charged(cast, signed="2026-03-06"), as_user(cast.officer_li)
    do(desk, case, "receive_fee", receipt_number="鲁票0001")
    words = read(desk.get(reverse("desk:annual_table", args=[2026])))
    assert "发出政府信息公开信息处理费收费通知1件，总金额140元，实际收取140元。" in words


def test_reasons_from_the_notice_to_the_delayed_day(cast, on, as_user, do, read):
    on("2026-03-09")
    for _ in range(3):
        register_case(cast, "2026-02-02")
    case = accepted_case(cast, "2026-03-02")
    desk, head = as_user(cast.officer_li), as_user(cast.head_chen)
    form = desk.get(reverse("desk:act", args=[case.number, "ask_reasons"]))
    assert (form.context["form"]["counted"].value(), form.context["form"]["counted_from"].value()) == (
        4, day("2026-01-01"),
    )  # fmt: skip
    assert "答复期限照常计算，仍为2026-03-30" in read(form)
    # Number, frequency and likeness stand beside the form, and begin the notice.
    assert "2026年收到 4件 ，其中3月收到 1件 ，本件是第1件。与本件内容相同或者相近的 3件 。" in read(form)
    assert form.context["form"]["what_to_explain"].value() == (
        "2026年1月1日至2026年3月9日，您共提出政府信息公开申请4件，其中3月收到1件，与本件内容相同或者相近的3件"
        "（某审2026-0001、某审2026-0002、某审2026-0003）。请说明提出上述数量、频次申请的理由。"
    )
    do(desk, case, "ask_reasons", what_to_explain="请说明四件申请的关系", postal_number="XA1")
    on("2026-03-11")
    do(desk, case, "receive_reasons", answer="分属四个地块")
    do(desk, case, "review_reasons", is_reasonable="reasonable", review="确属四个地块")
    do(head, case, "set_delay", until="2026-05-29", reason="须调阅四个地块的档案")
    form = desk.get(reverse("desk:act", args=[case.number, "serve_delay"]))
    assert form.context["act"]["moved"]["after"] == day("2026-05-29")
    do(desk, case, "serve_delay", postal_number="XA2")
    assert Case.objects.get(pk=case.pk).reply_due_on == day("2026-05-29")
    tab = read(desk.get(reverse("desk:case", args=[case.number]), {"tab": "handling"}))
    assert "2026-01-01至2026-03-09，共4件" in tab and "2026-03-11告知申请人" in tab
    ledger = read(desk.get(reverse("desk:case_ledger", args=[case.number])))
    assert "2026-03-11，延迟至2026-05-29" in ledger


def test_unreasonable_reasons_bring_their_review_into_the_draft(cast, on, as_user):
    on("2026-03-10")
    case, desk = reasons_reviewed(cast, is_reasonable=False), as_user(cast.officer_li)
    draft = desk.get(reverse("desk:act", args=[case.number, "submit_for_review"]), {"code": "X4"})
    assert draft.context["form"]["evidence_reasons_review"].value() == "各件所指文件不同，逐件核对"
    other = accepted_case(cast, "2026-03-02")
    codes = desk.get(reverse("desk:act", args=[other.number, "submit_for_review"])).context["choices"]
    closed = {item["code"]: item["closed"] for group in codes for item in group["codes"]}
    assert closed["X4"].startswith("须先要求申请人说明理由")
