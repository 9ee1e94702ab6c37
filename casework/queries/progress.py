"""What an applicant may know of a case: dated facts only, no names, units, drafts or opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.adapters.working_calendar import calendar_of
from casework.law.closing import LAPSE_CODES, WITHDRAWAL_CODE
from casework.law.duties import ClockReading, DutyKind, DutyState
from casework.law.known_clock import read_as_known
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.dispute import Redo, last_round, redos_of
from casework.models.facts import current_extension, facts_of, live_consultations
from casework.models.letter_service import Letter, ServiceRecord


class ProgressState(StrEnum):
    """Where a case stands, as the applicant is told. Signing and review are not told apart."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    PROCESSING = "processing"
    SUPPLEMENT_ASKED = "supplement_asked"
    REASONS_ASKED = "reasons_asked"
    FEE_ASKED = "fee_asked"
    THIRD_PARTY_ASKED = "third_party_asked"
    AGENCY_ASKED = "agency_asked"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNPAID = "unpaid"


class StepKind(StrEnum):
    """A dated step of the case that the applicant took part in or was told of."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_RECEIVED = "supplement_received"
    REASONS_ASKED = "reasons_asked"
    REASONS_RECEIVED = "reasons_received"
    DELAYED = "delayed"
    FEE_ASKED = "fee_asked"
    FEE_PAID = "fee_paid"
    CONSULTATION_STARTED = "consultation_started"
    EXTENDED = "extended"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNPAID = "unpaid"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class SupplementAsked:
    """The one notice to supplement: what is asked, since when, until when."""

    served_on: date
    answer_by: date
    what_is_unclear: str
    guidance: str
    received_on: date | None


@dataclass(frozen=True, slots=True)
class ReasonsAsked:
    """The one request to explain many requests: what is asked, since when, until when."""

    served_on: date
    answer_by: date
    counted_from: date
    counted_to: date
    counted: int
    what_to_explain: str
    received_on: date | None


@dataclass(frozen=True, slots=True)
class FeeAsked:
    """The fee notice as the applicant got it. ``pay_by`` None: not known yet when it arrived. Yuan."""

    sent_on: date
    amount: int
    tariff: str
    quantity: int
    counted_before: int
    how_to_pay: str
    payment_code: str
    pay_by: date | None
    pay_by_is_provisional: bool
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ReplyServed:
    """That a reply was served, how and when; never what it says."""

    method: str
    on: date
    postal_number: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One case as its applicant may see it. ``due_on`` None: no last day is known yet."""

    case_id: int
    agency: Agency
    number: str
    content: str
    state: ProgressState
    submitted_on: date | None
    received_on: date | None
    receipt_basis: str
    due_on: date | None
    due_is_provisional: bool
    # Why no last day can be counted, or "".
    due_is_unknown: str
    is_open: bool
    is_overdue: bool
    extended: bool
    supplement: SupplementAsked | None
    reasons: ReasonsAsked | None
    delayed_until: date | None
    fee: FeeAsked | None
    reply: ReplyServed | None
    concluded_on: date | None
    steps: tuple[tuple[date, StepKind], ...]
    # The case this one was split from: id and number.
    split_from: tuple[int, str] | None


_ENDS = {
    LAPSE_CODES[Stage.SUPPLEMENTING]: ProgressState.LAPSED,
    LAPSE_CODES[Stage.AWAITING_FEE]: ProgressState.UNPAID,
    WITHDRAWAL_CODE: ProgressState.WITHDRAWN,
}
_OPINIONS = {
    DutyKind.THIRD_PARTY_OPINION: ProgressState.THIRD_PARTY_ASKED,
    DutyKind.CO_PRODUCER_OPINION: ProgressState.AGENCY_ASKED,
    DutyKind.OTHER_AGENCY_OPINION: ProgressState.AGENCY_ASKED,
}


def progress_of(*, case_id: int, today: date) -> Progress:
    """Return the progress of a case as it stands ``today``. Raises Case.DoesNotExist."""
    case = (
        Case.objects.select_related("agency", "supplement", "reasons_request", "fee", "split_from")
        .prefetch_related("consultations", "extensions", "service_records")
        .get(pk=case_id)
    )
    reading = read_as_known(facts_of(case), calendar_of(case.agency_id), today)
    reply_duty = reading.reply
    extension = current_extension(case)
    state = _state(case, reading)
    reply = _reply(case) if state is ProgressState.REPLIED else None
    return Progress(
        case_id=case.pk,
        agency=case.agency,
        number=case.number,
        content=case.content,
        state=state,
        submitted_on=case.submitted_on,
        received_on=reading.receipt.received_on,
        receipt_basis=reading.receipt.basis,
        due_on=reply_duty.due_on if reply_duty else None,
        due_is_provisional=bool(reply_duty and reply_duty.provisional),
        due_is_unknown=reading.unknown,
        is_open=case.is_open,
        is_overdue=bool(reply_duty and reply_duty.state is DutyState.OVERDUE),
        extended=bool(extension and extension.served_on),
        supplement=_supplement(case),
        reasons=_reasons(case),
        delayed_until=_delayed_until(case),
        fee=_fee(case, reading),
        reply=reply,
        concluded_on=last_round(case).concluded_on,
        steps=_steps(case, reading),
        split_from=(case.split_from.pk, case.split_from.number) if case.split_from else None,
    )


