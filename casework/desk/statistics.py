"""统计: any period, the blocks and columns an office reports, its saved layouts, and the same as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.chart_drawing import drawn
from casework.desk.downloads import sent
from casework.desk.form_page import post_or_say
from casework.desk.forms.statistics import StatisticsForm
from casework.desk.shell import show
from casework.documents.charts import charts_of
from casework.documents.statistics_files import STATISTICS_FILES, StatisticsReport
from casework.law.errors import Refused
from casework.law.periods import PERIOD_NAMES, PeriodKind, period_of
from casework.law.statistics import BLOCK_NAMES, MEASURE_MEANINGS, MEASURE_NAMES, Block, Measure
from casework.models.agency import Agency
from casework.models.statistics_layout import StatisticsLayout
from casework.models.user import NARROW_ROLES
from casework.queries.statistics import StatisticsQuestion, agencies_of, statistics
from casework.services.statistics_layouts import KEEPERS, delete_layout, may_keep, save_layout

HOME = "desk:statistics"
_ASKED = "kind"


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Show the statistics that the address, a saved layout, or nothing in particular asks for."""
    agencies = _agencies(request)
    layouts = list(StatisticsLayout.objects.filter(agency=request.user.agency_id))
    form = StatisticsForm(_asked(request, agencies, layouts), agencies=agencies)
    context: dict[str, Any] = {
        "form": form,
        "presets": _presets(form),
        "layouts": [_layout(layout, request) for layout in layouts],
        "may_keep": may_keep(request.user),
        "only_part": request.user.role in NARROW_ROLES,
    }
    if form.is_valid():
        report = _report(request, form, agencies, legal_today())
        query = _query(form)
        context |= {
            "title": report.title,
            "note": report.note,
            "tables": [_table(report, table) for table in report.tables],
            "meanings": report.meanings(),
            "charts": drawn(charts_of(report.tables)),
            "saved_fields": [(key, value) for key, values in query.lists() for value in values],
            "exports": [
                {"label": file.label, "url": f"{reverse('desk:statistics_export', args=[kind])}?{query.urlencode()}"}
                for kind, file in STATISTICS_FILES.items()
            ],
        }
    return show(request, "desk/statistics.html", context)


