"""Web pages. Nothing is fetched: only what stands in the file is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from casework.adapters.report_files.grids import LONGEST_CELL, Cell, laid_out
from casework.adapters.report_files.text import decoded
from casework.law.errors import Refused
from casework.law.published_report.blocks import Block, Line

_NOT_SHOWN = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "select", "button"})
_IN_LINE = frozenset("span a b strong em i u font sup sub small label ins mark o:p st1:chsdate".split())
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def read_page(data: bytes, name: str) -> list[Block]:
    """Return the lines and tables of a page in the order they are shown."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_text(data, name), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Refused("file_unreadable", f"“{name}”不是可以读取的网页。", field="file") from error
    return list(_blocks(root))


def _text(data: bytes, name: str) -> str:
    declared = _DECLARED.search(data[:4096])
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        text = data.decode("gb18030", errors="replace")
    else:
        text = decoded(data, name)
    # An XML declaration of encoding contradicts text already decoded.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _blocks(root: html.HtmlElement) -> Iterator[Block]:
    words: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _NOT_SHOWN or _HIDDEN.search(element.get("style", "")):
                walk.skip_subtree()
                continue
            if tag not in _IN_LINE:
                yield from _line(words)
            if tag == "table" and _holds_figures(element):
                yield from laid_out(_cells(row) for row in element.iter("tr"))
                walk.skip_subtree()
                continue
            words.append(element.text or "")
        else:
            if tag not in _IN_LINE:
                yield from _line(words)
            words.append(element.tail or "")
    yield from _line(words)


def _line(words: list[str]) -> Iterator[Line]:
    text = " ".join("".join(words).split())
    words.clear()
    if text:
        yield Line(text)


def _holds_figures(table: html.HtmlElement) -> bool:
    """False for a table that only lays out the page: one around others, of one cell, or with a whole text in a cell."""
    cells = list(table.iter("td", "th"))
    if len(cells) < 2 or next(table.iterdescendants("table"), None) is not None:
        return False
    return all(len(_words(cell)) <= LONGEST_CELL for cell in cells)


def _cells(row: html.HtmlElement) -> Iterator[Cell]:
    for cell in row.iterchildren("td", "th"):
        yield Cell(_words(cell), _span(cell, "colspan"), _span(cell, "rowspan"))


def _words(cell: html.HtmlElement) -> str:
    return " ".join("".join(cell.itertext()).split())


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 5 else 1
