"""What people have entered, frozen and judged of annual reports: the last record of a kind holds, the others are history."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Max, QuerySet

from casework.law.annual_entries import FOUR, TWO, shown, slots
from casework.law.annual_formats import ReportFormat
from casework.law.annual_table import APPLICANT_KINDS, TOTAL
from casework.models.agency import Agency
from casework.models.annual_record import (
    AnnualFigure,
    AnnualFreeze,
    AnnualText,
    FindingVerdict,
    OpeningBalance,
)

Figures = dict[str, Decimal | None]


@dataclass(frozen=True)
class FrozenYear:
    """The figures of a frozen agency-year, read from its document."""

    record: AnnualFreeze
    document: dict[str, Any] = field(repr=False)

    @property
    def cells(self) -> dict[str, dict[str, int]]:
        """Table 三, row key -> column key -> count."""
        return self.document["table_three"]

    @cached_property
    def figures(self) -> Figures:
        """Tables 二 and 四 by cell key."""
        both = self.document["table_two"] | self.document["table_four"]
        return {key: None if text is None else Decimal(text) for key, text in both.items()}


def figures_of(agency: Agency, year: int) -> Figures:
    """Return the entered figures of tables 二 and 四 by cell key; what nobody entered is not there."""
    return figures_of_years(agency, [year])[year]


def figures_of_years(agency: Agency, years: Iterable[int]) -> dict[int, Figures]:
    """Return the entered figures of several years, in one statement."""
    found: dict[int, Figures] = {year: {} for year in years}
    entered = AnnualFigure.objects.filter(agency=agency, year__in=list(found)).order_by("pk")
    for year, slot, value in entered.values_list("year", "slot", "new"):
        found[year][slot] = value
    return found


def last_figures(agencies: Iterable[Agency] | QuerySet[Agency], year: int) -> QuerySet[AnnualFigure]:
    """Return the figures that hold now for many agencies; one row a filled-in cell."""
    entered = AnnualFigure.objects.filter(agency__in=agencies, year=year)
    last = entered.order_by().values("agency", "slot").annotate(last=Max("pk")).values("last")
    return AnnualFigure.objects.filter(pk__in=last, new__isnull=False)


def figure_history(agency: Agency, year: int) -> QuerySet[AnnualFigure]:
    """Return every change of a year's figures, newest first."""
    return AnnualFigure.objects.filter(agency=agency, year=year).order_by("-pk")


def opening_history(agency: Agency) -> QuerySet[OpeningBalance]:
    """Return every entry and unlocking of an agency's opening balance, newest first."""
    return OpeningBalance.objects.filter(agency=agency).order_by("-pk")


def openings_of(agencies: Iterable[Agency] | QuerySet[Agency], year: int) -> dict[int, dict[str, int]]:
    """Return by agency id the opening balance, with its total, of those whose first year this is. One statement.

    An unlocked balance holds until another one takes its place.
    """
    all_of_them = OpeningBalance.objects.filter(agency__in=agencies, act=OpeningBalance.Act.ENTERED)
    last = all_of_them.order_by().values("agency").annotate(last=Max("pk")).values("last")
    found = OpeningBalance.objects.filter(pk__in=last, year=year)
    return {
        agency_id: {**cells, TOTAL: sum(cells[kind] for kind in APPLICANT_KINDS)}
        for agency_id, cells in found.values_list("agency_id", "cells")
    }


def freezes_of(agencies: Iterable[Agency] | QuerySet[Agency], year: int) -> dict[int, FrozenYear]:
    """Return by agency id those whose year is frozen now, without the cases behind it. One statement."""
    return {agency: frozen for (agency, _), frozen in _freezes(agencies, [year]).items()}


def freezes_of_years(agency: Agency, years: Iterable[int]) -> dict[int, FrozenYear]:
    """Return by year what is frozen of one agency, in one statement."""
    return {year: frozen for (_, year), frozen in _freezes([agency], list(years)).items()}


def freeze_history(agency: Agency, year: int) -> QuerySet[AnnualFreeze]:
    """Return every freeze and unfreezing of the agency-year, newest first."""
    records = AnnualFreeze.objects.filter(agency=agency, year=year)
    return records.defer("document", "members").order_by("-pk")


def verdicts_of(agency: Agency, year: int) -> dict[str, FindingVerdict]:
    """Return by fingerprint what people last said of a year's findings."""
    said = FindingVerdict.objects.filter(agency=agency, year=year).order_by("pk")
    return {verdict.fingerprint: verdict for verdict in said}


def text_history(agency: Agency, year: int) -> QuerySet[AnnualText]:
    """Return every text brought for a year's report, newest first; the newest holds."""
    return AnnualText.objects.filter(agency=agency, year=year).order_by("-pk")


def last_pk(records: QuerySet[Any]) -> int:
    """Return how far a history has come: a form says what it was made from."""
    return records.aggregate(last=Max("pk"))["last"] or 0


def figures_document(figures: Figures, report_format: ReportFormat) -> dict[str, dict[str, str | None]]:
    """Return tables 二 and 四 for the document that is frozen: every cell, a blank one as null."""
    found: dict[str, dict[str, str | None]] = {"table_two": {}, "table_four": {}}
    names = {TWO: "table_two", FOUR: "table_four"}
    for slot in slots(report_format):
        value = figures.get(slot.key)
        found[names[slot.table]][slot.key] = None if value is None else shown(value)
    return found


def _freezes(agencies: Iterable[Agency] | QuerySet[Agency], years: list[int]) -> dict[tuple[int, int], FrozenYear]:
    acts = AnnualFreeze.objects.filter(agency__in=agencies, year__in=years)
    last = acts.order_by().values("agency", "year").annotate(last=Max("pk")).values("last")
    frozen = AnnualFreeze.objects.filter(pk__in=last, act=AnnualFreeze.Act.FROZEN).defer("members")
    return {(one.agency_id, one.year): FrozenYear(one, json.loads(one.document)) for one in frozen}
