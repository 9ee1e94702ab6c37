"""Word documents: paragraphs and tables in the order of the text."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn

from casework.adapters.report_files.grids import LONGEST_CELL, Cell, laid_out
from casework.law.published_report.blocks import Block, Line

_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_CONTAINERS = frozenset({qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "body")})
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# The same text again, for programs that cannot show the first form of it.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VALUE = qn("w:val")


def read_word(data: bytes) -> list[Block]:
    """Return the lines and tables of a document."""
    return list(_blocks(Document(io.BytesIO(data)).element.body))


def _blocks(container) -> Iterator[Block]:
    for element in container:
        if element.tag == _PARAGRAPH:
            yield from (Line(line) for line in _words(element).split("\n"))
        elif element.tag == _TABLE:
            yield from _table(element)
        elif element.tag in _CONTAINERS:
            yield from _blocks(element)


def _table(table) -> Iterator[Block]:
    cells = list(_inside(table, _ROW, _CELL))
    layout = len(cells) < 2 or any(
        next(cell.iterdescendants(_TABLE), None) is not None or len(_words(cell)) > LONGEST_CELL for cell in cells
    )
    if layout:
        for cell in cells:
            yield from _blocks(cell)
        return
    yield from laid_out(list(_row(row)) for row in _inside(table, _ROW))


def _inside(element, *path: str) -> Iterator:
    """Descendants along the path, through the wrappers Word puts around rows and cells."""
    for child in element:
        if child.tag == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from _inside(child, *path[1:])
        elif child.tag in _CONTAINERS:
            yield from _inside(child, *path)


def _row(row) -> Iterator[Cell]:
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    if before is not None:
        yield Cell("", _number(before), covered=True)
    for cell in _inside(row, _CELL):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        continued = merge is not None and merge.get(_VALUE, "continue") == "continue"
        yield Cell(_words(cell), 1 if span is None else _number(span), covered=continued)


def _number(element) -> int:
    value = element.get(_VALUE, "1")
    return max(1, int(value)) if value.isdigit() and len(value) < 5 else 1


def _words(element) -> str:
    """All text below, paragraphs of a cell run together as they are only wrapped."""
    found = []
    repeated = {node for fallback in element.iterdescendants(_FALLBACK) for node in fallback.iter()}
    for node in element.iter(_TEXT, *_BREAKS):
        if node not in repeated:
            found.append((node.text or "") if node.tag == _TEXT else _BREAKS[node.tag])
    return "".join(found)
