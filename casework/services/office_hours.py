"""When an agency wants to be disturbed: its quiet hours and the hour of its daily digest."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from casework.adapters.clock import LEGAL_ZONE
from casework.models.ladder import ReminderSettings


def settings_of(agency_id: int) -> ReminderSettings:
    """Return the settings of an agency, or the product's own where it changed nothing."""
    return ReminderSettings.objects.filter(agency_id=agency_id).first() or ReminderSettings(agency_id=agency_id)


def quiet_agencies(now: datetime) -> list[int]:
    """Return the agencies that must not be disturbed at this moment, in one statement."""
    at = now.astimezone(LEGAL_ZONE).time()
    with_hours = ReminderSettings.objects.filter(quiet_from__isnull=False)
    return [item.agency_id for item in with_hours if item.is_quiet(at)]


def digest_is_due(now: datetime, *, agency: str) -> Q:
    """Return the condition on the column ``agency`` that the hour of today's digest has come there."""
    at = now.astimezone(LEGAL_ZONE).time()
    own = dict(ReminderSettings.objects.values_list("agency_id", "digest_at"))
    if at >= ReminderSettings.DIGEST_AT:
        return ~Q(**{f"{agency}__in": [pk for pk, digest_at in own.items() if at < digest_at]})
    return Q(**{f"{agency}__in": [pk for pk, digest_at in own.items() if at >= digest_at]})
