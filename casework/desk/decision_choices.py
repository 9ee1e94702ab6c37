"""The decision codes a reply can carry, in the groups a clerk thinks in (law.outcomes)."""

from __future__ import annotations

from typing import Any

from casework.law.errors import Refused
from casework.law.outcomes import CATEGORY_NAMES, CODES, DecisionCode, check_decision
from casework.models.case import Case


def decision_choices(case: Case) -> list[dict[str, Any]]:
    """Return the codes by group; those the law closes to this case carry the reason."""
    supplement, asked = getattr(case, "supplement", None), getattr(case, "reasons_request", None)
    standing = {
        "supplement_received": bool(supplement and supplement.received_on),
        "reasons_unreasonable": bool(asked and asked.is_reasonable is False),
    }
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in CODES.values():
        if row.by_reply:
            item = {"code": row.code, "name": row.name, "articles": "、".join(row.articles)}
            groups.setdefault(CATEGORY_NAMES[row.category], []).append(item | {"closed": _closed(row, standing)})
    return [{"title": title, "codes": codes} for title, codes in groups.items()]


def _closed(row: DecisionCode, standing: dict[str, bool]) -> str:
    """Return why the code cannot be chosen, supposing that all its evidence is there."""
    try:
        check_decision(
            row.code,
            evidence=dict.fromkeys(row.evidence, "有"),
            withheld_grounds=("N4",),
            **standing,
        )
    except Refused as refusal:
        return refusal.sentence
    return ""
