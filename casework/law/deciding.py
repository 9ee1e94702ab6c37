"""Whether a decision may go out: its evidence is complete, its form right, and the step before it was taken.

Source: Art. 30, 35, 36, 37 of the Regulation; law.md 6.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from casework.law.errors import Refused
from casework.law.evidence import EVIDENCE_CHOICES, EVIDENCE_DAYS, EVIDENCE_NAMES, STRUCTURED, Evidence
from casework.law.outcomes import WITHHOLDABLE_GROUNDS, DecisionCode, decision
from casework.law.search_record import SearchFact, proves_absence, refuse_contradiction
from casework.law.sources import regulation
from casework.law.withheld import Withheld, check_withheld


def missing_evidence(code: str, given: Mapping[str, str]) -> list[Evidence]:
    """Return the required pieces of evidence that are absent or blank in ``given``."""
    return [item for item in decision(code).evidence if not given.get(item, "").strip()]


def require_evidence(code: str, given: Mapping[str, str]) -> None:
    """Raise Refused ``evidence_missing`` naming what the decision still needs."""
    missing = missing_evidence(code, given)
    if missing:
        row = decision(code)
        names = "；".join(EVIDENCE_NAMES[item] for item in missing)
        raise Refused(
            "evidence_missing",
            f"“{row.name}”还缺少必填材料：{names}。",
            article="、".join(row.articles),
            field=f"evidence_{missing[0]}",
        )


def check_decision(
    code: str | None,
    *,
    evidence: Mapping[str, str],
    withheld: Sequence[Withheld] = (),
    searches: Sequence[SearchFact] = (),
    supplement_received: bool = False,
    reasons_unreasonable: bool = False,
) -> DecisionCode:
    """Return the row of a decision that may go to review; raise Refused when it may not.

    Beside the required evidence: a partial disclosure lists what it leaves out (Art. 37), "does
    not exist" rests on search records that found nothing (Art. 36(4)), "still unclear" needs an
    answered supplement (Art. 30), "excessive" needs reasons that were asked for and found
    unreasonable (Art. 35), and codes that belong to an act of their own (lapse, withdrawal,
    rectification) are no reply.
    """
    row = decision(code)
    if not row.by_reply:
        raise Refused(
            "not_a_reply",
            f"“{row.name}”不以答复书作出，请使用相应的办理动作。",
            article="、".join(row.articles),
            field="decision_code",
        )
    if row.code == "U4" and not supplement_received:
        raise Refused(
            "supplement_not_received",
            "没有收到过补正，不能以“补正后申请内容仍不明确”答复。",
            article=regulation(30),
            field="decision_code",
        )
    if row.code == "X4" and not reasons_unreasonable:
        raise Refused(
            "reasons_not_reviewed",
            "须先要求申请人说明理由，经审查认为不合理的，才可以告知不予处理。",
            article=regulation(35),
            field="decision_code",
        )
    kept = {name: text for name, text in evidence.items() if name not in STRUCTURED}
    if row.code == "P1":
        check_withheld(withheld, grounds=WITHHOLDABLE_GROUNDS)
        kept[Evidence.WITHHELD_LIST] = "listed"
    if row.code == "U1":
        refuse_contradiction(searches)
        if proves_absence(searches):
            kept[Evidence.SEARCH_RECORD] = "recorded"
    require_evidence(row.code, kept)
    _require_forms(row, kept)
    return row


def _require_forms(row: DecisionCode, evidence: Mapping[str, str]) -> None:
    for item in row.evidence:
        value = evidence[item].strip()
        choices = EVIDENCE_CHOICES.get(item)
        if choices and value not in choices:
            raise Refused(
                "evidence_not_listed",
                f"“{EVIDENCE_NAMES[item]}”只能是：{'、'.join(choices)}。",
                article="、".join(row.articles),
                field=f"evidence_{item}",
            )
        if item in EVIDENCE_DAYS:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise Refused(
                    "evidence_not_a_day",
                    f"“{EVIDENCE_NAMES[item]}”应写成2026-03-02的形式。",
                    article="、".join(row.articles),
                    field=f"evidence_{item}",
                ) from None
