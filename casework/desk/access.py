"""Who may open which page. Another agency's case does not exist for anybody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from casework.adapters.clock import legal_today
from casework.models.user import Role, User
from casework.queries.case_page import CaseRead, read_case


def case_or_404(request: HttpRequest, number: str) -> CaseRead:
    """Return the case with today's reading, or answer 404 when the user may not see it."""
    found = read_case(request.user, number, today=legal_today())
    if found is None:
        raise Http404("没有这个办件")
    return found


def require_role(user: User, *roles: Role) -> None:
    """Answer 403 unless the user has one of the roles."""
    if user.role not in roles:
        raise PermissionDenied
