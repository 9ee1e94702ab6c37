"""Which letters a case calls for as it stands: asked by the page that offers them and by the service that makes them.

Source: law.md 6.1; Art. 29-36, 42 of the Regulation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.law.facts import ConsultationKind
from casework.law.letters.kinds import LETTERS_OF_CONSULTATION, reply_kind

# Papers that any case may need at any time.
ALWAYS = (
    "receipt", "application_form", "registration_form", "process_sheet", "secrecy_review", "approval_sheet",
    "assistance_request", "service_receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose opinion is asked for; ``overruled``: disclosure was decided on against it (Art. 32)."""

    key: int
    kind: ConsultationKind
    addressee: str
    overruled: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A service on record, and what it is called."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Occasions:
    """What has happened in a case that a letter tells of. ``code`` is decided or drafted in the newest round."""

    code: str = ""
    is_decided: bool = False
    supplement: bool = False
    extension: bool = False
    reasons: bool = False
    delay: bool = False
    fee: bool = False
    asked: tuple[Asked, ...] = ()
    served: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """One letter: its kind, the consultation or service it is about, and for whom."""

    kind: str
    about: int | None = None
    whom: str = ""


def called_for(given: Occasions) -> Iterator[Called]:
    """Yield the letters a case calls for, those of its decision and its notices first."""
    if given.code:
        yield Called(reply_kind(given.code))
    notices = {
        "supplement_notice": given.supplement,
        "extension_notice": given.extension,
        "reasons_notice": given.reasons,
        "delay_notice": given.delay,
        "fee_notice": given.fee,
    }
    yield from (Called(kind) for kind, happened in notices.items() if happened)
    for item in given.asked:
        told = ("disclosure_notice",) if item.overruled and given.is_decided else ()
        yield from (Called(kind, item.key, item.addressee) for kind in (*LETTERS_OF_CONSULTATION[item.kind], *told))
    yield from (Called(kind) for kind in ALWAYS)
    yield from (Called("service_receipt", item.key, item.name) for item in given.served)


def is_called_for(given: Occasions, kind: str, about: int | None) -> bool:
    """Tell whether a case calls for one letter now."""
    return any((item.kind, item.about) == (kind, about) for item in called_for(given))
