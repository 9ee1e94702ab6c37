"""A kept connection to PostgreSQL: looked at with every request, asked twice a minute, given up when the server
ended it; what is asked again and again is planned once."""

from __future__ import annotations

import os
import time

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base
from django.test.utils import CaptureQueriesContext

from casework.models.prepared import prepared_cursor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(monkeypatch):
    """What was asked of the server; the first question is over."""
    connection.ensure_connection()
    connection.is_usable()
    moments, ask = [], base.DatabaseWrapper.is_usable
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: moments.append(time.monotonic()) or ask(self))
    return moments


def test_the_server_is_asked_twice_a_minute(asked):
    assert all(connection.is_usable() for _ in range(5)) and not asked
    for passed, times in ((29, 0), (31, 1)):
        connection._asked_at = time.monotonic() - passed
        assert connection.is_usable() and len(asked) == times


def test_a_connection_the_server_has_ended_is_not_used_again(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    name = {"dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(os.environ["DATABASE_URL"], **name) as another:
        another.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    assert not connection.is_usable() and len(asked) == 1
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (process,)


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def question(times: int, mark: str) -> list[str]:
    for number in range(times):
        with prepared_cursor(connection) as cursor:
            cursor.execute(f"SELECT %s::int /* {mark} */", [number])
            assert cursor.fetchall() == [(number,)]
    return [statement for statement in prepared() if mark in statement]


def test_the_third_time_the_server_keeps_the_plan():
    assert question(2, "twice") == []
    assert len(question(3, "three times")) == 1


def test_behind_a_pooler_nothing_is_prepared():
    given = connections["default"].settings_dict
    connection.close()
    given["OPTIONS"]["keeps_plans"] = False
    try:
        assert question(5, "pooled") == [] == prepared()
    finally:
        given["OPTIONS"]["keeps_plans"] = True
        connection.close()


def test_whoever_counts_statements_counts_these():
    with CaptureQueriesContext(connection) as captured:
        question(1, "counted")
    assert "$1::int /* counted */" in captured[0]["sql"]
