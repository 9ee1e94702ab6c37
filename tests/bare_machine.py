"""deploy/ on a machine of its own: units, settings and proxy as they are written, below a folder instead of the root.

Only what belongs to the machine is replaced: folders, ports, the host name, and the interpreter of this run.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy import processes
from deploy.compose import new_secrets
from deploy.preflight import ROOT
from tests.programs import SETTINGS, eventually
from tests.servers import free_port

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
HOST = "casework.example.gov.cn"
# What the main file of a distribution says around conf.d.
NGINX_MAIN = """
{user}
daemon off;
pid {root}/nginx.pid;
error_log {root}/nginx-start.log;
events {{}}
http {{
    access_log {root}/nginx-outer-access.log;
    error_log {root}/nginx-outer-error.log;
    client_body_temp_path {root}/tmp-body;
    proxy_temp_path {root}/tmp-proxy;
    fastcgi_temp_path {root}/tmp-fastcgi;
    uwsgi_temp_path {root}/tmp-uwsgi;
    scgi_temp_path {root}/tmp-scgi;
    include {root}/etc/nginx/conf.d/*.conf;
}}
"""


@dataclass
class Machine:
    """The folders of docs/operations.md below ``root``, and what was started there."""

    root: Path
    web_port: int = field(default_factory=free_port)
    http_port: int = field(default_factory=free_port)
    https_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """Return a text of deploy/ with the folders, ports and interpreter of this machine."""
        text = text.replace("/opt/casework/.venv/bin/python", sys.executable).replace("/opt/casework", str(ROOT))
        text = re.sub(
            r"(?<![\w/])/(etc/(?:casework|nginx)|var/(?:lib|log|cache|backups)/casework)\b", rf"{self.root}/\1", text
        )
        text = re.sub(r"(listen (?:\[::\]:)?)443\b", rf"\g<1>{self.https_port}", text)
        text = re.sub(r"(listen (?:\[::\]:)?)80;", rf"\g<1>{self.http_port};", text)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.web_port}")
        return text if _speaks_ipv6() else re.sub(r"(?m)^\s*listen \[::\].*\n", "", text)

    def lay_out(self, database_url: str, broker_url: str) -> None:
        """Put everything where steps 3 to 5 of docs/operations.md put it."""
        etc = self.root / "etc" / "casework"
        for folder in ("etc/nginx/conf.d", "etc/nginx/casework", "var/lib/casework", "var/log/casework",
                       "var/cache/casework", "var/backups/casework"):  # fmt: skip
            (self.root / folder).mkdir(parents=True)
        new_secrets.main(etc)
        (etc / "database_url").write_text(database_url)
        (etc / "broker_url").write_text(broker_url)
        (etc / "email_url").write_text(f"filemail://{self.root}/mail")
        (etc / "casework.env").write_text(
            self.here((UNITS / "example.env").read_text()) + f"CASEWORK_PORT={self.web_port}\nCASEWORK_WEB_WORKERS=1\n"
        )
        (etc / "backup.env").write_text(self.here((UNITS / "backup.env").read_text()))
        nginx = self.root / "etc" / "nginx"
        for source, target in (("casework.conf", "conf.d"), ("here.conf", "casework"), ("logs.conf", "casework")):
            (nginx / target / source).write_text(self.here((DEPLOY / "nginx" / source).read_text()))
        _certificate(nginx / "casework")
        user = "user root;" if os.geteuid() == 0 else ""
        (self.root / "nginx.conf").write_text(NGINX_MAIN.format(root=self.root, user=user))

    def command(self, unit: str, instance: str = "") -> tuple[list[str], dict[str, str]]:
        """Return the command line and the environment that systemd would give ``unit``."""
        lines = (UNITS / unit).read_text() + (UNITS / "casework-.service.d" / "hardening.conf").read_text()
        found: dict[str, list[str]] = {}
        for line in self.here(lines).splitlines():
            name, sign, value = line.partition("=")
            if sign and not line.startswith("#"):
                found.setdefault(name, []).append(value.replace("%i", instance))
        env = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        for given in found.get("Environment", []):
            env |= dict(pair.split("=", 1) for pair in shlex.split(given))
        for file in found["EnvironmentFile"]:
            env |= dict(
                line.split("=", 1) for line in Path(file).read_text().splitlines() if "=" in line and line[0] != "#"
            )
        return shlex.split(*found["ExecStart"]), env

    def run(self, unit: str) -> str:
        """Run a unit that comes to an end; return what it said."""
        command, env = self.command(unit)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, unit: str, instance: str = "") -> None:
        """Start a unit that stays."""
        command, env = self.command(unit, instance)
        self._start(unit.replace("@", f"@{instance}"), command, env)

    def start_nginx(self) -> None:
        """Have nginx look at its configuration, and start it."""
        command = [shutil.which("nginx") or "nginx", "-p", str(self.root), "-c", str(self.root / "nginx.conf")]
        looked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert looked.returncode == 0, looked.stderr
        self._start("nginx", command, dict(os.environ))

    def open(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> HTTPResponse:
        """Ask nginx as a browser would, with the host name of the settings."""
        trusting = ssl.create_default_context(cafile=str(self.root / "etc/nginx/casework/tls.crt"))
        trusting.check_hostname = False
        asking = HTTPSConnection("127.0.0.1", self.https_port, timeout=60, context=trusting)
        asking.putrequest(method, path, skip_host=True)
        for name, value in ({"Host": HOST} | (headers or {})).items():
            asking.putheader(name, value)
        asking.endheaders()
        return asking.getresponse()

    def stop(self) -> None:
        """End everything that was started."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            if process.poll() is None:
                process.kill()
                process.wait()

    def log(self, name: str) -> str:
        """Return what a program has said."""
        return (self.root / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(self, name: str, command: list[str], env: dict[str, str]) -> None:
        with (self.root / f"{name}.log").open("wb") as output:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=processes.ending_with_parent(signal.SIGTERM),
            )  # fmt: skip

    def answers(self, path: str, status: int) -> bool:
        """Tell whether nginx answers so by now; fail when a program has ended."""
        for name, process in self.running.items():
            assert process.poll() is None, f"{name} ended:\n{self.log(name)}"
        with suppress(OSError):
            return self.open(path).status == status
        return False

    def wait_for(self, path: str, status: int) -> None:
        """Wait until nginx answers so."""
        eventually(lambda: self.answers(path, status), seconds=300)


def _speaks_ipv6() -> bool:
    return Path("/proc/net/if_inet6").exists() and bool(Path("/proc/net/if_inet6").read_text().strip())


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "tls.crt").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "tls.key").write_bytes(private)
