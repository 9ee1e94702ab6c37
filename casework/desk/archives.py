"""档案: filed cases, those due for appraisal, and the table of contents of a dossier."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import case_or_404, require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.archives import ArchiveAppraisalForm
from casework.desk.registers import register_tabs
from casework.desk.shell import show
from casework.desk.words import badge
from casework.law.archives import retention_words
from casework.models.user import Role
from casework.queries import archives as queries
from casework.queries.dossier import dossier
from casework.services import archives as services
from casework.services.archives import ARCHIVISTS

PAGE_SIZE = 50


@require_safe
def archive_list(request: HttpRequest) -> HttpResponse:
    """List the filed cases, or those whose years are over."""
    _refuse_accounts(request)
    user, today = request.user, legal_today()
    standing, words = _asked(request, queries.ARCHIVE_STANDINGS)
    rows = queries.archives(user, standing=standing, words=words, today=today)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = _context(request, "archives", "desk:archive_list", queries.ARCHIVE_STANDINGS, standing, words, page) | {
        "rows": [
            {
                "number": item.archive_number or "未编号",
                "case": item.number,
                "url": reverse("desk:dossier", args=[item.number]),
                "agency": item.agency.name,
                "subject": item.subject,
                "archived_on": item.archived_on,
                "retention": retention_words(item.retention_years) if item.retention_years else "未定",
                "appraise_on": item.appraise_on,
                "badge": badge("today", "待鉴定") if item.appraise_on and item.appraise_on <= today else "",
                "appraise_url": (
                    reverse("desk:appraise_archive", args=[item.number])
                    if item.appraise_on and item.appraise_on <= today and _may_appraise(request, item.agency_id)
                    else ""
                ),
            }
            for item in page
        ],
    }
    return show(request, "desk/archive_list.html", context)


@require_safe
def dossier_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the table of contents of one dossier, to print and lay on top."""
    found = case_or_404(request, number)
    case = found.case
    context = {
        "case": case,
        "case_url": reverse("desk:case", args=[number]),
        "retention": retention_words(case.retention_years) if case.retention_years else "归档时确定",
        "papers": dossier(case),
        "appraisals": case.archive_appraisals.select_related("appraised_by"),
    }
    return show(request, "desk/dossier.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appraise_archive(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what a person found of a dossier whose years are over."""
    require_role(request.user, *ARCHIVISTS)
    found = case_or_404(request, number)
    form = ArchiveAppraisalForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        row = services.appraise_archive(
            case_id=found.case.pk, verdict=given["verdict"], note=given["note"], actor=request.user,
            today=legal_today(), now=utc_now(),
        )  # fmt: skip
        return f"鉴定已登记：{row.get_verdict_display()}。"

    page = FormPage(
        "档案到期鉴定", "档案", reverse("desk:archive_list"), "登记", lead=number, quoted=found.case.subject,
        notes=["系统不会自动销毁任何档案；建议销毁的，按档案管理规定另行鉴定、报批。"],
    )  # fmt: skip
    return form_page(request, page, form, act)


def _refuse_accounts(request: HttpRequest) -> None:
    if not request.user.handles_cases:
        raise PermissionDenied


def _may_appraise(request: HttpRequest, agency_id: int) -> bool:
    return request.user.role in ARCHIVISTS and request.user.agency_id == agency_id


def _asked(request: HttpRequest, standings: dict[str, str]) -> tuple[str, str]:
    standing = request.GET.get("standing", "")
    return (standing if standing in standings else ""), request.GET.get("words", "").strip()


def _context(
    request: HttpRequest, name: str, view: str, standings: dict[str, str], standing: str, words: str, page: Any
) -> dict[str, Any]:
    url = reverse(view)

    def of(key: str) -> str:
        query = {name: value for name, value in (("standing", key), ("words", words)) if value}
        return f"{url}?{urlencode(query)}" if query else url

    return {
        "registers": register_tabs(name),
        "tabs": [{"label": label, "url": of(key), "current": key == standing} for key, label in standings.items()],
        "standing": standing,
        "words": words,
        "narrowed": bool(standing or words),
        "clear_url": url,
        "with_agency": request.user.role == Role.SUPERVISOR,
        "page_obj": page,
    }
