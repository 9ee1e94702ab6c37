"""What the clock answers with: duties, the day-by-day ledger, the reading of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.facts import ConsultationKind
from casework.law.receipt import Receipt

REPLY_WORKING_DAYS = 20
SUPPLEMENT_NOTICE_WORKING_DAYS = 7
OPINION_WORKING_DAYS = 15
FEE_PAYMENT_WORKING_DAYS = 20
# 行政诉讼法第七十条, 行政复议法第七十七条 name no number of days: where the decision names none, as a new reply.
RE_DECISION_WORKING_DAYS = 20


class DutyKind(StrEnum):
    """What somebody owes by a day."""

    SUPPLEMENT_NOTICE = "supplement_notice"
    SUPPLEMENT_ANSWER = "supplement_answer"
    REASONS_ANSWER = "reasons_answer"
    REPLY = "reply"
    THIRD_PARTY_OPINION = "third_party_opinion"
    CO_PRODUCER_OPINION = "co_producer_opinion"
    OTHER_AGENCY_OPINION = "other_agency_opinion"
    FEE_PAYMENT = "fee_payment"
    RE_DECISION = "re_decision"


DUTY_NAMES: dict[DutyKind, str] = {
    DutyKind.SUPPLEMENT_NOTICE: "补正告知",
    DutyKind.SUPPLEMENT_ANSWER: "申请人补正",
    DutyKind.REASONS_ANSWER: "申请人说明理由",
    DutyKind.REPLY: "答复",
    DutyKind.THIRD_PARTY_OPINION: "第三方意见",
    DutyKind.CO_PRODUCER_OPINION: "共同制作机关意见",
    DutyKind.OTHER_AGENCY_OPINION: "其他机关意见",
    DutyKind.FEE_PAYMENT: "缴费",
    DutyKind.RE_DECISION: "重新答复",
}
OPINION_DUTY = {
    ConsultationKind.THIRD_PARTY: DutyKind.THIRD_PARTY_OPINION,
    ConsultationKind.CO_PRODUCER: DutyKind.CO_PRODUCER_OPINION,
    ConsultationKind.OTHER_AGENCY: DutyKind.OTHER_AGENCY_OPINION,
}


class DutyState(StrEnum):
    """How a duty stands on the day asked about."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    VOID = "void"


_OPEN = frozenset({DutyState.RUNNING, DutyState.SUSPENDED, DutyState.OVERDUE})


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. ``due_on`` None: no end is known yet. ``used`` and ``of`` are working days.

    ``alarm_on`` is the earliest day the duty can turn out to be due: the strict reading of
    the suspension and, past the published calendar, the earliest possible day.
    """

    kind: DutyKind
    index: int
    due_on: date | None
    provisional: bool
    state: DutyState
    used: int
    of: int
    basis: tuple[str, ...]
    alarm_on: date | None = None

    @property
    def left(self) -> int:
        """Working days that are left of the period."""
        return max(0, self.of - self.used)


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day of the explanation: counted or not, which working day it is, why, and by what."""

    day: date
    counts: bool
    n: int | None
    why: str
    article: str
    published: bool


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Everything that follows from the facts on one day.

    ``awaiting`` names what the applicant owes before a whole new reply period begins, or is "".
    ``unknown`` says why there are no duties and no ledger though the request was received, or is "".
    """

    receipt: Receipt
    duties: tuple[Duty, ...]
    ledger: tuple[LedgerDay, ...]
    remarks: tuple[str, ...]
    excluded_working_days: int
    awaiting: str = ""
    unknown: str = ""

    @property
    def reply(self) -> Duty | None:
        """The duty to reply (Art. 33), or None before receipt; while the case is decided again, that one."""
        again = next((duty for duty in self.duties if duty.kind is DutyKind.RE_DECISION and duty.state in _OPEN), None)
        return again or next((duty for duty in self.duties if duty.kind is DutyKind.REPLY), None)

    def left(self, *, is_open: bool) -> int:
        """Return the working days left to reply.

        Of a case that waits for the applicant nothing is used: a whole new period begins once they act (Art. 30, 42).
        """
        if self.reply is None:
            return REPLY_WORKING_DAYS
        return self.reply.of if self.awaiting and is_open else self.reply.left

    def duty(self, kind: DutyKind, index: int = 0) -> Duty | None:
        """Return the duty of that kind and index, or None."""
        return next((d for d in self.duties if d.kind is kind and d.index == index), None)
