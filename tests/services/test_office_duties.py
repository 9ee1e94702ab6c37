"""What an office owes beside its cases' clocks hangs on one kind of row, whoever opens it.

2026-03-02 is a Monday; March 2026 has no holiday and no make-up day, so the fifth working day after the
2nd is Monday the 9th, and the day before is Friday the 6th.
"""

from __future__ import annotations

from casework.models import AgencyHoliday, Notice, OfficeDuty, OfficeReminder
from casework.models.duty_names import DEFENCE, RECONSIDERATION_ANSWER
from casework.services import ladders
from casework.services.office_duties import meet_duty, open_counted_duty, open_duty
from casework.services.office_sweep import sweep_offices
from casework.services.reminder_ladder import default_steps
from tests.cast import accepted_case, day, noon
from tests.services.test_office_sweep import sweep_daily
from tests.services.test_reminders import announced

TITLE = "行政复议答复 淄政复〔2026〕3号"


def answer_within_five_days(cast, *, counted_from="2026-03-02", about=7, **more) -> OfficeDuty:
    return open_counted_duty(
        agency=cast.bureau, duty=RECONSIDERATION_ANSWER, about=about, title=TITLE, counted_from=day(counted_from),
        working_days=5, now=noon(counted_from), officer=cast.officer_li, **more,
    )  # fmt: skip


def test_a_duty_counted_in_working_days_is_announced_step_by_step(cast):
    assert answer_within_five_days(cast).due_on == day("2026-03-09")
    sweep_daily("2026-03-02", "2026-03-12")
    assert announced(cast.officer_li) == [
        ("03-04", f"{TITLE} 还有3个工作日"),
        ("03-06", f"{TITLE} 还有1个工作日"),
        ("03-09", f"{TITLE} 今天到期"),
        ("03-10", f"{TITLE} 已超期1个工作日"),
    ]
    assert [on for on, _ in announced(cast.head_chen)] == ["03-06", "03-09", "03-10"]


def test_the_handling_unit_of_its_case_hears_of_it_from_the_eve(cast):
    case = accepted_case(cast, "2026-03-02")
    case.unit = cast.handler_zhou.unit
    case.save(update_fields=["unit"])
    row = answer_within_five_days(cast, case=case)
    sweep_daily("2026-03-02", "2026-03-09")
    assert [on for on, _ in announced(cast.handler_zhou)] == ["03-06", "03-09"]
    assert set(Notice.objects.filter(office_duty=row).values_list("case_id", flat=True)) == {case.pk}


def test_opened_twice_it_is_one_and_met_it_is_silent(cast):
    first = answer_within_five_days(cast)
    assert answer_within_five_days(cast) == first
    assert answer_within_five_days(cast, about=8) != first
    assert meet_duty(duty=RECONSIDERATION_ANSWER, about=7, met_on=day("2026-03-05"), actor=cast.officer_li) == 1
    assert meet_duty(duty=RECONSIDERATION_ANSWER, about=7, met_on=day("2026-03-06"), actor=cast.officer_li) == 0
    first.refresh_from_db()
    assert (first.met_on, first.met_by) == (day("2026-03-05"), cast.officer_li)
    sweep_daily("2026-03-06", "2026-03-06")
    assert OfficeReminder.objects.filter(office_duty=first).count() == 0


def test_a_day_off_that_is_declared_later_moves_it_and_its_reminders(cast):
    row = answer_within_five_days(cast)
    sweep_daily("2026-03-04", "2026-03-04")
    AgencyHoliday.objects.create(agency=cast.bureau, day=day("2026-03-05"), name="地方节日")
    sweep_daily("2026-03-05", "2026-03-10")
    row.refresh_from_db()
    assert row.due_on == day("2026-03-10")
    # Three working days before the 10th are counted from the 4th and the 5th is off: said again for the new day.
    assert announced(cast.officer_li) == [
        ("03-04", f"{TITLE} 还有3个工作日"),
        ("03-05", f"{TITLE} 还有3个工作日"),
        ("03-09", f"{TITLE} 还有1个工作日"),
        ("03-10", f"{TITLE} 今天到期"),
    ]


def test_beyond_the_published_calendar_it_is_provisional_and_says_so(cast):
    # 29, 30 and 31 December are three; the fourth and fifth lie in 2027.
    row = answer_within_five_days(cast, counted_from="2026-12-28")
    assert row.provisional and row.due_on > day("2026-12-31")
    # 20 to 25 December 2026: the fifth working day after Friday the 18th is Friday the 25th.
    certain = answer_within_five_days(cast, counted_from="2026-12-18", about=9)
    assert (certain.provisional, certain.due_on) == (False, day("2026-12-25"))
    sweep_offices(today=day("2026-12-31"), now=noon("2026-12-31"))
    assert "暂估" in Notice.objects.filter(office_duty=row).first().body
    assert "暂估" not in Notice.objects.filter(office_duty=certain).first().body


def test_an_agency_sets_its_own_steps_for_such_a_duty_too(cast):
    on_the_day = [step for step in default_steps(DEFENCE) if step.working_days == 0]
    ladders.set_ladder(duty=DEFENCE, steps=on_the_day, actor=cast.head_chen)
    open_duty(
        agency=cast.bureau, duty=DEFENCE, about=1, title="行政诉讼答辩（2026）鲁0303行初12号", due_on=day("2026-03-20"),
        now=noon("2026-03-02"),
    )  # fmt: skip
    sweep_daily("2026-03-09", "2026-03-27")
    assert [on for on, _ in announced(cast.officer_li)] == ["03-20"]


def test_a_kind_nobody_described_is_announced_by_the_general_ladder(cast):
    open_duty(
        agency=cast.bureau, duty="something_new", about=1, title="新事项", due_on=day("2026-03-20"),
        now=noon("2026-03-02"),
    )  # fmt: skip
    sweep_daily("2026-03-09", "2026-03-27")
    # 5 and 1 working days before Friday the 20th, the day, and Monday the 23rd.
    assert [on for on, _ in announced(cast.officer_li)] == ["03-13", "03-19", "03-20", "03-23"]
