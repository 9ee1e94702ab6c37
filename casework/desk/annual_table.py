"""年度报告: table 三 as it is printed, every number a link to its cases, its checks, its files.

The numbers are computed from the cases at every look; nothing here is stored.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.desk.annual_words import Address, cell_title, charts, check_lines, table_rows
from casework.desk.shell import show
from casework.desk.words import shown_name
from casework.documents.annual_files import ANNUAL_FILES
from casework.documents.annual_layout import ORGANISATION_COLUMNS
from casework.documents.annual_report import AnnualReport
from casework.law.annual_formats import CORNER_NOTE
from casework.models.agency import Agency
from casework.models.user import Role, User
from casework.queries import annual_table as tables
from casework.queries.annual_table import FIRST_YEAR, NoSuchCell

CASES_A_PAGE = 100


@require_safe
def annual_table(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show table 三 of one agency-year."""
    return _page(request, _year(year), panel=None)


@require_safe
def annual_cell(request: HttpRequest, year: int, row: str, column: str) -> HttpResponse:
    """List the cases of one cell: beside the table, or alone when a script asks for the part."""
    agency, _ = _agency(request)
    panel = _panel(request, agency, _year(year), row, column)
    if request.GET.get("part") == "panel":
        return render(request, "desk/annual_cell.html", {"panel": panel})
    return _page(request, year, panel=panel)


@require_safe
def annual_export(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Hand out the table as a file."""
    if kind not in ANNUAL_FILES:
        raise Http404("没有这种格式")
    agency, _ = _agency(request)
    file = ANNUAL_FILES[kind]
    table = tables.year_table(agency, _year(year))
    last_year = tables.stored_table(agency, year - 1)
    report = AnnualReport(
        agency_name=agency.name,
        year=year,
        report_format=table.report_format,
        cells=table.cells,
        checks=[*table.checks, *tables.checks_against_last_year(table, last_year)],
        as_of=legal_today(),
    )
    name = quote(f"{report.file_name}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(file.write(report), content_type=file.content_type, headers=headers)


def _page(request: HttpRequest, year: int, *, panel: dict[str, Any] | None) -> HttpResponse:
    today = legal_today()
    agency, choices = _agency(request)
    address = Address(request, agency)
    table = tables.year_table(agency, year)
    last_year = tables.stored_table(agency, year - 1)
    checks = [*table.checks, *tables.checks_against_last_year(table, last_year)]
    years = tables.years_of(agency, today)
    compared = request.GET.get("previous") == "1" and year > FIRST_YEAR
    previous = tables.year_table(agency, year - 1).cells if compared else {}
    context = {
        "year": year,
        "agency_name": agency.name,
        "agencies": choices,
        "chosen_agency_id": agency.pk,
        "format_label": table.report_format.document,
        "as_of": today if year == today.year else None,
        "years": [
            {"year": item, "url": address.of("annual_table", item), "current": item == year}
            for item in sorted({*years, year}, reverse=True)
        ],
        "exports": [
            {"label": file.label, "url": address.of("annual_export", year, kind)}
            for kind, file in ANNUAL_FILES.items()
        ],
        "previous_url": _previous_url(address, year, compared),
        "show_previous": compared,
        "corner_note": CORNER_NOTE,
        "columns": [column.label for column in ORGANISATION_COLUMNS],
        "rows": table_rows(table, checks, address, previous),
        "checks": check_lines(checks, address, year),
        "panel": panel,
        "charts": charts(table, tables.channels_of_new(agency, year)),
    }
    return show(request, "desk/annual_table.html", context)


def _previous_url(address: Address, year: int, compared: bool) -> str:
    if year <= FIRST_YEAR:
        return ""
    return address.of("annual_table", year, **({} if compared else {"previous": "1"}))


def _panel(request: HttpRequest, agency: Agency, year: int, row: str, column: str) -> dict[str, Any]:
    try:
        cases = tables.cases_in_cell(agency, year, row, column)
    except NoSuchCell as missing:
        raise Http404("年度报告表三没有这一格") from missing
    address = Address(request, agency)
    total = cases.count()
    visible = cases.visible_to(request.user)
    shown = visible.count() if request.user.role == Role.HANDLER else total
    page = Paginator(visible.prefetch_related("applicants"), CASES_A_PAGE).get_page(request.GET.get("page"))
    here = ("annual_cell", year, row, column)
    next_page = page.next_page_number() if page.has_next() else None
    previous_page = page.previous_page_number() if page.has_previous() else None
    return {
        "title": cell_title(year, row, column),
        "total": total,
        "hidden": total - shown,
        "first": page.start_index(),
        "last": page.end_index(),
        "next_url": next_page and address.panel(*here, page=next_page),
        "previous_url": previous_page and address.panel(*here, page=previous_page),
        "cases": [_case_line(case) for case in page],
    }


def _case_line(case: Any) -> dict[str, str]:
    names = [shown_name(item.kind, item.name) for item in case.applicants.all()[:1]]
    return {
        "number": case.number,
        "url": Address.of_case(case.number),
        "applicant": names[0] if names else "",
        "content": case.subject,
    }


def _year(year: int | None) -> int:
    this_year = legal_today().year
    year = this_year if year is None else year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404("没有这一年度的报告表")
    return year


def _agency(request: HttpRequest) -> tuple[Agency, list[Agency]]:
    """Return the agency asked for and those to choose from; another agency's table is not found."""
    user: User = request.user
    if user.agency is None or user.role == Role.ADMINISTRATOR:
        raise Http404("没有年度报告表")
    if user.role != Role.SUPERVISOR:
        choices = []
        allowed = {user.agency_id: user.agency}
    else:
        choices = list(Agency.objects.below(user.agency).order_by("path"))
        allowed = {agency.pk: agency for agency in choices}
    wanted = request.GET.get("agency", str(user.agency_id))
    agency = allowed.get(int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    if agency is None:
        raise Http404("没有这个机关，或者不是您的下级机关")
    return agency, choices
