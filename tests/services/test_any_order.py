"""Whatever is tried in whatever order: what is stored stays what the law makes of the facts."""

from __future__ import annotations

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casework.adapters.working_calendar import current_calendar
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.stages import OPEN_STAGES, TRANSITIONS, Stage
from casework.models import Case
from casework.services.deadlines import read_clock
from tests.cast import day, register_case
from tests.services.acts import perform
from tests.services.ready_cases import READY_FOR, submitted_case

ABOUT_A_LETTER = (
    Act.RECORD_DELIVERY, Act.RECORD_OPINION, Act.RULE_ON_OPINION, Act.WITHDRAW_CONSULTATION, Act.TELL_THIRD_PARTY,
)  # fmt: skip
# The way through the stages comes up more often than its side doors, or no story gets far.
MAIN_ROAD = [Act.CONFIRM_RECEIPT, Act.CHECK_IDENTITY, Act.ACCEPT, Act.SUBMIT_FOR_REVIEW, Act.SIGN, Act.CONCLUDE]
ACTS = st.one_of(st.sampled_from(MAIN_ROAD), st.sampled_from(sorted(READY_FOR)))
PEOPLE = st.sampled_from(["officer_li", "officer_li", "head_chen", "head_chen", "handler_zhou", "officer_wang", ""])


class Story(RuleBasedStateMachine):
    """One case, random acts by random people on random days."""

    cast = None

    @initialize(channel=st.sampled_from(["counter", "online", "fax", "registered_mail"]))
    def come_in(self, channel: str) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.today = self.acted_on = day("2026-04-20")
        if channel == "online":
            self.case = submitted_case(self.cast, "2026-04-20", key="the-first-form")
        else:
            signed = {"signed_on": self.today} if channel == "registered_mail" else {}
            self.case = register_case(self.cast, "2026-04-20", channel=channel, **signed)
        self.number = self.case.number
        self.history = self.events()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def events(self) -> list[dict]:
        return list(self.case.events.values())

    def state(self) -> tuple:
        return (
            Case.objects.filter(pk=self.case.pk).values().get(),
            list(self.case.deadlines.order_by("pk").values()),
            list(self.case.consultations.values()),
            list(self.case.extensions.values()),
            list(self.case.replies.values()),
            list(self.case.matters.values()),
            list(self.case.search_records.values()),
            list(self.case.service_records.values()),
            self.events(),
        )

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(act=ACTS, who=PEOPLE, days_ago=st.sampled_from([0, 0, 0, 1, 3, -1]), asked=st.integers(0, 1))
    def somebody_acts(self, act: Act, who: str, days_ago: int, asked: int) -> None:
        if act in ABOUT_A_LETTER and self.case.consultations.count() <= asked:
            return
        if act is Act.FOLLOW_UP_SERVICE and self.case.service_records.count() <= asked:
            return
        actor = getattr(self.cast, who) if who else None
        fact_on = (self.today - timedelta(days=days_ago)).isoformat()
        before, stage = self.state(), Case.objects.get(pk=self.case.pk).stage
        try:
            perform(act, self.case, actor, self.today.isoformat(), fact_on=fact_on, asked=asked)
        except Refused as refusal:
            assert refusal.code and refusal.sentence
            assert self.state() == before
            return
        self.acted_on = self.today
        events = self.events()
        assert events[:-1] == self.history, "history was rewritten"
        assert (events[-1]["act"], events[-1]["actor_id"]) == (act.value, actor and actor.pk)
        self.history = events
        new_stage = Case.objects.get(pk=self.case.pk).stage
        # On paper as in the system: the chain has one step, which is the signature.
        transition = "sign" if act is Act.RECORD_PAPER_APPROVAL else act.value
        assert new_stage == TRANSITIONS.get((transition, Stage(stage)), stage)

    @invariant()
    def what_is_stored_is_what_the_law_says(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        reading = read_clock(case, current_calendar(), self.acted_on)
        reply = reading.reply
        assert case.received_on == reading.receipt.received_on
        assert case.reply_due_on == (reply.due_on if reply else None)
        assert case.reply_provisional == bool(reply and reply.provisional)
        rows = {(row.duty, row.index): (row.due_on, row.alarm_on, row.provisional) for row in case.deadlines.all()}
        assert rows == {
            (duty.kind.value, duty.index): (duty.due_on, duty.alarm_on, duty.provisional) for duty in reading.duties
        }
        alarms = [row.alarm_on for row in case.deadlines.all() if row.is_open and row.alarm_on]
        assert case.alarm_on == min(alarms, default=None)

    @invariant()
    def the_case_makes_sense(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        assert case.number == self.number and case.stage in set(Stage)
        is_open = case.stage in OPEN_STAGES
        assert is_open == (case.concluded_on is None)
        assert bool(case.decision_code) == bool(case.decided_on)
        assert bool(case.decided_on) == (case.stage in {Stage.SIGNED, Stage.CONCLUDED, Stage.ARCHIVED})
        if not is_open:
            assert case.received_on <= case.decided_on <= case.concluded_on
            assert not case.deadlines.filter(is_open=True).exists()
        assert (case.stage == Stage.ARCHIVED) == bool(case.archived_on)
        assert case.extensions.filter(rejected_on=None).count() <= 1
        assert len(self.history) == case.events.count()


@pytest.mark.django_db
def test_no_order_of_acts_brings_a_case_out_of_the_law(cast):
    Story.cast = cast
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
