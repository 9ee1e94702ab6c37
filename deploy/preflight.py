"""What can keep the program from starting, each told in one sentence, Chinese and English."""

import errno
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MEGABYTE = 1024 * 1024


class CannotStart(Exception):
    """The reason why nothing was started, as one sentence for the person at the screen."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def local_host(self) -> str:
        """The address under which this machine reaches itself."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://{_bracketed(self.local_host)}:{self.port}"

    @property
    def bind(self) -> str:
        """What the web server is told to listen on."""
        return f"{_bracketed(self.host)}:{self.port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def data_directory() -> Path:
    """Return the folder that config/settings.py uses as well."""
    return Path(os.environ.get("CASEWORK_DATA_DIR", "").strip() or ROOT / "var").expanduser().resolve()


def whole_number(name: str, default: int, *, at_most: int) -> int:
    """Return a setting that is a whole number from 1 to at_most."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= at_most:
        raise CannotStart(
            f"设置 {name} 应为 1 至 {at_most} 的整数，现为“{value}”。",
            f"{name} must be a whole number from 1 to {at_most}, not {value!r}.",
        )
    return int(value)


def address() -> Address:
    """Return the address that the environment asks for."""
    host = os.environ.get("CASEWORK_BIND", "").strip() or "127.0.0.1"
    hosts = os.environ.get("CASEWORK_HOSTS", "") or os.environ.get("CASEWORK_HOSTS_FILE", "")
    if host not in LOOPBACK and not hosts.strip():
        raise CannotStart(
            f"CASEWORK_BIND={host} 会向网络开放，请同时用 CASEWORK_HOSTS 写明访问所用的主机名。",
            f"CASEWORK_BIND={host} opens the program to the network: name its hosts in CASEWORK_HOSTS as well.",
        )
    return Address(host, whole_number("CASEWORK_PORT", 8000, at_most=65535))


def check_machine() -> None:
    """Check the port, the data directory and its disk; raise CannotStart."""
    check_port(address())
    check_data_directory(data_directory())


def check_port(where: Address) -> None:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the web server does: connections that linger after a stop are no other program.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((where.host, where.port))
        except OSError as error:
            raise _port_refusal(where, error) from error


def _port_refusal(where: Address, error: OSError) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        return CannotStart(
            f"端口 {where.port} 已被占用：请先停止占用它的程序，或换一个端口，例如 CASEWORK_PORT={where.port + 1} make run。",
            f"Port {where.port} is in use: stop the other program, or choose another port with CASEWORK_PORT.",
        )
    return CannotStart(
        f"无法在 {where.bind} 上监听（{error.strerror}）：请检查 CASEWORK_BIND 和 CASEWORK_PORT。",
        f"Cannot listen on {where.bind} ({error.strerror}): check CASEWORK_BIND and CASEWORK_PORT.",
    )


def check_data_directory(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_space(folder, whole_number("CASEWORK_MIN_FREE_MB", 200, at_most=10**9))
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
    except OSError as error:
        raise refusal_of(error, folder) or CannotStart(
            f"数据目录 {folder} 无法使用（{error.strerror}）。",
            f"The data directory {folder} cannot be used: {error.strerror}.",
        ) from error


def check_space(folder: Path, needed_mb: int) -> None:
    free_mb = shutil.disk_usage(folder).free // MEGABYTE
    if free_mb < needed_mb:
        raise CannotStart(
            f"磁盘空间不足：{folder} 所在磁盘仅剩 {free_mb} MB，至少需要 {needed_mb} MB，请清理后重试。",
            f"The disk is full: {free_mb} MB are free at {folder}, {needed_mb} MB are needed.",
        )


def refusal_of(error: OSError, folder: Path) -> CannotStart | None:
    """Return the sentence for an error of the disk, None for any other error."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return CannotStart(
            f"磁盘已满：无法写入 {folder}，请清理后重试。",
            f"The disk is full: {folder} cannot be written.",
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}:
        return CannotStart(
            f"数据目录 {folder} 不可写：请检查权限，或用 CASEWORK_DATA_DIR 指定另一目录。",
            f"The data directory {folder} cannot be written: check its permissions, or set CASEWORK_DATA_DIR.",
        )
    return None
