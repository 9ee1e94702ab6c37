"""System checks of our own, each with the setting that trips it and the one beside it that does not."""

from __future__ import annotations

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from casework.adapters.encryption import KEYS
from casework.models import CalendarYear
from config import checks
from tests.cast import noon, register_case

SQLITE = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
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


@pytest.mark.parametrize(
    ("keys", "found"), [([], []), (["short"], ["casework.E003"]), (["c2hvcnQ="], ["casework.E003"]), ([KEY], [])]
)
def test_a_short_or_broken_data_key_is_an_error(settings, tmp_path, keys, found):
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = keys, str(tmp_path / "data_keys")
    assert ids(checks.the_data_keys_can_be_read()) == found


@pytest.mark.parametrize(
    ("databases", "keys", "local", "found"),
    [
        (SQLITE, [], True, ["casework.E004"]),
        (SQLITE, [KEY], True, []),
        (POSTGRESQL, [KEY], True, ["casework.W003"]),
        (POSTGRESQL, [KEY], False, []),
    ],
)
def test_before_an_office_opens_there_is_a_data_key_for_all_its_machines(
    settings, tmp_path, databases, keys, local, found
):
    settings.DATABASES, settings.DATA_KEYS_ARE_LOCAL = databases, local
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = keys, str(tmp_path / "data_keys")
    assert ids(checks.there_are_data_keys()) == found


@pytest.mark.parametrize(
    ("backend", "found"),
    [("smtp", []), ("filebased", ["casework.W005"]), ("console", ["casework.W005"])],
)
def test_mail_that_reaches_nobody_is_warned_of(settings, backend, found):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert ids(checks.mail_leaves_this_machine()) == found


@pytest.mark.parametrize(("key", "found"), [("", ["casework.W006"]), (KEY, [])])
def test_an_office_without_a_backup_key_is_warned_of(settings, key, found):
    settings.BACKUP_KEY = key
    assert ids(checks.there_is_a_backup_key()) == found


@pytest.mark.django_db
def test_data_of_a_lost_key_are_an_error(cast, settings):
    register_case(cast)
    assert checks.the_data_keys_open_what_is_stored(databases=["default"]) == []
    settings.DATA_KEYS = [KEY]
    KEYS.forget()
    assert ids(checks.the_data_keys_open_what_is_stored(databases=["default"])) == ["casework.E005"]
    assert checks.the_data_keys_open_what_is_stored(databases=None) == []
    KEYS.forget()


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
        ("2027-01-01", ["casework.W004"]),
    ],
)
def test_a_missing_calendar_year_is_named(on, found):
    assert not CalendarYear.objects.filter(year=2027).exists()
    with time_machine.travel(noon(on), tick=False):
        assert ids(checks.the_calendar_is_loaded(databases=["default"])) == found
        assert checks.the_calendar_is_loaded(databases=None) == []


@pytest.mark.django_db
def test_an_upgrade_goes_on_in_a_year_whose_notice_is_not_loaded(capsys):
    with time_machine.travel(noon("2027-01-05"), tick=False):
        call_command("migrate", plan=True, skip_checks=False)
    assert "casework.W004" in capsys.readouterr().err
