"""A cell of a published table as a number: units and remarks dropped, a blank never taken for 0."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?:亿元|万元|元|件|个|项|条|宗|份|人|次|起|类|例)?(?:\([^()]*\))?"
)
# What offices write into a cell that has no number (law.md 3.2 C7).
_BLANK_MARKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "…", "……", "无", "不适用", "空", "无此项"})
# No count of requests has more digits; a longer run is not a figure but an attack on big-number arithmetic.
_MOST_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands in one cell; ``number`` is None for a blank cell and for one that cannot be read."""

    raw: str
    number: Decimal | None = None
    blank: bool = False

    @property
    def count(self) -> int | None:
        """The number when it can count cases: whole and not negative."""
        if self.number is None or self.number < 0 or self.number != int(self.number):
            return None
        return int(self.number)


def read_figure(text: str) -> Figure | None:
    """Return the figure a cell holds, or None when the cell holds words."""
    raw = text.strip()
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).translate({0x2212: "-", 0x2013: "-"})
    if plain in _BLANK_MARKS:
        return Figure(raw, blank=True)
    found = _NUMBER.fullmatch(plain) if len(plain) <= _MOST_CHARACTERS else None
    return Figure(raw, Decimal(found["number"].replace(",", ""))) if found else None


def figure_or_unread(text: str | None) -> Figure:
    """Return the figure of a cell that must hold one; words are kept as they stand, without a number."""
    return read_figure(text or "") or Figure((text or "").strip())
