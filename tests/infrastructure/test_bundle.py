"""The offline bundle: what is in it, and what install.sh refuses. ``make bundle-check`` installs a whole one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import bundle, environment
from deploy import install as deploy_install
from deploy.preflight import ROOT, CannotStart


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Iterator[Path]:
    """A bundle for a Python that nobody has, with a wheel that is none."""
    tmp_path = tmp_path_factory.mktemp("bundle")
    wheels = tmp_path / "wheelhouse"
    wheels.mkdir()
    (wheels / "some-1.0-py3-none-any.whl").write_bytes(b"wheel")
    font = tmp_path / "SomeFont.ttf"
    font.write_bytes(b"font")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "ensure", lambda requirements: Path(sys.executable))
        patch.setattr(bundle, "collect_static", lambda own, top: (top / bundle.STATIC).mkdir())
        archive = bundle.build(tmp_path / "dist", python="9.9", machine="x86_64", fonts=[font], wheels=wheels)
    subprocess.run(["sha256sum", "--check", "--quiet", f"{archive.name}.sha256"], cwd=archive.parent, check=True)
    with tarfile.open(archive) as tar:
        assert {(entry.uid, entry.uname) for entry in tar} == {(0, "")}
        tar.extractall(tmp_path / "target")
    (top,) = (tmp_path / "target").iterdir()
    yield top


def install(top: Path) -> subprocess.CompletedProcess:
    return subprocess.run([str(top / "install.sh")], capture_output=True, text=True, check=False)


def test_it_holds_the_source_the_wheels_and_the_fonts_and_nothing_of_an_office(unpacked):
    there = {path.name for path in unpacked.iterdir()}
    assert {"casework", "config", "deploy", "templates", "manage.py", "requirements.txt", "wheels", "fonts", "static",
            "install.sh", "SHA256SUMS", "README.md", "LICENSE"} <= there  # fmt: skip
    assert not there & {".git", ".venv", "var", "tests", "dist"}
    assert not (unpacked / "deploy" / "compose" / "secrets").exists()
    listed = {line.partition("  ")[2] for line in (unpacked / "SHA256SUMS").read_text().splitlines()}
    found = {f"./{path.relative_to(unpacked)}" for path in unpacked.rglob("*") if path.is_file()}
    assert listed == found - {"./SHA256SUMS"}
    assert (unpacked / "manage.py").read_bytes() == (ROOT / "manage.py").read_bytes()


@pytest.mark.parametrize("name", ["wheels/some-1.0-py3-none-any.whl", "casework/law/clock.py", "requirements.txt"])
def test_a_changed_file_stops_the_installation_before_it_begins(unpacked, name):
    right = (unpacked / name).read_bytes()
    (unpacked / name).write_bytes(right + b"#")
    done = install(unpacked)
    (unpacked / name).write_bytes(right)
    assert done.returncode == 1 and "安装包不完整或者已被改动，没有安装" in done.stderr
    assert not (unpacked / ".venv").exists()


def test_another_python_than_that_of_the_wheels_is_named(unpacked):
    done = install(unpacked)
    assert done.returncode == 1 and done.stderr.startswith("本安装包需要 Python 9.9（含 venv）")
    assert not (unpacked / ".venv").exists()


def test_with_wheels_beside_it_nothing_is_asked_of_a_network(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(environment, "_run", asked.append)
    monkeypatch.setattr(environment, "WHEELS", tmp_path / "wheels")
    environment._install(ROOT / "requirements.txt")
    (tmp_path / "wheels").mkdir()
    before = len(asked)
    environment._install(ROOT / "requirements.txt")
    assert before and not [command for command in asked[:before] if "--no-index" in command]
    assert len(asked) == 2 * before
    for command in asked[before:]:
        assert command[command.index("--no-index") + 1 :][:2] == ["--find-links", str(tmp_path / "wheels")]
    assert all("--require-hashes" in command for command in asked)


@pytest.mark.parametrize(
    ("words", "lists"),
    [
        (["--programs-only"], ["requirements.txt"]),
        (["--programs-only", "--directory"], ["requirements.txt", "requirements-directory.txt"]),
    ],
)
def test_a_machine_of_services_gets_the_programs_and_no_data_of_its_own(tmp_path, monkeypatch, words, lists):
    installed = []
    monkeypatch.setattr(environment, "ensure", lambda requirements: installed.append(requirements.name))
    monkeypatch.setattr("sys.argv", ["install.sh", *words])
    monkeypatch.setenv("CASEWORK_DATA_DIR", str(tmp_path / "data"))
    deploy_install.main()
    assert installed == lists
    assert list(tmp_path.iterdir()) == []


def test_what_root_installs_is_read_by_the_account_of_the_services(tmp_path):
    before = os.umask(0o077)
    try:
        environment._run([sys.executable, "-c", f"import os; os.mkdir({str(tmp_path / 'package')!r})"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "package").stat().st_mode) == 0o755


@pytest.fixture
def opened():
    """A folder that everybody may enter, unlike those of the tests, with a program and three Pythons in it."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        top = Path(name)
        for folder in (top, top / "opt", top / "usr", top / "root", top / "home"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
            (folder / "python3").touch()
        (top / "root").chmod(0o700)
        yield top


@pytest.mark.parametrize(
    ("program", "python", "words"),
    [
        ("opt", "usr", []),
        ("opt", "root", ["Python 位于 {top}/root/python3", "不能进入 {top}/root，", "apt-get install python3", "删去 {venv}"]),
        ("opt", "home", ["不能进入 {top}/home，服务不能启动"]),
        ("root", "usr", ["程序位于 {top}/root", "移到 /opt/casework", "move the program to /opt/casework"]),
    ],
)  # fmt: skip
def test_what_the_account_of_the_services_could_not_run_is_told(opened, monkeypatch, capsys, program, python, words):
    root = opened / program / "casework"
    (root / "bin").mkdir(parents=True)
    (root / "bin/python").symlink_to(opened / python / "python3")
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    monkeypatch.setattr(environment, "PYTHON", root / "bin/python")
    monkeypatch.setattr(environment, "HOMES", frozenset({opened / "home"}))
    monkeypatch.setattr(environment, "ensure", lambda requirements: root / "bin/python")
    monkeypatch.setattr("sys.argv", ["install.sh", "--programs-only"])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    deploy_install.main()
    said = capsys.readouterr().err
    assert bool(said) == bool(words)
    for word in words:
        assert word.format(top=opened, venv=root / ".venv") in said
    # Whoever installs for the own account runs it with that account.
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    deploy_install.main()
    assert capsys.readouterr().err == ""


def test_the_installers_share_all_packages_among_them(monkeypatch):
    given = []
    monkeypatch.setattr(environment, "_run", lambda command: given.append(Path(command[-1]).read_text("utf-8")))
    environment._install(ROOT / "requirements.txt")
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert sorted(filter(None, "\n".join(given).splitlines())) == sorted(lines)
    # A package and its hashes stay together.
    assert not [part for part in given if part.startswith(" ") or part.rstrip().endswith("\\")]


def test_what_one_installer_cannot_install_is_told(monkeypatch):
    def run(command):
        if command[-1].endswith("/1.txt"):
            raise CannotStart("依赖安装失败", "not installed")

    monkeypatch.setattr(environment, "_run", run)
    with pytest.raises(CannotStart, match="依赖安装失败"):
        environment._install(ROOT / "requirements.txt")
