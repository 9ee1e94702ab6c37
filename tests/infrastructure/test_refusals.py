"""What keeps the program from starting is told in one sentence, and nothing is changed."""

import errno
import socket
import subprocess
import sys

import pytest

from deploy import environment, preflight
from deploy.preflight import ROOT, Address, CannotStart
from tests.programs import clean_environment


def start(module: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("module", ["deploy.start", "deploy.supervisor"])
def test_a_port_in_use(tmp_path, module):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = start(module, clean_environment(tmp_path / "data", CASEWORK_PORT=str(port)))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"端口 {port} 已被占用：请先停止占用它的程序，或换一个端口，例如 CASEWORK_PORT={port + 1} make run。 / "
        f"Port {port} is in use: stop the other program, or choose another port with CASEWORK_PORT.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_no_port(tmp_path):
    done = start("deploy.start", clean_environment(tmp_path, CASEWORK_PORT="0")).stderr
    assert done.startswith("设置 CASEWORK_PORT 应为 1 至 65535 的整数，现为“0”。")


def test_too_little_space(tmp_path):
    done = start("deploy.supervisor", clean_environment(tmp_path, CASEWORK_MIN_FREE_MB="999999999"))
    assert done.returncode == 1
    assert done.stderr.startswith("磁盘空间不足：")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘已满："),
        (errno.EROFS, "不可写："),
        (errno.EACCES, "不可写："),
    ],
    ids=["disk full", "read-only", "not ours"],
)
def test_a_data_directory_that_cannot_be_written(tmp_path, monkeypatch, number, sentence):
    def refuse(**_):
        raise OSError(number, "refused")

    monkeypatch.setattr(preflight.tempfile, "TemporaryFile", refuse)
    with pytest.raises(CannotStart, match=sentence):
        preflight.check_data_directory(tmp_path)


def test_a_data_directory_below_a_file(tmp_path):
    (tmp_path / "file").touch()
    done = start("deploy.supervisor", clean_environment(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "不可写" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_that_is_too_old():
    code = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_module('deploy.start', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == ("需要 Python 3.11 或更高版本，现为 3.9。 / Python 3.11 or newer is needed, this is 3.9.\n")


def test_no_python_at_all():
    done = subprocess.run(["make", "run", "PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("缺少 Python 3.11 或更高版本，请先安装")


def test_a_python_without_venv(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CannotStart, match="apt-get install python3-venv"):
        environment.ensure(ROOT / "requirements.txt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not find a version that satisfies the requirement", "依赖安装失败，原因见上"),
        ("ERROR: [Errno 28] No space left on device", "磁盘已满"),
    ],
)
def test_packages_that_cannot_be_installed(said, sentence):
    with pytest.raises(CannotStart, match=sentence):
        environment._run([sys.executable, "-c", f"print({said!r}); raise SystemExit(1)"])


def test_an_open_door_needs_a_name(monkeypatch):
    monkeypatch.setenv("CASEWORK_BIND", "0.0.0.0")
    monkeypatch.delenv("CASEWORK_HOSTS", raising=False)
    with pytest.raises(CannotStart, match="请同时用 CASEWORK_HOSTS 写明"):
        preflight.address()
    monkeypatch.setenv("CASEWORK_HOSTS", "gk.example.gov.cn")
    assert preflight.address().host == "0.0.0.0"


def test_an_address_that_is_not_ours():
    with pytest.raises(CannotStart, match=r"无法在 192\.0\.2\.1:8000 上监听"):
        preflight.check_port(Address("192.0.2.1", 8000))


def test_a_database_that_is_away_is_told_in_one_sentence_whatever_the_command(tmp_path):
    with socket.socket() as nobody:
        # Bound and not listening: whoever comes is refused, and no other program takes the port.
        nobody.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{nobody.getsockname()[1]}"
        environment = clean_environment(tmp_path, DATABASE_URL=f"postgresql://casework@{place}/casework")
        command = [sys.executable, "manage.py", "audit_verify"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("无法连接数据库，请检查 DATABASE_URL 和数据库服务（") and "refused" in done.stderr
    assert len(done.stderr.splitlines()) == 1
