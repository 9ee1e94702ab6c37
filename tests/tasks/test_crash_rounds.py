"""Worker, beat, broker and database killed in turn while reminders come due: a short form of the 200 rounds.

The long form is ``make crash``; what is promised and how repeated letters are counted is in tests/crashing.py.
"""

from __future__ import annotations

import random

import pytest

from tests.crashing import KINDS, crashing_office

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

LOT = 10
CASES = LOT * len(KINDS)
# Of these it is made certain that they die between acceptance and marking: the letter comes again.
SURELY_SENDING = ("worker", "database")


# The servers of make test stay alive for others: these fixtures only say that PostgreSQL and Redis are installed.
@pytest.mark.usefixtures("database_url", "redis_url")
def test_whatever_is_killed_every_reminder_arrives_and_letters_repeat_only_where_somebody_died():
    chance = random.Random(4)
    with crashing_office() as office:
        office.fill(CASES)
        office.start_all()
        for kind in sorted(KINDS, key=lambda kind: kind not in SURELY_SENDING):
            office.round(kind=kind, lot=LOT, chance=chance, surely_sending=kind in SURELY_SENDING)
        office.wait_for_the_end(180)
        tally = office.judge(CASES)
    assert tally.complaints == []
    assert set(tally.kills) == set(KINDS) and tally.rounds == len(KINDS)
    assert (tally.reminders, tally.in_app, tally.letters) == (CASES, 2 * CASES, 2 * CASES)
    assert 2 <= tally.repeated <= sum(tally.left_behind.values())
