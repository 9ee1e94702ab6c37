"""Celery's tasks and the commands of the same name do the same, and beat knows them all."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from casework import tasks
from casework.models import Agency, AnnualTable, CalendarYear, Notice, Reminder
from config.celery import app
from tests.cast import accepted_case, noon


def run(command: str) -> str:
    said = io.StringIO()
    call_command(command, stdout=said)
    return said.getvalue().strip()


def test_beat_calls_tasks_that_exist_and_no_message_waits_in_a_worker():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert not {"eta", "countdown"} & set(entry.get("options", {}))
        assert app.tasks[entry["task"]].ignore_result


@pytest.mark.parametrize(
    "name",
    [
        "sweep_deadlines",
        "deliver_outbox",
        "draft_annual_tables",
        "build_year_end_tables",
        "deliver_webhooks",
        "sweep_offices",
        "send_weekly_summaries",
    ],
)
def test_a_message_of_a_later_version_is_understood(cast, name):
    getattr(tasks, name).delay(something_new=1)


def test_the_sweep_uses_the_legal_day_of_beijing(cast):
    accepted_case(cast, "2026-03-02")
    # Half past midnight on Monday 23 March in Beijing is still Sunday in UTC.
    with time_machine.travel("2026-03-22T16:30:00+00:00", tick=False):
        tasks.sweep_deadlines.delay()
    assert Reminder.objects.get().step == 5


def test_an_hour_earlier_nothing_is_announced(cast):
    accepted_case(cast, "2026-03-02")
    with time_machine.travel("2026-03-22T15:30:00+00:00", tick=False):
        tasks.sweep_deadlines.delay()
    assert not Reminder.objects.exists()


def test_the_outbox_is_delivered(cast):
    accepted_case(cast, "2026-03-02")
    with time_machine.travel(noon("2026-03-23"), tick=False):
        tasks.sweep_deadlines.delay()
        tasks.deliver_outbox.delay()
    assert [letter.to for letter in mail.outbox] == [["officer_li@example.test"]]


def test_the_commands_say_what_they_did(cast):
    accepted_case(cast, "2026-03-02")
    with time_machine.travel(noon("2026-03-23"), tick=False):
        assert run("sweep_deadlines") == "新提醒1项，通知2条，重算办件0件"
        assert run("sweep_deadlines") == "新提醒0项，通知0条，重算办件0件"
        assert run("deliver_outbox") == "已发送1封，推迟0封，放弃0封"
        assert run("deliver_outbox") == "已发送0封，推迟0封，放弃0封"
        assert run("draft_annual_tables") == "2026年草稿3份\n补建2025年表3份"
        assert run("draft_annual_tables") == "2026年草稿3份"
        assert run("build_year_end_tables") == "2025年表3份"


def test_without_a_calendar_the_command_says_so(cast):
    CalendarYear.objects.all().delete()
    with pytest.raises(CommandError, match="日历尚未载入"):
        run("sweep_deadlines")


def test_a_missed_first_of_january_is_made_good_by_the_next_night_and_told_once(cast):
    for night in ("2027-01-02", "2027-01-03", "2027-02-10"):
        with time_machine.travel(noon(night), tick=False):
            tasks.draft_annual_tables.delay()
    closed = AnnualTable.objects.filter(year=2026, year_closed=True)
    assert closed.count() == Agency.objects.count()
    # Built on the first night and left as it was then.
    assert set(closed.values_list("built_at", flat=True)) == {noon("2027-01-02")}
    told = Notice.objects.filter(subject__startswith="2026年度报告表三")
    assert sorted(told.values_list("recipient__username", flat=True)) == ["head_chen", "officer_li", "officer_wang"]


def test_after_march_nobody_waits_for_last_years_table(cast):
    with time_machine.travel(noon("2027-04-01"), tick=False):
        tasks.draft_annual_tables.delay()
    assert not AnnualTable.objects.filter(year=2026).exists()
    assert AnnualTable.objects.filter(year=2027, year_closed=False).count() == Agency.objects.count()


def test_offices_webhooks_and_weekly_figures_run_by_command_and_by_task(cast):
    accepted_case(cast, "2025-12-30")
    with time_machine.travel(noon("2026-01-16"), tick=False):
        assert run("sweep_offices") == "新事项1项，新提醒1项，通知2条"
        tasks.sweep_offices.delay()
        assert run("sweep_offices") == "新事项0项，新提醒0项，通知0条"
        tasks.send_weekly_summaries.delay()
        assert run("send_weekly_summaries") == "新发送0个机关的周报"
        tasks.deliver_webhooks.delay()
        assert run("deliver_webhooks") == "已推送0条，推迟0条，放弃0条"
    assert Notice.objects.filter(subject="督查周报2026年第3周").count() == 2
