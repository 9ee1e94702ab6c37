"""What stands in deploy/ fits the program: no name that does not exist, nothing unguarded, no secret."""

from __future__ import annotations

import base64
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import connection
from django.urls import resolve

from casework.adapters.uploads import MAX_FILE_BYTES, MAX_FILES
from config.celery import QUEUES, app
from deploy import program, supervisor
from deploy.compose import new_secrets
from deploy.preflight import ROOT, Address
from tests.servers import register_settings

DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx" / "casework.conf").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("casework-*.service"))
HARDENING = DEPLOY / "systemd" / "casework-.service.d" / "hardening.conf"


def services() -> dict[str, str]:
    """Return the services of compose.yaml, each with its text."""
    block = COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0]
    found = re.split(r"^  ([a-z-]+):\n", block, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def unit(path: Path) -> ConfigParser:
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(path.read_text(encoding="utf-8"))
    return read


def is_understood(command: list[str]) -> bool:
    """Tell whether the arguments of ``python`` name one of our programs or commands."""
    if command[:2] == ["-m", "deploy.program"]:
        options = program.arguments(command[2:])
        return options.program != "worker" or options.queues in {*QUEUES, "%i"}
    return command[0] == "manage.py" and command[1] in get_commands()


def test_the_database_of_the_containers_has_the_settings_of_the_register():
    given = re.search(r"command: \[postgres, -c, (.+)\]", services()["database"])[1]
    assert given.split(", -c, ") == register_settings()


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_knows_the_settings_of_the_register():
    named = dict(line.split("=") for line in register_settings())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s)", [list(named)])
        assert {name for (name,) in cursor.fetchall()} == named.keys() and named


def test_every_queue_has_its_worker_in_compose_and_every_program_restarts():
    found = services()
    assert {f"worker-{queue}" for queue in QUEUES} == {name for name in found if name.startswith("worker-")}
    assert {"database", "redis", "prepare", "web", "beat", "nginx", "backup"} < found.keys()
    for name, text in found.items():
        assert "<<: *" in text, f"{name} has neither log rotation nor a restart"
        for command in re.findall(r"command: \[python, (.+)\]", text):
            assert is_understood([word.strip(' "') for word in command.split(",")]), command
    for name in ("database", "redis", "web", "nginx"):
        assert "healthcheck:" in found[name]
    assert "/healthz" in found["web"] and "/readyz" in found["nginx"]
    assert "max-size" in COMPOSE and "no-new-privileges:true" in COMPOSE and "cap_drop: [ALL]" in COMPOSE


