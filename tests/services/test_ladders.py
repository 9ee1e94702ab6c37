"""An agency's own ladder: other days, other people, other ways; reset, it is the product's again.

The case of Monday 2 March 2026 is to be answered by Monday 30 March: 10, 5, 3 and 1 working days
before that are 16, 23, 25 and 27 March; 2 working days after it is 1 April.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.law.duties import DutyKind
from casework.models import Case, Deadline, LadderStep, Notice, ReminderSettings, Unit, User
from casework.services import ladders
from casework.services.register import register
from casework.services.reminder_ladder import Step, Way, ladders_in_force
from casework.services.reminders import sweep
from tests.cast import a_request, accepted_case, day, noon
from tests.services.test_reminders import announced, sweep_daily, sweep_on
from tests.services.watching import refused

NOBODY = Way(False, False, False, False, by_email=True, by_webhook=False, urgent=False)
OFFICER = replace(NOBODY, to_officer=True)
LEADERS = replace(NOBODY, to_leaders=True)


def own(cast, *steps: Step, duty: str = "reply") -> None:
    ladders.set_ladder(duty=duty, steps=steps, actor=cast.head_chen)


def days_of(person: User) -> list[str]:
    return [on for on, _ in announced(person)]


def test_an_agency_is_reminded_on_its_own_days(cast):
    accepted_case(cast, "2026-03-02")
    own(cast, Step(10, OFFICER), Step(0, OFFICER), Step(-2, LEADERS))
    sweep_daily("2026-03-12", "2026-04-03")
    assert days_of(cast.officer_li) == ["03-16", "03-30"]
    assert days_of(cast.head_chen) == ["04-01"]


def test_the_other_agency_keeps_the_products_ladder(cast):
    register(
        agency=cast.other_bureau,
        request=a_request(),
        actor=cast.officer_wang,
        today=day("2026-03-02"),
        now=noon("2026-03-02"),
    )
    accepted_case(cast, "2026-03-02")
    own(cast, Step(10, OFFICER))
    sweep_daily("2026-03-12", "2026-03-27")
    assert days_of(cast.officer_li) == ["03-16"]
    assert days_of(cast.officer_wang) == ["03-23", "03-25", "03-27"]


def test_other_duties_of_the_agency_keep_the_products_ladder(cast):
    register(
        agency=cast.bureau, request=a_request(), actor=cast.officer_li, today=day("2026-03-02"), now=noon("2026-03-02")
    )
    own(cast, Step(10, OFFICER))
    sweep_daily("2026-03-06", "2026-03-11")
    assert days_of(cast.officer_li) == ["03-09", "03-11"]


def test_reset_is_the_products_ladder_again(cast):
    accepted_case(cast, "2026-03-02")
    own(cast, Step(10, OFFICER))
    ladders.reset_ladder(duty="reply", actor=cast.administrator_wu)
    sweep_daily("2026-03-12", "2026-03-23")
    assert days_of(cast.officer_li) == ["03-23"]
    assert not LadderStep.objects.exists()


def test_after_missed_nights_only_the_most_urgent_of_the_own_steps_is_announced(cast):
    accepted_case(cast, "2026-03-02")
    own(cast, Step(10, OFFICER), Step(7, OFFICER), Step(3, OFFICER))
    sweep_on("2026-03-26")
    assert announced(cast.officer_li) == [("03-26", f"{Case.objects.get().number} 答复期限还有2个工作日")]


def test_unit_leader_and_supervisor_hear_where_a_step_names_them(cast):
    case = accepted_case(cast, "2026-03-02")
    other_unit = Unit.objects.create(agency=cast.bureau, name="审批二科")
    User.objects.create(
        username="stranger", role="handler", agency=cast.bureau, unit=other_unit, email="s@example.test"
    )
    User.objects.create(username="far", role="supervisor", agency=cast.other_bureau, email="f@example.test")
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    own(cast, Step(0, replace(NOBODY, to_unit=True, to_supervisors=True)))
    sweep_on("2026-03-30")
    told = Notice.objects.order_by("recipient__username", "channel").values_list("recipient__username", "channel")
    assert list(told) == [
        ("handler_zhou", "email"), ("handler_zhou", "in_app"), ("supervisor_sun", "email"), ("supervisor_sun", "in_app"),
    ]  # fmt: skip


def test_the_unit_hears_of_it_by_default_from_the_day_before(cast):
    case = accepted_case(cast, "2026-03-02")
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    sweep_daily("2026-03-20", "2026-03-31")
    assert days_of(cast.handler_zhou) == ["03-27", "03-30", "03-31"]


def test_an_agency_without_superior_turns_to_its_own_supervisor(cast):
    case = register(
        agency=cast.city,
        request=a_request(),
        actor=clerk_of(cast.city),
        today=day("2026-03-02"),
        now=noon("2026-03-02"),
    ).case
    cast.head_chen.agency = cast.city
    own(cast, Step(0, replace(NOBODY, to_supervisors=True)))
    sweep_on("2026-03-30")
    assert announced(cast.supervisor_sun) == [("03-30", f"{case.number} 答复期限今天到期")]


def clerk_of(agency) -> User:
    return User.objects.create(username=f"clerk{agency.pk}", role="clerk", agency=agency)


def test_without_e_mail_it_is_told_in_app_only(cast):
    accepted_case(cast, "2026-03-02")
    own(cast, Step(0, replace(OFFICER, by_email=False)))
    sweep_on("2026-03-30")
    assert list(Notice.objects.values_list("channel", flat=True)) == ["in_app"]


def test_what_is_not_urgent_waits_for_the_digest(cast):
    accepted_case(cast, "2026-03-02")
    own(cast, Step(0, OFFICER), Step(-1, replace(OFFICER, urgent=True)))
    sweep_on("2026-03-30")
    sweep_on("2026-03-31")
    assert list(Notice.objects.filter(channel="email").order_by("pk").values_list("in_digest", flat=True)) == [
        True,
        False,
    ]


def test_unread_intake_has_a_ladder_of_its_own(cast):
    from tests.services.test_reminders import register as intake

    own(cast, Step(0, OFFICER), Step(-2, LEADERS), duty="unread_intake")
    intake.submit_online(
        agency=cast.bureau, request=a_request(channel="online"), today=day("2026-03-06"), now=noon("2026-03-06"),
        key="k" * 32,
    )  # fmt: skip
    Notice.objects.all().delete()
    # Friday 6 March, Monday 9 and Tuesday 10 March.
    sweep_daily("2026-03-06", "2026-03-12")
    assert days_of(cast.officer_li) == ["03-06"]
    assert days_of(cast.head_chen) == ["03-10"]


def test_a_kind_of_duty_nobody_described_is_announced_all_the_same(cast):
    case = accepted_case(cast, "2026-03-02")
    assert ladders_in_force().of(None, "something_else") == ladders_in_force().of(cast.bureau.pk, "something_new")
    assert [step.working_days for step in ladders_in_force().of(None, "something_else")] == [5, 1, 0, -1]
    # As a later version would store it.
    Deadline.objects.create(case=case, duty="something_else", due_on="2026-03-11", alarm_on="2026-03-11")
    LadderStep.objects.create(duty="something_else", working_days=2)
    rungs = ladders_in_force().rungs(["something_else"])
    assert [(rung.step, rung.date_field, rung.duties) for rung in rungs] == [(2, "alarm_on", ("something_else",))]


def test_the_ladder_of_all_agencies_gives_way_to_an_agencys_own(cast):
    LadderStep.objects.create(duty="reply", working_days=7)
    own(cast, Step(10, OFFICER))
    found = ladders_in_force()
    assert [step.working_days for step in found.of(cast.bureau.pk, "reply")] == [10]
    assert [step.working_days for step in found.of(cast.other_bureau.pk, "reply")] == [7]


def test_equal_ladders_share_their_rungs(cast):
    before = len(ladders_in_force().rungs())
    own(cast, Step(10, OFFICER))
    alone = len(ladders_in_force().rungs())
    cast.head_chen.agency = cast.other_bureau
    own(cast, Step(10, OFFICER))
    # The own rung, and the product's rungs of this one duty apart from the other duties'.
    assert before < alone == len(ladders_in_force().rungs())


@pytest.mark.parametrize("duty", [str(kind) for kind in DutyKind])
def test_every_duty_of_a_case_stands_on_a_rung(db, duty):
    assert any(duty in rung.duties for rung in ladders_in_force().rungs())


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "ladder_empty"),
        ([Step(3, OFFICER), Step(3, LEADERS)], "ladder_step_twice"),
        ([Step(61, OFFICER)], "ladder_step_too_far"),
        ([Step(-61, OFFICER)], "ladder_step_too_far"),
        ([Step(3, NOBODY)], "ladder_step_for_nobody"),
        ([Step(number, OFFICER) for number in range(13)], "ladder_too_long"),
    ],
)
def test_a_ladder_that_reminds_nobody_or_makes_no_sense_is_refused(cast, steps, code):
    own(cast, Step(10, OFFICER))
    with refused(code):
        own(cast, *steps)


def test_only_leader_and_administrator_set_it(cast):
    for person in (cast.officer_li, cast.handler_zhou, cast.supervisor_sun):
        with refused("role_not_allowed", "负责人"):
            ladders.set_ladder(duty="reply", steps=[Step(3, OFFICER)], actor=person)
        with refused("role_not_allowed", "负责人"):
            ladders.reset_ladder(duty="reply", actor=person)


def test_hours_are_both_or_neither_and_levels_in_order(cast):
    from datetime import time

    at = {"digest_at": time(8), "actor": cast.head_chen}
    with refused("quiet_hours_half", field="quiet_until"):
        ladders.set_hours(quiet_from=time(21), quiet_until=None, **at)
    with refused("quiet_hours_empty"):
        ladders.set_hours(quiet_from=time(21), quiet_until=time(21), **at)
    ladders.set_hours(quiet_from=time(21), quiet_until=time(7), **at)
    assert ReminderSettings.objects.get().is_quiet(time(23))
    with refused("levels_out_of_order"):
        ladders.set_levels(yellow_days=3, red_days=3, black_days=9, actor=cast.supervisor_sun)
    with refused("role_not_allowed"):
        ladders.set_levels(yellow_days=1, red_days=3, black_days=9, actor=cast.head_chen)


def test_the_sweep_asks_no_more_for_an_own_ladder_than_for_its_rungs(cast, django_assert_max_num_queries):
    for _ in range(3):
        accepted_case(cast, "2026-03-02")
    own(cast, Step(10, OFFICER))
    sweep_on("2026-03-16")
    with django_assert_max_num_queries(30):
        sweep(today=day("2026-03-16"), now=noon("2026-03-16"))
