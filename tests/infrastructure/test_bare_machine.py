"""The bare-machine path, really run: every unit's own command line, the settings file, nginx in front of it all."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket

import pytest
from celery import Celery

from config.celery import DEFAULT_QUEUE, QUEUES
from tests import servers
from tests.bare_machine import HOST, Machine
from tests.programs import eventually

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
GUARDED = ("Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options", "X-Content-Type-Options")


@pytest.fixture(scope="module")
def machine(database_url, redis_url, tmp_path_factory):
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx: run make test (apt-get install nginx)")
    template = os.environ.get("CASEWORK_TEST_TEMPLATE", "").rpartition("/")[2] or "template1"
    found = Machine(tmp_path_factory.mktemp("machine"))
    found.lay_out(servers.another_database(database_url, "bare_machine", template=template), redis_url)
    try:
        found.run("casework-prepare.service")
        found.start("casework-web.service")
        found.start_nginx()
        found.wait_for("/healthz", 200)
        found.start("casework-beat.service")
        for queue in QUEUES:
            found.start("casework-worker@.service", queue)
        yield found
    finally:
        found.stop()


def test_a_page_and_its_style_sheet_come_through_nginx(machine):
    for path in ("/", "/desk/login/"):
        answer = machine.open(path)
        page = answer.read().decode()
        assert answer.status == 200 and 'lang="zh' in page
        assert all(answer.headers.get_all(name) and len(answer.headers.get_all(name)) == 1 for name in GUARDED)
        assert "nginx/" not in answer.headers["Server"]
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    for _ in range(2):
        answer = machine.open(sheet)
        assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
    assert any((machine.root / "var/cache/casework").rglob("*")), "nginx keeps what carries a fingerprint"


def test_what_is_too_large_is_refused_before_it_is_read(machine):
    too_large = {"Content-Length": str(57 * 1024**2), "Content-Type": "multipart/form-data; boundary=x"}
    assert machine.open("/apply/1/who/", method="POST", headers=too_large).status == 413


def test_plain_http_is_sent_to_https_and_another_host_is_refused(machine):
    with socket.create_connection(("127.0.0.1", machine.http_port), timeout=10) as asking:
        asking.sendall(f"GET /desk/?q=1 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: asking.recv(4096), b"")).decode()
    assert said.startswith("HTTP/1.1 301") and f"Location: https://{HOST}/desk/?q=1" in said
    assert machine.open("/", headers={"Host": "elsewhere.example"}).status == 400


def test_every_worker_answers_and_the_beat_keeps_its_memory(machine, redis_url):
    app = Celery(broker=redis_url, set_as_current=False)
    for queue in QUEUES:
        name = {} if queue == DEFAULT_QUEUE else {"name": queue}
        app.send_task("casework.tasks.beat_heart", kwargs=name, queue=queue, ignore_result=True)
    app.close()
    eventually(lambda: parts_of(machine)["workers"] == "ok", seconds=180)
    # The first minute of the beat is not over.
    assert {name for name, state in parts_of(machine).items() if state != "ok"} <= {"beat"}
    eventually(lambda: list((machine.root / "var/lib/casework").glob("beat-schedule-*")), seconds=180)


def parts_of(machine: Machine) -> dict[str, str]:
    """Return what the program says of its parts, through nginx."""
    return json.loads(machine.open("/readyz").read())["parts"]


def test_the_nightly_backup_is_made_where_the_unit_says(machine):
    machine.run("casework-backup.service")
    (made,) = (machine.root / "var/backups/casework").glob("casework-*.backup")
    assert made.stat().st_size > 10_000 and made.stat().st_mode & 0o077 == 0


def test_no_log_of_nginx_holds_what_was_searched(machine):
    machine.open("/progress/?number=secret-words").read()
    log = machine.root / "var/log/casework/access.log"
    # A line is written once the answer is out.
    eventually(lambda: '"GET /progress/ HTTP' in log.read_text())
    assert not [path for path in log.parent.iterdir() if "secret-words" in path.read_text()]