def test_no_password_stands_in_the_files():
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix in {".yaml", ".env", ".conf", ".service", ""} and "secrets" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?im)^\s*[A-Z_]*(PASSWORD|SECRET_KEY|TOKEN)\s*[:=]\s*[^\s{]", text), path
            assert not re.search(r"://[^\s:/]+:[^\s@]+@", text), path
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "/deploy/compose/secrets/" in ignored and "/deploy/compose/.env" in ignored


def test_secrets_are_written_once_behind_a_closed_door(tmp_path, capsys):
    folder = tmp_path / "secrets"
    new_secrets.main(folder)
    first = {path.name: path.read_text() for path in folder.iterdir()}
    new_secrets.main(folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    named = set(re.findall(r"file: \./secrets/(\w+)\}", COMPOSE))
    assert named == first.keys() and folder.stat().st_mode & 0o777 == 0o700
    assert first["database_password"].strip() in first["database_url"]
    for name in ("backup_key", "data_keys"):
        assert len(base64.urlsafe_b64decode(first[name])) == 32
    capsys.readouterr()


def test_the_image_runs_as_nobody_in_particular_and_holds_no_data():
    text = (DEPLOY / "compose" / "Dockerfile").read_text(encoding="utf-8")
    assert text.index("\nUSER casework") < text.index("\nCMD") and "--require-hashes" in text
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    # What new_secrets and an operator lay beside compose.yaml stays on this machine.
    assert {"deploy/compose/secrets", "deploy/compose/.env", "deploy/compose/backups"} < set(lines)
    assert "*" in lines and kept == {
        "casework",
        "config",
        "deploy",
        "templates",
        "manage.py",
        "requirements.txt",
        "LICENSE",
    }
    assert all((ROOT / name).exists() for name in kept)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_exists(path):
    command = unit(path)["Service"]["ExecStart"].split()
    assert command[0] == "/opt/casework/.venv/bin/python" and is_understood(command[1:])


def test_what_the_handbook_enables_is_all_that_can_be_enabled():
    """A target that is not enabled is started by no reboot, nor is what hangs on it."""
    line = re.search(r"systemctl enable --now (.+)`", OPERATIONS)[1].replace("{default,mail,documents,sweeps}", "")
    enabled = {word if "." in word else f"{word}.service" for word in line.split()}
    units = [path for path in (DEPLOY / "systemd").glob("casework*") if path.is_file()]
    assert enabled == {path.name for path in units if "[Install]" in path.read_text(encoding="utf-8")}
    assert "casework.target" in enabled


def test_every_file_that_a_unit_reads_is_in_the_handbook():
    for path in [*UNITS, HARDENING]:
        for file in re.findall(r"^EnvironmentFile=(.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            assert file in OPERATIONS, f"{path.name} does not start without {file}"
    backup = dict(
        re.findall(r"^(\w+)=(.+)$", (DEPLOY / "systemd/backup.env").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    assert (
        backup["CASEWORK_BACKUP_DIR"] == unit(DEPLOY / "systemd/casework-backup.service")["Service"]["ReadWritePaths"]
    )
    for needed in (backup["CASEWORK_BACKUP_DIR"], Path(backup["CASEWORK_BACKUP_KEY_FILE"]).name):
        assert needed in OPERATIONS


def test_redis_hears_the_signal_to_stop():
    """In a pipe "exec" is another process than the shell, and a shell that is process 1 takes no signal."""
    assert "exec redis-server - <<END" in services()["redis"] and "| exec" not in COMPOSE


def test_every_unit_is_guarded():
    assert {path.name for path in UNITS} == {
        "casework-web.service", "casework-worker@.service", "casework-beat.service", "casework-prepare.service",
        "casework-backup.service",
    }  # fmt: skip
    guards = unit(HARDENING)["Service"]
    assert guards["User"] == "casework" and guards["ProtectSystem"] == "strict"
    for guard in (
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "RestrictSUIDSGID",
        "LockPersonality",
    ):
        assert guards[guard] == "yes"
    assert guards["CapabilityBoundingSet"] == "" and "SystemCallFilter" in guards


def test_nginx_asks_for_what_it_names_and_limits_what_can_be_guessed():
    zones = set(re.findall(r"limit_(?:req|conn)_zone \S+ zone=(\w+):", NGINX))
    used = set(re.findall(r"limit_req zone=(\w+)", NGINX)) | set(re.findall(r"limit_conn (\w+) ", NGINX))
    assert zones == used == {"casework_sign_in", "casework_portal", "casework_pages", "casework_connections"}
    sign_in = NGINX.partition("location = /desk/login/ {")[2].partition("}")[0]
    assert "zone=casework_sign_in" in sign_in and resolve("/desk/login/").url_name == "login"
    for address in ("/healthz", "/readyz", "/metrics"):
        assert resolve(address) and address[1:] in NGINX
    ledger = NGINX.partition("location /desk/ledger/ {")[2].partition("}")[0]
    assert "proxy_read_timeout 300s;" in ledger, "a long ledger would come in behind an error page"
    assert resolve("/desk/ledger/export/") and resolve("/desk/ledger/import/1/confirm/")
    # The largest form that the program takes fits, with something for the fields around the files.
    assert MAX_FILES * MAX_FILE_BYTES < int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1]) * 1024**2
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX, "a visitor could choose his address"


def test_nginx_logs_nowhere_whom_somebody_searched_for():
    """Logs of one level are added together: only inside a server do ours take the place of those of nginx.conf."""
    form = re.search(r"^log_format casework '(.+)';$", NGINX, flags=re.MULTILINE)[1]
    assert "$uri" in form and not {"$request", "$request_uri", "$args", "$query_string", "$http_referer"} & set(
        re.findall(r"\$\w+", form)
    )
    servers = NGINX.split("\nserver {")
    assert len(servers) == 3 and all("include /etc/nginx/casework/logs.conf;" in text for text in servers[1:])
    assert "_log" not in re.sub(r"#.*|log_format.*|\w+_log_level", "", servers[0])
    for name in ("nginx/logs.conf", "compose/nginx-logs.conf"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        # A line of the error log repeats the request with its query.
        assert re.search(r"^access_log \S+ casework;$", text, flags=re.MULTILINE)
        assert re.search(r"^error_log \S+ crit;$", text, flags=re.MULTILINE)
    for name in ("nginx/here.conf", "compose/nginx-here.conf"):
        assert "_log" not in (DEPLOY / name).read_text(encoding="utf-8")


def test_the_example_settings_are_settings_of_the_program(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = ("compose/example.env", "systemd/example.env", "systemd/backup.env")
    for path in (DEPLOY / name for name in examples):
        for name in re.findall(r"^([A-Z_]+)=", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            known = name.removesuffix("_FILE")
            if name == "COMPOSE_PROJECT_NAME":
                continue
            assert f"`{known}`" in readme or f"${{{name}" in COMPOSE, name


def test_one_program_alone_has_the_command_line_of_the_tree():
    tree = {child.name: child.command for child in supervisor.children(Address("127.0.0.1", 8000))}
    assert supervisor.web(Address("127.0.0.1", 8000)) == tree["web"]
    assert program.command_of(program.arguments(["beat"])) == tree["beat"]
    assert program.command_of(program.arguments(["worker"])) == tree["worker"]
    alone = program.command_of(program.arguments(["worker", "--queues", "mail", "--threads", "4"]))
    assert alone[-2:] == ["--queues", "mail"] and alone[alone.index("--concurrency") + 1] == "4"


def test_a_worker_of_all_queues_takes_all_and_one_of_an_unknown_queue_does_not_start():
    assert set(app.amqp.queues) == set(QUEUES)
    routes = {name: app.amqp.router.route({}, name)["queue"].name for name in app.conf.task_routes}
    assert set(routes.values()) == set(QUEUES) - {"default"}
    assert (
        app.amqp.router.route({}, "casework.tasks.beat_heart").get("queue", app.conf.task_default_queue).name
        == "default"
    )
    with pytest.raises(KeyError):
        app.amqp.Queues(app.conf.task_queues, create_missing=app.conf.task_create_missing_queues).select("letters")
    app.loader.import_default_modules()
    assert set(app.conf.task_routes) <= set(app.tasks)
