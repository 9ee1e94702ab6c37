"""Which letters of an agency were given up."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from casework.models.agency import Agency
from casework.models.notice import Notice, NoticeState


def dead_letters_of(agency: Agency) -> QuerySet[Notice]:
    """Return the dead letters to the agency's people, endpoints and applicants, newest first."""
    whose = (
        Q(recipient__agency=agency)
        | Q(endpoint__agency=agency)
        | Q(recipient__isnull=True, endpoint__isnull=True, case__agency=agency)
    )
    return Notice.objects.filter(whose, state=NoticeState.DEAD).order_by("-pk")