def _state(case: Case, reading: ClockReading) -> ProgressState:
    if not case.is_open:
        return _end(last_round(case))
    if case.stage == Stage.SUBMITTED:
        return ProgressState.SUBMITTED
    if case.stage == Stage.SUPPLEMENTING:
        return ProgressState.SUPPLEMENT_ASKED
    if case.stage == Stage.AWAITING_REASONS:
        return ProgressState.REASONS_ASKED
    if case.stage == Stage.AWAITING_FEE:
        return ProgressState.FEE_ASKED
    asked = {
        _OPINIONS[duty.kind] for duty in reading.duties if duty.kind in _OPINIONS and duty.state is DutyState.RUNNING
    }
    for state in (ProgressState.THIRD_PARTY_ASKED, ProgressState.AGENCY_ASKED):
        if state in asked:
            return state
    return ProgressState.REGISTERED if case.stage == Stage.REGISTERED else ProgressState.PROCESSING


def _end(decision: Case | Redo) -> ProgressState:
    return _ENDS.get(decision.decision_code, ProgressState.REPLIED)


def _supplement(case: Case) -> SupplementAsked | None:
    asked = getattr(case, "supplement", None)
    return asked and SupplementAsked(
        asked.served_on, asked.answer_by, asked.what_is_unclear, asked.guidance, asked.received_on
    )


def _reasons(case: Case) -> ReasonsAsked | None:
    asked = getattr(case, "reasons_request", None)
    return asked and ReasonsAsked(
        asked.served_on, asked.answer_by, asked.counted_from, asked.counted_to, asked.counted, asked.what_to_explain,
        asked.received_on,
    )  # fmt: skip


def _delayed_until(case: Case) -> date | None:
    """Return the delayed day the applicant was told; one that was only set is nobody's business."""
    asked = getattr(case, "reasons_request", None)
    return asked.delay_until if asked and asked.delay_served_on else None


def _fee(case: Case, reading: ClockReading) -> FeeAsked | None:
    fee = getattr(case, "fee", None)
    if fee is None:
        return None
    duty = reading.duty(DutyKind.FEE_PAYMENT)
    return FeeAsked(
        sent_on=fee.sent_on,
        amount=fee.amount,
        tariff=fee.tariff,
        quantity=fee.quantity,
        counted_before=fee.counted_before,
        how_to_pay=fee.how_to_pay,
        payment_code=fee.payment_code,
        pay_by=duty.due_on if duty else None,
        pay_by_is_provisional=bool(duty and duty.provisional),
        paid_on=fee.paid_on,
    )


def _reply(case: Case) -> ReplyServed | None:
    decided_on = last_round(case).decided_on
    served: list[ServiceRecord] = [
        item
        for item in case.service_records.all()
        if item.letter == Letter.REPLY and (decided_on is None or item.in_time_on >= decided_on)
    ]
    if not served:
        return None
    # The first attempt decides whether the reply was in time; the letter number is the latest.
    first, last = served[0], served[-1]
    return ReplyServed(first.method, first.in_time_on, last.postal_number or first.postal_number)


def _steps(case: Case, reading: ClockReading) -> tuple[tuple[date, StepKind], ...]:
    supplement = getattr(case, "supplement", None)
    extension = current_extension(case)
    asked, fee = getattr(case, "reasons_request", None), getattr(case, "fee", None)
    found: list[tuple[date | None, StepKind]] = [
        (case.submitted_on, StepKind.SUBMITTED),
        (reading.receipt.received_on, StepKind.RECEIVED),
        (supplement and supplement.served_on, StepKind.SUPPLEMENT_ASKED),
        (supplement and supplement.received_on, StepKind.SUPPLEMENT_RECEIVED),
        (extension and extension.served_on, StepKind.EXTENDED),
        (asked and asked.served_on, StepKind.REASONS_ASKED),
        (asked and asked.received_on, StepKind.REASONS_RECEIVED),
        (asked and asked.delay_served_on, StepKind.DELAYED),
        (fee and fee.sent_on, StepKind.FEE_ASKED),
        (fee and fee.paid_on, StepKind.FEE_PAID),
    ]
    # Several letters on one day are one step: how many were asked is nobody's business.
    consulted_on = {item.sent_on for item in live_consultations(case)}
    found += [(day, StepKind.CONSULTATION_STARTED) for day in consulted_on]
    redos = redos_of(case)
    found += [(item.begun_on, StepKind.REOPENED) for item in redos]
    found += [(item.concluded_on, StepKind(_end(item).value)) for item in (case, *redos)]
    dated = [(day, kind) for day, kind in found if day]
    order = list(StepKind)
    return tuple(sorted(dated, key=lambda step: (step[0], order.index(step[1]))))
