"""The clock (期限): from the dated facts of a case to its duties and the day-by-day ledger.

Three kinds of fact, never mixed (law.md 4.4, 4.5):
a *restart* (补正 received, fee paid) begins a new period; an *exclusion* (consultation) takes
days out, as a union of spans ``(from, to]``; an *addition* (served extension) makes it longer.
Nothing is ever shifted: every answer is computed afresh from the facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from casework.law.calendar import DueDate, WorkingCalendar, union
from casework.law.errors import BadFact, CalendarNotPublished
from casework.law.facts import (
    CONSULTATION_NAMES,
    CaseFacts,
    ConsultationFact,
    ConsultationKind,
    ReasonsFact,
    RedoFact,
    SupplementFact,
    check_order,
    later_facts,
)
from casework.law.receipt import Receipt, late_confirmation, receipt, rule_for
from casework.law.sources import FEE_MEASURES, regulation

REPLY_WORKING_DAYS = 20
SUPPLEMENT_NOTICE_WORKING_DAYS = 7
OPINION_WORKING_DAYS = 15
FEE_PAYMENT_WORKING_DAYS = 20
# 行政诉讼法第七十条, 行政复议法第七十七条 name no number of days: where the decision names none, as a new reply.
RE_DECISION_WORKING_DAYS = 20
_REDO_BASIS = "行政复议决定或者行政判决"


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
_OPINION_BASIS = {
    ConsultationKind.THIRD_PARTY: regulation(32),
    ConsultationKind.CO_PRODUCER: regulation(34),
    ConsultationKind.OTHER_AGENCY: regulation(11),
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
    """

    receipt: Receipt
    duties: tuple[Duty, ...]
    ledger: tuple[LedgerDay, ...]
    remarks: tuple[str, ...]
    excluded_working_days: int
    awaiting: str = ""

    @property
    def reply(self) -> Duty | None:
        """The duty to reply (Art. 33), or None before receipt; while the case is decided again, that one."""
        again = next((duty for duty in self.duties if duty.kind is DutyKind.RE_DECISION and duty.state in _OPEN), None)
        return again or next((duty for duty in self.duties if duty.kind is DutyKind.REPLY), None)

    def duty(self, kind: DutyKind, index: int = 0) -> Duty | None:
        """Return the duty of that kind and index, or None."""
        return next((d for d in self.duties if d.kind is kind and d.index == index), None)


@dataclass(frozen=True, slots=True)
class _Exclusion:
    """A span ``(begin, end]`` taken out of the count; ``end`` None while it is not known."""

    begin: date
    end: date | None
    earliest_end: date | None
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class _Period:
    """The reply period in force: when it began, how long it is, what does not count.

    ``waiting`` names what the applicant owes, since ``waiting_since``, before a new period can
    begin. ``article`` is the source of the waiting or of the restart. ``until`` is the delayed day
    that was told in time (Art. 35): the period does not end before it.
    """

    start: date
    working_days: int
    exclusions: tuple[_Exclusion, ...]
    waiting: str = ""
    waiting_since: date | None = None
    restarted_by: str = ""
    article: str = ""
    until: date | None = None


def read(facts: CaseFacts, calendar: WorkingCalendar, as_of: date) -> ClockReading:
    """Return receipt, duties and ledger of ``facts`` as they stand on ``as_of``.

    Raises BadFact when the facts contradict each other, CalendarNotPublished when they lie
    before the first loaded calendar year. Source: Art. 30-34 of the Regulation; law.md 4.
    """
    if facts.redos:
        return _read_redone(facts, calendar, as_of)
    received = receipt(
        channel=facts.channel,
        submitted_on=facts.submitted_on,
        signed_on=facts.signed_on,
        confirmed_on=facts.confirmed_on,
        policy=facts.policy,
        calendar=calendar,
    )
    check_order(facts, received.received_on)
    _check_calendar(facts, calendar, as_of)
    late = late_confirmation(
        channel=facts.channel,
        submitted_on=facts.submitted_on,
        confirmed_on=facts.confirmed_on,
        policy=facts.policy,
        calendar=calendar,
        as_of=as_of,
    )
    warnings = (late,) if late else ()
    if received.received_on is None:
        return ClockReading(received, (), (), (received.waiting, *warnings), 0)
    reading = _Reader(facts, calendar, as_of, received).reading()
    return replace(reading, remarks=warnings + reading.remarks)


