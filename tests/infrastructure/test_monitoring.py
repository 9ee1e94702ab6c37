"""What a load balancer, a monitoring system and an operator read; what a log line holds."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from itertools import count

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from casework import tasks
from casework.adapters.clock import utc_now
from casework.models import Heartbeat, Notice, NoticeState
from casework.services import heartbeat
from config import logs, monitoring
from config.celery import QUEUES
from config.logs import JSONFormatter, RequestIdFilter
from tests.cast import register_case

pytestmark = pytest.mark.django_db


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["parts"]


HEARTS = (heartbeat.WORKER, *QUEUES[1:])


def alive(*, workers: int = 0, beat: int = 0) -> None:
    """Let workers and beat have shown themselves so many minutes ago."""
    for name in HEARTS:
        heartbeat.beat(now=utc_now() - timedelta(minutes=workers), name=name)
    heartbeat.beat_sent(now=utc_now() - timedelta(minutes=beat))


PARTS = dict.fromkeys(("database", "broker", "storage", "workers", "beat", "outbox"), "ok")


def test_ready_when_every_part_works(client):
    alive()
    assert ready(client) == (200, PARTS)


def test_not_ready_without_a_young_heartbeat_of_each(client):
    assert ready(client) == (503, PARTS | {"workers": "failed", "beat": "failed"})
    for minutes, part in ((4, "ok"), (6, "failed")):
        alive(workers=minutes)
        assert ready(client)[1] == PARTS | {"workers": part}
        alive(beat=minutes)
        assert ready(client)[1] == PARTS | {"beat": part}
    assert Heartbeat.objects.count() == len(HEARTS) + 1


@pytest.mark.parametrize("queue", QUEUES)
def test_not_ready_while_one_queue_has_no_worker(client, queue):
    """One that died has an old row, one that was never started has none; the others beat on."""
    alive()
    name = heartbeat.WORKER if queue == "default" else queue
    heartbeat.beat(now=utc_now() - timedelta(minutes=6), name=name)
    assert ready(client) == (503, PARTS | {"workers": "failed"})
    Heartbeat.objects.get(name=name).delete()
    assert ready(client) == (503, PARTS | {"workers": "failed"})


def test_a_queue_that_is_no_more_is_not_waited_for(client):
    alive()
    heartbeat.beat(now=utc_now() - timedelta(days=30), name="letters")
    assert ready(client) == (200, PARTS)


def test_the_ages_are_figures_of_their_own(client, cast):
    alive(workers=2, beat=3)
    letter_waits(cast, minutes=1)
    seconds = client.get("/readyz").json()["seconds"]
    ages = {"worker_heartbeat": 120, "beat_lag": 180, "oldest_outbox": 60}
    assert {name: round(seconds[name], -1) for name in ages} == ages


def letter_waits(cast, minutes: int) -> None:
    at = utc_now() - timedelta(minutes=minutes)
    Notice.objects.create(
        recipient=cast.officer_li, channel="email", address="li@example.com", subject="期限", body="…",
        created_at=at, send_after=at,
    )  # fmt: skip


def test_not_ready_when_a_letter_waits_too_long(client, cast):
    alive()
    for minutes, part in ((29, "ok"), (31, "failed")):
        letter_waits(cast, minutes)
        assert ready(client)[1] == PARTS | {"outbox": part}


def test_the_beat_notes_what_it_has_sent_whoever_takes_it(redis_url, monkeypatch):
    import redis
    from celery import Celery

    # A test's connection is the tests' to close.
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    app = Celery(broker=redis_url, set_as_current=False)
    for name, rows in (({"name": "mail"}, 0), ({}, 1)):
        app.send_task("casework.tasks.beat_heart", kwargs=name)
        assert Heartbeat.objects.filter(name="beat").count() == rows

    def away(**_):
        raise DatabaseError("gone")

    monkeypatch.setattr(heartbeat, "beat_sent", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    app.send_task("casework.tasks.beat_heart")
    redis.Redis.from_url(redis_url).flushall()


def test_each_failing_part_is_named_and_the_others_still_asked(client, monkeypatch):
    alive()

    def fails(*_):
        raise OSError("disk gone")

    monkeypatch.setattr(default_storage, "listdir", fails)
    monkeypatch.setattr(monitoring, "waiting_messages", _silent)
    assert ready(client) == (503, PARTS | {"broker": "failed", "storage": "failed"})


def _silent():
    raise monitoring.BrokerSilent("no answer")


def test_without_a_database_it_says_so_and_does_not_break_off(client, monkeypatch):
    def refuse(execute, sql, *rest):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        status, parts = ready(client)
    assert (status, parts["database"]) == (503, "failed")


def test_the_folder_broker_and_redis_are_asked_how_many_messages_wait(redis_url, monkeypatch):
    import redis
    from celery import Celery

    from casework.adapters import broker

    app = Celery(broker=redis_url, set_as_current=False)
    monkeypatch.setattr(broker, "current_app", app)
    assert broker.waiting_messages() == {"celery": 0}
    app.send_task("casework.tasks.beat_heart")
    app.send_task("casework.tasks.beat_heart")
    assert broker.waiting_messages() == {"celery": 2}
    redis.Redis.from_url(redis_url).flushall()
    monkeypatch.setattr(broker, "current_app", Celery(broker="redis://127.0.0.1:1/0", set_as_current=False))
    with pytest.raises(broker.BrokerSilent):
        broker.waiting_messages()


def test_figures_are_shown_to_the_token_only(client, settings, cast):
    register_case(cast)
    Notice.objects.create(
        channel="email", address="li@example.com", subject="期限", body="…", created_at=utc_now(), send_after=utc_now(),
        state=NoticeState.DEAD,
    )  # fmt: skip
    assert client.get("/metrics").status_code == 404
    alive()
    settings.METRICS_TOKEN = "s3cret-token"
    for wrong in ("", "Bearer ", "Bearer wrong", "s3cret-token"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404
    said = client.get("/metrics", headers={"Authorization": "Bearer s3cret-token"}).content.decode()
    assert "casework_cases_open 1\n" in said and "casework_outbox_dead 1\n" in said and "casework_broker_up 1" in said
    assert "casework_beat_lag_seconds 0\n" in said
    assert "# TYPE casework_queue_messages gauge" in said


@pytest.mark.parametrize(
    ("given", "taken"),
    [("abcd-1234.x", True), ("short", False), ("x" * 65, False), ("good\nforged line", False), ("", False)],
)
def test_an_answer_carries_the_request_id(client, given, taken):
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is taken
    assert len(answer["X-Request-ID"]) == (len(given) if taken else 32)


def test_the_access_line_holds_no_query_and_belongs_to_its_request(client, caplog):
    with caplog.at_level(logging.INFO, logger="casework.access"):
        answer = client.get("/healthz?name=王某", headers={"X-Request-ID": "request-0001"})
    assert answer.status_code == 200
    record = next(item for item in caplog.records if item.name == "casework.access")
    assert "王某" not in record.getMessage()
    assert record.fields["path"] == "/healthz" and record.fields["status"] == 200


def test_a_log_line_as_json():
    record = logging.LogRecord("casework", logging.WARNING, __file__, 1, "到期 %s", ("今天",), None)
    record.fields = {"status": 200}
    RequestIdFilter().filter(record)
    line = json.loads(JSONFormatter().format(record))
    assert (line["message"], line["level"], line["request_id"], line["status"]) == ("到期 今天", "WARNING", "-", 200)


def test_a_slow_statement_is_logged_without_its_values(client, settings, caplog, monkeypatch):
    settings.SLOW_QUERY_MILLISECONDS = 10
    ticks = count()
    monkeypatch.setattr(logs.time, "perf_counter", lambda: next(ticks) / 100)
    with caplog.at_level(logging.WARNING, logger="casework.slow_query"):
        client.post(reverse("desk:login"), {"username": "zhangsan-secret", "password": "x"})
    lines = [item.getMessage() for item in caplog.records if item.name == "casework.slow_query"]
    assert any("casework_user" in line for line in lines)
    assert "zhangsan-secret" not in "".join(lines)
    caplog.clear()
    settings.SLOW_QUERY_MILLISECONDS = 11
    client.post(reverse("desk:login"), {"username": "zhangsan-secret", "password": "x"})
    assert not [item for item in caplog.records if item.name == "casework.slow_query"]
