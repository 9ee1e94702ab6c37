"""Paragraphs and tables of one story (body, header, cell) as values the PDF is set from. Lengths in points.

Spacing is counted as Word does: what one paragraph leaves below and the next above are added.
"""

from __future__ import annotations

import math
from typing import Any

from lxml import etree

from casework.documents.letters.reading.drawings import Drawings
from casework.documents.letters.reading.lines import borders
from casework.documents.letters.reading.numbering import Numbering
from casework.documents.letters.reading.parts import WordParts, local, points, tag, value
from casework.documents.letters.reading.runs import PAGE_BREAK, Looks, Piece, Pieces, size_of
from casework.documents.letters.reading.styles import Look, look_of, styles_of
from casework.documents.letters.reading.tables import table_of

Block = dict[str, Any]
# A single line of a Chinese face is 1.3 of its size.
_NATURAL = 1.3
_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "center"}


class Reader:
    """Reads the stories of one file; looks and list numbers run through all of them."""

    def __init__(self, parts: WordParts) -> None:
        self.parts, self.styles = parts, styles_of(parts)
        self.looks, self.numbering = Looks(), Numbering(parts)

    def story(
        self, root: etree._Element, part: str, *, grid: float = 0.0, table: tuple[Look, Look] = ({}, {})
    ) -> list[Block]:
        """Return the blocks of a body, header, footer, cell or text box. ``grid``: line pitch of the page's grid.

        ``table`` is what the style of the table around it says of paragraphs and of runs.
        """
        return Story(self, part, grid, table).read(root)


class Story:
    """One flow of paragraphs and tables."""

    def __init__(self, reader: Reader, part: str, grid: float, table: tuple[Look, Look]) -> None:
        self._reader, self._part, self._grid, self._table = reader, part, grid, table
        self._drawings = Drawings(reader, part)
        self._below = 0.0
        self._close: str | None = None
        self.blocks: list[Block] = []

    def read(self, root: etree._Element) -> list[Block]:
        """Return the blocks under an element."""
        self._read(root)
        return self.blocks

    def _read(self, root: etree._Element) -> None:
        for item in root:
            name = local(item)
            if name == "p":
                self._paragraph(item)
            elif name == "tbl":
                self.blocks.append(table_of(item, self._reader, self._part) | {"above": self._below})
                self._below = 0.0
            elif name in ("sdt", "sdtContent", "customXml", "ins"):
                self._read(item)

    def _paragraph(self, item: etree._Element) -> None:
        styles = self._reader.styles
        own = item.find(tag("w:pPr"))
        named = value(own.find(tag("w:pStyle"))) if own is not None else ""
        of_style, of_run = styles.of(named)
        direct = look_of(own, styles.themes)
        look = styles.paragraph | self._table[0] | of_style
        number, of_list = self._reader.numbering.next(look | direct)
        look = look | of_list | direct
        base = styles.run | self._table[1] | of_run
        pieces = Pieces(styles, self._reader.looks, base, self._drawings)
        mark = base | look_of(None if own is None else own.find(tag("w:rPr")), styles.themes)
        if number:
            pieces.number(number, mark)
        pieces.read(item)
        # Paragraphs of one style that ask for it stand without space between them.
        close = named if look.get("contextualSpacing") else None
        above = 0.0 if close is not None and close == self._close else self._below + points(look.get("spacing.before"))
        self._close = close
        self._put(pieces.found, look, max(pieces.sizes, default=size_of(mark)), size_of(base), above)

    def _put(self, pieces: list[Piece], look: Look, size: float, unit: float, above: float) -> None:
        values = self._shape(look, size, unit)
        rest = pieces
        first = True
        while True:
            place = next((n for n, piece in enumerate(rest) if piece.get("kind") == PAGE_BREAK), None)
            part = rest if place is None else rest[:place]
            if part or (place is None and first):
                self.blocks.append(values | {"above": above if first else 0.0, "pieces": part})
                first, values = False, values | {"first": 0.0}
            if place is None:
                break
            self.blocks.append({"kind": PAGE_BREAK})
            first, rest = False, rest[place + 1 :]
        self._below = points(look.get("spacing.after"))

    def _shape(self, look: Look, size: float, unit: float) -> Block:
        first = _indent(look, "firstLine", unit) - _indent(look, "hanging", unit)
        left = _indent(look, "left", unit) or _indent(look, "start", unit)
        align = _ALIGNED.get(look.get("jc", ""), "left")
        return {
            "kind": "paragraph",
            "align": align,
            "first": first,
            "left": left,
            "right": _indent(look, "right", unit) or _indent(look, "end", unit),
            "size": size,
            "pitch": self._pitch(look, size),
            "keep": bool(look.get("keepNext")),
            "whole": bool(look.get("keepLines")),
            "new_page": bool(look.get("pageBreakBefore")),
            "widows": bool(look.get("widowControl", True)),
            "border": borders(look.get("pBdr")),
            "fill": value(look.get("shd"), "w:fill") if len(value(look.get("shd"), "w:fill")) == 6 else "",
            # The text of a numbered paragraph begins where its other lines do.
            "tabs": [*([{"at": left, "side": "left"}] if first < 0 else []), *_tabs(look.get("tabs"))],
        }

    def _pitch(self, look: Look, size: float) -> float:
        line, rule = points(look.get("spacing.line")), look.get("spacing.lineRule", "auto")
        natural = size * _NATURAL
        if self._grid and look.get("snapToGrid", True):
            natural = math.ceil(natural / self._grid - 0.01) * self._grid
        if line and rule == "exact":
            return line
        if line and rule == "atLeast":
            return max(line, natural)
        return natural * (line / 12 if line else 1)


def _indent(look: Look, name: str, unit: float) -> float:
    counted = look.get(f"ind.{name}Chars")
    if counted and points(counted):
        return points(counted, a_point=100) * unit
    return points(look.get(f"ind.{name}"))


def _tabs(item: etree._Element | None) -> list[dict[str, Any]]:
    stops = [
        {"at": points(value(stop, "w:pos")), "side": value(stop)}
        for stop in (() if item is None else item)
        if value(stop) not in ("clear", "bar")
    ]
    return sorted(stops, key=lambda stop: stop["at"])
