"""System checks of our own, each with the setting that trips it and the one beside it that does not."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection

from casework.models import CalendarYear
from config import checks
from tests.cast import noon

SQLITE = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
POSTGRESQL = {"default": {"ENGINE": "django.db.backends.postgresql"}}


def ids(messages) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("databases", "broker", "found"),
    [
        (SQLITE, "filesystem://localhost//", []),
        (SQLITE, "redis://queue:6379/0", ["casework.E001"]),
        (POSTGRESQL, "redis://queue:6379/0", []),
    ],
)
def test_sqlite_with_a_broker_on_the_network_is_refused(settings, databases, broker, found):
    settings.DATABASES, settings.CELERY_BROKER_URL = databases, broker
    assert ids(checks.one_machine_database()) == found


@pytest.mark.parametrize(
    ("databases", "local", "found"),
    [(SQLITE, True, []), (POSTGRESQL, True, ["casework.W001"]), (POSTGRESQL, False, [])],
)
def test_a_key_of_this_machine_alone_is_warned_of(settings, databases, local, found):
    settings.DATABASES, settings.SECRET_KEY_IS_LOCAL = databases, local
    assert ids(checks.a_key_for_every_machine()) == found


@pytest.mark.django_db
def test_before_the_first_migration_the_calendar_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with time_machine.travel(noon("2030-01-01"), tick=False):
        assert checks.the_calendar_is_loaded(databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2026-11-21", []),
        ("2026-11-30", []),
        ("2026-12-01", ["casework.W002"]),
        ("2027-01-01", ["casework.E002"]),
    ],
)
def test_a_missing_calendar_year_is_named(on, found):
    assert not CalendarYear.objects.filter(year=2027).exists()
    with time_machine.travel(noon(on), tick=False):
        assert ids(checks.the_calendar_is_loaded(databases=["default"])) == found
        assert checks.the_calendar_is_loaded(databases=None) == []
