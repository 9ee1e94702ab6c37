"""What an applicant may know of a case: dated facts only, no names, units, drafts or opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.adapters.working_calendar import calendar_of
from casework.law.clock import ClockReading, DutyKind, DutyState, read
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.facts import current_extension, facts_of, live_consultations
from casework.models.letter_service import Letter, ServiceRecord


class ProgressState(StrEnum):
    """Where a case stands, as the applicant is told. Signing and review are not told apart."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    PROCESSING = "processing"
    SUPPLEMENT_ASKED = "supplement_asked"
    THIRD_PARTY_ASKED = "third_party_asked"
    AGENCY_ASKED = "agency_asked"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


class StepKind(StrEnum):
    """A dated step of the case that the applicant took part in or was told of."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_RECEIVED = "supplement_received"
    CONSULTATION_STARTED = "consultation_started"
    EXTENDED = "extended"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SupplementAsked:
    """The one notice to supplement: what is asked, since when, until when."""

    served_on: date
    answer_by: date
    what_is_unclear: str
    guidance: str
    received_on: date | None


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
    is_open: bool
    is_overdue: bool
    extended: bool
    supplement: SupplementAsked | None
    reply: ReplyServed | None
    concluded_on: date | None
    steps: tuple[tuple[date, StepKind], ...]


_ENDS = {"O1": ProgressState.LAPSED, "O2": ProgressState.CLOSED, "O3": ProgressState.WITHDRAWN}
_OPINIONS = {
    DutyKind.THIRD_PARTY_OPINION: ProgressState.THIRD_PARTY_ASKED,
    DutyKind.CO_PRODUCER_OPINION: ProgressState.AGENCY_ASKED,
    DutyKind.OTHER_AGENCY_OPINION: ProgressState.AGENCY_ASKED,
}


def progress_of(*, case_id: int, today: date) -> Progress:
    """Return the progress of a case as it stands ``today``. Raises Case.DoesNotExist."""
    case = (
        Case.objects.select_related("agency", "supplement", "reasons_request", "fee")
        .prefetch_related("consultations", "extensions", "service_records")
        .get(pk=case_id)
    )
    reading = read(facts_of(case), calendar_of(case.agency_id), today)
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
        is_open=case.is_open,
        is_overdue=bool(reply_duty and reply_duty.state is DutyState.OVERDUE),
        extended=bool(extension and extension.served_on),
        supplement=_supplement(case),
        reply=reply,
        concluded_on=case.concluded_on,
        steps=_steps(case, reading, state),
    )


def _state(case: Case, reading: ClockReading) -> ProgressState:
    if not case.is_open:
        return _ENDS.get(case.decision_code, ProgressState.REPLIED)
    if case.stage == Stage.SUBMITTED:
        return ProgressState.SUBMITTED
    if case.stage == Stage.SUPPLEMENTING:
        return ProgressState.SUPPLEMENT_ASKED
    asked = {
        _OPINIONS[duty.kind] for duty in reading.duties if duty.kind in _OPINIONS and duty.state is DutyState.RUNNING
    }
    for state in (ProgressState.THIRD_PARTY_ASKED, ProgressState.AGENCY_ASKED):
        if state in asked:
            return state
    return ProgressState.REGISTERED if case.stage == Stage.REGISTERED else ProgressState.PROCESSING


def _supplement(case: Case) -> SupplementAsked | None:
    asked = getattr(case, "supplement", None)
    return asked and SupplementAsked(
        asked.served_on, asked.answer_by, asked.what_is_unclear, asked.guidance, asked.received_on
    )


def _reply(case: Case) -> ReplyServed | None:
    served: list[ServiceRecord] = [item for item in case.service_records.all() if item.letter == Letter.REPLY]
    if not served:
        return None
    # The first attempt decides whether the reply was in time; the letter number is the latest.
    first, last = served[0], served[-1]
    return ReplyServed(first.method, first.in_time_on, last.postal_number or first.postal_number)


def _steps(case: Case, reading: ClockReading, state: ProgressState) -> tuple[tuple[date, StepKind], ...]:
    supplement = getattr(case, "supplement", None)
    extension = current_extension(case)
    found: list[tuple[date | None, StepKind]] = [
        (case.submitted_on, StepKind.SUBMITTED),
        (reading.receipt.received_on, StepKind.RECEIVED),
        (supplement and supplement.served_on, StepKind.SUPPLEMENT_ASKED),
        (supplement and supplement.received_on, StepKind.SUPPLEMENT_RECEIVED),
        (extension and extension.served_on, StepKind.EXTENDED),
    ]
    # Several letters on one day are one step: how many were asked is nobody's business.
    consulted_on = {item.sent_on for item in live_consultations(case)}
    found += [(day, StepKind.CONSULTATION_STARTED) for day in consulted_on]
    if not case.is_open:
        found.append((case.concluded_on, StepKind(state.value)))
    dated = [(day, kind) for day, kind in found if day]
    order = list(StepKind)
    return tuple(sorted(dated, key=lambda step: (step[0], order.index(step[1]))))
