"""Web server, worker, database and broker killed in turn while requests come in: a short form of the 100 rounds.

The long form is ``make crash-intake``; what is promised is in tests/crashing_intake.py.
"""

from __future__ import annotations

import pytest

from tests.crashing_intake import ACCEPTED_BETWEEN, KINDS, crash_intake

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


# The servers of make test stay alive for others: these fixtures only say that PostgreSQL and Redis are installed.
@pytest.mark.usefixtures("database_url", "redis_url")
def test_whatever_is_killed_an_accepted_request_is_there_once_and_numbers_have_no_gap():
    told, broken, summary = crash_intake(rounds=list(KINDS), seed=7)
    assert broken == []
    assert len(told.accepted) >= ACCEPTED_BETWEEN * len(KINDS)
    assert told.refused and told.filed_online
    assert "全部相符。" in summary[-1]
