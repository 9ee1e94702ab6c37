"""PDF files: ruled tables by their lines, so that a blank cell keeps its place; the rest as lines of text."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

from casework.law.report_blocks import Block, Line, Row

MAX_PAGES = 60
# Digits of another font stand a little higher or lower than the words of their line.
_SAME_LINE_POINTS = 5


def read_portable(data: bytes) -> list[Block]:
    """Return the lines and tables of the first pages. A scanned file has none."""
    blocks: list[Block] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages[:MAX_PAGES]:
            blocks.extend(_page(page))
            page.close()
    return blocks


def _page(page: Page) -> Iterator[Block]:
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top = page.bbox[1]
    for table in tables:
        yield from _lines(page, top, table.bbox[1], tables)
        yield from (
            Row(tuple(cell if cell is None else cell.replace("\n", "") for cell in row)) for row in table.extract()
        )
        top = table.bbox[3]
    yield from _lines(page, top, page.bbox[3], tables)


def _lines(page: Page, top: float, bottom: float, tables: list[Table]) -> Iterator[Line]:
    def between(thing: dict) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2
        across = (thing["x0"] + thing["x1"]) / 2
        inside = any(t.bbox[0] <= across <= t.bbox[2] and t.bbox[1] <= middle <= t.bbox[3] for t in tables)
        return top <= middle < bottom and not inside

    text = page.filter(between).extract_text(y_tolerance=_SAME_LINE_POINTS)
    yield from (Line(line) for line in text.split("\n"))
