"""归档 (条例第四十五条): how long a dossier is kept, when it is appraised, in which order its papers lie.

The periods are 10 years, 30 years and permanent (国家档案局令第8号; 档案法实施条例第十九条); no rule of the
State fixes one for requests, so the agency chooses, and a disputed case is kept 30 years at least (law.md 8.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import regulation

# Stored as a number so that "at least" is a comparison.
PERMANENT = 999
PERIODS = (10, 30, PERMANENT)
DISPUTED_YEARS = 30
_EXTRA = {PERMANENT: "永久"}


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a dossier is kept, in years; ``appraise_on`` None: for ever."""

    years: int
    appraise_on: date | None


def retention_words(years: int) -> str:
    """Return 30年 or 永久."""
    return _EXTRA.get(years) or f"{years}年"


def retention_of(years: int, *, disputed: bool, archived_on: date) -> Retention:
    """Return how long a case filed on a day is kept; at least 30 years when it was disputed.

    The years count from 1 January after the filing, so the appraisal is due on the 1 January that
    follows the last of them. Source: law.md 8.2.
    """
    kept = max(years, DISPUTED_YEARS) if disputed else years
    if kept >= PERMANENT:
        return Retention(PERMANENT, None)
    return Retention(kept, date(archived_on.year + kept + 1, 1, 1))


def require_period(years: int) -> int:
    """Return a period of retention. Raises Refused for one that is none of the three."""
    if years not in PERIODS:
        names = "、".join(retention_words(item) for item in PERIODS)
        raise Refused("retention_unknown", f"保管期限只能是{names}。", article=regulation(45), field="years")
    return years


EXTENDED_YEARS = 10


class ArchiveVerdict(StrEnum):
    """What a person finds of a dossier whose years are over. Nothing deletes itself: "destroy" is a proposal."""

    EXTEND = "extend"
    FOR_EVER = "for_ever"
    DESTROY = "destroy"


ARCHIVE_VERDICT_NAMES: dict[ArchiveVerdict, str] = {
    ArchiveVerdict.EXTEND: f"继续保管{EXTENDED_YEARS}年",
    ArchiveVerdict.FOR_EVER: "改为永久保管",
    ArchiveVerdict.DESTROY: "建议销毁，按档案管理规定另行报批",
}


def after_appraisal(verdict: str, note: str, *, years: int | None, appraised_on: date) -> Retention:
    """Return how long a dossier is kept after its appraisal; ``appraise_on`` None: never looked at again.

    Raises Refused for an unknown verdict or one without reasons. Source: 档案法实施条例第十九条; law.md 8.2.
    """
    if verdict not in list(ArchiveVerdict):
        raise Refused("archive_verdict_unknown", "请选择鉴定结论。", article=regulation(45), field="verdict")
    if not note.strip():
        raise Refused("archive_verdict_without_reasons", "请写明鉴定的理由。", article=regulation(45), field="note")
    if verdict == ArchiveVerdict.FOR_EVER:
        return Retention(PERMANENT, None)
    if verdict == ArchiveVerdict.DESTROY:
        return Retention(years or 0, None)
    again = retention_of(EXTENDED_YEARS, disputed=False, archived_on=appraised_on)
    return Retention((years or 0) + EXTENDED_YEARS, again.appraise_on)
