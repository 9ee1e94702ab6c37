"""`make bundle-check`: install the newest bundle with the network cut off, look at the first page, add the directory's packages.

In a network namespace of its own, where nothing but this machine's loopback exists. Needs Linux; without root,
user namespaces.
"""

import fcntl
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

from deploy.preflight import ROOT

IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS = 0x1, 0x8913, 0x8914
PORT = 8000
SECONDS = 60


def main() -> None:
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]))
        return
    bundles = sorted((ROOT / "dist").glob("casework-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not bundles:
        sys.exit("没有离线安装包，请先执行 make bundle。 / There is no bundle: make bundle first.")
    with tempfile.TemporaryDirectory(prefix="casework-offline-") as folder:
        with tarfile.open(bundles[-1]) as tar:
            tar.extractall(folder)
        (top,) = Path(folder).iterdir()
        cut_off = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
        command = [*cut_off, sys.executable, "-m", "deploy.bundle_check", "--inside", str(top)]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def inside(top: Path) -> None:
    raise_loopback()
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=3)
    except OSError as error:
        print(f"network: {error.strerror}")
    else:
        sys.exit("the network is not cut off")
    clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = clean | {"HOME": str(top.parent), "CASEWORK_DATA_DIR": str(top.parent / "data"), "CASEWORK_DEMO": "0"}
    began = time.monotonic()
    subprocess.run([str(top / "install.sh")], env=env, check=True)
    print(f"installed in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    program = subprocess.Popen([sys.executable, "-m", "deploy.start"], cwd=top, env=env, start_new_session=True)
    try:
        page = first_page()
        print(
            f"first page after {time.monotonic() - began:.0f} s: {re.search('<title>(.*?)</title>', page)[1].strip()}"
        )
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        for sheet in sheets:
            get(sheet)
        print(f"{len(sheets)} style sheets of it served; fonts: {len(list((top.parent / 'data' / 'fonts').iterdir()))}")
        if not sheets:
            sys.exit("the page names no style sheet")
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(30)
    add_directory(top, env)
    shutil.rmtree(top)


def add_directory(top: Path, env: dict[str, str]) -> None:
    """Add what sign-in by a directory needs, as docs/operations.md has it."""
    subprocess.run([str(top / "install.sh"), "--programs-only", "--directory"], env=env, check=True)
    python = str(top / ".venv" / "bin" / "python")
    subprocess.run(
        [python, "-c", "import django_python3_ldap, mozilla_django_oidc, ldap3"], cwd=top, env=env, check=True
    )
    print("packages for a directory installed")


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def first_page() -> str:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return get("/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def get(path: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{PORT}{path}", timeout=10) as answer:
        return answer.read().decode()


if __name__ == "__main__":
    main()
