"""Tables of a Word file: cells with their place, span, lines and content. Lengths in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from casework.documents.letters.reading.lines import borders
from casework.documents.letters.reading.parts import points, tag, value

if TYPE_CHECKING:
    from casework.documents.letters.reading.blocks import Block, Reader

_NO_LINE = {"nil", "none"}
_SIDES = ("top", "left", "bottom", "right")
_DEFAULT_INSET = {"top": 0.0, "left": 5.4, "bottom": 0.0, "right": 5.4}


def table_of(item: etree._Element, reader: Reader, part: str) -> Block:
    """Return one table."""
    own = item.find(tag("w:tblPr"))
    named = value(own.find(tag("w:tblStyle"))) if own is not None else ""
    chain = reader.styles.chain(named)
    lines: dict[str, dict[str, Any]] = {}
    inset = dict(_DEFAULT_INSET)
    for properties in [*(style.find(tag("w:tblPr")) for style in chain), own]:
        if properties is not None:
            lines |= borders(properties.find(tag("w:tblBorders")))
            inset |= _margins(properties.find(tag("w:tblCellMar")))
    rows = [row for row in item.iter(tag("w:tr")) if _held_by(row, item)]
    columns = [points(value(column, "w:w")) for column in item.iterfind(f"{tag('w:tblGrid')}/{tag('w:gridCol')}")]
    cells, heads = _cells(rows, reader, part, inset, reader.styles.of(named, "table"))
    width = max((cell["x"] + cell["span"] for cell in cells), default=1)
    columns += [72.0] * (width - len(columns))
    for cell in cells:
        cell["border"] = _lines_of(cell, lines, width, len(rows))
    return {
        "kind": "table",
        "columns": columns[:width],
        "align": value(own.find(tag("w:jc"))) if own is not None else "",
        "left": points(value(own.find(tag("w:tblInd")), "w:w")) if own is not None else 0.0,
        "heads": heads,
        "cells": cells,
    }


def _held_by(row: etree._Element, table: etree._Element) -> bool:
    """Tell whether a row, perhaps in a content control, belongs to this table and not to one inside it."""
    return next((above for above in row.iterancestors(tag("w:tbl"))), None) is table


def _cells(
    rows: list[etree._Element], reader: Reader, part: str, inset: dict[str, float], look: Any
) -> tuple[list[Block], int]:
    found: list[Block] = []
    merged: dict[int, Block] = {}
    heads = 0
    for y, row in enumerate(rows):
        properties = row.find(tag("w:trPr"))
        height = None if properties is None else properties.find(tag("w:trHeight"))
        if heads == y and properties is not None and properties.find(tag("w:tblHeader")) is not None:
            heads += 1
        before = None if properties is None else properties.find(tag("w:gridBefore"))
        x = int(value(before) or 0)
        for cell in row.iter(tag("w:tc")):
            if next(cell.iterancestors(tag("w:tr"))) is not row:
                continue
            own = cell.find(tag("w:tcPr"))
            span = int(_of(own, "w:gridSpan") or 1)
            down = None if own is None else own.find(tag("w:vMerge"))
            if down is not None and value(down) != "restart" and x in merged:
                merged[x]["down"] += 1
            else:
                shade = None if own is None else own.find(tag("w:shd"))
                fill = value(shade, "w:fill")
                values = {
                    "x": x, "y": y, "span": span, "down": 1,
                    "height": points(value(height)),
                    "valign": _of(own, "w:vAlign"),
                    "fill": fill if len(fill) == 6 else "",
                    "inset": inset | _margins(None if own is None else own.find(tag("w:tcMar"))),
                    "own": borders(None if own is None else own.find(tag("w:tcBorders"))),
                    "blocks": reader.story(cell, part, table=look),
                }  # fmt: skip
                found.append(values)
                merged.pop(x, None)
                if down is not None:
                    merged[x] = values
            x += span
    return found, heads


def _of(properties: etree._Element | None, name: str) -> str:
    return "" if properties is None else value(properties.find(tag(name)))


def _margins(item: etree._Element | None) -> dict[str, float]:
    names = {"top": "top", "left": "left", "start": "left", "bottom": "bottom", "right": "right", "end": "right"}
    return {
        names[side.tag.rpartition("}")[2]]: points(value(side, "w:w"))
        for side in (() if item is None else item)
        if side.tag.rpartition("}")[2] in names
    }


def _lines_of(cell: Block, lines: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    own = cell.pop("own")
    at_edge = {
        "top": cell["y"] == 0, "left": cell["x"] == 0,
        "bottom": cell["y"] + cell["down"] == height, "right": cell["x"] + cell["span"] == width,
    }  # fmt: skip
    found = {}
    for side in _SIDES:
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        line = own.get(side) or lines.get(side if at_edge[side] else inner)
        if line and line["kind"] not in _NO_LINE:
            found[side] = line
    return found
