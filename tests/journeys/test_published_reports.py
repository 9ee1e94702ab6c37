"""Published reports, cell for cell; the third and largest is part of the demo (tests/management/test_load_demo.py).

The figures here are typed by hand from the published reports' third part, not read from the product.
A line not named here is 0 in every column of the report.
"""

from __future__ import annotations

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from casework.adapters.working_calendar import current_calendar
from casework.law.annual_formats import COLUMNS, FORMAT_2021
from casework.law.annual_table import failures
from casework.law.duties import DutyState
from casework.law.identity import credit_code_warning, resident_id_warning
from casework.models import Agency, Applicant, Case, CaseEvent, Notice
from casework.queries.annual_table import cases_in_cell, year_table
from casework.services.deadlines import read_clock
from tests.cast import make_cast, noon

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ZIBO_2023 = {
    "new": [7, 0, 0, 0, 0, 0, 7],
    "granted": [2, 0, 0, 0, 0, 0, 2],
    "partial": [1, 0, 0, 0, 0, 0, 1],
    "denied_internal": [1, 0, 0, 0, 0, 0, 1],
    "unable_not_held": [3, 0, 0, 0, 0, 0, 3],
    "results_total": [7, 0, 0, 0, 0, 0, 7],
}
GAOXIN_2022 = {
    "new": [2, 0, 0, 0, 0, 0, 2],
    "granted": [2, 0, 0, 0, 0, 0, 2],
    "results_total": [2, 0, 0, 0, 0, 0, 2],
}


@pytest.fixture(autouse=True)
def _calendar(db):
    make_cast()


def load(name):
    said = StringIO()
    with time_machine.travel(noon("2026-11-21"), tick=False):
        call_command("load_published", name, stdout=said)
    return said.getvalue()


def whole_table(lines, report_format):
    """Return every printed cell: the lines given, and 0 everywhere else."""
    keys = [row.key for row in report_format.rows if row.kind != "heading"]
    assert set(lines) <= set(keys)
    names = [column.key for column in COLUMNS]
    return {key: dict(zip(names, lines.get(key, [0] * 7), strict=True)) for key in keys}


@pytest.mark.parametrize(
    ("name", "agency_name", "year", "report_format", "lines"),
    [
        ("淄博市行政审批服务局-2023", "淄博市行政审批服务局", 2023, FORMAT_2021, ZIBO_2023),
        ("淄博高新区行政审批服务局-2022", "淄博高新区行政审批服务局", 2022, FORMAT_2021, GAOXIN_2022),
    ],
)
def test_the_computed_table_is_the_published_one(name, agency_name, year, report_format, lines):
    assert f"{lines['new'][-1]}件" in load(name)
    comes_out_as_published(name, agency_name, year, report_format, lines)


def comes_out_as_published(name, agency_name, year, report_format, lines):
    """Hold the loaded year against the published table, cell for cell, and load it once more, which adds nothing."""
    agency = Agency.objects.get(name=agency_name)
    table = year_table(agency, year)
    assert table.report_format is report_format
    assert table.cells == whole_table(lines, report_format)
    assert failures(table.checks) == []
    for key, line in lines.items():
        listed = [cases_in_cell(agency, year, key, column.key).count() for column in COLUMNS]
        assert listed == line, key
    every_case_is_lawful(agency, year)
    # A second run says so and adds nothing.
    before = (Case.objects.count(), CaseEvent.objects.count())
    assert "此前已载入" in load(name)
    assert (Case.objects.count(), CaseEvent.objects.count()) == before


def every_case_is_lawful(agency, year):
    """All days lie in the year, every reply is in time, every number's check digit holds."""
    calendar = current_calendar()
    today = noon("2026-11-21").date()
    for case in agency.cases.prefetch_related("events"):
        days = [event.happened_on for event in case.events.all()]
        assert {on.year for on in days} == {year}, case.number
        assert days == sorted(days), case.number
        assert all(calendar.is_working_day(on) for on in days), case.number
        states = {duty.state for duty in read_clock(case, calendar, today).duties}
        overdue_supplement = {DutyState.VOID} if case.decision_code == "O1" else set()
        assert states <= {DutyState.MET, DutyState.VOID} | overdue_supplement, case.number
    for person in Applicant.objects.filter(case__agency=agency):
        warn = resident_id_warning if person.kind == "natural" else lambda number, _: credit_code_warning(number)
        assert warn(person.document_number.clear, today) == ""
        # No place has this region code, so the number belongs to nobody.
        assert "999999" in person.document_number.clear
    assert not Notice.objects.filter(case__agency=agency, read_at__isnull=True).exists()
