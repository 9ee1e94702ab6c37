"""The registers beside the cases as lists: how many are open or overdue, and a page of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from casework.models.office_matter import OfficeMatter
from casework.models.user import User

OPEN, OVERDUE, CLOSED = "open", "overdue", "closed"
STANDING_NAMES = {"": "全部", OPEN: "办理中", OVERDUE: "已超期", CLOSED: "已办结"}


def matters(
    model: type[OfficeMatter], user: User, *, standing: str = "", words: str = "", today: date
) -> QuerySet[OfficeMatter]:
    """Return the entries a user may see, newest first, narrowed to a standing and to words in them."""
    rows = model.objects.visible_to(user).dated().select_related("agency", "officer", "case")
    filters = _standings(today)
    if standing in filters:
        rows = rows.filter(filters[standing])
    if words.strip():
        found = words.strip()
        rows = rows.filter(Q(number__icontains=found) | Q(from_whom__icontains=found) | Q(subject__icontains=found))
    return rows.order_by("-received_on", "-pk")


def counts(model: type[OfficeMatter], user: User, *, today: date) -> dict[str, int]:
    """Return how many entries stand in each standing, in one statement."""
    wanted = {name: Count("pk", filter=condition) for name, condition in _standings(today).items()}
    return model.objects.visible_to(user).order_by().aggregate(**wanted)


def _standings(today: date) -> dict[str, Q]:
    return {
        OPEN: Q(closed_on__isnull=True),
        OVERDUE: Q(closed_on__isnull=True, due_on__lt=today),
        CLOSED: Q(closed_on__isnull=False),
    }
