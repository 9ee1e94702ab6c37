"""审计: the audit reader searches what was done, sees whether the record is whole, and takes it away as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.downloads import as_download
from casework.desk.forms.audit import AuditFilterForm
from casework.desk.shell import REFUSED, show
from casework.documents.audit_files import CSV_TYPE, XLSX_TYPE, audit_csv, write_audit_xlsx
from casework.models.user import Role
from casework.queries.audit import (
    BOOK_NAMES,
    AuditFilter,
    AuditPage,
    AuditRow,
    Book,
    audit_page,
    audit_rows,
    audit_state,
)
from casework.services.audit import record_audit_export

KINDS = ("csv", "xlsx")


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show one page of one book, and the state of the chain."""
    require_role(request.user, Role.AUDITOR)
    wanted, form = _wanted(request)
    cursor = {name: _cursor(request, name) for name in ("before", "after")}
    page = AuditPage(rows=[]) if form.errors else audit_page(request.user, wanted, **cursor)
    kept = _kept(request)
    state = audit_state()
    context = {
        "form": form,
        "book": wanted.book,
        "books": [
            {"label": label, "url": f"?{urlencode({'book': book})}", "current": book is wanted.book}
            for book, label in BOOK_NAMES.items()
        ],
        "rows": page.rows,
        "pager": _pager(kept, page),
        "with_hash": wanted.book is not Book.SIGN_INS,
        "clear_url": f"?{urlencode({'book': wanted.book})}" if set(kept) - {"book"} else "",
        "exports": [
            {"label": kind, "url": f"{reverse('desk:audit_export', args=[kind])}?{urlencode(kept)}"}
            for kind in KINDS
            if not form.errors
        ],
        "seal": state.seal,
        "check": state.check,
        "months": settings.AUDIT_MONTHS,
    }
    return show(request, "desk/audit.html", context, status=REFUSED if form.errors else 200)


@require_safe
def audit_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out what the filter finds, all of it; the export itself is written down first."""
    require_role(request.user, Role.AUDITOR)
    if kind not in KINDS:
        raise Http404("没有这种文件")
    wanted, form = _wanted(request)
    if form.errors:
        return redirect(f"{reverse('desk:audit')}?{urlencode(_kept(request))}")
    name = f"{BOOK_NAMES[wanted.book]}-{legal_today()}.{kind}"
    record_audit_export(
        actor=request.user, what=f"{name} {urlencode(_kept(request))}".strip(), now=utc_now(),
        address=client_address(request),
    )  # fmt: skip
    rows = audit_rows(request.user, wanted)
    response = StreamingHttpResponse(audit_csv(rows), content_type=CSV_TYPE) if kind == "csv" else _xlsx(rows)
    return as_download(response, name)


def _xlsx(rows: Iterator[AuditRow]) -> FileResponse:
    # Closed by the answer, and removed with it.
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)
    try:
        write_audit_xlsx(rows, file, folder=str(settings.FILE_UPLOAD_TEMP_DIR))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, content_type=XLSX_TYPE)


def _wanted(request: HttpRequest) -> tuple[AuditFilter, AuditFilterForm]:
    asked = request.GET.get("book", "")
    book = Book(asked) if asked in BOOK_NAMES else Book.CASES
    form = AuditFilterForm(request.GET, book=book)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    return AuditFilter(book=book, **given), form


def _kept(request: HttpRequest) -> dict[str, str]:
    names = ("book", *AuditFilterForm.base_fields)
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _cursor(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _pager(kept: dict[str, str], page: AuditPage) -> dict[str, str]:
    urls = {}
    if page.newer:
        urls["first"] = f"?{urlencode(kept)}"
        urls["previous"] = f"?{urlencode(kept | {'after': page.newer})}"
    if page.older:
        urls["next"] = f"?{urlencode(kept | {'before': page.older})}"
    return urls
