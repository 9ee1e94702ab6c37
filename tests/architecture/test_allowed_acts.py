"""The complete list of allowed acts for each role and stage equals the reviewed table (tests/allowed_acts.txt)."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.acts import Act
from casework.law.calendar import official_calendar
from casework.law.clock import read
from casework.law.facts import CaseFacts
from casework.law.open_acts import why_not
from casework.law.receipt import Channel
from casework.law.situation import Situation
from casework.law.stages import Stage
from casework.models import Role
from casework.services.permissions import APPLICANT_ACTS, CONSEQUENCES, ROLES_FOR
from tests.allowed_acts import SIGN_OF, STAGE_OF, reviewed_table

TABLE = reviewed_table()


def test_every_act_has_its_line():
    """A new act fails here until somebody has written down who may do it, and in which stage."""
    missing = sorted(set(Act) - set(TABLE))
    assert missing == [], f"add a line to tests/allowed_acts.txt for: {', '.join(missing)}"
    assert sorted(set(TABLE) - set(Act)) == [], "a line of an act that does not exist"


def test_every_role_and_every_stage_has_its_sign():
    assert set(SIGN_OF) == {*Role, None}
    assert set(STAGE_OF.values()) == set(Stage)
    assert {sign for row in TABLE.values() for sign in row.who} <= set(SIGN_OF.values()) - {"s", "m"}


def test_nobody_does_what_follows_by_itself():
    assert {act for act, row in TABLE.items() if not row.who} == CONSEQUENCES


def open_in(act: Act, stage: Stage) -> bool:
    """Tell whether the stage opens an act; what else the act waits for is not asked here."""
    facts = CaseFacts(channel=Channel.COUNTER, submitted_on=date(2026, 3, 2))
    reading = read(facts, official_calendar(), date(2026, 3, 3))
    refusal = why_not(act, Situation(stage=stage, today=date(2026, 3, 3), reading=reading))
    return refusal is None or refusal.code != "wrong_stage"


def acts_of(role: Role | None, stage: Stage) -> set[str]:
    allowed = {act for act in Act if (act in APPLICANT_ACTS if role is None else role in ROLES_FOR.get(act, ()))}
    return {act.value for act in allowed if open_in(act, stage)}


def reviewed_acts_of(role: Role | None, stage: Stage) -> set[str]:
    mine = {act: row for act, row in TABLE.items() if SIGN_OF[role] in row.who}
    return {act for act, row in mine.items() if stage in row.stages or not row.stages}


@pytest.mark.parametrize("stage", Stage, ids=str)
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "applicant"))
def test_the_acts_of_a_role_in_a_stage_are_those_of_the_table(role, stage):
    assert acts_of(role, stage) == reviewed_acts_of(role, stage)
