"""A kept connection to PostgreSQL: looked at with every request, asked twice a minute, given up when the server
ended it; what is asked again and again is planned once."""

from __future__ import annotations

import os
import time

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.db.backends.postgresql import base
from django.db.transaction import TransactionManagementError
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
        question(4, "counted")
    told = [query["sql"] for query in captured if query["sql"] and "/* counted */" in query["sql"]]
    assert len(told) == 4 == len(captured) - 1


def test_the_cursor_that_is_kept_is_lent_to_one_at_a_time():
    connection.ensure_connection()
    with prepared_cursor(connection) as first:
        first.execute("SELECT generate_series(1, %s)", [3])
        with prepared_cursor(connection) as second:
            second.execute("SELECT %s::int", [7])
            assert second.fetchone() == (7,) and second.rowcount == 1
        assert first.fetchone() == (1,) and first.fetchall() == [(2,), (3,)]
    with prepared_cursor(connection) as third:
        assert third._cursor is first._cursor
    connection.close()
    connection.ensure_connection()
    with prepared_cursor(connection) as fourth:
        fourth.execute("SELECT %s::int", [8])
        assert fourth.fetchone() == (8,) and fourth._cursor is not third._cursor


def test_the_kept_cursor_speaks_of_errors_as_django_does():
    connection.ensure_connection()
    with pytest.raises(ProgrammingError), transaction.atomic(), prepared_cursor(connection) as cursor:
        cursor.execute("SELECT nothing_of_that_name", [])
    with transaction.atomic():
        with pytest.raises(ProgrammingError), prepared_cursor(connection) as cursor:
            cursor.execute("SELECT nothing_of_that_name", [])
        connection.needs_rollback = True
        with pytest.raises(TransactionManagementError), prepared_cursor(connection) as cursor:
            cursor.execute("SELECT 1", [])
        transaction.set_rollback(True)
    assert question(1, "after errors") == []
