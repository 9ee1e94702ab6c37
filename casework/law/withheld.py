"""遮盖清单: what a partial disclosure leaves out, piece by piece, and why (Art. 37)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casework.law.errors import Refused
from casework.law.sources import regulation


@dataclass(frozen=True, slots=True)
class Withheld:
    """One piece left out. ``ground`` is the decision code the piece would have had by itself."""

    what: str
    ground: str
    reason: str


def check_withheld(rows: Sequence[Withheld], *, grounds: Collection[str]) -> None:
    """Raise Refused for an empty list, a piece without words or reason, or a ground not in ``grounds``.

    Source: Art. 37: what is not given is explained.
    """
    if not rows:
        raise Refused(
            "withheld_grounds_missing",
            "部分公开必须逐项写明不予提供的内容、依据和理由。",
            article=regulation(37),
            field="withheld",
        )
    for number, row in enumerate(rows, 1):
        if row.ground not in grounds:
            raise Refused(
                "withheld_grounds_missing",
                f"部分公开必须逐项写明依据：第{number}项没有选定依据。",
                article=regulation(37),
                field="withheld",
            )
        for value, label in ((row.what, "不予提供的内容"), (row.reason, "不予提供的理由")):
            if not value.strip():
                raise Refused(
                    "withheld_incomplete", f"第{number}项没有写明{label}。", article=regulation(37), field="withheld"
                )


def describe_withheld(rows: Sequence[Withheld]) -> str:
    """Return the list in one sentence, as a reply quotes it (Art. 37)."""
    return "；".join(f"{row.what}，{row.reason}" for row in rows)
