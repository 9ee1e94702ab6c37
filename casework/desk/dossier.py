"""卷宗: handed out to the case's own agency as one PDF or as a zip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.desk.downloads import on_record, sent
from casework.documents.manifests import Digest
from casework.law.errors import Refused
from casework.models.case import Case
from casework.services import dossiers as services


@require_safe
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """Send the dossier as one PDF."""
    return _answer(request, number, services.pdf_dossier, "application/pdf", "pdf")


@require_safe
def dossier_zip(request: HttpRequest, number: str) -> HttpResponse:
    """Send the dossier with its files and a manifest: SHA-256, or SM3 with ``?digest=sm3``."""
    wanted = request.GET.get("digest", Digest.SHA256)
    if wanted not in list(Digest):
        raise Http404("没有这种摘要算法")
    return _answer(request, number, partial(services.zip_dossier, digest=Digest(wanted)), "application/zip", "zip")


def _answer(
    request: HttpRequest, number: str, build: Callable[..., bytes], content_type: str, ending: str
) -> HttpResponse:
    try:
        data = build(number=number, actor=request.user, today=legal_today())
    except Refused as refusal:
        raise Http404(refusal.sentence) from None
    on_record(request, Case.objects.get(number=number), f"卷宗（{ending.upper()}）")
    return sent(data, f"卷宗-{number}.{ending}", content_type)
