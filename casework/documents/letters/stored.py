"""A composed letter as plain values and back: what is stored of it, and what its page shows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from casework.law.letters.text import FormRow, LetterText, Line, Slip


def as_values(letter: LetterText) -> dict[str, Any]:
    """Return a letter as values JSON can hold."""
    values = asdict(letter)
    values["sections"] = {key: [asdict(line) for line in lines] for key, lines in letter.sections.items()}
    values["dated_on"] = letter.dated_on.isoformat() if letter.dated_on else None
    return values


def from_values(values: dict[str, Any]) -> LetterText:
    """Return the letter that ``as_values`` made them from."""
    slip = values.get("slip")
    return LetterText(
        kind=values["kind"],
        title=values["title"],
        number=values["number"],
        addressee=values["addressee"],
        sections={key: tuple(Line(**line) for line in lines) for key, lines in values["sections"].items()},
        enclosures=tuple(values["enclosures"]),
        signature=values["signature"],
        dated_on=date.fromisoformat(values["dated_on"]) if values["dated_on"] else None,
        slip=Slip(slip["title"], tuple(FormRow(**row) for row in slip["rows"]), slip["remark"]) if slip else None,
    )
