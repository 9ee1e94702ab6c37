"""导入台账: the file, its columns, a dry run with everything that is wrong, then all or nothing."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.downloads import sent
from casework.desk.forms.ledger_import import LedgerColumnsForm, LedgerFileForm, LedgerWordsForm
from casework.desk.shell import REFUSED, show
from casework.documents.annual_csv import BYTE_ORDER_MARK
from casework.documents.safe_text import marked_as_text
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models.imported_ledger import ImportedLedger
from casework.services import ledger_import as service
from casework.services.ledger_import import LedgerCheck
from casework.services.ledger_mapping import LedgerMapping, guessed_mapping, mapping_below, wordings
from casework.services.permissions import why_not_allowed

# The page stays readable; the whole list is one click away.
ERRORS_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_import(request: HttpRequest) -> HttpResponse:
    """Take a file, and list what was brought in before."""
    _require_right(request)
    form = LedgerFileForm(request.POST, request.FILES) if request.method == "POST" else LedgerFileForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            ledger = service.upload_ledger(name=file.name, data=file.read(), actor=request.user, now=utc_now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("desk:ledger_import_columns", ledger.pk)
    ledgers = ImportedLedger.objects.filter(agency=request.user.agency).select_related("uploaded_by", "imported_by")
    context = {
        "form": form,
        "waiting": [item for item in ledgers if not item.imported_at],
        "imported": [item for item in ledgers if item.imported_at],
    }
    return show(request, "desk/ledger_import.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_import_columns(request: HttpRequest, ledger_id: int) -> HttpResponse:
    """Choose which column of the file is which of ours; guessed from the headings."""
    ledger, sheets = _upload(request, ledger_id)
    if sheets is None:
        return redirect("desk:ledger_import")
    mapping = LedgerMapping.from_stored(ledger.mapping)
    form = LedgerColumnsForm(sheets, mapping)
    if request.method == "POST":
        form = LedgerColumnsForm(sheets, mapping, request.POST)
        if "reread" in request.POST:
            # Another sheet or heading row: the columns are guessed afresh from it.
            below = mapping_below(sheets, request.POST.get("sheet", ""), request.POST.get("header_row", ""))
            service.set_mapping(ledger, below or guessed_mapping(sheets))
            return redirect("desk:ledger_import_columns", ledger.pk)
        if form.is_valid():
            chosen = form.mapping(mapping.words)
            if chosen.missing:
                form.add_error(None, f"还没有选定：{'、'.join(chosen.missing)}。")
            else:
                service.set_mapping(ledger, chosen)
                return redirect("desk:ledger_import_check", ledger.pk)
    context = {"ledger": ledger, "form": form, "step": 2}
    return show(request, "desk/ledger_import_columns.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_import_check(request: HttpRequest, ledger_id: int) -> HttpResponse:
    """Show the dry run: what wordings are taken for, everything that is wrong, what would be imported."""
    ledger, sheets = _upload(request, ledger_id)
    if sheets is None:
        return redirect("desk:ledger_import")
    mapping = LedgerMapping.from_stored(ledger.mapping)
    form = LedgerWordsForm(wordings(sheets, mapping), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        words = form.words(mapping.words)
        service.set_mapping(ledger, LedgerMapping(mapping.sheet, mapping.header_row, mapping.columns, words))
        return redirect("desk:ledger_import_check", ledger.pk)
    return _checked(request, ledger, sheets, form, status=REFUSED if form.errors else 200)


@require_safe
def ledger_import_errors(request: HttpRequest, ledger_id: int) -> HttpResponse:
    """Hand out everything that is wrong as csv, to be mended in the office's own file."""
    ledger, sheets = _upload(request, ledger_id)
    if sheets is None:
        raise Http404("上传的文件已经清除")
    try:
        check = service.check_ledger(ledger=ledger, sheets=sheets, today=legal_today())
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(["行号", "列", "内容", "原因"])
    for error in check.errors:
        writer.writerow([error.row, *map(marked_as_text, (error.column, error.value, error.reason))])
    text = BYTE_ORDER_MARK + stream.getvalue()
    return sent(text.encode(), f"不能导入的各处-{Path(ledger.file_name).stem}.csv", "text/csv; charset=utf-8")


@require_POST
def ledger_import_confirm(request: HttpRequest, ledger_id: int) -> HttpResponse:
    """Import all rows; a second click finds them imported."""
    if service.ledger_of(ledger_id, request.user) is None:
        raise Http404("没有这份台账")
    try:
        ledger = service.import_ledger(ledger_id=ledger_id, actor=request.user, today=legal_today(), now=utc_now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:ledger_import_check", ledger_id)
    messages.success(request, f"已导入“{ledger.file_name}”，共{ledger.case_count}件。")
    return redirect("desk:ledger_import")


@require_POST
def ledger_import_discard(request: HttpRequest, ledger_id: int) -> HttpResponse:
    """Remove an upload that was not imported."""
    ledger = service.ledger_of(ledger_id, request.user)
    if ledger is None:
        raise Http404("没有这份台账")
    try:
        service.discard_ledger(ledger=ledger, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已清除“{ledger.file_name}”，没有导入。")
    return redirect("desk:ledger_import")


def _checked(
    request: HttpRequest, ledger: ImportedLedger, sheets: Any, form: LedgerWordsForm, *, status: int
) -> HttpResponse:
    check: LedgerCheck | None = None
    refused = ""
    try:
        check = service.check_ledger(ledger=ledger, sheets=sheets, today=legal_today())
    except Refused as refusal:
        refused = str(refusal)
    context: dict[str, Any] = {"ledger": ledger, "form": form, "groups": form.groups(), "refused": refused, "step": 3}
    if check:
        context |= {
            "rows": check.rows,
            "wrong_rows": check.wrong_rows,
            "error_count": len(check.errors),
            "errors": check.errors[:ERRORS_SHOWN],
            "remarks": check.remarks,
            "years": _years(check),
            "errors_url": reverse("desk:ledger_import_errors", args=[ledger.pk]),
        }
    return show(request, "desk/ledger_import_check.html", context, status=status)


def _years(check: LedgerCheck) -> list[dict[str, int]]:
    """How many cases each year would receive and decide: the clerk knows these numbers by heart."""
    received = [item.received_on.year for item in check.past]
    decided = [item.decided_on.year for item in check.past]
    return [
        {"year": year, "received": received.count(year), "decided": decided.count(year)}
        for year in sorted({*received, *decided})
    ]


def _upload(request: HttpRequest, ledger_id: int) -> tuple[ImportedLedger, Any]:
    """Return an upload and its sheets; None for the sheets when it is over, with a message that says so."""
    ledger = service.ledger_of(ledger_id, request.user)
    if ledger is None:
        raise Http404("没有这份台账")
    if ledger.imported_at:
        messages.success(request, f"“{ledger.file_name}”已经导入，共{ledger.case_count}件。")
        return ledger, None
    try:
        return ledger, service.sheets_of(ledger)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return ledger, None


def _require_right(request: HttpRequest) -> None:
    if request.user.agency is None or why_not_allowed(Act.IMPORT, request.user):
        raise PermissionDenied
