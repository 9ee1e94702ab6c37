"""Words and marks of the desk: badges, stage chips, masked names. Made once, as plain strings.

A list of fifty rows is bound by its template, so what a cell shows is prepared here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.law.applicants import ApplicantKind
from casework.law.calendar import DueDate, WorkingCalendar
from casework.law.duties import Duty
from casework.law.errors import CalendarNotPublished
from casework.law.masking import mask_name
from casework.law.stages import STAGE_NAMES, Stage
from casework.queries.work_list import NEAR_WORKING_DAYS
from casework.templatetags.casework_display import due_day, icon

STAGE_TONES = {
    Stage.SUBMITTED: "new",
    Stage.SUPPLEMENTING: "waiting",
    Stage.AWAITING_REASONS: "waiting",
    Stage.AWAITING_FEE: "waiting",
    Stage.IN_REVIEW: "waiting",
    Stage.CONCLUDED: "done",
    Stage.ARCHIVED: "done",
}


@lru_cache(maxsize=512)
def badge(state: str, text: str) -> SafeString:
    """Return a deadline badge: shape, word and colour together."""
    return format_html('<span class="badge badge--{}">{}{}</span>', state, icon(state), text)


@lru_cache(maxsize=64)
def chip(label: str, tone: str) -> SafeString:
    """Return the chip that names a stage."""
    return format_html('<span class="chip chip--{}">{}</span>', tone, label)


def stage_words(stage: str, *, consulting: bool = False) -> dict[str, str]:
    """Return label and tone of a stage; a running consultation is told instead of the stage."""
    if consulting and stage == Stage.PROCESSING:
        return {"label": "征求意见", "tone": "waiting"}
    return {"label": STAGE_NAMES[Stage(stage)], "tone": STAGE_TONES.get(Stage(stage), "active")}


def overdue_words(working_days: int) -> str:
    """Return how far overdue something is; on the days off behind the last day no working day has passed yet."""
    return f"超期{working_days}日" if working_days else "已超期"


def count_down(left: int) -> tuple[str, str]:
    """Return state and words for so many working days left."""
    if left == 0:
        return "today", "今日"
    return ("near" if left <= NEAR_WORKING_DAYS else "ample"), f"{left}日"


def due_words(due_on: date, today: date, calendar: WorkingCalendar) -> tuple[str, str]:
    """Return state and words of what is due on a day and not done yet."""
    late = due_on < today
    try:
        days = calendar.count_working_days(*sorted((today, due_on)))
    except CalendarNotPublished:
        # Outside every calendar the days cannot be counted; that it is over can still be said.
        return ("overdue", overdue_words(0)) if late else ("provisional", "暂估")
    if late:
        return "overdue", overdue_words(days)
    return count_down(0 if due_on == today else days)


def day_told(due_on: date, *, provisional: bool) -> str:
    """Return a due day in words, marked as an estimate where the calendar ends."""
    return due_day(due_on, provisional)


def told(due: Duty | DueDate) -> str:
    """Return the last day of a duty that has one, or of a period, in words."""
    return day_told(due.on if isinstance(due, DueDate) else due.due_on, provisional=due.provisional)


def shown_name(kind: str, name: str) -> str:
    """Return a person's name masked, an organisation's in full."""
    return mask_name(name) if kind == ApplicantKind.NATURAL else name
