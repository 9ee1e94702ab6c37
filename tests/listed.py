"""The rows of a list of cases as its page shows them."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import html


class ShownRow(NamedTuple):
    """One row: what stands in its cells, and where its links lead; ``act`` is empty where none is offered."""

    badge: str
    number: str
    next: str
    is_estimate: bool
    act: str


def rows_shown(answer: Any) -> list[ShownRow]:
    """Return the rows of the list on a page."""
    page = html.fromstring(answer.content.decode())
    return [_row(line) for line in page.xpath("//table[contains(@class, 'list--rows')]/tbody/tr")]


def numbers_shown(answer: Any) -> list[str]:
    """Return the numbers of the cases on a page, in its order."""
    return [row.number for row in rows_shown(answer)]


def _row(line: Any) -> ShownRow:
    cells = line.findall("td")
    return ShownRow(
        badge=cells[0].text_content().strip(),
        number=line.xpath(".//a[@class='row-link']")[0].text,
        next=cells[-3].text,
        is_estimate="is-provisional" in cells[-3].get("class"),
        act=cells[-1].text_content().strip(),
    )
