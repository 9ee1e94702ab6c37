"""The one statement behind table 三, written by hand: building it from objects costs more than running it.

Each case falls into one of three ranges of the day that counts its result, so the three parts can be added
up, each walks one covering index agency by agency, and no history before the year is read. The groups of an agency
come back as one text: fetching ten thousand rows costs as much as counting a hundred thousand cases. It runs on
PostgreSQL and SQLite; a test holds every cell against the list of its cases, which is asked for in objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from django.db import connection

from casework.law.annual_counting import UNCOUNTED_CODES, Group

# The day of decision, or of service: chosen by the agency's policy, never taken from outside.
DAYS = ("decided_on", "concluded_on")
_JOIN = {"postgresql": "string_agg", "sqlite": "group_concat"}
# Only a result has a line of its own; for what is carried out the decision does not matter.
_RESULTS = ("{day} BETWEEN %s AND %s", "decision_code || ' ' || applicant_kind", "decision_code, applicant_kind", "")
_LATER = tuple(
    (limits, "applicant_kind", "applicant_kind", f" AND decision_code NOT IN ({', '.join(['%s'] * len(UNCOUNTED_CODES))})")
    for limits in ("{day} > %s", "{day} IS NULL")
)  # fmt: skip
_PART = """(SELECT {join}(cell || ',' || number || ',' || earlier, ',') FROM (
    SELECT {cell} AS cell, count(*) AS number, count(*) FILTER (WHERE received_on < %s) AS earlier FROM casework_case
    WHERE agency_id = agency.id AND {limits} AND received_on <= %s{counted} GROUP BY {keys}) AS found)"""


def grouped_counts(
    agency_ids: Sequence[int], day: str, first: date, last: date
) -> Iterator[tuple[int, Iterator[Group], Iterator[Group]]]:
    """Yield each agency with the groups of its results ("code kind") and of what is carried out ("kind").

    A group tells its number of cases, and how many of those were received before ``first``.
    """
    if not agency_ids:
        return
    results, later = (first, first, last, last), (first, last, last, *UNCOUNTED_CODES)
    open_ones = (first, last, *UNCOUNTED_CODES)
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, day, len(agency_ids)), [*results, *later, *open_ones, *agency_ids])
        found = cursor.fetchall()
    for agency_id, decided, decided_later, undecided in found:
        carried_out = ",".join(filter(None, (decided_later, undecided)))
        yield agency_id, _groups(decided), _groups(carried_out)


def _groups(text: str | None) -> Iterator[Group]:
    words = text.split(",") if text else []
    return zip(words[::3], map(int, words[1::3]), map(int, words[2::3]), strict=True)


@cache
def _statement(vendor: str, day: str, agencies: int) -> str:
    if day not in DAYS:
        raise ValueError(f"no index counts by {day}")
    parts = ",\n".join(
        _PART.format(join=_JOIN[vendor], limits=limits.format(day=day), cell=cell, keys=keys, counted=counted)
        for limits, cell, keys, counted in (_RESULTS, *_LATER)
    )
    return f"SELECT agency.id,\n{parts}\nFROM casework_agency AS agency WHERE agency.id IN ({', '.join(['%s'] * agencies)})"
