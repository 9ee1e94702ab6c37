"""冻结: the leader fixes the year's figures or opens them again; everybody sees the history and the differences."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.annual_access import asked_agency, asked_year, may_edit, may_lead, require
from casework.desk.annual_finding_words import check_lines
from casework.desk.annual_freeze_words import difference_lines, freeze_words, history_lines
from casework.desk.annual_words import Address
from casework.desk.forms.annual import FindingForm, FreezeForm, ReasonForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.annual_findings import fingerprint
from casework.law.annual_freezing import sha256_of
from casework.law.annual_table import failures
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.queries.annual_records import freeze_history
from casework.queries.annual_year import AnnualYear, annual_year, case_numbers, differences_since
from casework.services.annual_findings import judge_finding
from casework.services.annual_freezing import freeze_year, text_to_freeze, unfreeze_year


@require_http_methods(["GET", "HEAD", "POST"])
def annual_freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Show state, differences and history; POST freezes the year, or opens it when it is frozen."""
    agency, _ = asked_agency(request)
    year = asked_year(year)
    if request.method != "POST":
        return _page(request, annual_year(agency, year))
    require(may_lead(request.user, agency))
    form = ReasonForm(request.POST) if "unfreeze" in request.POST else FreezeForm(request.POST)
    refusal = None
    if form.is_valid():
        try:
            _change(request, agency, year, form)
            return redirect(reverse("desk:annual_freeze", args=[year]))
        except Refused as error:
            refusal = None if form.refuse(error) else error
    return _page(request, annual_year(agency, year), form=form, refusal=refusal)


def _change(request: HttpRequest, agency: Agency, year: int, form: FreezeForm | ReasonForm) -> None:
    done = {"agency": agency, "year": year, "actor": request.user, "now": utc_now(), "key": form.cleaned_data["key"]}
    if isinstance(form, ReasonForm):
        unfreeze_year(reason=form.cleaned_data["reason"], **done)
        messages.success(request, f"{year}年度数据已解除冻结。")
    else:
        record = freeze_year(today=legal_today(), seen=form.cleaned_data["seen"], **done)
        messages.success(request, f"{year}年度数据已冻结，SHA-256：{record.sha256}")


def _page(
    request: HttpRequest, found: AnnualYear, *, form: FreezeForm | ReasonForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    address = Address(request, found.agency)
    changed = differences_since(found)
    over = found.year < legal_today().year
    may_freeze = may_lead(request.user, found.agency) and found.frozen is None and over
    seen = sha256_of(text_to_freeze(agency=found.agency, year=found.year)) if may_freeze else ""
    refused_reason = form if isinstance(form, ReasonForm) and found.frozen is not None else None
    lines = check_lines(
        found.checks, address, found.year, found.verdicts, may_judge=may_edit(request.user, found.agency)
    )
    context = {
        "year": found.year,
        "agency_name": found.agency.name,
        "table_url": address.of("annual_table", found.year),
        "running": not over,
        "freeze": freeze_words(found.frozen),
        "differences": difference_lines(changed, case_numbers(changed) if changed else {}, found.report_format),
        "checks": [line for line in lines if line["passed"] is not True],
        "form": refused_reason,
        "refusal": refusal_words(refusal),
        "freeze_form": FreezeForm(initial={"seen": seen}) if may_freeze else None,
        "unfreeze_form": (refused_reason or ReasonForm())
        if may_lead(request.user, found.agency) and found.frozen is not None
        else None,
        "new_hash": seen,
        "history": history_lines(list(freeze_history(found.agency, found.year))),
    }
    return show(request, "desk/annual_freeze.html", context, status=REFUSED if form is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def annual_finding(request: HttpRequest, year: int, finding: str) -> HttpResponse:
    """Ask for a word on one finding; POST records it."""
    agency, _ = asked_agency(request)
    year = asked_year(year)
    require(may_edit(request.user, agency))
    found = annual_year(agency, year)
    check = next((item for item in failures(found.checks) if fingerprint(item) == finding), None)
    if check is None:
        raise Http404("没有这项核对结果，或者数据已经变动")
    refusal, form = None, FindingForm()
    if request.method == "POST":
        form = FindingForm(request.POST)
        if form.is_valid():
            try:
                judge_finding(
                    agency=agency, year=year, finding=finding, word=form.cleaned_data["word"],
                    reason=form.cleaned_data["reason"], actor=request.user, now=utc_now(), key=form.cleaned_data["key"],
                )  # fmt: skip
            except Refused as error:
                refusal = None if form.refuse(error) else error
            else:
                messages.success(request, "已记录。")
                return redirect(reverse("desk:annual_table", args=[year]))
    verdict = found.verdicts.get(finding)
    context = {
        "year": year,
        "agency_name": agency.name,
        "table_url": Address(request, agency).of("annual_table", year),
        "finding": {"code": check.identity, "sentence": check.sentence},
        "said": verdict
        and {
            "word": verdict.get_word_display(),
            "reason": verdict.reason,
            "by": verdict.actor_name,
            "at": verdict.recorded_at,
        },
        "form": form,
        "refusal": refusal_words(refusal),
    }
    return show(request, "desk/annual_finding.html", context, status=REFUSED if form.is_bound else 200)
