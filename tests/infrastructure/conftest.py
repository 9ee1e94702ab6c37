"""A prepared data directory and the running program, as `make run` starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.preflight import ROOT
from tests import programs
from tests.programs import Office, eventually
from tests.servers import free_port


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that is ready to be served, without demo data."""
    data = tmp_path_factory.mktemp("office")
    programs.copy_tables(data)
    programs.prepare(programs.clean_environment(data, CASEWORK_DEMO="0"))
    return data


@pytest.fixture(scope="module")
def open_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Office]]:
    """Start the program and wait until it answers; whatever still runs afterwards is ended."""
    started: list[Office] = []

    def open_one(data: Path, *, under: tuple[str, ...] = (), **settings: str) -> Office:
        port = free_port()
        environment = programs.clean_environment(
            data, CASEWORK_PORT=str(port), CASEWORK_DEMO="0", CASEWORK_WEB_WORKERS="1", **settings
        )
        log = tmp_path_factory.mktemp("log") / "said"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*under, sys.executable, "-m", "deploy.supervisor", "--no-prepare"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        office = Office(data, port, environment, process, log)
        started.append(office)
        eventually(lambda: "Ctrl-C" in office.said or process.poll() is not None, seconds=60)
        assert process.poll() is None, office.said
        return office

    yield open_one
    for office in started:
        office.process.kill()
        office.process.wait()
        # Whatever a failed test left behind must not trouble the next one.
        for number in programs.using(office.data):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
