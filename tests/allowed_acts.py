"""Reads tests/allowed_acts.txt, the reviewed table of who may do what in which stage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from casework.law.stages import Stage
from casework.models import Role

SIGN_OF: dict[Role | None, str] = {
    Role.CLERK: "c", Role.HANDLER: "h", Role.UNIT_HEAD: "u", Role.LEGAL_REVIEWER: "g", Role.SECRECY_REVIEWER: "b",
    Role.LEADER: "l", Role.SUPERVISOR: "s", Role.ADMINISTRATOR: "m", Role.SECURITY_ADMINISTRATOR: "y",
    Role.AUDITOR: "t", Role.NONE: "n", None: "a",
}  # fmt: skip
STAGE_OF = {
    "sub": Stage.SUBMITTED, "reg": Stage.REGISTERED, "pro": Stage.PROCESSING, "wai": Stage.SUPPLEMENTING,
    "rev": Stage.IN_REVIEW, "sig": Stage.SIGNED, "con": Stage.CONCLUDED, "arc": Stage.ARCHIVED, "rea": Stage.AWAITING_REASONS,
    "fee": Stage.AWAITING_FEE,
}  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """One line: the signs of who may, and the stages; no stage at all for what is bound to none."""

    who: str
    stages: frozenset[Stage]


def reviewed_table() -> dict[str, Allowed]:
    """Return the table by the act's name."""
    text = (Path(__file__).parent / "allowed_acts.txt").read_text(encoding="utf-8")
    table = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        act, who, *stages = line.split()
        assert act not in table, f"{act} has two lines"
        table[act] = Allowed(
            "" if who == "-" else who,
            frozenset() if stages == ["-"] else frozenset(STAGE_OF[stage] for stage in stages),
        )
    return table