@require_safe
def statistics_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out what the page shows as a file."""
    agencies = _agencies(request)
    form = StatisticsForm(request.GET, agencies=agencies)
    if kind not in STATISTICS_FILES or not form.is_valid():
        raise Http404("没有这样的统计文件")
    report = _report(request, form, agencies, legal_today())
    file = STATISTICS_FILES[kind]
    return sent(file.write(report), f"{report.file_name}.{kind}", file.content_type)


@require_POST
def statistics_save(request: HttpRequest) -> HttpResponse:
    """Save what the page shows as a layout of the agency."""
    agencies = _agencies(request)
    form = StatisticsForm(request.POST, agencies=agencies)
    if not form.is_valid():
        raise Http404("没有可以保存的统计")
    asked = form.cleaned_data
    try:
        layout = save_layout(
            name=request.POST.get("layout_name", "")[:40],
            period_kind=PeriodKind(asked["kind"]),
            blocks=[Block(item) for item in asked["blocks"]],
            measures=[Measure(item) for item in asked["measures"]],
            word=asked["word"],
            actor=request.user,
            now=utc_now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已保存统计样式“{layout.name}”。")
    return redirect(f"{reverse(HOME)}?{_query(form).urlencode()}")


@require_POST
def statistics_delete(request: HttpRequest, layout_id: int) -> HttpResponse:
    """Delete a layout of the agency."""
    require_role(request.user, *KEEPERS)

    def act() -> str:
        delete_layout(layout_id=layout_id, actor=request.user)
        return "已删除统计样式。"

    return post_or_say(request, act, reverse(HOME))


def _agencies(request: HttpRequest) -> list[Agency]:
    agencies = agencies_of(request.user)
    if not agencies:
        raise Http404("没有统计")
    return agencies


def _asked(request: HttpRequest, agencies: list[Agency], layouts: list[StatisticsLayout]) -> QueryDict:
    """Return what the form is filled with: the address, else the layout it names, else the quarter."""
    if _ASKED in request.GET:
        return request.GET
    asked = QueryDict(mutable=True)
    asked["kind"] = PeriodKind.THIS_QUARTER.value
    several = len(agencies) > 1
    asked.setlist("blocks", [item.value for item in Block if several or item is not Block.AGENCIES])
    asked.setlist("measures", [item.value for item in Measure])
    wanted = request.GET.get("layout", "")
    layout = next((item for item in layouts if str(item.pk) == wanted), None)
    if wanted and layout is None:
        raise Http404("没有这个统计样式")
    if layout:
        asked["kind"], asked["word"] = layout.period_kind, layout.word
        asked.setlist("blocks", [item for item in layout.blocks if several or item != Block.AGENCIES])
        asked.setlist("measures", layout.measures)
        if layout.period_kind == PeriodKind.DATES:
            # A layout keeps no days: the year so far stands there until others are typed.
            today = legal_today()
            asked["first"], asked["last"] = today.replace(month=1, day=1).isoformat(), today.isoformat()
    return asked


def _report(request: HttpRequest, form: StatisticsForm, agencies: list[Agency], today: date) -> StatisticsReport:
    asked = form.cleaned_data
    period = asked.get("period") or period_of(PeriodKind(asked["kind"]), today)
    chosen = int(asked["agency"]) if asked.get("agency") else None
    question = StatisticsQuestion(period, [Block(item) for item in asked["blocks"]], chosen, asked["word"])
    name = next(agency.name for agency in agencies if chosen in (None, agency.pk))
    return StatisticsReport(
        agency_name=f"{name}及下级机关" if chosen is None and len(agencies) > 1 else name,
        period=period,
        measures=[Measure(item) for item in asked["measures"]],
        tables=statistics(request.user, question, agencies=agencies, today=today),
        as_of=today,
        word=asked["word"],
    )


def _query(form: StatisticsForm) -> QueryDict:
    """The question as an address asks it again."""
    query = QueryDict(mutable=True)
    for name, value in form.cleaned_data.items():
        if name != "period" and value:
            query.setlist(name, value if isinstance(value, list) else [str(value)])
    return query


def _presets(form: StatisticsForm) -> list[dict[str, Any]]:
    if not form.is_valid():
        return []
    found = []
    for kind in PeriodKind:
        if kind is not PeriodKind.DATES:
            query = _query(form)
            query["kind"] = kind.value
            current = form.cleaned_data["kind"] == kind
            found.append({"label": PERIOD_NAMES[kind], "url": f"?{query.urlencode()}", "current": current})
    return found


def _layout(layout: StatisticsLayout, request: HttpRequest) -> dict[str, Any]:
    return {
        "name": layout.name,
        "period": layout.get_period_kind_display(),
        "url": f"{reverse(HOME)}?layout={layout.pk}",
        "delete_url": reverse("desk:statistics_delete", args=[layout.pk]) if may_keep(request.user) else "",
        "current": request.GET.get("layout") == str(layout.pk),
    }


def _table(report: StatisticsReport, table: Any) -> dict[str, Any]:
    columns = report.columns_of(table)
    return {
        "title": BLOCK_NAMES[table.block],
        "columns": [{"label": MEASURE_NAMES[item], "title": MEASURE_MEANINGS[item]} for item in columns],
        "rows": [
            {
                "label": line.label,
                "url": _cases_url(table.block, line.label),
                "numbers": [line.counts[item] for item in columns],
            }
            for line in table.lines
        ],
    }


def _cases_url(block: Block, label: str) -> str:
    """All cases of a topic, of whatever period: the list has no filter by period."""
    return f"{reverse('desk:all_cases')}?{urlencode({'topic': label})}" if block is Block.TOPICS else ""
