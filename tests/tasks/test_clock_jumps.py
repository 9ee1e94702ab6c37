"""The server's clock: another time zone, midnight in Beijing, a beat that stood still, a clock set back.

Days are counted by hand: a request of Monday 2 March 2026 is to be answered by Monday 30 March.
National Day 2026 is off from 1 to 7 October; Saturday 10 October is worked.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from casework import tasks
from casework.adapters.clock import legal_today
from casework.models import Notice
from casework.services import consultations, register
from config.celery import app
from tests.cast import a_request, accepted_case, day, noon

BEFORE, AFTER = "15:59:59+00:00", "16:00:00+00:00"


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
def server_zone(request, monkeypatch):
    """The time zone of the machine, which must not matter."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def tick() -> None:
    tasks.sweep_deadlines.delay()
    tasks.deliver_outbox.delay()


def tick_at(moment: str | datetime) -> None:
    with time_machine.travel(moment, tick=False):
        tick()


def announced_to(person) -> list[str]:
    return list(
        Notice.objects.filter(recipient=person, channel="in_app").order_by("pk").values_list("subject", flat=True)
    )


def letters_naming(number: str, address: str) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [address] and number in f"{letter.subject}\n{letter.body}"]


@pytest.mark.parametrize(
    "moment, legal_day",
    [
        (f"2026-03-29T{BEFORE}", "2026-03-29"),
        (f"2026-03-29T{AFTER}", "2026-03-30"),
        ("2026-03-29T23:30:00+00:00", "2026-03-30"),
        (f"2026-12-31T{BEFORE}", "2026-12-31"),
        (f"2026-12-31T{AFTER}", "2027-01-01"),
        (f"2028-02-28T{AFTER}", "2028-02-29"),
    ],
)
def test_the_legal_day_turns_at_midnight_in_beijing_wherever_the_server_stands(server_zone, moment, legal_day):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert legal_today() == day(legal_day)


def test_the_day_itself_and_the_day_after_begin_at_midnight_in_beijing(cast, server_zone):
    case = accepted_case(cast, "2026-03-02")
    words = ["答复期限还有1个工作日"]
    tick_at(f"2026-03-29T{BEFORE}")
    assert announced_to(cast.officer_li) == [f"{case.number} {each}" for each in words]
    tick_at(f"2026-03-29T{AFTER}")
    words.append("答复期限今天到期")
    assert announced_to(cast.officer_li) == [f"{case.number} {each}" for each in words]
    tick_at("2026-03-29T23:30:00+00:00")
    tick_at(f"2026-03-30T{BEFORE}")
    assert announced_to(cast.officer_li) == [f"{case.number} {each}" for each in words]
    tick_at(f"2026-03-30T{AFTER}")
    words.append("答复期限已超期1个工作日")
    assert announced_to(cast.officer_li) == [f"{case.number} {each}" for each in words]
    assert Notice.objects.latest("pk").created_at == datetime.fromisoformat(f"2026-03-30T{AFTER}")


def test_a_request_sent_in_just_before_midnight_is_unread_on_the_next_working_day(cast):
    # 23:59 on Friday 6 March in Beijing; nobody looks at the weekend.
    with time_machine.travel("2026-03-06T15:59:00+00:00", tick=False):
        registered = register.submit_online(
            agency=cast.bureau, request=a_request(channel="online", submitted_on=legal_today()), today=legal_today(),
            now=noon("2026-03-06"), key="k" * 32,
        )  # fmt: skip
    Notice.objects.all().delete()
    tick_at(f"2026-03-08T{BEFORE}")
    assert announced_to(cast.head_chen) == []
    tick_at(f"2026-03-08T{AFTER}")
    assert announced_to(cast.head_chen) == [f"{registered.case.number} 收件尚未确认"]


