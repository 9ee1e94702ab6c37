"""正文核对: the report's text is pasted or uploaded, and its sentences are held against the year's tables."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import utc_now
from casework.desk.annual_access import asked_agency, asked_year, may_edit, require
from casework.desk.annual_finding_words import check_lines
from casework.desk.annual_words import Address
from casework.desk.forms.annual import ReportTextForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.documents.annual_findings import CHECK_RULES
from casework.law.annual_table import Verdict
from casework.law.errors import Refused
from casework.law.published_report.own_text import IN_TEXT
from casework.models.agency import Agency
from casework.queries.annual_records import text_history
from casework.queries.annual_year import annual_year
from casework.services.annual_text import enter_report_text


@require_http_methods(["GET", "HEAD", "POST"])
def annual_text(request: HttpRequest, year: int) -> HttpResponse:
    """Show the text that holds and what each of its numbers says; POST brings another."""
    agency, _ = asked_agency(request)
    year = asked_year(year)
    if request.method != "POST":
        return _page(request, agency, year, ReportTextForm())
    require(may_edit(request.user, agency))
    form, refusal = ReportTextForm(request.POST, request.FILES), None
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            record = enter_report_text(
                agency=agency, year=year, text=form.cleaned_data["text"], actor=request.user, now=utc_now(),
                file=(given.name, given.read()) if given else None, key=form.cleaned_data["key"],
            )  # fmt: skip
        except Refused as error:
            refusal = None if form.refuse(error) else error
        else:
            messages.success(request, "正文已保存，核对结果见下。" if record.prose else "正文已撤下，不再核对。")
            return redirect(reverse("desk:annual_text", args=[year]))
    return _page(request, agency, year, form, refusal)


def _page(
    request: HttpRequest, agency: Agency, year: int, form: ReportTextForm, refusal: Refused | None = None
) -> HttpResponse:
    found, address = annual_year(agency, year), Address(request, agency)
    checks = [check for check in found.checks if check.identity == IN_TEXT]
    editor = may_edit(request.user, agency)
    rules = {IN_TEXT: CHECK_RULES[IN_TEXT]}
    history = text_history(agency, year)
    context = {
        "year": year,
        "agency_name": agency.name,
        "table_url": address.of("annual_table", year),
        "form": form,
        "refusal": refusal_words(refusal),
        "may_edit": editor,
        "prose": found.prose,
        "checks": check_lines(checks, address, year, found.verdicts, may_judge=editor, rules=rules),
        "passed": [check.sentence for check in checks if check.verdict is Verdict.PASSED],
        "history": [
            {"at": item.recorded_at, "by": item.actor_name, "source": item.source, "length": len(item.prose)}
            for item in history
        ],
    }
    return show(request, "desk/annual_text.html", context, status=REFUSED if form.is_bound else 200)
