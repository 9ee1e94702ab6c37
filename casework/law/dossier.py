"""卷内目录: which papers a dossier holds and in which order (条例第四十五条; one request, one dossier).

The order is that of the work: what came in, what was told, what was asked, the decision, its service, and
what followed. Source: law.md 6.1, users.md 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Place(IntEnum):
    """Where a paper lies; the number is its place in the dossier."""

    REQUEST = 1
    IDENTITY = 2
    RECEIPT = 3
    SUPPLEMENT = 4
    CONSULTATION = 5
    EXTENSION = 6
    DRAFT = 7
    DECISION = 8
    SERVICE = 9
    DISPUTE = 10
    AGAIN = 11
    ATTACHMENT = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the table of contents. ``number`` is the paper's own number, ``by`` who made it."""

    place: Place
    title: str
    on: date | None
    number: str = ""
    by: str = ""
    note: str = ""


def in_order(papers: list[Paper]) -> list[Paper]:
    """Return the papers as they lie in the dossier: by place, then by day; undated ones first."""
    return sorted(papers, key=lambda paper: (paper.place, paper.on or date.min))
