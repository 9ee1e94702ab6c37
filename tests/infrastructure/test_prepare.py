"""manage.py prepare: what the first start does, what every start does, what is never done twice."""

import stat
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from casework.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(tmp_path, settings, monkeypatch):
    """The commands that prepare runs, recorded instead of run."""
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.delenv("CASEWORK_DEMO", raising=False)
    recorded = []

    def record(name, **options):
        recorded.append(name)
        if options.get("accounts"):
            options["stdout"].write("演示账号\n")

    monkeypatch.setattr(prepare, "call_command", record)
    return recorded


def run_prepare():
    prepare.Command().handle()


def test_the_first_start_loads_everything(calls, tmp_path):
    run_prepare()
    assert calls == ["migrate", "collectstatic", "load_calendar", "load_demo", "load_demo"]
    accounts = tmp_path / "demo_accounts.txt"
    assert accounts.read_text(encoding="utf-8") == "演示账号\n"
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600


def test_a_second_start_does_only_what_may_have_changed(calls):
    run_prepare()
    calls.clear()
    run_prepare()
    assert calls == ["migrate", "load_calendar"]


def test_an_interrupted_first_start_is_finished_by_the_next(calls, tmp_path):
    (tmp_path / "demo_state").write_text("loading", encoding="ascii")
    get_user_model().objects.create(username="half-loaded")
    run_prepare()
    assert "load_demo" in calls


def test_demo_data_never_comes_into_an_office_that_has_people(calls):
    get_user_model().objects.create(username="real")
    run_prepare()
    assert "load_demo" not in calls


def test_an_office_can_start_without_demo_data(calls, monkeypatch):
    monkeypatch.setenv("CASEWORK_DEMO", "0")
    run_prepare()
    assert "load_demo" not in calls


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("database or disk is full", "磁盘已满："),
        ("attempt to write a readonly database", "不可写："),
        ("unable to open database file", "不可写："),
    ],
)
def test_a_database_that_cannot_be_written_is_told_in_one_sentence(calls, monkeypatch, message, sentence):
    def refuse(name, **options):
        raise OperationalError(message)

    monkeypatch.setattr(prepare, "call_command", refuse)
    with pytest.raises(SystemExit, match=sentence):
        run_prepare()


def test_a_database_server_that_is_away_is_told_with_its_place_and_the_reason(monkeypatch):
    monkeypatch.setattr(prepare, "connection", SimpleNamespace(vendor="postgresql", connection=None))
    said = 'connection to server at "10.0.0.5", port 5432 failed: Connection refused\n\tIs the server running on that host?'
    refusal = str(prepare.refusal_of_database(OperationalError(said)))
    assert 'at "10.0.0.5", port 5432 failed: Connection refused Is the server running' in refusal


def test_an_older_version_leaves_the_tables_of_a_newer_one_alone(calls):
    MigrationRecorder(connection).record_applied("casework", "9999_of_tomorrow")
    with pytest.raises(SystemExit, match=r"数据库属于更新的版本（9999_of_tomorrow），本版本只到.*恢复升级前的备份"):
        run_prepare()
    assert calls == []


def test_a_migration_that_a_later_version_left_out_stops_nothing(calls):
    MigrationRecorder(connection).record_applied("casework", "0000_forgotten")
    MigrationRecorder(connection).record_applied("some_library", "9999_of_tomorrow")
    run_prepare()
    assert calls[0] == "migrate"
