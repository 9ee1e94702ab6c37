"""Settings: read with their type, refused with a sentence, closed by default."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.celery import app
from deploy.preflight import ROOT, address, data_directory
from tests.programs import DATA_KEYS, clean_environment


@pytest.mark.parametrize("value", ["-1", "12.5", "thirty", "0"])
def test_a_number_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("CASEWORK_IDLE_MINUTES", value)
    with pytest.raises(ImproperlyConfigured, match="CASEWORK_IDLE_MINUTES 应为不小于 1 的整数"):
        env.number("CASEWORK_IDLE_MINUTES", 30, at_least=1)


def test_an_absent_or_empty_setting_means_the_default(monkeypatch):
    monkeypatch.delenv("CASEWORK_IDLE_MINUTES", raising=False)
    assert env.number("CASEWORK_IDLE_MINUTES", 30) == 30
    monkeypatch.setenv("CASEWORK_IDLE_MINUTES", "")
    assert env.number("CASEWORK_IDLE_MINUTES", 30) == 30


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_yes_and_no(monkeypatch, value, meaning):
    monkeypatch.setenv("CASEWORK_HTTPS", value)
    assert env.flag("CASEWORK_HTTPS", default=not meaning) is meaning


def test_a_misspelt_yes_is_refused_and_not_taken_for_no(monkeypatch):
    monkeypatch.setenv("CASEWORK_HTTPS", "ture")
    with pytest.raises(ImproperlyConfigured, match="CASEWORK_HTTPS 应为 true 或 false，现为“ture”"):
        env.flag("CASEWORK_HTTPS", default=False)


def test_a_word_outside_the_list_is_refused(monkeypatch):
    monkeypatch.setenv("CASEWORK_LOG_LEVEL", "loud")
    with pytest.raises(ImproperlyConfigured, match="CASEWORK_LOG_LEVEL 应为 INFO、ERROR 之一，现为“LOUD”"):
        env.choice("CASEWORK_LOG_LEVEL", "INFO", among=("INFO", "ERROR"))
    monkeypatch.setenv("CASEWORK_LOG_LEVEL", "error")
    assert env.choice("CASEWORK_LOG_LEVEL", "INFO", among=("INFO", "ERROR")) == "ERROR"


def test_a_mail_server_that_cannot_be_understood_is_refused(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "pigeon://roof")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL 无法解析"):
        env.mail(default="")


@pytest.mark.parametrize("url", ["mysql://localhost/casework", "casework.sqlite3"])
def test_another_database_is_refused(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL 应以 sqlite:/// 或 postgresql:// 开头"):
        env.database(default="")


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    key = env.secret_key("SECRET_KEY", kept_in=file)
    assert len(key) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert env.secret_key("SECRET_KEY", kept_in=file) == key


def test_a_key_that_is_given_is_not_written_down(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert env.secret_key("SECRET_KEY", kept_in=tmp_path / "secret_key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_stops_every_command_with_one_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=clean_environment(tmp_path, CASEWORK_HTTPS="ture"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("设置 CASEWORK_HTTPS 应为 true 或 false")
    assert len(done.stderr.splitlines()) == 1


def test_start_up_and_settings_agree_on_the_data_directory(tmp_path):
    asked = [sys.executable, "-c", "from config.settings import DATA_DIR; print(DATA_DIR)"]
    for setting in (str(tmp_path / "somewhere"), f"{tmp_path}/a/../b", "~/casework"):
        home = clean_environment(tmp_path) | {"HOME": str(tmp_path), "CASEWORK_DATA_DIR": setting}
        done = subprocess.run(asked, cwd=ROOT, env=home, capture_output=True, text=True, check=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(os.environ, "HOME", str(tmp_path))
            patch.setitem(os.environ, "CASEWORK_DATA_DIR", setting)
            assert done.stdout.strip() == str(data_directory())


def test_every_entry_of_the_timetable_names_a_task_that_exists():
    app.loader.import_default_modules()
    assert app.conf.beat_schedule
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
    assert app.conf.timezone == "Asia/Shanghai"


def test_nothing_is_read_but_json_where_objects_could_be_made_of_it(settings):
    assert list(app.conf.accept_content) == ["json"]
    assert (app.conf.task_serializer, app.conf.result_serializer) == ("json", "json")
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert settings.REST_FRAMEWORK["DEFAULT_PARSER_CLASSES"] == ["casework.api.reading.StrictJSONParser"]


def test_an_answer_carries_the_protecting_headers(client):
    headers = client.get("/healthz").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_secret_may_stand_in_a_file(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "key").write_text("of the file\n", encoding="ascii")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.text("SECRET_KEY", "") == "of the file"
    monkeypatch.setenv("SECRET_KEY", "given")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY 和 SECRET_KEY_FILE 只能写一个"):
        env.text("SECRET_KEY", "")
    monkeypatch.delenv("SECRET_KEY")
    for file, reason in ((tmp_path / "none", "无法读取"), (tmp_path / "empty", "为空")):
        (tmp_path / "empty").touch()
        monkeypatch.setenv("SECRET_KEY_FILE", str(file))
        with pytest.raises(ImproperlyConfigured, match=reason):
            env.text("SECRET_KEY", "")


def test_a_list_may_stand_in_a_file_too(tmp_path, monkeypatch):
    monkeypatch.delenv("CASEWORK_HOSTS", raising=False)
    (tmp_path / "hosts").write_text("gk.example.gov.cn, www.example.gov.cn\n", encoding="ascii")
    monkeypatch.setenv("CASEWORK_HOSTS_FILE", str(tmp_path / "hosts"))
    assert env.words("CASEWORK_HOSTS") == ["gk.example.gov.cn", "www.example.gov.cn"]
    monkeypatch.setenv("CASEWORK_BIND", "0.0.0.0")
    assert address().host == "0.0.0.0"


def test_the_file_of_the_data_keys_is_not_a_list_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "keys").write_text(f"{DATA_KEYS}\n{DATA_KEYS}\n", encoding="ascii")
    monkeypatch.setenv("CASEWORK_DATA_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.delenv("CASEWORK_DATA_KEYS", raising=False)
    assert env.given_words("CASEWORK_DATA_KEYS") == []


PRODUCTION = {
    "CASEWORK_HOSTS": "casework.example.gov.cn",
    "CASEWORK_HTTPS": "true",
    "CASEWORK_DEMO": "false",
    "DATABASE_URL": "postgresql://casework:secret@database:5432/casework?sslmode=require",
    "CELERY_BROKER_URL": "redis://:secret@queue:6379/0",
    "CASEWORK_DATA_KEYS": DATA_KEYS,
    "CASEWORK_BACKUP_KEY": DATA_KEYS,
    "EMAIL_URL": "smtp+tls://casework:secret@mail.example.gov.cn:587",
    "SECRET_KEY": "Kf7-Qz3_wJ8mT1xV5bN9cR2dL6hG4sP0yUaEiOqWtMvBnXzCkHjFg",
}


def checked(data, **settings):
    """Return what ``check --deploy`` says in production: exit code and text."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], cwd=ROOT,
        env=clean_environment(data, **(PRODUCTION | settings)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_production_machine_has_nothing_to_be_warned_of(tmp_path):
    code, said = checked(tmp_path)
    assert code == 0, said
    assert "no issues" in said


def test_what_production_lacks_is_named(tmp_path):
    lacking = dict.fromkeys(("SECRET_KEY", "CASEWORK_DATA_KEYS", "CASEWORK_BACKUP_KEY", "EMAIL_URL"), "")
    code, said = checked(tmp_path, CASEWORK_HTTPS="false", CASEWORK_DEBUG="true", **lacking)
    assert code == 1
    for name in (
        "casework.W001", "casework.W005", "casework.W006", "casework.E004", "security.W008", "security.W012",
        "security.W018",
    ):  # fmt: skip
        assert name in said, said


def test_a_web_process_takes_the_program_out_of_the_collectors_rounds(tmp_path):
    looked = "import config.wsgi, gc; print(gc.get_freeze_count() > 100_000, gc.get_threshold()[0], 'casework.desk.registration' in __import__('sys').modules)"  # fmt: skip
    assert python(looked, clean_environment(tmp_path)).split() == ["True", "20000", "True"]


@pytest.mark.parametrize(("given", "kept"), [({}, "True"), ({"CASEWORK_PREPARED_STATEMENTS": "false"}, "False")])
def test_plans_are_kept_unless_a_pooler_stands_between(tmp_path, given, kept):
    looked = "from config.settings import DATABASES; print(DATABASES['default']['OPTIONS']['keeps_plans'])"
    assert python(looked, clean_environment(tmp_path, **(PRODUCTION | given))).strip() == kept


def python(code: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
