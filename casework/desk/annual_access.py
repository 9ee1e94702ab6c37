"""Whose annual report a page shows, and who may act on it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from casework.adapters.clock import legal_today
from casework.models.agency import Agency
from casework.models.user import Role, User
from casework.queries.annual_table import FIRST_YEAR
from casework.services.annual_frame import EDITORS, LEADERS


def asked_year(year: int | None) -> int:
    """Return the year of a page, this one by default; a year without a table is not found."""
    this_year = legal_today().year
    year = this_year if year is None else year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404("没有这一年度的报告表")
    return year


def asked_agency(request: HttpRequest) -> tuple[Agency, list[Agency]]:
    """Return the agency asked for and those to choose from; another agency's table is not found."""
    user: User = request.user
    if not user.handles_cases:
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


def may_edit(user: User, agency: Agency) -> bool:
    """Tell whether the person enters figures and judges findings of this agency."""
    return user.role in EDITORS and user.agency_id == agency.pk


def may_lead(user: User, agency: Agency) -> bool:
    """Tell whether the person freezes and unlocks."""
    return user.role in LEADERS and user.agency_id == agency.pk


def require(allowed: bool) -> None:
    """Answer 403 unless allowed."""
    if not allowed:
        raise PermissionDenied
