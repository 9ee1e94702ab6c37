"""What a letter says, before anybody lays it out: lines in named sections, tables, signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# The named parts of a letter, in their order on paper. The Chinese names are the fields of a template.
SECTION_NAMES: dict[str, str] = {
    "facts": "事实",
    "request": "申请内容",
    "findings": "查明",
    "decision": "决定",
    "note": "补充说明",
    "remedy": "救济",
    "closing": "结尾",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a letter; a heading is set in another face (GB/T 9704-2012: 一、黑体)."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form: label and value; ``tall`` leaves room for a hand-written entry."""

    label: str
    value: str = ""
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A form that is filled in by hand: a page of its own behind a letter, or the letter itself."""

    title: str
    rows: tuple[FormRow, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter in words. ``addressee`` ends with a full-width colon, or is empty on a form."""

    kind: str
    title: str
    number: str = ""
    addressee: str = ""
    sections: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    enclosures: tuple[str, ...] = ()
    signature: str = ""
    dated_on: date | None = None
    slip: Slip | None = None

    @property
    def lines(self) -> list[Line]:
        """Return the lines of every section in their order."""
        return [line for key in SECTION_NAMES for line in self.sections.get(key, ())]

    def section(self, key: str) -> str:
        """Return the text of one section, a paragraph a line; "" when it has none."""
        return "\n".join(line.text for line in self.sections.get(key, ()))

    @property
    def body(self) -> str:
        """Return the whole text between addressee and signature, a paragraph a line."""
        return "\n".join(line.text for line in self.lines)
