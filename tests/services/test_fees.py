"""信息处理费 through the services: charged once, by one tariff, told in time, delivered, paid."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import Case, Fee, ServiceRecord
from casework.services import closing, fees, letter_service
from casework.services.register import ApplicantData
from tests.cast import accepted_case, day, handed_over, posted, register_case
from tests.services.acts import by, perform
from tests.services.ready_cases import fee_charged
from tests.services.watching import refused

CODE = "37030026000000001234"


def charge(cast, case, on="2026-03-05", **facts) -> Case:
    if "pieces" not in facts:
        facts = {"pages": 44} | facts
    values = {"how_to_pay": "凭缴款识别码到代收银行缴纳", "payment_code": CODE, "fact": posted(on)} | facts
    return fees.charge_fee(case_id=case.pk, **values, **by(cast.officer_li, on))


def duty_of(case: Case):
    return case.deadlines.filter(duty="fee_payment").values_list("due_on", "is_open").get()


def test_the_notice_freezes_its_calculation(cast):
    case = charge(cast, accepted_case(cast))
    fee = Fee.objects.get(case=case)
    assert (case.stage, fee.tariff, fee.quantity, fee.amount, fee.month_of) == ("awaiting_fee", "page", 44, 140, None)
    assert (fee.sent_on, fee.delivered_on, fee.payment_code) == (day("2026-03-05"), None, CODE)
    event = case.events.last()
    assert (event.article, event.happened_on) == ("条例第四十二条、国办函〔2020〕109号", day("2026-03-05"))
    assert event.after == {
        "stage": "awaiting_fee", "fee": "按量计收 140元", "fee_steps": ["第1—30页，30×0元＝0元", "第31—44页，14×10元＝140元"],
        "payment_code": CODE, "service": "收费通知书 邮政寄送 2026-03-05",
    }  # fmt: skip
    assert ServiceRecord.objects.get(case=case).letter == "fee_notice"


def test_posted_it_stops_nothing_until_its_arrival_is_known(cast):
    case = fee_charged(cast)
    assert (case.reply_due_on, case.next_duty, duty_of(case)) == (day("2026-03-30"), "reply", (None, True))
    case = fees.record_fee_delivery(
        case_id=case.pk, delivered_on=day("2026-03-09"), receiver="赵某某", **by(cast.officer_li, "2026-03-10")
    )
    # 10-13, 16-20, 23-27, 30-31 March, 1-3 April make 19; 4-6 April are off, 7 April is the 20th.
    assert (case.reply_due_on, case.next_duty, duty_of(case)) == (None, "fee_payment", (day("2026-04-07"), True))
    record = ServiceRecord.objects.get(case=case)
    added = record.follow_ups.get()
    assert (record.signed_on, record.in_time_on) == (None, day("2026-03-05"))
    assert (added.kind, added.happened_on, added.note) == ("signed", day("2026-03-09"), "签收人：赵某某")


def test_signed_for_as_any_other_letter_the_payment_period_begins_too(cast):
    case = fee_charged(cast)
    case = letter_service.follow_up_service(
        service_id=case.service_records.get().pk, kind="signed", happened_on=day("2026-03-09"), note="",
        **by(cast.officer_li, "2026-03-10"),
    )  # fmt: skip
    assert duty_of(case) == (day("2026-04-07"), True)


def test_handed_over_it_has_arrived(cast):
    case = charge(cast, accepted_case(cast), fact=handed_over("2026-03-05"))
    assert Fee.objects.get(case=case).delivered_on == day("2026-03-05")
    with refused("fee_delivery_known", "已经登记"):
        perform(Act.RECORD_FEE_DELIVERY, case, cast.officer_li)


def test_paid_in_full_the_reply_period_begins_anew(cast):
    case = perform(Act.RECEIVE_FEE, fee_charged(cast, signed="2026-03-06"), cast.officer_li, "2026-03-12")
    # 13, 16-20, 23-27, 30-31 March, 1-3 April make 16; 7-10 April.
    assert (case.stage, case.reply_due_on, duty_of(case)) == (
        "processing",
        day("2026-04-10"),
        (day("2026-04-03"), False),
    )
    fee = Fee.objects.get(case=case)
    assert (fee.paid_on, fee.receipt_number, fee.amount) == (day("2026-03-12"), "鲁票0001", 140)


def test_whoever_pays_has_had_the_notice(cast):
    case = perform(Act.RECEIVE_FEE, fee_charged(cast), cast.officer_li, "2026-03-12")
    fee = Fee.objects.get(case=case)
    assert (fee.delivered_on, fee.paid_on, case.reply_due_on) == (
        day("2026-03-12"), day("2026-03-12"), day("2026-04-10"),
    )  # fmt: skip


def test_with_the_switch_the_waiting_only_stops_the_clock(cast):
    cast.bureau.policy = {"fee_clock": "suspend"}
    cast.bureau.save()
    case = perform(Act.RECEIVE_FEE, fee_charged(cast, signed="2026-03-06"), cast.officer_li, "2026-03-12")
    # 3-6 March are 4 days used; 16 more: 13, 16-20, 23-27, 30-31 March, 1-3 April.
    assert case.reply_due_on == day("2026-04-03")


def test_one_case_is_never_charged_twice_nor_by_both_tariffs(cast):
    case = accepted_case(cast)
    with refused("fee_tariffs_combined", "择一计收"):
        charge(cast, case, pieces=12, pages=44)
    case = perform(Act.RECEIVE_FEE, charge(cast, case), cast.officer_li)
    with refused("fee_already_charged", "不得重复计收", article="国办函〔2020〕109号"):
        charge(cast, case, "2026-03-11")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"pages": 30}, "fee_not_due", "pages"),
        ({"pages": 0}, "fee_quantity_wrong", "pages"),
        ({"pages": None}, "fee_tariff_missing", "tariff"),
        ({"how_to_pay": " "}, "how_to_pay_missing", "how_to_pay"),
        ({"payment_code": "9" * 41}, "text_too_long", "payment_code"),
    ],
)
def test_a_notice_that_is_not_in_order_is_refused(cast, facts, code, field):
    case = accepted_case(cast)
    with refused(code, field=field):
        charge(cast, case, **facts)


@pytest.mark.parametrize("on", ["2026-03-27", "2026-03-30"], ids=["day-before", "the-day"])
def test_a_notice_may_be_sent_until_the_reply_is_due(cast, on):
    assert charge(cast, accepted_case(cast), on).stage == "awaiting_fee"


def test_a_notice_sent_after_the_reply_was_due_is_refused(cast):
    case = accepted_case(cast)
    with refused("fee_period_over", "答复期限2026-03-30已届满", article="国办函〔2020〕109号"):
        charge(cast, case, "2026-03-31")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"amount": 139}, "fee_amount_differs", "amount"),
        ({"amount": 141}, "fee_amount_differs", "amount"),
        ({"receipt_number": " "}, "fee_receipt_missing", "receipt_number"),
        ({"paid_on": day("2026-03-11")}, "date_in_future", "paid_on"),
        ({"paid_on": day("2026-03-05")}, "fee_paid_before_notice", "paid_on"),
    ],
)
def test_a_payment_that_is_not_in_order_is_refused(cast, facts, code, field):
    case = fee_charged(cast, signed="2026-03-06")
    values = {"amount": 140, "receipt_number": "鲁票0001", "paid_on": day("2026-03-10")} | facts
    with refused(code, field=field):
        fees.receive_fee(case_id=case.pk, **values, **by(cast.officer_li, "2026-03-10"))


@pytest.mark.parametrize(
    ("on", "receiver", "code"),
    [
        ("2026-03-04", "赵某某", "fee_delivered_before_sent"),
        ("2026-03-11", "赵某某", "date_in_future"),
        ("2026-03-09", " ", "fee_receiver_missing"),
    ],
)
def test_an_arrival_that_is_not_in_order_is_refused(cast, on, receiver, code):
    case = fee_charged(cast)
    with refused(code):
        fees.record_fee_delivery(
            case_id=case.pk, delivered_on=day(on), receiver=receiver, **by(cast.officer_li, "2026-03-10")
        )


# Signed for on 2026-03-06: the 20th working day is 2026-04-03.
@pytest.mark.parametrize(
    ("today", "lapses"), [("2026-04-02", False), ("2026-04-03", False), ("2026-04-07", True)],
    ids=["day-before", "the-day", "next-working-day"],
)  # fmt: skip
def test_an_unpaid_case_lapses_only_after_the_period_and_by_a_persons_decision(cast, today, lapses):
    case = fee_charged(cast, signed="2026-03-06")
    if not lapses:
        with refused("fee_period_running", "缴费期限（2026-04-03）尚未届满", article="国办函〔2020〕109号"):
            perform(Act.LAPSE, case, cast.officer_li, today)
        return
    assert Case.objects.get(pk=case.pk).stage == "awaiting_fee"
    case = perform(Act.LAPSE, case, cast.officer_li, today)
    assert (case.stage, case.decision_code, case.decided_on) == ("concluded", "O2", day(today))
    assert case.events.last().article == "条例第四十二条、国办函〔2020〕109号"


def test_a_notice_of_which_nothing_is_known_lets_nothing_lapse(cast):
    case = fee_charged(cast)
    with refused("fee_delivery_unknown", "缴费期限没有起算"):
        perform(Act.LAPSE, case, cast.officer_li, "2026-06-01")


def test_the_place_in_the_month_is_counted_and_charged(cast):
    cases = [accepted_case(cast, "2026-03-02") for _ in range(12)]
    with refused("fee_not_due", "累计10件"):
        charge(cast, cases[9], pieces=1)
    for place, case in ((11, cases[10]), (12, cases[11])):
        fee = Fee.objects.get(case=charge(cast, case, pieces=1))
        assert (fee.counted_before, fee.amount, fee.month_of) == (place - 1, 100, day("2026-03-01"))


def test_another_count_than_the_one_on_file_needs_its_reason(cast):
    case = accepted_case(cast)
    with refused("count_note_missing", "系统登记的本月此前件数为0件，填写30件的，请说明理由", field="count_note"):
        charge(cast, case, pieces=2, counted_before=30)
    case = charge(cast, case, pieces=2, counted_before=30, count_note="启用系统前已收30件，见纸质台账")
    fee = Fee.objects.get(case=case)
    assert (fee.amount, fee.count_note) == (400, "启用系统前已收30件，见纸质台账")


def test_the_same_name_with_another_document_is_somebody_else(cast):
    def by_document(number):
        return ApplicantData(kind="natural", name="赵某某", document_kind="resident_id", document_number=number)

    for _ in range(10):
        register_case(cast, applicant=by_document("11010519491231002X"))
    other = accepted_case(cast, applicant=by_document("440524188001010014"))
    with refused("fee_not_due", "累计1件"):
        charge(cast, other, pieces=1)
    same = accepted_case(cast, applicant=by_document("11010519491231002X"))
    assert Fee.objects.get(case=charge(cast, same, pieces=1)).counted_before == 10


def test_what_becomes_known_of_the_notice_after_a_withdrawal_is_recorded_and_moves_nothing(cast):
    case = closing.withdraw(case_id=fee_charged(cast).pk, statement="不再需要", **by(cast.officer_li, "2026-03-06"))
    before = (case.concluded_on, case.reply_due_on)
    case = letter_service.follow_up_service(
        service_id=case.service_records.get().pk, kind="signed", happened_on=day("2026-03-09"), note="邮件签收单",
        **by(cast.officer_li, "2026-03-10"),
    )  # fmt: skip
    assert case.service_records.get().follow_ups.filter(kind="signed", happened_on=day("2026-03-09")).exists()
    assert (case.concluded_on, case.reply_due_on, Fee.objects.get(case=case).delivered_on) == (*before, None)
