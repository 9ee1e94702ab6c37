"""年度报告: table 三 as it is printed, every number a link to its cases, its checks, its files.

The numbers are computed from the cases at every look; nothing here is stored.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.desk.annual_access import asked_agency, asked_year, may_edit, may_lead
from casework.desk.annual_finding_words import check_lines, said_of
from casework.desk.annual_freeze_words import difference_lines, freeze_words, frozen_mark
from casework.desk.annual_words import Address, cell_title, figure_tables, table_rows
from casework.desk.chart_drawing import drawn
from casework.desk.downloads import sent
from casework.desk.shell import show
from casework.desk.words import shown_name
from casework.documents.annual_charts import annual_charts
from casework.documents.annual_files import ANNUAL_DRAFTS, ANNUAL_FILES, DRAFT_ENDING
from casework.documents.annual_layout import ORGANISATION_COLUMNS
from casework.documents.annual_report import AnnualReport
from casework.documents.charts import Chart
from casework.law.annual_entries import shown
from casework.law.annual_formats import CORNER_NOTE
from casework.law.annual_table import TOTAL
from casework.models.agency import Agency
from casework.models.user import NARROW_ROLES, Role
from casework.queries import annual_table as tables
from casework.queries.annual_table import FIRST_YEAR, NoSuchCell
from casework.queries.annual_year import AnnualYear, annual_year, case_numbers, differences_since
from casework.queries.fees import fee_year
from casework.queries.statistics import year_blocks

CASES_A_PAGE = 100


@require_safe
def annual_table(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show table 三 of one agency-year."""
    return _page(request, asked_year(year), panel=None)


@require_safe
def annual_cell(request: HttpRequest, year: int, row: str, column: str) -> HttpResponse:
    """List the cases of one cell: beside the table, or alone when a script asks for the part."""
    agency, _ = asked_agency(request)
    panel = _panel(request, agency, asked_year(year), row, column)
    if request.GET.get("part") == "panel":
        return render(request, "desk/annual_cell.html", {"panel": panel})
    return _page(request, year, panel=panel)


