"""Making good a missed 1 January: last year's tables that nobody has built yet."""

from __future__ import annotations

from datetime import date, datetime

from casework.models.agency import Agency
from casework.models.annual_table import AnnualTable
from casework.services.annual_tables import build_table

# The report of a government is due on 31 March (条例第四十九条); later nobody waits for the table.
LAST_MONTH = 3


def build_missing(*, today: date, now: datetime) -> int:
    """Build last year's table of every agency that has none yet; return how many.

    Does nothing after March. A table that was built is left alone: it is that year's snapshot.
    """
    if today.month > LAST_MONTH:
        return 0
    year = today.year - 1
    built = AnnualTable.objects.filter(year=year, year_closed=True)
    missing = Agency.objects.exclude(pk__in=built.values("agency_id")).order_by("pk")
    return sum(bool(build_table(agency=agency, year=year, year_closed=True, now=now)) for agency in missing)
