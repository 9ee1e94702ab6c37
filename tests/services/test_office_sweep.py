"""What no case's clock knows is announced as well: the yearly report, channels nobody looked into.

2026-01-31 is a Saturday. In January 2026 the 4th (Sunday) is worked for the new year's holiday of the
1st to 3rd; from the 5th on weekdays are worked. The last 20, 10, 5 and 1 working days before the 31st
begin after the 4th, the 16th, the 23rd and the 29th; Friday the 30th is the last one of all.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.law.annual_report import report_due_on
from casework.models import AgencyHoliday, ChannelCheck, Notice, OfficeDuty, User
from casework.services import channels, ladders, office_duties
from casework.services.office_sweep import sweep_offices
from casework.services.register import register
from tests.cast import a_request, day, noon, register_case
from tests.services.test_reminders import announced
from tests.services.watching import refused


def sweep_on(on: str):
    return sweep_offices(today=day(on), now=noon(on))


def sweep_daily(first: str, last: str) -> None:
    current = day(first)
    while current <= day(last):
        sweep_offices(today=current, now=noon(current))
        current += timedelta(days=1)


def test_the_report_is_due_on_natural_days_that_never_roll_over():
    assert report_due_on(2025, is_government=False) == day("2026-01-31")  # a Saturday
    assert report_due_on(2025, is_government=True) == day("2026-03-31")


@pytest.fixture
def worked(cast):
    """The bureau worked with the system in December 2025."""
    register_case(cast, "2025-12-30")
    return cast


def test_a_department_hears_of_its_report_until_the_last_of_january(worked):
    sweep_daily("2026-01-01", "2026-02-04")
    title = "2025年度政府信息公开工作年度报告"
    assert announced(worked.officer_li) == [
        ("01-04", f"{title} 还有20个工作日"),
        ("01-16", f"{title} 还有10个工作日"),
        ("01-23", f"{title} 还有5个工作日"),
        ("01-29", f"{title} 还有1个工作日"),
        ("01-30", f"{title} 2026-01-31到期，此前已无工作日"),
        ("02-02", f"{title} 已超期1个工作日"),
    ]
    assert [on for on, _ in announced(worked.head_chen)] == ["01-23", "01-29", "01-30", "02-02"]
    assert "条例第四十九条" in Notice.objects.latest("pk").body
    # The other bureau and the city never worked with the system: nothing to report from it.
    assert OfficeDuty.objects.count() == 1


def test_a_government_has_until_the_last_of_march(worked):
    worked.bureau.is_government = True
    worked.bureau.save()
    sweep_daily("2026-01-01", "2026-02-10")
    assert OfficeDuty.objects.get().due_on == day("2026-03-31")
    assert announced(worked.officer_li) == []
    # Tuesday 31 March: 20 working days before it lies Tuesday 3 March.
    sweep_daily("2026-03-01", "2026-03-04")
    assert [on for on, _ in announced(worked.officer_li)] == ["03-03"]


def test_a_published_report_is_announced_no_more(worked):
    sweep_daily("2026-01-01", "2026-01-20")
    row = OfficeDuty.objects.get()
    office_duties.report_published(
        duty_id=row.pk, published_on=day("2026-01-19"), actor=worked.officer_li, today=day("2026-01-20")
    )
    sweep_daily("2026-01-21", "2026-02-10")
    assert [on for on, _ in announced(worked.officer_li)] == ["01-04", "01-16"]
    row.refresh_from_db()
    assert (row.met_on, row.met_by) == (day("2026-01-19"), worked.officer_li)


def test_what_is_entered_of_a_report_must_be_possible(worked):
    sweep_on("2026-01-05")
    row = OfficeDuty.objects.get()
    at = {"duty_id": row.pk, "today": day("2026-01-20")}
    with refused("report_before_its_year", "2026年", field="published_on"):
        office_duties.report_published(published_on=day("2025-12-31"), actor=worked.head_chen, **at)
    with refused("date_in_future"):
        office_duties.report_published(published_on=day("2026-01-21"), actor=worked.head_chen, **at)
    with refused("office_duty_not_found"):
        office_duties.report_published(published_on=day("2026-01-19"), actor=worked.officer_wang, **at)
    with refused("role_not_allowed"):
        office_duties.report_published(published_on=day("2026-01-19"), actor=worked.handler_zhou, **at)


def test_january_without_the_program_is_made_good_and_april_is_over(worked):
    assert sweep_on("2026-02-20").opened == 1
    assert len(announced(worked.officer_li)) == 1
    OfficeDuty.objects.all().delete()
    assert sweep_on("2026-04-01").opened == 0


def test_who_began_after_the_day_has_nothing_to_report_from_here(cast):
    register(
        agency=cast.bureau,
        request=a_request(submitted_on=day("2026-02-02")),
        actor=cast.officer_li,
        today=day("2026-02-02"),
        now=noon("2026-02-02"),
    )
    assert sweep_on("2026-02-03").opened == 0


def test_sweeping_again_announces_nothing(worked):
    first, again = sweep_on("2026-01-16"), sweep_on("2026-01-16")
    assert (first.opened, first.reminders, first.notices) == (1, 1, 2)
    assert (again.opened, again.reminders, again.notices) == (0, 0, 0)


def test_an_agencys_own_holiday_counts_for_its_report(worked):
    AgencyHoliday.objects.create(agency=worked.bureau, day="2026-01-30", name="本地节日")
    sweep_daily("2026-01-26", "2026-01-30")
    # With Friday off, Thursday is the last working day and Wednesday the one before it.
    assert [on for on, _ in announced(worked.officer_li)] == ["01-26", "01-28", "01-29"]


def open_channel(cast, on: str = "2026-03-02", **values):
    facts = {"kind": "email", "place": "gk@example.test", "duty_officer": cast.officer_li, "announced": True}
    return channels.add_channel(**(facts | {"checked_daily": True} | values), actor=cast.head_chen, today=day(on))


def tick(cast, channel, on: str, actor: User | None = None) -> ChannelCheck:
    return channels.check_channel(channel_id=channel.pk, actor=actor or cast.officer_li, today=day(on), now=noon(on))


def test_a_working_day_without_a_tick_alarms_the_officer_and_then_the_leader(cast):
    channel = open_channel(cast)
    tick(cast, channel, "2026-03-02")
    # Tuesday 3 March passes; 4 March is the next working day, 5 March the one after.
    sweep_daily("2026-03-02", "2026-03-10")
    subject = "申请渠道“电子邮件 gk@example.test”未登记查看"
    assert announced(cast.officer_li) == [("03-04", subject), ("03-05", subject)]
    assert announced(cast.head_chen) == [("03-05", subject)]
    assert "2026-03-03起没有查看记录" in Notice.objects.latest("pk").body


def test_a_channel_looked_into_every_day_is_quiet(cast):
    channel = open_channel(cast)
    for on in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"):
        sweep_on(on)
        tick(cast, channel, on)
    assert not Notice.objects.exists()
    # 7 and 8 March are a weekend.
    assert ChannelCheck.objects.count() == 6


def test_a_weekend_and_a_holiday_need_no_tick_and_a_make_up_saturday_does(cast):
    channel = open_channel(cast, "2026-02-13")
    tick(cast, channel, "2026-02-13")
    # Saturday 14 February is worked, 15 to 23 February are off, Saturday 28 February is worked.
    sweep_on("2026-02-15")
    assert announced(cast.officer_li) == []
    sweep_on("2026-02-24")
    assert [on for on, _ in announced(cast.officer_li)] == ["02-24"]
    assert OfficeDuty.objects.get().due_on == day("2026-02-14")


def test_a_tick_ends_the_alarm_and_the_next_miss_is_a_new_one(cast):
    channel = open_channel(cast)
    sweep_on("2026-03-03")
    assert len(announced(cast.officer_li)) == 1
    tick(cast, channel, "2026-03-03", actor=cast.handler_zhou)
    sweep_daily("2026-03-04", "2026-03-05")
    assert [on for on, _ in announced(cast.officer_li)] == ["03-03", "03-05"]
    assert list(OfficeDuty.objects.order_by("pk").values_list("due_on", "met_on")) == [
        (day("2026-03-02"), day("2026-03-03")), (day("2026-03-04"), None),
    ]  # fmt: skip


def test_a_week_without_anybody_is_one_alarm_and_not_five(cast):
    open_channel(cast)
    sweep_on("2026-03-09")
    assert OfficeDuty.objects.count() == 1
    assert len(announced(cast.officer_li)) == len(announced(cast.head_chen)) == 1


def test_all_clerks_stand_in_for_an_officer_who_has_left(cast):
    User.objects.filter(pk=cast.officer_li.pk).update(is_active=False)
    second = User.objects.create(username="officer_qian", role="clerk", agency=cast.bureau)
    open_channel(cast)
    sweep_on("2026-03-03")
    assert len(announced(second)) == 1 and announced(cast.officer_li) == []


def test_closed_and_self_announcing_channels_need_no_tick(cast):
    open_channel(cast, kind="counter", place="一楼大厅", checked_daily=False)
    closed = open_channel(cast)
    channels.change_channel(
        channel_id=closed.pk, kind="email", place="gk@example.test", duty_officer=None, announced=False,
        checked_daily=True, closed=True, actor=cast.administrator_wu, today=day("2026-03-02"),
    )  # fmt: skip
    assert sweep_on("2026-03-06").opened == 0
    with refused("channel_closed"):
        tick(cast, closed, "2026-03-06")


def test_a_channel_opened_again_owes_no_ticks_of_the_time_it_was_closed(cast):
    channel = open_channel(cast)
    change = {
        "kind": "email",
        "place": "gk@example.test",
        "duty_officer": None,
        "announced": True,
        "checked_daily": True,
    }
    for closed, on in ((True, "2026-03-03"), (False, "2026-03-20")):
        channels.change_channel(channel_id=channel.pk, **change, closed=closed, actor=cast.head_chen, today=day(on))
    assert sweep_on("2026-03-20").opened == 0
    assert sweep_on("2026-03-23").opened == 1
    assert OfficeDuty.objects.get().due_on == day("2026-03-20")


def test_ticking_twice_a_day_is_one_tick_of_whoever_was_first(cast):
    channel = open_channel(cast)
    tick(cast, channel, "2026-03-02")
    assert tick(cast, channel, "2026-03-02", actor=cast.handler_zhou).checked_by == cast.officer_li
    assert ChannelCheck.objects.count() == 1


def test_what_is_wrong_with_a_channel_is_refused(cast):
    channel = open_channel(cast)
    with refused("channel_known", field="place"):
        open_channel(cast)
    with refused("channel_place_missing", field="place"):
        open_channel(cast, place=" ")
    with refused("channel_officer_unfit", field="duty_officer"):
        open_channel(cast, place="x", duty_officer=cast.officer_wang)
    with refused("channel_officer_unfit", field="duty_officer"):
        open_channel(cast, place="x", duty_officer=cast.head_chen)
    with refused("channel_not_found"):
        tick(cast, channel, "2026-03-02", actor=cast.officer_wang)
    with refused("role_not_allowed"):
        tick(cast, channel, "2026-03-02", actor=cast.administrator_wu)
    with refused("role_not_allowed"):
        channels.add_channel(
            kind="fax", place="1", duty_officer=None, announced=True, checked_daily=True, actor=cast.officer_li,
            today=day("2026-03-02"),
        )  # fmt: skip


def test_a_report_whose_day_moves_is_announced_anew(worked):
    sweep_daily("2026-01-16", "2026-01-16")
    assert len(announced(worked.officer_li)) == 1
    ladders.set_report_kind(is_government=True, actor=worked.head_chen)
    row = OfficeDuty.objects.get()
    assert (row.due_on, row.reminders.count()) == (day("2026-03-31"), 0)
    sweep_on("2026-01-19")
    assert len(announced(worked.officer_li)) == 1
    ladders.set_report_kind(is_government=False, actor=worked.administrator_wu)
    sweep_on("2026-01-19")
    assert [on for on, _ in announced(worked.officer_li)] == ["01-16", "01-19"]
    with refused("role_not_allowed"):
        ladders.set_report_kind(is_government=True, actor=worked.officer_li)
