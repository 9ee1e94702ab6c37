"""From intake to the archive: X4 and O2, and C14 of the worked examples, through the services."""

from __future__ import annotations

from casework.adapters.working_calendar import calendar_of
from casework.law.duties import DutyKind
from casework.law.outcomes import CODES, RemedyKind
from casework.law.remedies import remedy_kind
from casework.models import Case
from casework.queries.annual_table import cells_of_case, year_table
from casework.services import closing, fees, letter_service, reasons, replies
from casework.services.deadlines import read_clock
from tests.cast import accepted_case, day, posted, register_case
from tests.services.acts import by
from tests.services.watching import refused


def archived(cast, case: Case, on: str) -> Case:
    return closing.archive(case_id=case.pk, archive_number="2026-Y-1", **by(cast.officer_li, on))


def rows_of(case: Case, year: int = 2026) -> list[str]:
    return [cell.row for cell in cells_of_case(case, year)]


def test_x4_from_intake_to_the_archive(cast):
    for _ in range(3):
        register_case(cast, "2026-02-02")
    case = accepted_case(cast, "2026-03-02")
    draft = {"case_id": case.pk, "decision_code": "X4", "findings": "申请人短期内就同一事项反复申请。"}
    with refused("reasons_not_reviewed", "须先要求申请人说明理由，经审查认为不合理的，才可以告知不予处理。"):
        replies.submit_for_review(evidence={}, **draft, **by(cast.officer_li, "2026-03-04"))
    reasons.ask_reasons(
        case_id=case.pk, counted_from=day("2026-01-01"), counted_to=day("2026-03-02"), counted=4,
        what_to_explain="请说明四件申请的关系", answer_by=day("2026-03-11"), fact=posted("2026-03-04"),
        **by(cast.officer_li, "2026-03-04"),
    )  # fmt: skip
    # Nobody answered: it is recorded on the day after, and the clock has run on.
    case = reasons.receive_reasons(case_id=case.pk, answer="", received_on=None, **by(cast.officer_li, "2026-03-12"))
    assert case.reply_due_on == day("2026-03-30")
    reasons.review_reasons(
        case_id=case.pk, is_reasonable=False, review="四件内容相同，申请人没有说明", **by(cast.officer_li, "2026-03-12")
    )
    with refused("evidence_missing", "“无正当理由大量反复申请”还缺少必填材料", article="条例第三十五条"):
        replies.submit_for_review(evidence={}, **draft, **by(cast.officer_li, "2026-03-12"))
    replies.submit_for_review(
        evidence={"reasons_review": "四件内容相同，申请人没有说明"}, **draft, **by(cast.officer_li, "2026-03-12")
    )
    replies.sign(case_id=case.pk, **by(cast.head_chen, "2026-03-13"))
    letter_service.conclude(case_id=case.pk, fact=posted("2026-03-16"), **by(cast.officer_li, "2026-03-16"))
    case = archived(cast, case, "2026-03-17")
    assert (case.stage, case.decision_code, case.decided_on) == ("archived", "X4", day("2026-03-13"))
    assert CODES["X4"].articles == ("条例第三十五条",)
    assert rows_of(case) == ["new", "np_excessive"]
    assert remedy_kind("X4", decided_on=case.decided_on) is RemedyKind.CHOICE


def test_o2_from_intake_to_the_archive(cast):
    """The facts of C14, only that nobody pays: the last day to pay is 2026-07-14."""
    case = _charged_as_c14(cast)
    assert _pay_by(case) == day("2026-07-14")
    review = {"case_id": case.pk, "review": "EMS回执存卷；7月15日向国库核实未到账"}
    for today in ("2026-07-13", "2026-07-14"):
        with refused("fee_period_running", "缴费期限（2026-07-14）尚未届满"):
            closing.lapse(**review, **by(cast.officer_li, today))
    with refused("evidence_missing", "收费通知的送达证明", article="条例第四十二条、国办函〔2020〕109号"):
        closing.lapse(case_id=case.pk, review=" ", **by(cast.officer_li, "2026-07-15"))
    assert rows_of(case) == ["new", "carried_out"]
    case = closing.lapse(**review, **by(cast.officer_li, "2026-07-15"))
    case = archived(cast, case, "2026-07-16")
    assert (case.stage, case.decision_code, case.decided_on) == ("archived", "O2", day("2026-07-15"))
    assert CODES["O2"].articles == ("条例第四十二条", "国办函〔2020〕109号")
    assert rows_of(case) == ["new", "other_fee_unpaid"]
    assert remedy_kind("O2", decided_on=case.decided_on) is RemedyKind.CHOICE
    assert year_table(cast.bureau, 2026).cells["other_fee_unpaid"]["total"] == 1


def test_c14_the_payment_restarts_the_clock(cast):
    case = accepted_case(cast, "2026-06-01")
    assert case.reply_due_on == day("2026-06-30")
    case = _charged_as_c14(cast, case)
    assert (case.reply_due_on, _pay_by(case)) == (None, day("2026-07-14"))
    case = fees.receive_fee(
        case_id=case.pk, paid_on=day("2026-07-01"), amount=140, receipt_number="鲁票0001",
        **by(cast.officer_li, "2026-07-01"),
    )  # fmt: skip
    assert (case.stage, case.reply_due_on) == ("processing", day("2026-07-29"))


def _charged_as_c14(cast, case: Case | None = None) -> Case:
    case = case or accepted_case(cast, "2026-06-01")
    fees.charge_fee(
        case_id=case.pk, pages=44, how_to_pay="凭缴款识别码缴纳", fact=posted("2026-06-12"),
        **by(cast.officer_li, "2026-06-12"),
    )  # fmt: skip
    return fees.record_fee_delivery(
        case_id=case.pk, delivered_on=day("2026-06-15"), receiver="赵某某", **by(cast.officer_li, "2026-06-16")
    )


def _pay_by(case: Case):
    return read_clock(case, calendar_of(case.agency_id), day("2026-06-16")).duty(DutyKind.FEE_PAYMENT).due_on
