"""The virtual environment: made once, brought up to date when its list of packages changes."""

import hashlib
import importlib.util
import re
import stat
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.preflight import ROOT, CannotStart, check_space, refusal_of

VENV = ROOT / ".venv"
# An offline bundle brings them along; then nothing is asked of a network.
WHEELS = ROOT / "wheels"
PYTHON = VENV / "bin" / "python"
NEEDED_MB = 700
# What the units of deploy/systemd do not see.
HOMES = frozenset({Path("/root"), Path("/home"), Path("/run/user")})
# Reading what an index has of a package and unpacking it keeps one core busy: so many installers share the list.
INSTALLERS = 2


def ensure(requirements: Path) -> Path:
    """Return the Python of an environment that holds exactly these packages."""
    stamp = VENV / f"installed-{str(requirements.relative_to(ROOT)).replace('/', '-')}"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return PYTHON
    try:
        check_space(ROOT, NEEDED_MB)
        _make_environment()
        _install(requirements)
        stamp.write_text(wanted, encoding="ascii")
    except OSError as error:
        raise refusal_of(error, VENV) or CannotStart(
            f"无法建立运行环境 {VENV}（{error.strerror}）。",
            f"The virtual environment {VENV} cannot be made: {error.strerror}.",
        ) from error
    return PYTHON


def why_not_for_services() -> str:
    """Return why the account of the services cannot run the environment that was made, and what to do; "" where it can.

    A Python in root's home, such as version managers bring, makes an environment that nobody else can start; the units
    of ``deploy/systemd`` see no home at all (ProtectHome).
    """
    python = PYTHON.resolve()
    if shut := _shut_to_others(ROOT):
        return (
            f"程序位于 {ROOT}，运行服务的账号不能进入 {shut}：请把程序移到 /opt/casework 后重新安装。 / "
            f"The account of the services cannot enter {shut}: move the program to /opt/casework and install again."
        )
    if shut := _shut_to_others(python):
        return (
            f"Python 位于 {python}，运行服务的账号不能进入 {shut}，服务不能启动：请安装系统的 Python"
            f"（apt-get install python3 python3-venv），删去 {VENV}，在 PATH=/usr/bin:/bin 下重新安装。 / "
            f"The account of the services cannot enter {shut}, where this Python lies: install the system's, remove {VENV} "
            "and install again with PATH=/usr/bin:/bin."
        )
    return ""


def _shut_to_others(path: Path) -> Path | None:
    """Return the first folder on the way to ``path`` that other accounts cannot enter, or None."""
    for folder in reversed(path.parents):
        if folder in HOMES or not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _make_environment() -> None:
    if _works():
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise CannotStart(
            "缺少 Python 的 venv 组件：请由管理员执行 apt-get install python3-venv 后重试。",
            "Python's venv is missing: have an administrator run apt-get install python3-venv.",
        )
    print("正在建立运行环境 .venv … / Making the virtual environment …", flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _works() -> bool:
    """Tell whether an environment is there whose Python is this one and can still install."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    code = f"import sys, pip; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode == 0


def _install(requirements: Path) -> None:
    print("正在安装依赖，首次约需一两分钟 … / Installing packages, a minute or two the first time …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if WHEELS.is_dir():
        pip += ["--no-index", "--find-links", str(WHEELS)]
    # Hashes: what is installed is, byte for byte, what was tested.
    pip += ["--require-hashes", "--no-deps", "--requirement"]
    packages = re.split(r"\n(?=\S)", requirements.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(INSTALLERS) as pool:
        parts = [Path(folder) / f"{number}.txt" for number in range(min(INSTALLERS, len(packages)))]
        for number, part in enumerate(parts):
            part.write_text("\n".join(packages[number::INSTALLERS]), encoding="utf-8")
        # Read to the end, so that the first that failed is told.
        list(pool.map(_run, [[*pip, str(part)] for part in parts]))


def _run(command: list[str]) -> None:
    # Whoever installs may be root with a stricter umask than that: another account runs the programs.
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, umask=0o022
    )  # fmt: skip
    if done.returncode == 0:
        return
    if "No space left on device" in done.stdout:
        raise CannotStart(
            f"磁盘已满：无法在 {VENV} 中安装依赖，请清理后重试。",
            f"The disk is full: packages cannot be installed in {VENV}.",
        )
    print(*done.stdout.splitlines()[-15:], sep="\n", file=sys.stderr)
    raise CannotStart(
        "依赖安装失败，原因见上；请检查网络或软件源后重试。",
        "The packages could not be installed for the reason above: check the network or the package source.",
    )
