"""系统管理: the people of the administrator's agency, read only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from casework.desk.access import require_role
from casework.desk.shell import show
from casework.models.user import Role, User


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts of the agency."""
    require_role(request.user, Role.ADMINISTRATOR)
    accounts = User.objects.filter(agency=request.user.agency_id).select_related("unit").order_by("role", "username")
    rows = [
        {
            "username": item.username,
            "name": str(item),
            "role": item.get_role_display(),
            "unit": item.unit.name if item.unit else "",
            "email": item.email,
            "active": item.is_active,
            "last_login": item.last_login,
        }
        for item in accounts
    ]
    return show(request, "desk/people.html", {"people": rows})