def test_the_timetable_keeps_beijing_time_wherever_the_server_stands(server_zone):
    new_year = app.conf.beat_schedule["build year-end tables"]["schedule"]
    last_run = datetime.fromisoformat("2026-12-31T15:00:00+00:00")
    with time_machine.travel("2026-12-31T16:09:00+00:00", tick=False):
        assert new_year.remaining_estimate(last_run) == timedelta(minutes=1)
        assert not new_year.is_due(last_run).is_due
    with time_machine.travel("2026-12-31T16:10:00+00:00", tick=False):
        assert new_year.is_due(last_run).is_due


def test_after_nine_days_without_beat_everybody_hears_once_of_what_matters_now(cast):
    # Reply due on Thursday 8, Friday 9, Saturday 10 and Wednesday 14 October.
    due = {
        on: accepted_case(cast, received)
        for on, received in [
            ("10-08", "2026-09-03"), ("10-09", "2026-09-04"), ("10-10", "2026-09-07"), ("10-14", "2026-09-10"),
        ]
    }  # fmt: skip
    # Asked on 10 September, the company has 15 working days: the last is Thursday 8 October, counting Sunday 20
    # September, which is worked, and not 25 September (Mid-Autumn Day).
    asked = accepted_case(cast, "2026-09-10")
    consultations.consult(
        case_id=asked.pk, kind="third_party", addressee="某公司", about="合同价款", sent_on=day("2026-09-10"),
        delivered_on=day("2026-09-10"), actor=cast.officer_li, today=day("2026-09-10"), now=noon("2026-09-10"),
    )  # fmt: skip
    asked.refresh_from_db()
    opinion_by = asked.deadlines.get(duty="third_party_opinion").due_on
    assert opinion_by == date(2026, 10, 8)
    for night in range(21, 31):
        tick_at(noon(date(2026, 9, night)))
    told_before, mailed_before = announced_to(cast.officer_li), len(mail.outbox)
    # Beat stopped after 30 September and came back on 9 October.
    for moment in ("2026-10-09T01:00:00+00:00", "2026-10-09T01:05:00+00:00", "2026-10-09T06:00:00+00:00"):
        tick_at(moment)
    expected = [
        f"{due['10-08'].number} 答复期限已超期1个工作日",
        f"{due['10-09'].number} 答复期限今天到期",
        f"{due['10-10'].number} 答复期限还有1个工作日",
        f"{due['10-14'].number} 答复期限还有4个工作日",
        f"{asked.number} 第三方意见期限已期满1个工作日",
    ]
    assert sorted(announced_to(cast.officer_li)[len(told_before) :]) == sorted(expected)
    del mail.outbox[:mailed_before]
    for line in expected:
        number, words = line.split(" ", 1)
        assert len(letters_naming(number, "officer_li@example.test")) == 1, line
        assert len(letters_naming(number, "head_chen@example.test")) == (0 if "还有" in words else 1), line
    (late,) = letters_naming(due["10-08"].number, "officer_li@example.test")
    assert "答复期限为2026-10-08，已超期1个工作日。请立即作出答复并送达。" in late.body
    assert not Notice.objects.filter(state="pending").exists()


def test_a_clock_set_back_repeats_nothing_and_loses_nothing(cast):
    early, late = accepted_case(cast, "2026-03-02"), accepted_case(cast, "2026-03-03")
    with time_machine.travel("2026-03-31T03:00:00+00:00", tick=False):
        tasks.sweep_deadlines.delay()
    # Set back by an hour before the letters are out, by a wrong time server.
    for moment in ("2026-03-31T02:00:00+00:00", "2026-03-31T02:05:00+00:00", "2026-03-31T03:01:00+00:00"):
        tick_at(moment)
    assert sorted(announced_to(cast.officer_li)) == sorted(
        [f"{early.number} 答复期限已超期1个工作日", f"{late.number} 答复期限今天到期"]
    )
    for case in (early, late):
        assert len(letters_naming(case.number, "officer_li@example.test")) == 1
        assert len(letters_naming(case.number, "head_chen@example.test")) == 1
