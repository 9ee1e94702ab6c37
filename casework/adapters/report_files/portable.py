"""PDF files: ruled tables by their lines, so that a blank cell keeps its place; the rest as lines of text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

from casework.law.published_report.blocks import Block, Line, Row

MAX_PAGES = 60
# Digits of another font stand a little higher or lower than the words of their line.
_SAME_LINE_POINTS = 5
# Browsers print some characters as the radical that looks the same; nobody would find 人⺠政府 again.
_CHARACTERS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)} | {
    0x2E81: "厂", 0x2EA0: "民", 0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC9: "贝", 0x2ECB: "车",
    0x2ED3: "长", 0x2ED4: "门", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食",
    0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄",
    0x2EEC: "齐", 0x2EEE: "齿", 0x2EF0: "龙",
}  # fmt: skip


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
        yield from (Row(tuple(_cell(cell) for cell in row)) for row in table.extract())
        top = table.bbox[3]
    yield from _lines(page, top, page.bbox[3], tables)


def _lines(page: Page, top: float, bottom: float, tables: list[Table]) -> Iterator[Line]:
    def between(thing: dict) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2
        across = (thing["x0"] + thing["x1"]) / 2
        inside = any(t.bbox[0] <= across <= t.bbox[2] and t.bbox[1] <= middle <= t.bbox[3] for t in tables)
        return top <= middle < bottom and not inside

    text = page.filter(between).extract_text(y_tolerance=_SAME_LINE_POINTS)
    yield from (Line(line) for line in text.translate(_CHARACTERS).split("\n"))


def _cell(text: str | None) -> str | None:
    return None if text is None else text.translate(_CHARACTERS).replace("\n", "")
