"""版本和变更记录: which notice came when and by whom, and which deadlines each change moved."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.calendar_page import calendar_links
from casework.desk.shell import show
from casework.models.calendar import CalendarYear
from casework.models.calendar_change import CalendarChange, MovedDeadline
from casework.models.user import Role
from casework.queries.calendar_changes import (
    CHANGES_SHOWN,
    changes_seen_by,
    moved_in_agency,
    moved_page,
    unreadable_seen_by,
    versions,
)

SHIPPED = "随程序提供"


@require_safe
def calendar_versions(request: HttpRequest) -> HttpResponse:
    """List every version of every year and the changes that asked for recomputing."""
    context = {
        "calendar_url": reverse("desk:calendar"),
        "links": [link for link in calendar_links(request.user) if link["url"] != request.path],
        "versions": [_version(row) for row in versions()],
        "changes": [_change(row) for row in changes_seen_by(request.user)[:CHANGES_SHOWN]],
    }
    return show(request, "desk/calendar_versions.html", context)


@require_safe
def calendar_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show one change: the days, how far the recomputing is, and the deadlines that moved."""
    change = changes_seen_by(request.user).filter(pk=change_id).first()
    if change is None:
        raise Http404("没有这次变更")
    after = request.GET.get("after", "")
    page = moved_page(request.user, change, after=int(after) if after.isascii() and after.isdigit() else 0)
    context = {
        "versions_url": reverse("desk:calendar_versions"),
        "change": _change(change),
        "days": [{"on": day, "before": before, "after": after} for day, before, after in change.days],
        "rows": [_moved(row) for row in page.rows],
        "total": page.total,
        "next_url": f"?after={page.next}" if page.next else "",
        "with_agency": request.user.role == Role.SUPERVISOR,
        # Whoever keeps the calendar but no cases learns how many, not which.
        "count_only": not request.user.handles_cases,
        "count": moved_in_agency(request.user, change),
        "unreadable": unreadable_seen_by(request.user, change),
    }
    return show(request, "desk/calendar_change.html", context)


def _version(row: CalendarYear) -> dict[str, Any]:
    change = next(iter(row.changes.all()), None)
    return {
        "year": row.year,
        "version": row.version,
        "number": row.notice_number,
        "published_on": row.published_on,
        "loaded_at": row.loaded_at,
        "loaded_by": str(row.loaded_by) if row.loaded_by else SHIPPED,
        "url": reverse("desk:calendar_change", args=[change.pk]) if change else "",
    }


def _change(row: CalendarChange) -> dict[str, Any]:
    return {
        "title": row.title,
        "made_on": row.made_on,
        "actor": str(row.actor) if row.actor else SHIPPED,
        "recomputed": row.recomputed,
        "moved": row.moved_count,
        "finished": row.finished_at is not None,
        "url": reverse("desk:calendar_change", args=[row.pk]),
    }


def _moved(row: MovedDeadline) -> dict[str, Any]:
    earlier = bool(row.old_on and row.new_on and row.new_on < row.old_on)
    return {
        "number": row.case.number,
        "url": reverse("desk:case", args=[row.case.number]),
        "agency": row.case.agency.name,
        "duty": f"{row.get_duty_display()}期限",
        "old_on": row.old_on,
        "old_provisional": row.old_provisional,
        "new_on": row.new_on,
        "new_provisional": row.new_provisional,
        "earlier": earlier,
        "why": row.why,
    }
