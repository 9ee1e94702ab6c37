"""Filed cases as a list."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.user import User

DUE = "due"
ARCHIVE_STANDINGS = {"": "全部", DUE: "到期鉴定"}


def archives(user: User, *, standing: str, words: str, today: date) -> QuerySet[Case]:
    """Return the filed cases a user may see, by archive number or subject; the due ones oldest first."""
    rows = Case.objects.visible_to(user).filter(stage=Stage.ARCHIVED).select_related("agency").defer("content")
    if words:
        rows = rows.filter(
            Q(archive_number__icontains=words) | Q(number__icontains=words) | Q(subject__icontains=words)
        )
    if standing == DUE:
        return rows.filter(appraise_on__lte=today).order_by("appraise_on", "pk")
    return rows.order_by("-archived_on", "-pk")
