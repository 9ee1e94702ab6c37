"""The reply period in force: what stops it, what restarts it, what makes it longer, when it ends.

Three kinds of fact, never mixed (law.md 4.4, 4.5):
a *restart* (补正 received, fee paid) begins a new period; an *exclusion* (consultation) takes
days out, as a union of spans ``(from, to]``; an *addition* (served extension) makes it longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from casework.law.calendar import DueDate, WorkingCalendar, union
from casework.law.duties import OPINION_WORKING_DAYS, SUPPLEMENT_NOTICE_WORKING_DAYS
from casework.law.facts import CONSULTATION_NAMES, CaseFacts, ConsultationFact, ConsultationKind
from casework.law.sources import FEE_MEASURES, regulation


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A span ``(begin, end]`` taken out of the count; ``end`` None while it is not known."""

    begin: date
    end: date | None
    earliest_end: date | None
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class Period:
    """The reply period in force: when it began, how long it is, what does not count.

    ``waiting`` names what the applicant owes, since ``waiting_since``, before a new period can
    begin. ``article`` is the source of the waiting or of the restart. ``until`` is the delayed day
    that was told in time (Art. 35): the period does not end before it.
    """

    start: date
    working_days: int
    exclusions: tuple[Exclusion, ...]
    waiting: str = ""
    waiting_since: date | None = None
    restarted_by: str = ""
    article: str = ""
    until: date | None = None


class PeriodReader:
    """Reads the period from the facts of one case; ``remarks`` collects what had no effect, and why."""

    def __init__(self, facts: CaseFacts, calendar: WorkingCalendar, received_on: date, working_days: int) -> None:
        self.facts = facts
        self.calendar = calendar
        self.received_on = received_on
        self.working_days = working_days
        self.remarks: list[str] = []

    def period(self) -> Period:
        """Return the period in force. Source: Art. 30, 33, 35, 42; law.md 4.4, 4.5."""
        period = Period(self.received_on, self.working_days, self._exclusions())
        period = self._after_supplement(period)
        for _, _, step in sorted(self._later_steps(), key=lambda item: item[:2]):
            period = step(period)
        return period

    # What stops the clock

    def _exclusions(self) -> tuple[Exclusion, ...]:
        spans = [self._consultation_span(item) for item in self.facts.consultations]
        fee = self.facts.fee
        if fee and fee.served_on and self.facts.policy.fee_clock == "suspend":
            spans.append(Exclusion(fee.served_on, fee.paid_on, fee.paid_on, "等待缴费期间", FEE_MEASURES))
        return tuple(span for span in spans if span is not None)

    def _consultation_span(self, item: ConsultationFact) -> Exclusion | None:
        """The days one consultation takes: sent until answered, at the longest its 15 days."""
        begin = item.sent_on
        if self.facts.policy.suspend_start == "delivered":
            if item.delivered_on is None:
                return None
            begin = item.delivered_on
        expiry = self.opinion_expiry(item)
        # Nothing limits another agency's answer, so only who stops waiting for it ends the time needed.
        gave_up = item.closed_on if item.kind is ConsultationKind.OTHER_AGENCY else None
        end = earliest = item.answered_on or gave_up
        if expiry:
            if end is None or end > expiry.on or self.facts.policy.suspend_end == "expiry":
                end, earliest = expiry.on, expiry.earliest_on
        article = regulation(33, 3)
        return Exclusion(begin, end, earliest, f"{CONSULTATION_NAMES[item.kind]}期间", article)

    def opinion_expiry(self, item: ConsultationFact) -> DueDate | None:
        """Return when the one asked must have answered, None where no article says. Source: Art. 32, 34."""
        # Art. 32 and 34 give 15 working days; no article limits another agency's answer.
        if item.kind is ConsultationKind.OTHER_AGENCY or item.delivered_on is None:
            return None
        return self.calendar.estimate(item.delivered_on, OPINION_WORKING_DAYS)

    # What restarts it, what makes it longer

    def _later_steps(self) -> list[tuple[date, int, Callable[[Period], Period]]]:
        """Return what else changes the period, to be taken in the order in which it was told."""
        fee, extension, delay = self.facts.fee, self.facts.extension, self.facts.delay
        never = date.max
        return [
            ((fee and (fee.sent_on or fee.served_on)) or never, 2, self._after_fee),
            ((extension and extension.served_on) or never, 0, self._after_extension),
            ((delay and delay.served_on) or never, 1, self._after_delay),
        ]

    def _after_supplement(self, period: Period) -> Period:
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

    def _after_fee(self, period: Period) -> Period:
        fee = self.facts.fee
        sent_on = fee and (fee.sent_on or fee.served_on)
        if not (fee and sent_on) or self.facts.policy.fee_clock != "restart":
            return period
        due = self.due(period)
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

    def _after_delay(self, period: Period) -> Period:
        delay = self.facts.delay
        if delay is None:
            return period
        if delay.served_on is None:
            self.remarks.append("延迟答复尚未告知申请人，不生效")
            return period
        due = self.due(period)
        if due and delay.served_on > due.on:
            self.remarks.append(f"延迟答复告知送达（{delay.served_on}）已超过原答复期限（{due.on}），不生效")
            return period
        if due and delay.until <= due.on:
            self.remarks.append(f"确定的延迟答复日期（{delay.until}）不晚于答复期限（{due.on}），期限不变")
            return period
        return replace(period, until=delay.until)

    def _after_extension(self, period: Period) -> Period:
        extension = self.facts.extension
        if extension is None:
            return period
        if extension.served_on is None:
            self.remarks.append("延期尚未告知申请人，不生效")
            return period
        due = self.due(period)
        if due and extension.served_on > due.on:
            self.remarks.append(f"延期告知送达（{extension.served_on}）已超过原答复期限（{due.on}），不生效")
            return period
        return replace(period, working_days=period.working_days + extension.working_days)

    def due(self, period: Period) -> DueDate | None:
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
