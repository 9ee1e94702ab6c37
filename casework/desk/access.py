"""Who may open which page. Another agency's case does not exist for anybody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from casework.adapters.clock import legal_today
from casework.models.case import Case
from casework.models.user import Role, User
from casework.queries.case_page import CaseRead, read_case


def case_or_404(request: HttpRequest, number: str) -> CaseRead:
    """Return the case with today's reading, or answer 404 when the user may not see it."""
    found = read_case(request.user, number, today=legal_today())
    if found is None:
        raise Http404("没有这个办件")
    return found


def own_case_or_404(request: HttpRequest, number: str) -> CaseRead:
    """Return the case as ``case_or_404``; for anybody but its own agency there is nothing to hand out."""
    found = case_or_404(request, number)
    if found.case.agency_id != request.user.agency_id:
        raise Http404("只供本机关使用")
    return found


def reads_names(user: User, case: Case) -> bool:
    """Whether the names of people stand in full: for the desk of the own agency, which writes to them."""
    return user.agency_id == case.agency_id and user.role == Role.CLERK


def require_role(user: User, *roles: Role) -> None:
    """Answer 403 unless the user has one of the roles."""
    if user.role not in roles:
        raise PermissionDenied
