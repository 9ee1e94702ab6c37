"""`make run`: one process tree that serves, heals itself and leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys

import pytest
import redis

from deploy.preflight import ROOT
from tests import programs, servers
from tests.programs import eventually
from tests.servers import free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def prepared_copy(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "data", ignore=shutil.ignore_patterns("run.lock"))


@pytest.fixture(scope="module")
def office(prepared, open_office):
    return open_office(prepared)


def test_it_serves_the_portal_and_the_desk(office):
    assert office.get("/healthz")[:2] == (200, "ok\n")
    for page in ("/", "/desk/"):
        status, text, headers = office.get(page)
        assert status == 200
        assert "<html" in text
        assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_it_serves_the_style_sheets_that_a_page_names(office):
    sheets = re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', office.get("/")[1])
    assert sheets
    for sheet in sheets:
        status, _, headers = office.get(sheet)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]


def test_it_says_where_to_find_desk_and_portal(office):
    assert f"http://127.0.0.1:{office.port}/desk/" in office.said
    assert f"http://127.0.0.1:{office.port}/\n" in office.said


def test_a_worker_that_is_killed_is_started_again_and_takes_the_next_message(office):
    (worker,) = office.children("worker")
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: [w for w in office.children("worker") if w != worker])
    office.call("casework.tasks.deliver_outbox")
    eventually(lambda: not list((office.data / "queue").glob("*.mail.msg")))
    assert "worker" in office.said
    assert office.get("/healthz")[0] == 200


def test_a_second_start_on_the_same_port_is_refused_in_one_sentence(office, tmp_path):
    said = refused(programs.clean_environment(tmp_path, CASEWORK_PORT=str(office.port)))
    assert said.startswith(f"端口 {office.port} 已被占用")
    assert list(tmp_path.iterdir()) == []


def test_a_second_start_with_the_same_data_is_refused_in_one_sentence(office):
    said = refused(programs.clean_environment(office.data, CASEWORK_PORT=str(free_port())))
    assert said.startswith("程序已在运行")
    assert office.get("/healthz")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda s: s.name)
def test_a_signal_ends_all_of_it_within_seconds(prepared_copy, open_office, number):
    office = open_office(prepared_copy)
    assert len(programs.using(office.data)) >= 5  # supervisor, gunicorn and its worker, worker, beat
    office.process.send_signal(number)
    assert office.process.wait(timeout=10) == 0
    assert programs.using(office.data) == {}
    assert "Traceback" not in office.said


def test_nothing_is_left_when_the_supervisor_is_killed(prepared_copy, open_office):
    office = open_office(prepared_copy)
    office.process.kill()
    eventually(lambda: not programs.using(office.data), seconds=10)


def test_what_make_started_ends_with_make(prepared_copy, open_office):
    # "; true" keeps the shell, which stands for make, alive as the parent.
    parent = ("sh", "-c", '"$@"; true', "make")
    office = open_office(prepared_copy, under=parent, CASEWORK_ENDS_WITH_PARENT="1")
    office.process.kill()
    eventually(lambda: not programs.using(office.data), seconds=10)


def test_it_starts_on_all_addresses_behind_an_https_proxy_and_prints_the_accounts(prepared_copy, open_office):
    (prepared_copy / "demo_accounts.txt").write_text("演示账号 clerk", encoding="utf-8")
    network = {"CASEWORK_BIND": "0.0.0.0", "CASEWORK_HOSTS": "gk.example.gov.cn", "CASEWORK_HTTPS": "true"}
    office = open_office(prepared_copy, **network)
    assert "演示账号 clerk" in office.said


@pytest.mark.postgres
def test_the_same_program_runs_on_postgresql_and_redis(tmp_path, open_office, database_url, redis_url):
    url = servers.another_database(database_url, f"running_{os.getpid()}", template=servers.ready_template())
    settings = {"DATABASE_URL": url, "CELERY_BROKER_URL": redis_url}
    programs.prepare(programs.clean_environment(tmp_path, CASEWORK_DEMO="0", **settings))
    office = open_office(tmp_path, **settings)
    assert office.get("/")[0] == 200
    office.call("casework.tasks.deliver_outbox")
    queue = redis.Redis.from_url(redis_url)
    eventually(lambda: queue.llen("mail") == 0)
    assert not (tmp_path / "casework.sqlite3").exists()


def refused(environment: dict[str, str]) -> str:
    """Return what a refused start says: one line, exit code 1."""
    command = [sys.executable, "-m", "deploy.supervisor"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr
