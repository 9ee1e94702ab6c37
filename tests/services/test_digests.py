"""One letter a person and day, urgent ones at once, and quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.models import Notice, ReminderSettings, User
from casework.services import digests
from casework.services.outbox import deliver
from casework.services.reminders import sweep
from tests.cast import accepted_case, day, noon
from tests.mail_server import mail_server
from tests.services.test_outbox import use


@pytest.fixture
def server(settings):
    with mail_server() as running:
        use(settings, running.port)
        yield running


def at(on: str, hour: int, minute: int = 0) -> datetime:
    """Return a Beijing time of day as a moment."""
    return datetime.fromisoformat(on).replace(tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


def sweep_and_deliver(moment: datetime):
    sweep(today=(moment + timedelta(hours=8)).date(), now=moment)
    return deliver(clock=lambda: moment)


def three_cases(cast) -> list[str]:
    # Due on 30 March, 30 March and 31 March: five and six working days after Monday 23 March.
    return [accepted_case(cast, on).number for on in ("2026-03-02", "2026-03-02", "2026-03-03")]


def test_the_days_warnings_come_in_one_letter_at_eight(cast, server):
    first, second, _ = three_cases(cast)
    assert sweep_and_deliver(at("2026-03-23", 0, 10)).sent == 0
    assert deliver(clock=lambda: at("2026-03-23", 7, 59)).sent == 0
    assert deliver(clock=lambda: at("2026-03-23", 8)).sent == 1
    ((address, letter),) = server.letters
    assert address == "officer_li@example.test"
    assert letter["Subject"].strip() == "2026-03-23待办提醒2项"
    text = letter.get_content()
    assert "李经办，以下2项" in text
    assert text.index(f"1. 办件 {first}") < text.index(f"2. 办件 {second}")
    assert "还有5个工作日" in text
    states = Notice.objects.filter(channel="email").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["bundled", "bundled", "sent"]


def test_a_second_letter_on_the_same_day_there_is_not(cast, server):
    three_cases(cast)
    assert sweep_and_deliver(at("2026-03-23", 9)).sent == 1
    # Two more warnings come up during the day: they wait for tomorrow, and then travel with tomorrow's.
    accepted_case(cast, "2026-03-02")
    accepted_case(cast, "2026-03-02")
    assert sweep_and_deliver(at("2026-03-23", 15)).sent == 0
    assert sweep_and_deliver(at("2026-03-24", 8, 5)).sent == 1
    subjects = [letter["Subject"].strip() for _, letter in server.letters]
    assert subjects == ["2026-03-23待办提醒2项", "2026-03-24待办提醒3项"]


def test_what_is_due_today_or_overdue_is_mailed_at_once_and_alone(cast, server):
    numbers = three_cases(cast)
    assert sweep_and_deliver(at("2026-03-30", 0, 10)).sent == 4
    subjects = sorted(letter["Subject"].strip() for to, letter in server.letters if to.startswith("officer"))
    assert subjects == sorted(f"{number} 答复期限今天到期" for number in numbers[:2])
    # The third is due tomorrow: a warning, which waits for the morning.
    assert deliver(clock=lambda: at("2026-03-30", 8)).sent == 1


def test_a_digest_of_one_is_the_notice_itself(cast, server):
    number = accepted_case(cast, "2026-03-02").number
    assert sweep_and_deliver(at("2026-03-23", 8, 1)).sent == 1
    assert server.letters[0][1]["Subject"].strip() == f"{number} 答复期限还有5个工作日"
    assert Notice.objects.filter(channel="email").count() == 1
    assert Notice.objects.get(channel="email").digest_on == day("2026-03-23")


def test_a_worker_that_comes_late_writes_the_digest_late(cast, server):
    three_cases(cast)
    assert sweep_and_deliver(at("2026-03-23", 23, 50)).sent == 1
    assert server.letters[0][1]["Subject"].strip() == "2026-03-23待办提醒2项"


def test_each_person_and_each_agency_has_its_own_letter_and_hour(cast, server):
    three_cases(cast)
    User.objects.create(username="other", role="leader", agency=cast.other_bureau, email="x@example.test")
    ReminderSettings.objects.create(agency=cast.bureau, digest_at="09:30")
    assert sweep_and_deliver(at("2026-03-23", 9, 29)).sent == 0
    assert sweep_and_deliver(at("2026-03-23", 9, 30)).sent == 1
    ReminderSettings.objects.update(digest_at="06:00")
    assert sweep_and_deliver(at("2026-03-24", 5, 59)).sent == 0
    assert sweep_and_deliver(at("2026-03-24", 6, 0)).sent == 1


@pytest.mark.parametrize(("hour", "minute", "sent"), [(20, 59, 1), (21, 0, 0), (0, 10, 0), (6, 59, 0), (7, 0, 1)])
def test_mail_waits_while_it_is_quiet_and_in_app_does_not(cast, server, hour, minute, sent):
    ReminderSettings.objects.create(agency=cast.bureau, quiet_from="21:00", quiet_until="07:00")
    accepted_case(cast, "2026-03-02")
    User.objects.filter(role="leader").update(is_active=False)
    assert sweep_and_deliver(at("2026-03-30", hour, minute)).sent == sent
    assert Notice.objects.get(channel="in_app").state == "sent"
    assert deliver(clock=lambda: at("2026-03-31", 7)).sent == 1 - sent


def test_an_applicant_is_told_at_once_whatever_the_hours(cast, server):
    ReminderSettings.objects.create(agency=cast.bureau, quiet_from="00:00", quiet_until="23:59")
    moment = at("2026-03-30", 3)
    Notice.objects.create(
        address="a@example.test", channel="email", subject="收到", body="正文", created_at=moment, send_after=moment
    )
    assert deliver(clock=lambda: moment).sent == 1


def test_a_long_digest_lists_a_hundred_and_counts_the_rest(cast):
    moment = at("2026-03-23", 8)
    Notice.objects.bulk_create(
        Notice(
            recipient=cast.officer_li, channel="email", subject=f"{n}", body=f"事项{n}。", created_at=moment,
            send_after=moment, in_digest=True,
        )
        for n in range(130)
    )  # fmt: skip
    assert digests.bundle(now=moment) == 1
    letter = Notice.objects.get(digest_on__isnull=False)
    assert letter.subject == "2026-03-23待办提醒130项"
    assert "100. 事项99。" in letter.body and "101." not in letter.body
    assert letter.body.endswith("另有30项，请登录系统查看。")
    assert digests.bundle(now=moment) == 0


def test_the_digest_reaches_its_reader_once_though_a_worker_died_after_writing_it(cast, server):
    three_cases(cast)
    moment = at("2026-03-23", 8)
    sweep(today=day("2026-03-23"), now=moment)
    assert digests.bundle(now=moment) == 1
    # Killed here; the next worker finds the letter and does not write another.
    assert deliver(clock=lambda: moment + timedelta(minutes=1)).sent == 1
    assert deliver(clock=lambda: moment + timedelta(minutes=2)).sent == 0
    assert noon("2026-03-23") > moment and len(server.letters) == 1
