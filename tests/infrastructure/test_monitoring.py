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

from casework.adapters.clock import utc_now
from casework.models import Heartbeat, Notice, NoticeState
from casework.services import heartbeat
from config import logs, monitoring
from config.logs import JSONFormatter, RequestIdFilter
from tests.cast import register_case

pytestmark = pytest.mark.django_db


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_ready_when_every_part_works(client):
    heartbeat.beat(now=utc_now())
    parts = {"database": "ok", "broker": "ok", "storage": "ok", "background": "ok"}
    assert ready(client) == (200, parts)


def test_not_ready_without_a_young_heartbeat(client):
    assert ready(client)[1]["background"] == "failed"
    for minutes, status in ((4, 200), (6, 503)):
        heartbeat.beat(now=utc_now() - timedelta(minutes=minutes))
        assert ready(client)[0] == status
    assert Heartbeat.objects.count() == 1


def test_not_ready_when_a_letter_waits_too_long(client, cast):
    heartbeat.beat(now=utc_now())
    for minutes, part in ((29, "ok"), (31, "failed")):
        at = utc_now() - timedelta(minutes=minutes)
        Notice.objects.create(
            recipient=cast.officer_li, channel="email", address="li@example.com", subject="期限", body="…",
            created_at=at, send_after=at,
        )  # fmt: skip
        assert ready(client)[1]["background"] == part


def test_each_failing_part_is_named_and_the_others_still_asked(client, monkeypatch):
    heartbeat.beat(now=utc_now())

    def fails(*_):
        raise OSError("disk gone")

    monkeypatch.setattr(default_storage, "listdir", fails)
    monkeypatch.setattr(monitoring, "waiting_messages", _silent)
    assert ready(client) == (503, {"database": "ok", "broker": "failed", "storage": "failed", "background": "ok"})


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
    settings.METRICS_TOKEN = "s3cret-token"
    for wrong in ("", "Bearer ", "Bearer wrong", "s3cret-token"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404
    said = client.get("/metrics", headers={"Authorization": "Bearer s3cret-token"}).content.decode()
    assert "casework_cases_open 1\n" in said and "casework_outbox_dead 1\n" in said and "casework_broker_up 1" in said
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
