"""When the yearly report (政府信息公开工作年度报告) is due: Art. 49 of the Regulation."""

from __future__ import annotations

from datetime import date

from casework.law.sources import regulation

BASIS = regulation(49)


def report_due_on(year: int, *, is_government: bool) -> date:
    """Return the last day to publish the report of ``year``, a natural day that never rolls over.

    A department submits and publishes by 31 January of the next year, the government of its level
    by 31 March. Source: Art. 49; law.md row 49 (no roll-over: the strict reading).
    """
    return date(year + 1, 3, 31) if is_government else date(year + 1, 1, 31)
