"""What an office keeps beside its cases: its channels and its own duties."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, OuterRef, QuerySet, Subquery

from casework.models.agency import Agency
from casework.models.announced_channel import AnnouncedChannel, ChannelCheck
from casework.models.duty_names import ALARMS, UNCHECKED_CHANNEL
from casework.models.office_duty import OfficeDuty

# A channel shows itself; an alarm and the weekly summary are said and not done.
NOT_LISTED = (UNCHECKED_CHANNEL, *ALARMS)
MET_SHOWN = 10


def channels_of(agency: Agency) -> QuerySet[AnnouncedChannel]:
    """Return the channels of an agency with ``last_check`` and ``last_by``, open ones first."""
    latest = ChannelCheck.objects.filter(channel=OuterRef("pk")).order_by("-checked_on")
    return (
        AnnouncedChannel.objects.filter(agency=agency)
        .select_related("duty_officer")
        .annotate(
            last_check=Max("checks__checked_on"),
            last_by=Subquery(latest.values("checked_by__display_name")[:1]),
        )
        .order_by("closed_on", "pk")
    )


def announced_channels(agency: Agency) -> QuerySet[AnnouncedChannel]:
    """Return the channels the public may use."""
    return AnnouncedChannel.objects.filter(agency=agency, announced=True, closed_on__isnull=True).order_by("pk")


def open_duties(agency: Agency) -> QuerySet[OfficeDuty]:
    """Return the agency's own duties that are not met, the nearest first."""
    mine = OfficeDuty.objects.filter(agency=agency, met_on__isnull=True).exclude(duty__in=NOT_LISTED)
    return mine.select_related("case").order_by("due_on", "pk")


def met_duties(agency: Agency, *, since: date) -> QuerySet[OfficeDuty]:
    """Return the duties met since a day, the latest first."""
    mine = OfficeDuty.objects.filter(agency=agency, met_on__gte=since).exclude(duty__in=NOT_LISTED)
    return mine.select_related("met_by").order_by("-met_on", "-pk")[:MET_SHOWN]
