"""The clock (期限): from the dated facts of a case to its duties and the day-by-day ledger.

Nothing is ever shifted: every answer is computed afresh from the facts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.law.calendar import DueDate, WorkingCalendar
from casework.law.duties import (
    FEE_PAYMENT_WORKING_DAYS,
    OPINION_DUTY,
    OPINION_WORKING_DAYS,
    RE_DECISION_WORKING_DAYS,
    REPLY_WORKING_DAYS,
    SUPPLEMENT_NOTICE_WORKING_DAYS,
    ClockReading,
    Duty,
    DutyKind,
    DutyState,
    LedgerDay,
)
from casework.law.errors import CalendarNotPublished
from casework.law.facts import (
    OPINION_BASIS,
    CaseFacts,
    ConsultationFact,
    ConsultationKind,
    ReasonsFact,
    RedoFact,
    SupplementFact,
    check_order,
    check_redos,
    later_facts,
)
from casework.law.receipt import Receipt, late_confirmation, receipt, rule_for
from casework.law.reply_period import Exclusion, Period, PeriodReader
from casework.law.sources import FEE_MEASURES, REDO_ORDER, regulation


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
        self.periods = PeriodReader(facts, calendar, received.received_on, working_days)
        self.until = min(as_of, facts.concluded_on) if facts.concluded_on else as_of

    def reading(self) -> ClockReading:
        period = self.periods.period()
        due = self.periods.due(period)
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
        return ClockReading(self.receipt, tuple(duties), ledger, tuple(self.periods.remarks), excluded, period.waiting)

    # The duties

    def _reply(self, period: Period, due: DueDate | None, counted: list[LedgerDay]) -> Duty:
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
        periods = PeriodReader(strict, self.calendar, self.received_on, self.periods.working_days)
        strict_due = periods.due(periods.period())
        days = [found.earliest_on for found in (due, strict_due) if found]
        return min(days) if days else None

    def _used(self, period: Period, counted: list[LedgerDay]) -> int:
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
            expiry = self.periods.opinion_expiry(item)
            if item.kind is ConsultationKind.OTHER_AGENCY and item.answer_by:
                expiry = DueDate(item.answer_by, False, item.answer_by)
            of = 0 if item.kind is ConsultationKind.OTHER_AGENCY else OPINION_WORKING_DAYS
            state = self._owed(expiry.on if expiry else None, item.answered_on)
            if item.closed_on and not item.answered_on:
                state = DutyState.VOID
            duty = self._simple(
                kind, index, item.delivered_on or item.sent_on, expiry, of, state,
                item.answered_on, OPINION_BASIS[item.kind],
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

    def _excluded(self, period: Period, day: date) -> Exclusion | None:
        for item in period.exclusions:
            if item.begin < day and (item.end is None or day <= item.end):
                return item
        return None

    def _count_days(self, period: Period, last: date) -> list[LedgerDay]:
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

    def _ledger(self, period: Period, counted: list[LedgerDay]) -> tuple[LedgerDay, ...]:
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
    check_redos(facts)
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
    duty = replace(duty, kind=DutyKind.RE_DECISION, index=index, basis=(REDO_ORDER, *exclusions))
    asked = _Reader(replace(own, consultations=facts.consultations), calendar, as_of, receipt_of_round)._opinions()
    earlier = [item.kind for item in before.duties]
    opinions = [replace(item, index=item.index + earlier.count(item.kind)) for item in asked]
    ledger = tuple(
        replace(row, article=REDO_ORDER) if row.article == regulation(33, 2) else row for row in reading.ledger
    )
    return replace(reading, receipt=before.receipt, duties=(duty, *opinions), ledger=ledger)


def _against(due_on: date, done_on: date | None, as_of: date) -> DutyState:
    if done_on:
        return DutyState.MET if done_on <= due_on else DutyState.LATE
    return DutyState.OVERDUE if as_of > due_on else DutyState.RUNNING
