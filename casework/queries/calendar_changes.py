"""What changes of the calendar did: the versions of every year, and the deadlines a change moved."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from casework.models.calendar import CalendarYear
from casework.models.calendar_change import CalendarChange, MovedDeadline
from casework.models.case import Case
from casework.models.user import User

PAGE_SIZE = 100
CHANGES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MovedPage:
    """One page of moved deadlines the user may see; ``next`` is the cursor of the page after."""

    rows: list[MovedDeadline]
    total: int
    next: int | None


def versions() -> QuerySet[CalendarYear]:
    """Return every version of every year, the latest year and version first."""
    return CalendarYear.objects.select_related("loaded_by").prefetch_related("changes").order_by("-year", "-version")


def changes_seen_by(user: User) -> QuerySet[CalendarChange]:
    """Return the changes that concern the user: those of the whole country and of visible agencies."""
    shared = CalendarChange.objects.filter(agency__isnull=True)
    own = CalendarChange.objects.filter(agency=user.agency_id) if user.agency_id else CalendarChange.objects.none()
    below = CalendarChange.objects.filter(agency__in=Case.objects.visible_to(user).values("agency_id").distinct())
    return (shared | own | below).select_related("actor", "agency").annotate(moved_count=Count("moved"))


def moved_page(user: User, change: CalendarChange, *, after: int = 0) -> MovedPage:
    """Return one page of what the change moved among the cases the user may see."""
    visible = change.moved.filter(case__in=Case.objects.visible_to(user))
    rows = list(visible.filter(pk__gt=after).select_related("case", "case__agency").order_by("pk")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return MovedPage(rows, visible.count(), rows[-1].pk if more else None)


def moved_in_agency(user: User, change: CalendarChange) -> int:
    """Return how many cases of the user's agency moved: a number also for those who may open none."""
    return change.moved.filter(case__agency=user.agency_id).values("case").distinct().count() if user.agency_id else 0


def unreadable_seen_by(user: User, change: CalendarChange) -> list[tuple[str, str]]:
    """Return (number, why) of the cases the change could not recompute, of the user's agencies."""
    numbers = [number for number, _ in change.unreadable]
    own = Case.objects.filter(number__in=numbers, agency=user.agency_id)
    mine = (Case.objects.visible_to(user).filter(number__in=numbers) | own).values_list("number", flat=True)
    seen = set(mine)
    return [(number, why) for number, why in change.unreadable if number in seen]
