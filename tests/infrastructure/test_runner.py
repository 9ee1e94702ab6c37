"""`make test` itself: what it counts, what it leaves out and says so, what CI does not forgive."""

from types import SimpleNamespace

import pytest
import redis

from tests import machine, run, servers, suites
from tests.conftest import refused_in_ci

RESULTS = """<testsuites><testsuite errors="1" failures="2" skipped="3" tests="20"/></testsuites>"""


def test_results_are_added_up(tmp_path):
    (tmp_path / "results.xml").write_text(RESULTS, encoding="utf-8")
    score = run.Score(passed=4)
    run.count(tmp_path / "results.xml", score)
    assert score.line() == "tests: 18 passed, 3 failed, 3 skipped"


@pytest.mark.parametrize(("ci", "code", "failed"), [("", 0, 0), ("true", 1, 1)], ids=["at a desk", "in CI"])
def test_what_is_left_out_is_named_and_fails_in_ci(monkeypatch, capsys, ci, code, failed):
    monkeypatch.setenv("CI", ci)
    package = machine.Package("chromium", lambda: False, "every test in a browser")
    assert run.report(run.Score(passed=7, left_out=[package.left_out]), 61.4) == code
    assert capsys.readouterr().out.splitlines() == [
        "",
        "61 s",
        "left out: every test in a browser; to have it: apt-get install chromium",
        f"tests: 7 passed, {failed} failed, 0 skipped",
    ]


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "failed")], ids=["at a desk", "in CI"])
def test_a_skipped_test_fails_in_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    skip = SimpleNamespace(skipped=True, outcome="skipped", longrepr=("test_x.py", 3, "Skipped: needs Redis"))
    assert refused_in_ci(skip).outcome == outcome


def test_without_root_nothing_is_installed_and_the_missing_package_is_named(monkeypatch):
    absent = machine.Package("redis-server", lambda: False, "every test with Redis")
    monkeypatch.setattr(machine, "PACKAGES", [absent, machine.Package("chromium", lambda: True, "")])
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(machine.subprocess, "run", pytest.fail)
    assert machine.install_missing() == [absent]


def test_with_root_the_missing_package_is_installed(monkeypatch):
    installed = []
    package = machine.Package("redis-server", lambda: bool(installed), "every test with Redis")
    monkeypatch.setattr(machine, "PACKAGES", [package])
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "_install", installed.extend)
    assert machine.install_missing() == []
    assert installed == ["redis-server"]


def test_a_private_server_ends_with_its_block(redis_url):
    with servers.redis() as url:
        assert url != redis_url
        client = redis.Redis.from_url(url)
        assert client.ping()
        folder = client.config_get("dir")["dir"]
    with pytest.raises(redis.ConnectionError):
        client.ping()
    assert not servers.Path(folder).exists()


def test_every_folder_of_tests_is_run_by_one_suite_at_least():
    folders = {path.parent.relative_to(run.ROOT / "tests").parts[0] for path in (run.ROOT / "tests").rglob("test_*.py")}
    assert folders == suites.ALL
