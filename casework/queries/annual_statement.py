"""The one statement behind table 三, written by hand: building it from objects costs more than running it.

Each case falls into one of three ranges of the day that counts its result, so the three parts can be added
up, each walks one covering index, and no history before the year is read. It runs on PostgreSQL and SQLite; a
test holds every cell against the list of its cases, which is asked for in objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import connection

from casework.law.annual_counting import Ending
from casework.law.outcomes import CODES

# The day of decision, or of service: chosen by the agency's policy, never taken from outside.
DAYS = ("decided_on", "concluded_on")
# Decisions that enter no table of the year.
_UNCOUNTED = tuple(code.code for code in CODES.values() if code.row is None)
# Only a result has a line of its own; for what is carried out the decision does not matter.
_PARTS = (
    (Ending.THIS_YEAR, "{day} BETWEEN %s AND %s", "decision_code", "decision_code, "),
    (Ending.LATER, "{day} > %s", "''", ""),
    (Ending.LATER, "{day} IS NULL", "''", ""),
)
_PART = """SELECT {agency}, '{ending}', {code}, applicant_kind, count(*), count(*) FILTER (WHERE received_on < %s)
FROM casework_case WHERE {agencies} AND {limits} AND received_on <= %s AND decision_code NOT IN ({uncounted})
GROUP BY {agency_key}{code_key}applicant_kind"""


def grouped_counts(
    agency_ids: Sequence[int], day: str, first: date, last: date
) -> list[tuple[int, str, str, str, int, int]]:
    """Return agency, ending, decision code, applicant kind, number of cases, and of those from earlier years."""
    if not agency_ids:
        return []
    limits = ((first, last), (last,), ())
    values = [value for days in limits for value in (first, *agency_ids, *days, last, *_UNCOUNTED)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(day, len(agency_ids)), values)
        found = cursor.fetchall()
    return found if len(agency_ids) > 1 else [(agency_ids[0], *row[1:]) for row in found]


@cache
def _statement(day: str, agencies: int) -> str:
    if day not in DAYS:
        raise ValueError(f"no index counts by {day}")
    holders = ", ".join(["%s"] * agencies)
    # One agency is no key to group by: every key costs as much as reading the rows.
    several = {"agency": "agency_id", "agency_key": "agency_id, ", "agencies": f"agency_id IN ({holders})"}
    one = {"agency": "0", "agency_key": "", "agencies": "agency_id = %s"}
    uncounted = ", ".join(["%s"] * len(_UNCOUNTED))
    return "\nUNION ALL\n".join(
        _PART.format(
            ending=ending.value, limits=limits.format(day=day), code=code, code_key=code_key, uncounted=uncounted,
            **(several if agencies > 1 else one),
        )
        for ending, limits, code, code_key in _PARTS
    )  # fmt: skip
