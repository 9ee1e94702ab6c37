"""The accounts of an agency tree as lists show them, and the record of one account."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import BooleanField, Exists, OuterRef, QuerySet

from casework.models.account_event import AccountEvent
from casework.models.phone import PhoneDevice
from casework.models.user import User

SHOWN_EVENTS = 50


def listed_accounts(accounts: QuerySet[User], *, text: str = "", closed: bool = False) -> QuerySet[User]:
    """Return the accounts with ``has_factor`` and ``is_locked``, agency by agency; a fixed number of statements."""
    wrong = AccessAttempt.objects.filter(
        username=OuterRef("username"), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    found = accounts.select_related("agency", "unit").annotate(
        has_factor=Exists(PhoneDevice.objects.filter(user=OuterRef("pk"), confirmed=True), output_field=BooleanField()),
        is_locked=Exists(wrong, output_field=BooleanField()),
    )
    if not closed:
        found = found.filter(is_active=True)
    if text:
        found = found.filter(username__icontains=text) | found.filter(display_name__icontains=text)
    return found.order_by("agency__path", "role", "username")


def events_of_account(person: User) -> list[AccountEvent]:
    """Return the newest events of an account, the newest first."""
    return list(AccountEvent.objects.filter(person=person).order_by("-pk")[:SHOWN_EVENTS])
