"""Worker, beat, broker and database killed in turn while reminders come due: a short form of the 200 rounds.

The long form is ``make crash``; what is promised and how repeated letters are counted is in tests/crashing.py.
"""

from __future__ import annotations

import random

import pytest

from tests.crashing import KINDS, crash

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

CASES = 120


# The servers of make test stay alive for others: these fixtures only say that PostgreSQL and Redis are installed.
@pytest.mark.usefixtures("database_url", "redis_url")
def test_whatever_is_killed_every_reminder_arrives_and_letters_repeat_only_where_somebody_died():
    tally = crash(rounds=[*KINDS, "worker"], cases=CASES, chance=random.Random(4))
    assert tally.complaints == []
    assert tally.rounds == sum(tally.kills.values()) == 7
    assert set(tally.kills) == set(KINDS)
    assert (tally.reminders, tally.in_app, tally.letters) == (CASES, 2 * CASES, 2 * CASES)
    assert 0 <= tally.repeated <= sum(tally.left_behind.values())
