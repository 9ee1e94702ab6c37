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
    REASONS = 5
    CONSULTATION = 6
    EXTENSION = 7
    FEE = 8
    SEARCH = 9
    DRAFT = 10
    DECISION = 11
    SERVICE = 12
    DISPUTE = 13
    AGAIN = 14
    ATTACHMENT = 15
    # What the program keeps itself lies behind the papers.
    RECORD = 16
    CLOCK = 17


_PLACES: dict[str, Place] = {
    "application_form": Place.REQUEST,
    "registration_form": Place.RECEIPT,
    "receipt": Place.RECEIPT,
    "supplement_notice": Place.SUPPLEMENT,
    "reasons_notice": Place.REASONS,
    "delay_notice": Place.REASONS,
    "extension_notice": Place.EXTENSION,
    "fee_notice": Place.FEE,
    "secrecy_review": Place.DRAFT,
    "approval_sheet": Place.DRAFT,
    "service_receipt": Place.SERVICE,
    "process_sheet": Place.RECORD,
}


def place_of_letter(kind: str, *, decides: bool, signed: bool) -> Place:
    """Return where a letter of a kind lies; a reply that is not signed is a draft, other letters ask somebody."""
    if decides:
        return Place.DECISION if signed else Place.DRAFT
    return _PLACES.get(kind, Place.CONSULTATION)


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the table of contents. ``number`` is the paper's own number, ``by`` who made it.

    ``content`` tells where its text is kept: ``letter:7``, ``attachment:3``, ``sheet:record``; "" for a paper
    that lies in the cupboard only.
    """

    place: Place
    title: str
    on: date | None
    number: str = ""
    by: str = ""
    note: str = ""
    content: str = ""


def in_order(papers: list[Paper]) -> list[Paper]:
    """Return the papers as they lie in the dossier: by place, then by day; undated ones first."""
    return sorted(papers, key=lambda paper: (paper.place, paper.on or date.min))
