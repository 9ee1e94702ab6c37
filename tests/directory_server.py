"""A private slapd with one person in it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import Server, answers, free_port

BASE = "dc=example,dc=cn"
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "{base}"
directory {folder}/data
rootdn "cn=root,{base}"
access to attrs=userPassword by anonymous auth by * none
access to * by users read by anonymous auth
"""


def find_slapd() -> str | None:
    """Return the path of slapd, which stands where only root looks."""
    return shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/libexec:/usr/bin")


@contextmanager
def running_directory(people: dict[str, str]) -> Iterator[Server]:
    """Yield a directory that knows these names with their passwords; ``url`` is where it answers."""
    slapd, folder, port = find_slapd(), Path(tempfile.mkdtemp(prefix="casework-ldap-")), free_port()
    (folder / "data").mkdir()
    (folder / "slapd.conf").write_text(CONFIGURATION.format(folder=folder, base=BASE))
    entries = [f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: office\ndc: example\n"]
    entries += [
        f"dn: uid={name},{BASE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\nuserPassword: {password}\n"
        for name, password in people.items()
    ]
    (folder / "people.ldif").write_text("\n".join(entries))
    configured = ["-f", str(folder / "slapd.conf")]
    subprocess.run([slapd, "-Ta", *configured, "-l", str(folder / "people.ldif")], check=True, capture_output=True)
    url = f"ldap://127.0.0.1:{port}"

    server = Server(
        url,
        [slapd, *configured, "-h", url, "-d", "0"],
        None,
        folder / "log",
        stop=signal.SIGTERM,
        ready=lambda: answers(port),
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
