"""The decision codes a reply can carry, in the groups a clerk thinks in (law.outcomes)."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.law.deciding import check_decision
from casework.law.errors import Refused
from casework.law.evidence import EVIDENCE_CHOICES, EVIDENCE_DAYS, Evidence
from casework.law.outcomes import CATEGORY_NAMES, CODES, DecisionCode
from casework.law.search_record import SearchFact
from casework.law.withheld import Withheld
from casework.models.case import Case
from casework.services.matters import standing_of


def decision_choices(case: Case) -> list[dict[str, Any]]:
    """Return the codes by group; those the law closes to this case carry the reason."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in CODES.values():
        if row.by_reply:
            item = {"code": row.code, "name": row.name, "articles": "、".join(row.articles)}
            groups.setdefault(CATEGORY_NAMES[row.category], []).append(item | {"closed": why_closed(case, row)})
    return [{"title": title, "codes": codes} for title, codes in groups.items()]


NOTHING_FOUND = SearchFact("有", "有", ("甲", "乙"), "有", "有", date(2019, 5, 15), found=False, paper_archive="有")


def _in_order(item: Evidence) -> str:
    if item in EVIDENCE_DAYS:
        return NOTHING_FOUND.searched_on.isoformat()
    return EVIDENCE_CHOICES.get(item, ("有",))[0]


def why_closed(case: Case, row: DecisionCode) -> str:
    """Return why the code cannot be chosen, supposing that all its evidence is there."""
    try:
        check_decision(
            row.code,
            evidence={item: _in_order(item) for item in row.evidence},
            withheld=[Withheld("某处", "N4", "有")],
            searches=[NOTHING_FOUND],
            **standing_of(case),
        )
    except Refused as refusal:
        return refusal.sentence
    return ""
