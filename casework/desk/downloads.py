"""Files the desk hands out: as downloads, kept by nobody on the way, and what they are is never guessed."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from casework.adapters.clock import legal_today, utc_now
from casework.models.case import Case
from casework.services.personal_data import record_file_opened

Response = TypeVar("Response", bound=HttpResponseBase)


def sent(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Return the answer that hands out ``data`` under ``name``."""
    return as_download(HttpResponse(data, content_type=content_type), name)


def as_download(response: Response, name: str) -> Response:
    """Return an answer, streamed or whole, as a file of that name."""
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    kept_private(response)
    return response


def kept_private(response: HttpResponseBase) -> None:
    """Let no cache keep an answer, and no browser guess what it holds."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"


def on_record(request: HttpRequest, case: Case, what: str) -> None:
    """Record who is handed ``what``: a file shows personal data in full. A look at the headers alone shows nothing."""
    if request.method == "GET":
        record_file_opened(case_id=case.pk, what=what, actor=request.user, today=legal_today(), now=utc_now())
