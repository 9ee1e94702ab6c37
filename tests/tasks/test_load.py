"""Readers, clerks and applicants at once over HTTP: the load test of `make bench` on a small register.

Nobody sees an error, what was accepted is there once and whole, numbers have no gap and no double.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from deploy.preflight import ROOT
from tests import few_at_once, programs, servers

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


# Redis: the program starts one of its own; this fixture only says that it is installed.
@pytest.mark.usefixtures("redis_url")
def test_nobody_sees_an_error_and_nothing_accepted_is_lost_or_doubled(database_url, tmp_path):
    url = servers.another_database(database_url, f"load_{os.getpid()}", template=servers.ready_template())
    done = subprocess.run(
        [sys.executable, "-m", "tests.few_at_once", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False,
        env=programs.clean_environment(tmp_path, DATABASE_URL=url, CASEWORK_WEB_WORKERS="1"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    wrong, broken = map(json.loads, done.stdout.splitlines()[-2:])
    assert (wrong["ours"], broken["ours"]) == (0, 0), done.stderr
    asked = int(re.search(r"wrong answers to ([\d,]+)", wrong["what"])[1].replace(",", ""))
    requests, acts = map(int, re.search(r"(\d+) requests and (\d+) acts", broken["what"]).groups())
    crowd = few_at_once.CROWD
    assert requests >= crowd.clerks + crowd.applicants and acts >= crowd.clerks and asked >= 10 * requests
