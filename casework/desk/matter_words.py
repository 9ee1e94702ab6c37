"""A matter and what is decided about it, in the words of the screens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.law.acts import Act
from casework.law.evidence import EVIDENCE_NAMES, Evidence
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.matter import Decided, Matter

_QUOTES = str.maketrans("", "", " \n\r\t\u3000")


def decided(item: Decided) -> dict[str, Any]:
    """Return one item of a reply or a matter with its draft; ``code`` is empty while undecided."""
    code = CODES.get(item.decision_code)
    return {
        "position": item.position,
        "words": item.words,
        "code": code.code if code else "",
        "name": code.name if code else "",
        "articles": "、".join(code.articles) if code else "",
        "findings": item.findings,
        "evidence": [
            {"label": EVIDENCE_NAMES[Evidence(name)], "value": value}
            for name, value in item.evidence.items()
            # Shown line by line below.
            if not (item.withheld and name == Evidence.WITHHELD_LIST)
        ],
        "withheld": [
            {"what": row["what"], "ground": f"{row['ground']} {CODES[row['ground']].name}", "reason": row["reason"]}
            for row in item.withheld
        ],
    }


def matter_lines(case: Case, *, may_decide: bool) -> list[dict[str, Any]]:
    """Return the matters of a case being drafted, as the case page lists them; none while it was never divided."""
    matters = list(case.matters.all()) if case.is_being_drafted else []
    return [_line(case, matter, may_decide) for matter in matters] if len(matters) > 1 else []


def _line(case: Case, matter: Matter, may_decide: bool) -> dict[str, Any]:
    words = decided(matter)
    return words | {
        "quoted": is_quoted(matter.words, case),
        "url": reverse("desk:matter_act", args=[case.number, matter.position, Act.DECIDE_MATTER.value])
        if may_decide
        else "",
    }


def is_quoted(words: str, case: Case) -> bool:
    """Tell whether the words stand in the request or its supplement, spaces and line ends aside."""
    supplement = getattr(case, "supplement", None)
    asked = case.content + (supplement.answer if supplement else "")
    return words.translate(_QUOTES) in asked.translate(_QUOTES)
