"""Storing the annual table (年度报告表三): nightly drafts, and last year's table after New Year.

A stored table is a snapshot for comparison; the page always shows what the cases say now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from casework.law.annual_formats import format_for_year
from casework.law.annual_table import failures
from casework.models.agency import Agency
from casework.models.annual_table import AnnualTable
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import Role, User
from casework.queries.annual_records import openings_of
from casework.queries.annual_table import YearTable, year_tables
from casework.queries.annual_year import Cells, carry_checks, cells_to_carry_from, with_opening

AGENCIES_A_BATCH = 200
_FIELDS = ["report_format", "cells", "failed_checks", "year_closed", "built_at"]


def build_table(*, agency: Agency, year: int, year_closed: bool, now: datetime) -> AnnualTable:
    """Compute and store the table of one agency-year; a second call replaces the first.

    Raises ValueError for years before 2019. A closed year stays closed.
    """
    _store([agency], year, year_closed=year_closed, now=now)
    return AnnualTable.objects.get(agency=agency, year=year)


def draft_annual_tables(*, today: date, now: datetime) -> int:
    """Store this year's draft for every agency; return how many."""
    return _store_all(today.year, year_closed=False, now=now)


def build_year_end_tables(*, today: date, now: datetime) -> int:
    """Store last year's table for every agency, as of the end of that year; return how many.

    Clerks and leaders are told once a year and agency, however often this runs.
    """
    return _store_all(today.year - 1, year_closed=True, now=now)


def _store_all(year: int, *, year_closed: bool, now: datetime) -> int:
    agencies = list(Agency.objects.order_by("pk"))
    for start in range(0, len(agencies), AGENCIES_A_BATCH):
        batch = agencies[start : start + AGENCIES_A_BATCH]
        _store(batch, year, year_closed=year_closed, now=now)
    return len(agencies)


@transaction.atomic
def _store(agencies: Sequence[Agency], year: int, *, year_closed: bool, now: datetime) -> None:
    closed_before = _lock(agencies, year, now)
    tables, openings = year_tables(agencies, year), openings_of(agencies, year)
    last_year = cells_to_carry_from(agencies, year - 1)
    AnnualTable.objects.bulk_create(
        [
            AnnualTable(
                agency=agency,
                year=year,
                report_format=tables[agency.pk].report_format.key,
                cells=with_opening(tables[agency.pk], openings.get(agency.pk)).cells,
                failed_checks=_failed(tables[agency.pk], openings.get(agency.pk), last_year.get(agency.pk)),
                year_closed=year_closed or agency.pk in closed_before,
                built_at=now,
            )
            for agency in agencies
        ],
        update_conflicts=True,
        unique_fields=["agency", "year"],
        update_fields=_FIELDS,
    )
    if year_closed:
        _announce([agency for agency in agencies if agency.pk not in closed_before], year, now)


def _lock(agencies: Sequence[Agency], year: int, now: datetime) -> set[int]:
    """Make sure every row exists and hold it, so that two runs at once announce once.

    Returns the agencies whose year was closed before.
    """
    report_format = format_for_year(year).key
    AnnualTable.objects.bulk_create(
        [
            AnnualTable(agency=agency, year=year, report_format=report_format, cells={}, built_at=now)
            for agency in agencies
        ],
        ignore_conflicts=True,
    )
    rows = AnnualTable.objects.filter(agency__in=agencies, year=year).order_by("pk")
    return {row.agency_id for row in rows.select_for_update() if row.year_closed}


def _failed(table: YearTable, opening: dict[str, int] | None, last_year: Cells | None) -> list[dict[str, str]]:
    shown = with_opening(table, opening)
    carried = carry_checks(shown.cells, table.cells["carried_in"], opening, last_year)
    found = failures([*shown.checks, *carried])
    return [{"identity": check.identity, "where": check.where, "sentence": check.sentence} for check in found]


def _announce(agencies: list[Agency], year: int, now: datetime) -> None:
    people = User.objects.filter(agency__in=agencies, role__in=(Role.CLERK, Role.LEADER), is_active=True)
    Notice.objects.bulk_create(
        Notice(
            recipient=person,
            channel=NoticeChannel.IN_APP,
            subject=f"{year}年度报告表三已生成",
            body=f"{year}年度收到和处理政府信息公开申请情况已由办件生成，请核对后按条例第四十九条编制年度报告。",
            state=NoticeState.SENT,
            created_at=now,
            send_after=now,
            sent_at=now,
        )
        for person in people
    )