def _check_calendar(facts: CaseFacts, calendar: WorkingCalendar, as_of: date) -> None:
    """Name the fact that lies beyond the days the calendar can estimate."""
    fact = rule_for(facts.channel, facts.policy).fact
    days = [(fact, getattr(facts, fact)), *later_facts(facts)]
    if facts.concluded_on is None:
        days.append(("as_of", as_of))
    for name, day in days:
        if day and day > calendar.last_estimated_day:
            raise CalendarNotPublished(day.year, field=name)


class _Reader:
    """One reading; holds the arguments so that the rules below stay short."""

    def __init__(
        self,
        facts: CaseFacts,
        calendar: WorkingCalendar,
        as_of: date,
        received: Receipt,
        working_days: int = REPLY_WORKING_DAYS,
    ) -> None:
        assert received.received_on is not None
        self.facts = facts
        self.calendar = calendar
        self.as_of = as_of
        self.receipt = received
        self.received_on = received.received_on
        self.working_days = working_days
        self.remarks: list[str] = []
        self.until = min(as_of, facts.concluded_on) if facts.concluded_on else as_of

    def reading(self) -> ClockReading:
        exclusions = self._exclusions()
        period = self._period(exclusions)
        due = self._due(period)
        counted = self._count_days(period, due.on if due else self.until)
        reply = self._reply(period, due, counted)
        duties = [
            self._supplement_notice(),
            *self._supplement_answer(),
            *self._reasons_answer(),
            reply,
            *self._opinions(),
            *self._fee_payment(),
        ]
        ledger = self._ledger(period, counted)
        excluded = sum(
            1
            for row in ledger
            if row.day > period.start
            and not row.counts
            and self.calendar.describe(row.day).working
            and row.day <= self.until
        )
        return ClockReading(self.receipt, tuple(duties), ledger, tuple(self.remarks), excluded, period.waiting)

    # What stops the clock

    def _exclusions(self) -> tuple[_Exclusion, ...]:
        spans = [self._consultation_span(item) for item in self.facts.consultations]
        fee = self.facts.fee
        if fee and fee.served_on and self.facts.policy.fee_clock == "suspend":
            spans.append(_Exclusion(fee.served_on, fee.paid_on, fee.paid_on, "等待缴费期间", FEE_MEASURES))
        return tuple(span for span in spans if span is not None)

    def _consultation_span(self, item: ConsultationFact) -> _Exclusion | None:
        """The days one consultation takes: sent until answered, at the longest its 15 days."""
        begin = item.sent_on
        if self.facts.policy.suspend_start == "delivered":
            if item.delivered_on is None:
                return None
            begin = item.delivered_on
        expiry = self._opinion_expiry(item)
        # Nothing limits another agency's answer, so only who stops waiting for it ends the time needed.
        gave_up = item.closed_on if item.kind is ConsultationKind.OTHER_AGENCY else None
        end = earliest = item.answered_on or gave_up
        if expiry:
            if end is None or end > expiry.on or self.facts.policy.suspend_end == "expiry":
                end, earliest = expiry.on, expiry.earliest_on
        article = regulation(33, 3)
        return _Exclusion(begin, end, earliest, f"{CONSULTATION_NAMES[item.kind]}期间", article)

    def _opinion_expiry(self, item: ConsultationFact) -> DueDate | None:
        # Art. 32 and 34 give 15 working days; no article limits another agency's answer.
        if item.kind is ConsultationKind.OTHER_AGENCY or item.delivered_on is None:
            return None
        return self.calendar.estimate(item.delivered_on, OPINION_WORKING_DAYS)

    # What restarts it, what makes it longer

    def _period(self, exclusions: tuple[_Exclusion, ...]) -> _Period:
        period = _Period(self.received_on, self.working_days, exclusions)
        period = self._after_supplement(period)
        for _, _, step in sorted(self._later_steps(), key=lambda item: item[:2]):
            period = step(period)
        return period

    def _later_steps(self) -> list[tuple[date, int, Callable[[_Period], _Period]]]:
        """Return what else changes the period, to be taken in the order in which it was told."""
        fee, extension, delay = self.facts.fee, self.facts.extension, self.facts.delay
        never = date.max
        return [
            ((fee and (fee.sent_on or fee.served_on)) or never, 2, self._after_fee),
            ((extension and extension.served_on) or never, 0, self._after_extension),
            ((delay and delay.served_on) or never, 1, self._after_delay),
        ]

    def _after_supplement(self, period: _Period) -> _Period:
        fact = self.facts.supplement
        if fact is None or fact.served_on is None:
            return period
        notice_due = self.calendar.estimate(self.received_on, SUPPLEMENT_NOTICE_WORKING_DAYS)
        if fact.served_on > notice_due.on:
            self.remarks.append(
                f"补正告知送达（{fact.served_on}）已超过{SUPPLEMENT_NOTICE_WORKING_DAYS}个工作日"
                f"（末日{notice_due.on}），答复期限仍自收到申请之日起算"
            )
            return period
        article = regulation(30)
        if fact.received_on is None:
            return replace(period, waiting="等待申请人补正", waiting_since=fact.served_on, article=article)
        return replace(
            period,
            start=fact.received_on,
            restarted_by=f"{fact.received_on}收到补正，期限重新计算",
            article=article,
        )

    def _after_fee(self, period: _Period) -> _Period:
        fee = self.facts.fee
        sent_on = fee and (fee.sent_on or fee.served_on)
        if not (fee and sent_on) or self.facts.policy.fee_clock != "restart":
            return period
        due = self._due(period)
        if due and sent_on > due.on:
            told = "发出" if fee.sent_on else "送达"
            self.remarks.append(f"收费通知{told}（{sent_on}）已超过答复期限（{due.on}），不影响期限")
            return period
        if fee.served_on is None:
            # A letter of which nothing is known stops nothing.
            self.remarks.append(f"收费通知已于{sent_on}发出，尚未登记申请人收到，答复期限照常计算")
            return period
        if fee.paid_on is None:
            return replace(
                period,
                waiting="等待申请人缴费",
                waiting_since=fee.served_on,
                article=FEE_MEASURES,
            )
        if fee.paid_on <= period.start:
            # The latest restart counts, and that was the supplement.
            return period
        return replace(
            period,
            start=fee.paid_on,
            waiting="",
            waiting_since=None,
            restarted_by=f"{fee.paid_on}完成缴费，期限重新计算",
            article=FEE_MEASURES,
        )

    def _after_delay(self, period: _Period) -> _Period:
        delay = self.facts.delay
        if delay is None:
            return period
        if delay.served_on is None:
            self.remarks.append("延迟答复尚未告知申请人，不生效")
            return period
        due = self._due(period)
        if due and delay.served_on > due.on:
            self.remarks.append(f"延迟答复告知送达（{delay.served_on}）已超过原答复期限（{due.on}），不生效")
            return period
        if due and delay.until <= due.on:
            self.remarks.append(f"确定的延迟答复日期（{delay.until}）不晚于答复期限（{due.on}），期限不变")
            return period
        return replace(period, until=delay.until)

    def _after_extension(self, period: _Period) -> _Period:
        extension = self.facts.extension
        if extension is None:
            return period
        if extension.served_on is None:
            self.remarks.append("延期尚未告知申请人，不生效")
            return period
        due = self._due(period)
        if due and extension.served_on > due.on:
            self.remarks.append(f"延期告知送达（{extension.served_on}）已超过原答复期限（{due.on}），不生效")
            return period
        return replace(period, working_days=period.working_days + extension.working_days)

    def _due(self, period: _Period) -> DueDate | None:
        """When the period ends; None while the applicant must act or a span has no known end."""
        if period.waiting:
            return None
        closed = [x for x in period.exclusions if x.end is not None]
        spans = union((x.begin, x.end) for x in closed if x.end)
        earliest = union((x.begin, x.earliest_end) for x in closed if x.earliest_end)
        due = self.calendar.estimate(period.start, period.working_days, spans, earliest)
        open_ended = any(x.end is None and x.begin < due.on for x in period.exclusions)
        if period.until and (open_ended or period.until > due.on):
            # The applicant was told this day, so it is certain even beyond the published calendar.
            return DueDate(period.until, False, period.until)
        return None if open_ended else due

    # The duties

    def _reply(self, period: _Period, due: DueDate | None, counted: list[LedgerDay]) -> Duty:
        concluded_on = self.facts.concluded_on
        if concluded_on:
            if due is None:
                state = DutyState.VOID if period.waiting else DutyState.MET
            else:
                state = DutyState.MET if concluded_on <= due.on else DutyState.LATE
        elif due is None:
            state = DutyState.SUSPENDED
        elif self.as_of > due.on:
            state = DutyState.OVERDUE
        elif self._excluded(period, self.as_of):
            state = DutyState.SUSPENDED
        else:
            state = DutyState.RUNNING
        basis = [period.article, regulation(33, 2)] if period.article else [regulation(33, 2)]
        of = period.working_days
        if due and due.on == period.until:
            basis.append(regulation(35))
            of = sum(row.counts for row in counted)
        for item in period.exclusions:
            if (item.end is None or item.end > period.start) and item.article not in basis:
                basis.append(item.article)
        return Duty(
            DutyKind.REPLY,
            0,
            due.on if due else None,
            bool(due and due.provisional),
            state,
            min(self._used(period, counted), of),
            of,
            tuple(basis),
            self._alarm_on(due),
        )

    def _alarm_on(self, due: DueDate | None) -> date | None:
        """The strict reading: the clock stops only once the letter is known to have arrived.

        A letter that was answered has arrived; one of which nothing is known stops nothing, or
        a case whose letter was lost would never raise an alarm.
        """
        delivered = tuple(
            replace(item, sent_on=item.delivered_on or item.sent_on)
            for item in self.facts.consultations
            if item.delivered_on or item.answered_on
        )
        strict = replace(self.facts, consultations=delivered)
        reader = _Reader(strict, self.calendar, self.as_of, self.receipt, self.working_days)
        strict_due = reader._due(reader._period(reader._exclusions()))
        days = [found.earliest_on for found in (due, strict_due) if found]
        return min(days) if days else None

    def _used(self, period: _Period, counted: list[LedgerDay]) -> int:
        end = min(self.until, period.waiting_since) if period.waiting_since else self.until
        return sum(row.counts for row in counted if row.day <= end)

    def _supplement_notice(self) -> Duty:
        due = self.calendar.estimate(self.received_on, SUPPLEMENT_NOTICE_WORKING_DAYS)
        served_on = self.facts.supplement.served_on if self.facts.supplement else None
        if served_on:
            state = DutyState.MET if served_on <= due.on else DutyState.LATE
        elif self.facts.concluded_on or self.as_of > due.on:
            # Whoever needed no supplement owed nothing: the right to ask has simply lapsed.
            state = DutyState.VOID
        else:
            state = DutyState.RUNNING
        return self._simple(
            DutyKind.SUPPLEMENT_NOTICE, 0, self.received_on, due,
            SUPPLEMENT_NOTICE_WORKING_DAYS, state, served_on, regulation(30),
        )  # fmt: skip

    def _supplement_answer(self) -> list[Duty]:
        fact = self.facts.supplement
        return self._answer(DutyKind.SUPPLEMENT_ANSWER, fact, regulation(30)) if fact else []

    def _reasons_answer(self) -> list[Duty]:
        fact = self.facts.reasons
        return self._answer(DutyKind.REASONS_ANSWER, fact, regulation(35)) if fact else []

    def _answer(self, kind: DutyKind, fact: SupplementFact | ReasonsFact, article: str) -> list[Duty]:
        if fact.served_on is None or fact.answer_by is None:
            return []
        last = fact.answer_by
        # The notice names this day, so it is certain even beyond the published calendar.
        due = DueDate(last, False, last)
        state = self._owed(last, fact.received_on)
        of = self.calendar.count_working_days(fact.served_on, last)
        return [self._simple(kind, 0, fact.served_on, due, of, state, fact.received_on, article)]

    def _opinions(self) -> list[Duty]:
        duties: list[Duty] = []
        for item in self.facts.consultations:
            kind = OPINION_DUTY[item.kind]
            index = sum(1 for duty in duties if duty.kind is kind)
            expiry = self._opinion_expiry(item)
            if item.kind is ConsultationKind.OTHER_AGENCY and item.answer_by:
                expiry = DueDate(item.answer_by, False, item.answer_by)
            of = 0 if item.kind is ConsultationKind.OTHER_AGENCY else OPINION_WORKING_DAYS
            state = self._owed(expiry.on if expiry else None, item.answered_on)
            if item.closed_on and not item.answered_on:
                state = DutyState.VOID
            duty = self._simple(
                kind, index, item.delivered_on or item.sent_on, expiry, of, state,
                item.answered_on, _OPINION_BASIS[item.kind],
            )  # fmt: skip
            if of and not expiry:
                # The 15 working days begin when the letter arrives (Art. 32, 34).
                duty = replace(duty, used=0)
            duties.append(duty)
        return duties

    def _fee_payment(self) -> list[Duty]:
        fee = self.facts.fee
        since = fee and (fee.served_on or fee.sent_on)
        if not (fee and since):
            return []
        # The 20 working days begin when the notice arrives.
        due = self.calendar.estimate(fee.served_on, FEE_PAYMENT_WORKING_DAYS) if fee.served_on else None
        state = self._owed(due.on if due else None, fee.paid_on)
        duty = self._simple(
            DutyKind.FEE_PAYMENT, 0, since, due, FEE_PAYMENT_WORKING_DAYS, state, fee.paid_on, FEE_MEASURES,
        )  # fmt: skip
        return [duty if due else replace(duty, used=0)]

    def _owed(self, due_on: date | None, done_on: date | None) -> DutyState:
        """State of something somebody else owes: it falls away when the case is concluded."""
        if done_on:
            return DutyState.LATE if due_on and done_on > due_on else DutyState.MET
        if self.facts.concluded_on:
            return DutyState.VOID
        if due_on and self.as_of > due_on:
            return DutyState.OVERDUE
        return DutyState.RUNNING

    def _simple(
        self,
        kind: DutyKind,
        index: int,
        start: date,
        due: DueDate | None,
        of: int,
        state: DutyState,
        done_on: date | None,
        article: str,
    ) -> Duty:
        end = min(self.until, done_on) if done_on else self.until
        used = self.calendar.count_working_days(start, max(start, end))
        return Duty(
            kind, index, due.on if due else None, bool(due and due.provisional), state,
            min(used, of) if of else used, of, (article,), due.earliest_on if due else None,
        )  # fmt: skip

    # The ledger

    def _excluded(self, period: _Period, day: date) -> _Exclusion | None:
        for item in period.exclusions:
            if item.begin < day and (item.end is None or day <= item.end):
                return item
        return None

    def _count_days(self, period: _Period, last: date) -> list[LedgerDay]:
        rows: list[LedgerDay] = []
        n = 0
        for ordinal in range(period.start.toordinal() + 1, last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            kind = self.calendar.describe(day)
            excluded = self._excluded(period, day)
            if not kind.working:
                rows.append(LedgerDay(day, False, None, kind.name, "", kind.published))
            elif excluded:
                rows.append(LedgerDay(day, False, None, excluded.why, excluded.article, kind.published))
            else:
                n += 1
                why = kind.name if kind.published else "暂估计入，待国务院办公厅公布放假安排"
                # Past the period itself it is the delayed day that was told which counts.
                article = regulation(33, 2) if n <= period.working_days else regulation(35)
                rows.append(LedgerDay(day, True, n, why, article, kind.published))
        return rows

    def _ledger(self, period: _Period, counted: list[LedgerDay]) -> tuple[LedgerDay, ...]:
        rows: list[LedgerDay] = []
        for ordinal in range(self.received_on.toordinal() + 1, period.start.toordinal() + 1):
            day = date.fromordinal(ordinal)
            rows.append(LedgerDay(day, False, None, period.restarted_by, period.article, True))
        since = period.waiting_since
        if since:
            counted = [
                row if row.day <= since
                else LedgerDay(row.day, False, None, period.waiting, period.article, row.published)
                for row in counted
            ]  # fmt: skip
        return tuple(rows + counted)


# Deciding again


def _read_redone(facts: CaseFacts, calendar: WorkingCalendar, as_of: date) -> ClockReading:
    """The first round as it ended, and one duty more for every time the case was decided again.

    While a round is open its ledger, its remarks and its excluded days are those of the reading.
    Source: 行政复议法第七十七条, 行政诉讼法第七十条; law.md 5, ADR 0007.
    """
    ends = [facts.concluded_on, *(redo.concluded_on for redo in facts.redos)]
    rounds = _by_round(facts.consultations, ends)
    reading = read(replace(facts, consultations=rounds[0], redos=()), calendar, as_of)
    for index, (redo, letters) in enumerate(zip(facts.redos, rounds[1:], strict=True)):
        again = _read_round(replace(facts, consultations=letters), redo, index, calendar, as_of, reading)
        duties = (*reading.duties, *again.duties)
        is_open = redo.concluded_on is None
        reading = replace(again if is_open else reading, duties=duties)
    return reading


def _by_round(
    letters: tuple[ConsultationFact, ...], ends: list[date | None]
) -> tuple[tuple[ConsultationFact, ...], ...]:
    """Return the consultations of each round: those sent up to its end and after the one before."""
    left, rounds = list(letters), []
    for end in ends:
        rounds.append(tuple(item for item in left if end is None or item.sent_on <= end))
        left = [item for item in left if item not in rounds[-1]]
    return tuple(rounds)


def _read_round(
    facts: CaseFacts, redo: RedoFact, index: int, calendar: WorkingCalendar, as_of: date, before: ClockReading
) -> ClockReading:
    """The reading of one round: 20 working days, or up to the day that was set, which nothing moves."""
    if facts.concluded_on is None or redo.started_on < facts.concluded_on:
        raise BadFact("redo.started_on", "重新办理的起算日不能早于原答复送达之日", article=_REDO_BASIS)
    if redo.due_by and redo.due_by < redo.started_on:
        raise BadFact("redo.due_by", f"重新答复的末日不能早于起算日 {redo.started_on}", article=_REDO_BASIS)
    working_days = RE_DECISION_WORKING_DAYS
    if redo.due_by:
        working_days = max(1, calendar.count_working_days(redo.started_on, redo.due_by))
    own = CaseFacts(
        channel=facts.channel,
        consultations=facts.consultations if redo.due_by is None else (),
        concluded_on=redo.concluded_on,
        policy=facts.policy,
    )
    receipt_of_round = replace(before.receipt, received_on=redo.started_on)
    reading = _Reader(own, calendar, as_of, receipt_of_round, working_days).reading()
    duty = next(item for item in reading.duties if item.kind is DutyKind.REPLY)
    if redo.due_by:
        state = _against(redo.due_by, redo.concluded_on, as_of)
        duty = replace(duty, due_on=redo.due_by, alarm_on=redo.due_by, provisional=False, state=state)
    exclusions = tuple(article for article in duty.basis if article == regulation(33, 3))
    duty = replace(duty, kind=DutyKind.RE_DECISION, index=index, basis=(_REDO_BASIS, *exclusions))
    asked = _Reader(replace(own, consultations=facts.consultations), calendar, as_of, receipt_of_round)._opinions()
    earlier = [item.kind for item in before.duties]
    opinions = [replace(item, index=item.index + earlier.count(item.kind)) for item in asked]
    ledger = tuple(
        replace(row, article=_REDO_BASIS) if row.article == regulation(33, 2) else row for row in reading.ledger
    )
    return replace(reading, receipt=before.receipt, duties=(duty, *opinions), ledger=ledger)


def _against(due_on: date, done_on: date | None, as_of: date) -> DutyState:
    if done_on:
        return DutyState.MET if done_on <= due_on else DutyState.LATE
    return DutyState.OVERDUE if as_of > due_on else DutyState.RUNNING
