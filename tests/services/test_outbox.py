"""The outbox sends over a real SMTP server, tries again what failed, and gives up in the open."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from casework.models import Notice
from casework.services.outbox import deliver
from casework.services.reminders import sweep
from tests.cast import accepted_case, day, noon
from tests.mail_server import mail_server
from tests.servers import free_port

NOON = noon("2026-03-23")


@pytest.fixture
def server(settings):
    with mail_server() as running:
        use(settings, running.port)
        yield running


def use(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
    settings.DEFAULT_FROM_EMAIL = "公开办 <gongkai@agency.example.test>"


def deliver_at(moment):
    return deliver(clock=lambda: moment)


def letter_to(address: str, **values) -> Notice:
    fields = {"channel": "email", "subject": "提醒", "body": "正文", "created_at": NOON, "send_after": NOON}
    return Notice.objects.create(address=address, **(fields | values))


def test_a_reminder_reaches_the_officer_by_smtp(cast, server):
    case = accepted_case(cast, "2026-03-02")
    sweep(today=day("2026-03-23"), now=NOON)
    assert deliver_at(NOON).sent == 1
    ((address, letter),) = server.letters
    notice = Notice.objects.get(channel="email")
    assert address == "officer_li@example.test"
    assert letter["Subject"].strip() == f"{case.number} 答复期限还有5个工作日"
    assert "答复期限为2026-03-30，还有5个工作日" in letter.get_content()
    assert letter["Message-ID"] == f"<notice.{notice.pk}.20260323040000000000@agency.example.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (notice.state, notice.sent_at, notice.attempts, notice.claimed_at) == ("sent", NOON, 1, None)


def test_what_is_sent_is_not_sent_again(db, server):
    letter_to("a@example.test")
    assert (deliver_at(NOON).sent, deliver_at(NOON + timedelta(days=1)).sent) == (1, 0)
    assert server.addressees == ["a@example.test"]


def test_an_in_app_notice_is_never_mailed(db, server):
    letter_to("a@example.test", channel="in_app", state="pending")
    assert deliver_at(NOON).sent == 0


def test_a_round_uses_one_connection(db, server):
    for number in range(5):
        letter_to(f"a{number}@example.test")
    assert deliver_at(NOON).sent == 5
    assert server.connections == 1


def test_a_refused_address_does_not_hold_up_the_others(db, server):
    server.refused = {"gone@example.test"}
    for address in ("a@example.test", "gone@example.test", "b@example.test"):
        letter_to(address)
    done = deliver_at(NOON)
    assert (done.sent, done.put_off) == (2, 1)
    assert server.addressees == ["a@example.test", "b@example.test"]
    (refused,) = [notice for notice in Notice.objects.all() if notice.address == "gone@example.test"]
    assert (refused.state, refused.attempts, refused.claimed_at) == ("pending", 1, None)
    assert refused.last_error == "550 5.1.1 no such mailbox"
    assert refused.send_after == NOON + timedelta(minutes=1)


def test_a_letter_that_fails_eight_times_is_dead(db, server):
    server.refused = {"gone@example.test"}
    notice = letter_to("gone@example.test")
    waits, moment = [], NOON
    for _ in range(7):
        assert deliver_at(moment).put_off == 1
        notice.refresh_from_db()
        waits.append((notice.send_after - moment).total_seconds() / 60)
        assert deliver_at(notice.send_after - timedelta(seconds=1)).put_off == 0
        moment = notice.send_after
    assert waits == [1, 4, 16, 64, 256, 1024, 4096]
    assert deliver_at(moment).dead == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.last_error) == ("dead", 8, "550 5.1.1 no such mailbox")
    server.refused = set()
    assert deliver_at(moment + timedelta(days=30)).sent == 0


def test_while_the_server_is_down_each_round_tries_one_letter_and_then_all_arrive(db, settings):
    port = free_port()
    use(settings, port)
    for number in range(3):
        letter_to(f"a{number}@example.test")
    assert deliver_at(NOON).put_off == 1
    assert deliver_at(NOON + timedelta(seconds=30)).put_off == 1
    assert list(Notice.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 0]
    assert "ConnectionRefusedError" in Notice.objects.order_by("pk")[0].last_error
    with mail_server(port) as server:
        assert deliver_at(NOON + timedelta(minutes=5)).sent == 3
        assert sorted(server.addressees) == [f"a{number}@example.test" for number in range(3)]


def test_a_server_that_falls_silent_costs_one_timeout_and_not_the_round_after_it(db, server):
    server.silent_for = {"slow@example.test"}
    letter_to("slow@example.test")
    letter_to("a@example.test")
    done = deliver_at(NOON)
    assert (done.sent, done.put_off) == (0, 1)
    assert deliver_at(NOON + timedelta(seconds=30)).sent == 1
    assert server.addressees == ["a@example.test"]


def test_a_letter_without_an_address_or_with_a_broken_subject_is_put_off_and_not_a_crash(cast, server):
    cast.officer_li.email = ""
    cast.officer_li.save()
    letter_to("", recipient=cast.officer_li)
    letter_to("b@example.test", subject="a\nBcc: c@example.test")
    letter_to("a@example.test")
    done = deliver_at(NOON)
    assert (done.sent, done.put_off) == (1, 2)
    assert server.addressees == ["a@example.test"]
    # A corrected address is used by the next attempt.
    cast.officer_li.email = "new@example.test"
    cast.officer_li.save()
    deliver_at(NOON + timedelta(minutes=1))
    assert server.addressees == ["a@example.test", "new@example.test"]


def test_what_a_dead_worker_claimed_is_sent_when_its_lease_has_run_out(db, server):
    letter_to("a@example.test", claimed_at=NOON)
    assert deliver_at(NOON + timedelta(minutes=10)).sent == 0
    assert deliver_at(NOON + timedelta(minutes=10, seconds=1)).sent == 1


def test_a_letter_sent_twice_around_a_crash_is_recognised_by_its_message_id(db, server):
    notice = letter_to("a@example.test")
    deliver_at(NOON)
    # The worker died after the server had taken the letter and before it was marked.
    Notice.objects.filter(pk=notice.pk).update(state="pending", sent_at=None, claimed_at=NOON)
    deliver_at(NOON + timedelta(minutes=11))
    first, second = (letter["Message-ID"] for _, letter in server.letters)
    assert first == second


def test_a_round_that_has_become_slow_leaves_the_rest_to_the_next(db, server):
    for number in range(3):
        letter_to(f"a{number}@example.test")
    # Asked at the start, before and after each letter: the second letter took five minutes.
    minutes = iter([0, 0, 1, 1, 6, 6])
    assert deliver(clock=lambda: NOON + timedelta(minutes=next(minutes))).sent == 2
    assert deliver_at(NOON + timedelta(minutes=7)).sent == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_letter_once(server):
    for number in range(40):
        letter_to(f"a{number}@example.test")
    failures: list[Exception] = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        try:
            deliver_at(NOON)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert sorted(server.addressees) == sorted(f"a{number}@example.test" for number in range(40))
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
