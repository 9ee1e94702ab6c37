"""One invented case from intake to archive: which act on which day.

A story is a generator of legal days: it yields the day it next acts on and then acts. ``play``
runs many stories side by side in the order of their days, so numbers and events come out in the
order in which they would have been written.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable, Iterator
from datetime import date

from casework.management.demo.acts import Acts
from casework.management.demo.plan import Stop
from casework.models.case import Case

DAYS_TO_ASK = 3
DAYS_TO_ANSWER = 5
DAYS_TO_FILE = 5


def play(stories: Iterable[Iterator[date]]) -> None:
    """Run all stories to their ends, always the one whose next day is the earliest."""
    waiting = [(next(story), order, story) for order, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        _, order, story = heapq.heappop(waiting)
        day = next(story, None)
        if day is not None:
            heapq.heappush(waiting, (day, order, story))


class Story(Acts):
    """Tells one plan at one office. ``telling`` is the generator that ``play`` takes."""

    def telling(self) -> Iterator[date]:
        """Yield each day before acting on it, until the plan's end or stop."""
        plan, start = self.plan, self.plan.arrives_on
        yield start
        yield from self._intake(start)
        if plan.stop <= Stop.IDENTITY_INCOMPLETE:
            return
        if plan.code == "O3":
            day = self.after(start, plan.reply_after)
            yield day
            self.withdraw(day)
        elif plan.code == "O1":
            yield from self._unanswered(start)
        elif plan.code == "O2":
            yield from self._unpaid(start)
        else:
            yield from self._answered(start)
        if plan.stop is Stop.ARCHIVED:
            concluded_on = Case.objects.values_list("concluded_on", flat=True).get(pk=self.case_id)
            day = self.after(concluded_on, DAYS_TO_FILE)
            yield day
            self.archive(day)

    @property
    def _unclear(self) -> bool:
        return self.plan.supplement or self.plan.code in ("O1", "U4")

    def _intake(self, day: date) -> Iterator[date]:
        plan = self.plan
        self.arrive(day)
        if plan.stop is Stop.ARRIVED:
            return
        self.confirm(day)
        complete = plan.stop is not Stop.IDENTITY_INCOMPLETE
        self.check_identity(day, complete=complete)
        if complete and not self._unclear and not plan.on_the_spot:
            day = self.after(day, 1)
            yield day
            self.accept(day)
            self.assign(day)

    def _unanswered(self, start: date) -> Iterator[date]:
        day = self.after(start, DAYS_TO_ASK)
        yield day
        answer_by = self.ask_supplement(day)
        if self.plan.stop is Stop.SUPPLEMENT_ASKED:
            return
        day = self.after(answer_by, 2)
        yield day
        self.lapse(day)

    def _unpaid(self, start: date) -> Iterator[date]:
        day = self.after(start, DAYS_TO_ASK)
        yield day
        self.charge_fee(day)
        day = self.after(day, 2)
        yield day
        pay_by = self.record_fee_delivery(day)
        if self.plan.stop is Stop.FEE_ASKED:
            return
        day = self.after(pay_by, 1)
        yield day
        self.lapse(day)

    def _asked_for_reasons(self, start: date) -> Generator[date, None, date]:
        """Ask an applicant of many requests for reasons; return the day they were found wanting."""
        day = self.after(start, 2)
        yield day
        self.ask_reasons(day)
        if self.plan.stop is Stop.REASONS_ASKED:
            return day
        day = self.after(day, 2)
        yield day
        self.review_reasons(day)
        return day

    def _answered(self, start: date) -> Iterator[date]:
        plan = self.plan
        if self._unclear:
            day = self.after(start, DAYS_TO_ASK)
            yield day
            self.ask_supplement(day)
            if plan.stop is Stop.SUPPLEMENT_ASKED:
                return
            start = self.after(day, DAYS_TO_ANSWER)
            yield start
            self.receive_supplement(start)
            self.assign(start)
        if plan.on_the_spot:
            self.reply_at_once(start)
            return
        if plan.stop is Stop.ACCEPTED:
            return
        if plan.code == "X4":
            yield from self._asked_for_reasons(start)
        if plan.stop is Stop.REASONS_ASKED:
            return
        if plan.consult:
            start = yield from self._consulted(start)
        if plan.stop is Stop.CONSULTED:
            return
        day = self.after(start, plan.reply_after)
        if plan.extension_days:
            day = yield from self._extended(day)
        if plan.stop is not Stop.EXTENDED:
            yield from self._decided(day)

    def _consulted(self, start: date) -> Generator[date, None, date]:
        """Ask a third party; return the day the clock goes on from."""
        day = self.after(start, 3)
        yield day
        self.consult(day)
        day = self.after(day, 1)
        yield day
        self.record_delivery(day)
        if self.plan.stop is Stop.CONSULTED:
            return day
        day = self.after(day, 6)
        yield day
        self.record_opinion(day)
        return day

    def _extended(self, day: date) -> Generator[date, None, date]:
        """Extend from ``day`` on; return the day the draft goes to review."""
        yield day
        self.request_extension(day)
        day = self.after(day, 1)
        yield day
        self.grant_extension(day)
        return self.after(day, self.plan.extension_days)

    def _decided(self, day: date) -> Iterator[date]:
        plan = self.plan
        yield day
        if plan.sent_back:
            self.submit(day)
            self.send_back(day)
        self.submit(day)
        if plan.stop is Stop.IN_REVIEW:
            self.review(day, steps=plan.agreed)
            return
        day = self.after(day, 1)
        yield day
        self.review(day)
        self.sign(day)
        if plan.stop is Stop.SIGNED:
            return
        day = self.after(day, 1)
        yield day
        self.conclude(day)