@require_safe
def annual_export(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Hand out the table as a file."""
    files = ANNUAL_FILES | ANNUAL_DRAFTS
    if kind not in files:
        raise Http404("没有这种格式")
    agency, _ = asked_agency(request)
    file = files[kind]
    found = annual_year(agency, asked_year(year))
    report = AnnualReport(
        agency_name=agency.name,
        year=year,
        report_format=found.report_format,
        cells=found.cells,
        checks=found.checks,
        as_of=legal_today(),
        frozen=frozen_mark(found.frozen),
        said=said_of(found.verdicts),
        figures={key: shown(value) for key, value in found.figures.items()},
        charts=_charts(found, legal_today()),
        fee_sentence=fee_year(agency, year).sentence,
    )
    ending = DRAFT_ENDING if kind in ANNUAL_DRAFTS else kind
    stem = report.document_title if kind in ANNUAL_DRAFTS else report.file_name
    return sent(file.write(report), f"{stem}.{ending}", file.content_type)


def _page(request: HttpRequest, year: int, *, panel: dict[str, Any] | None) -> HttpResponse:
    today = legal_today()
    agency, choices = asked_agency(request)
    address = Address(request, agency)
    found = annual_year(agency, year)
    table, checks = found.shown, found.checks
    years = tables.years_of(agency, today)
    compared = request.GET.get("previous") == "1" and year > FIRST_YEAR
    # Last year as it was reported, where it was; else as the register has it now.
    previous = (found.last_year_cells or tables.year_table(agency, year - 1).cells) if compared else {}
    context = {
        "year": year,
        "agency_name": agency.name,
        "agencies": choices,
        "chosen_agency_id": agency.pk,
        "format_label": found.report_format.document,
        "as_of": today if year == today.year else None,
        "years": [
            {"year": item, "url": address.of("annual_table", item), "current": item == year}
            for item in sorted({*years, year}, reverse=True)
        ],
        "exports": [
            {"label": file.label, "url": address.of("annual_export", year, kind)}
            for kind, file in (ANNUAL_FILES | ANNUAL_DRAFTS).items()
        ],
        "previous_url": _previous_url(address, year, compared),
        "show_previous": compared,
        "corner_note": CORNER_NOTE,
        "caption": f"{agency.name} {year}年收到和处理政府信息公开申请情况",
        "columns": [column.label for column in ORGANISATION_COLUMNS],
        "rows": table_rows(table, checks, address, previous),
        "checks": check_lines(checks, address, year, found.verdicts, may_judge=may_edit(request.user, agency)),
        "panel": panel,
        "freeze": _freeze(request, found, address, today),
        "tables": _linked(figure_tables(found.report_format, found.figures), found, request),
        "figures_url": address.of("annual_figures", year),
        "links": _links(request, found, address),
        "fees": fee_year(agency, year),
        "charts": drawn(_charts(found, today)),
    }
    return show(request, "desk/annual_table.html", context)


def _charts(found: AnnualYear, today: date) -> list[Chart]:
    blocks = year_blocks(found.agency, found.year, today)
    return annual_charts(found.cells, found.report_format, blocks, frozen=found.frozen is not None)


def _linked(tables: list[dict[str, Any]], found: AnnualYear, request: HttpRequest) -> list[dict[str, Any]]:
    """Let every computed cell of table 四 open its disputes; a superior's list would hold other agencies' too."""
    if request.user.role == Role.SUPERVISOR:
        return tables
    for cell in (
        cell for table in tables for block in table["blocks"] for row in block["rows"] for cell in row["cells"]
    ):
        if cell["key"] in found.computed and found.figures.get(cell["key"]) == found.computed[cell["key"]]:
            _, group, column = cell["key"].split("-")
            query = urlencode({"year": found.year, "group": group} | ({} if column == TOTAL else {"column": column}))
            cell["url"] = f"{reverse('desk:dispute_list')}?{query}"
    return tables


def _freeze(request: HttpRequest, found: AnnualYear, address: Address, today: date) -> dict[str, Any]:
    changed = differences_since(found)
    words = freeze_words(found.frozen)
    lines = difference_lines(changed, case_numbers(changed) if changed else {}, found.report_format)
    led = may_lead(request.user, found.agency) and found.year < today.year
    url = address.of("annual_freeze", found.year)
    return words | {"differences": lines, "url": url if led else "", "history_url": url}


def _links(request: HttpRequest, found: AnnualYear, address: Address) -> list[dict[str, str]]:
    links = [("填报表二、表四" if may_edit(request.user, found.agency) else "表二、表四的填报记录", "annual_figures")]
    if found.opening is not None or may_edit(request.user, found.agency):
        links.append(("期初余额", "annual_opening"))
    if may_edit(request.user, found.agency) or found.prose:
        links.append(("正文核对", "annual_text"))
    if request.user.role == Role.SUPERVISOR:
        links.append(("下级汇总", "annual_rollup"))
    return [{"label": label, "url": address.of(name, found.year)} for label, name in links]


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
    shown = visible.count() if request.user.role in NARROW_ROLES else total
    page = Paginator(visible.prefetch_related("applicants"), CASES_A_PAGE).get_page(request.GET.get("page"))
    here = ("annual_cell", year, row, column)
    next_page = page.next_page_number() if page.has_next() else None
    previous_page = page.previous_page_number() if page.has_previous() else None
    return {
        "title": cell_title(year, row, column),
        "note": _other_number(agency, year, row, column, total),
        "total": total,
        "hidden": total - shown,
        "first": page.start_index(),
        "last": page.end_index(),
        "next_url": next_page and address.panel(*here, page=next_page),
        "previous_url": previous_page and address.panel(*here, page=previous_page),
        "cases": [_case_line(case) for case in page],
    }


def _other_number(agency: Agency, year: int, row: str, column: str, listed: int) -> str:
    """Say why a cell shows another number than the list of its cases is long: opening balance, or frozen."""
    found = annual_year(agency, year)
    number = found.cells[row][column]
    if number == listed:
        return ""
    if found.frozen:
        return f"冻结的数是{number}，现在有{listed}件，差异见“冻结”一栏。"
    return f"期初余额填报{number}件，本系统登记了{listed}件。"


def _case_line(case: Any) -> dict[str, str]:
    names = [shown_name(item.kind, item.name) for item in case.applicants.all()[:1]]
    return {
        "number": case.number,
        "url": Address.of_case(case.number),
        "applicant": names[0] if names else "",
        "content": case.subject,
    }
