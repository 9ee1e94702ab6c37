"""The numbers Word writes in front of a paragraph of a list (自动编号): they are no text of the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from casework.documents.letters.reading.parts import WordParts, tag, value
from casework.documents.letters.reading.styles import Look, look_of
from casework.law.sources import chinese_numeral

_PLACE = re.compile(r"%(\d)")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _chinese(number: int) -> str:
    return chinese_numeral(number) if number < 100 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "none": lambda number: "",
}


class Numbering:
    """Counts the paragraphs of every list of one file in their order."""

    def __init__(self, parts: WordParts) -> None:
        self._lists: dict[str, dict[int, etree._Element]] = {}
        self._counted: dict[tuple[str, int], int] = {}
        tree = parts.tree("word/numbering.xml")
        if tree is None:
            return
        abstract = {
            value(item, "w:abstractNumId"): {
                int(value(level, "w:ilvl") or 0): level for level in item.iter(tag("w:lvl"))
            }
            for item in tree.iterfind(tag("w:abstractNum"))
        }
        for item in tree.iterfind(tag("w:num")):
            self._lists[value(item, "w:numId")] = abstract.get(value(item.find(tag("w:abstractNumId"))), {})

    def next(self, look: Look) -> tuple[str, Look]:
        """Return the number of the next paragraph of this look and what its list says of paragraphs.

        What parts the number from the text, most often a tab, stands behind it.
        """
        key, depth = str(look.get("numPr.numId", "")), str(look.get("numPr.ilvl", "0"))
        level = int(depth) if depth.isdecimal() else 0
        levels = self._lists.get(key, {})
        if level not in levels:
            return "", {}
        self._counted[key, level] = self._at(key, level, levels) + 1
        for deeper in [place for place in self._counted if place[0] == key and place[1] > level]:
            del self._counted[deeper]
        text = value(levels[level].find(tag("w:lvlText")))
        if value(levels[level].find(tag("w:numFmt"))) == "bullet":
            text = "●"  # the sign itself is a place in a font of signs that only Word has
        shown = _PLACE.sub(lambda found: self._shown(key, int(found[1]) - 1, levels), text)
        behind = {"nothing": "", "space": " "}.get(value(levels[level].find(tag("w:suff"))), "\t")
        return shown and shown + behind, look_of(levels[level].find(tag("w:pPr")), {})

    def _at(self, key: str, level: int, levels: dict[int, etree._Element]) -> int:
        start = value(levels[level].find(tag("w:start")))
        return self._counted.get((key, level), int(start) - 1 if start.isdecimal() else 0)

    def _shown(self, key: str, level: int, levels: dict[int, etree._Element]) -> str:
        if level not in levels:
            return ""
        number = max(self._at(key, level, levels), 1)
        return _FORMATS.get(value(levels[level].find(tag("w:numFmt"))), str)(number)
