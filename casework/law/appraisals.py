"""Appraisal of what was withheld (不予公开信息评估): Art. 18 of the Regulation.

The article asks for regular appraisal and names no period; a year is the usual practice (law.md row 17, 18).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.outcomes import CODES, Category
from casework.law.remedies import add_months
from casework.law.sources import regulation

BASIS = regulation(18)
PERIOD_MONTHS = 12
LONGEST_PERIOD_MONTHS = 36
# Natural days before its day from which an appraisal counts as near.
SOON_DAYS = 31
# What is looked up elsewhere (36(7)) is not kept from anybody.
LOOKED_UP_ELSEWHERE = "N8"
WITHHOLDING_CODES = (
    "P1",
    *(code.code for code in CODES.values() if code.category is Category.DENIED and code.code != LOOKED_UP_ELSEWHERE),
)


class Appraised(StrEnum):
    """What an appraisal found."""

    STILL_WITHHELD = "still_withheld"
    PARTLY_DISCLOSABLE = "partly_disclosable"
    DISCLOSABLE = "disclosable"


APPRAISED_NAMES: dict[Appraised, str] = {
    Appraised.STILL_WITHHELD: "仍不予公开",
    Appraised.PARTLY_DISCLOSABLE: "部分可以公开",
    Appraised.DISCLOSABLE: "可以公开",
}


def appraisal_on(after: date) -> date:
    """Return the day by which to appraise again what was withheld or last appraised on ``after``."""
    return add_months(after, PERIOD_MONTHS)


def refuse_unfit_appraisal(
    *, result: str, reason: str, appraised_on: date, decided_on: date, next_on: date | None, today: date
) -> None:
    """Raise Refused when an appraisal contradicts itself. Source: Art. 18; the limits are this product's.

    What stays withheld, wholly or in part, has a next day; what may be disclosed has none.
    """
    if result not in set(Appraised):
        raise Refused("appraisal_result_unknown", "请选择评估结果。", article=BASIS, field="result")
    if not reason.strip():
        raise Refused("appraisal_without_reason", "请写明评估的理由。", article=BASIS, field="reason")
    if appraised_on > today:
        raise Refused("appraisal_in_future", f"评估日期{appraised_on}晚于今天{today}。", field="appraised_on")
    if appraised_on < decided_on:
        raise Refused(
            "appraisal_before_decision",
            f"评估日期{appraised_on}早于作出决定之日{decided_on}。",
            field="appraised_on",
        )
    if result == Appraised.DISCLOSABLE:
        if next_on is not None:
            raise Refused("appraisal_next_not_needed", "已可以公开的，不再安排下次评估。", field="next_on")
        return
    if next_on is None:
        raise Refused("appraisal_without_next", "仍不予公开的，请写明下次评估的日期。", article=BASIS, field="next_on")
    latest = add_months(today, LONGEST_PERIOD_MONTHS)
    if not today < next_on <= latest:
        raise Refused(
            "appraisal_next_unfit",
            f"下次评估应在今天之后、{latest}以前，以体现定期评估。",
            article=BASIS,
            field="next_on",
        )
