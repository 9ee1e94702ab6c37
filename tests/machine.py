"""The Debian packages that tests use: found, installed when root, named when missing."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.preflight import CannotStart
from tests.directory_server import find_slapd
from tests.servers import find_program

CJK_FONTS = Path("/usr/share/fonts/opentype/noto")


@dataclass(frozen=True)
class Package:
    """A Debian package, how to know that it is there, and what is not tested without it."""

    name: str
    present: Callable[[], bool]
    without: str

    @property
    def left_out(self) -> str:
        return f"{self.without}; to have it: apt-get install {self.name}"


PACKAGES = [
    Package("python3-venv", lambda: bool(importlib.util.find_spec("ensurepip")), "everything"),
    Package("postgresql", lambda: bool(find_program("initdb")), "every test on PostgreSQL"),
    Package("redis-server", lambda: bool(find_program("redis-server")), "every test with Redis"),
    Package("nginx", lambda: bool(shutil.which("nginx")), "the bare machine behind its proxy"),
    Package("slapd", lambda: bool(find_slapd()), "sign-in by a directory"),
    Package("chromium", lambda: bool(shutil.which("chromium")), "every test in a browser"),
    Package("libreoffice-calc-nogui", lambda: bool(shutil.which("soffice")), "the workbook in an office program"),
    Package("fonts-noto-cjk", lambda: any(CJK_FONTS.glob("*CJK*")), "Chinese characters in pictures of the screens"),
]


def install_missing() -> list[Package]:
    """Install what is missing when root; return what is missing still."""
    missing = [package for package in PACKAGES if not package.present()]
    if missing and os.geteuid() == 0:
        _install([package.name for package in missing])
        missing = [package for package in missing if not package.present()]
    return missing


def _install(names: list[str]) -> None:
    apt = shutil.which("apt-get")
    if apt is None:
        return
    print(f"installing {', '.join(names)} …", flush=True)
    # RUNLEVEL=1 keeps Debian from starting the servers: tests start private ones.
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", *names]):
        done = subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise CannotStart(
                f"无法安装 {'、'.join(names)}，原因见上。",
                f"{', '.join(names)} could not be installed for the reason above.",
            )
