"""Display filters and one tag: how a date, a name or a mark is written on screen.

Nothing here decides anything: no rule of law, no deadline, no permission.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.adapters.clock import LEGAL_ZONE

register = template.Library()

WEEKDAYS = "一二三四五六日"


def _legal_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(LEGAL_ZONE).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


@register.filter
def legal_date(value: Any) -> str:
    """2026-03-02, the form used in lists and tables; empty when there is no date."""
    day = _legal_day(value)
    return day.isoformat() if day else ""


@register.filter
def due_day(value: Any, provisional: Any = False) -> str:
    """Return a due day in words, 2027-01-04（暂估） where the calendar ends; "" when there is none."""
    day = legal_date(value)
    return f"{day}（暂估）" if day and provisional else day


@register.filter
def chinese_date(value: Any) -> str:
    """2026年3月2日, the form used in sentences and letters."""
    day = _legal_day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def month_day(value: Any) -> str:
    """03-02, for narrow columns where the year is plain from the context."""
    day = _legal_day(value)
    return f"{day:%m-%d}" if day else ""


@register.filter
def weekday(value: Any) -> str:
    """星期一 to 星期日."""
    day = _legal_day(value)
    return f"星期{WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def legal_moment(value: Any) -> str:
    """2026-03-02 14:05 in legal time (Asia/Shanghai)."""
    if not isinstance(value, datetime):
        return legal_date(value)
    local = value.astimezone(LEGAL_ZONE) if value.tzinfo else value
    return f"{local:%Y-%m-%d %H:%M}"


def third_of_month(day: date) -> str:
    """上旬, 中旬 or 下旬: an estimate must not look like a date."""
    return "上旬" if day.day <= 10 else "中旬" if day.day <= 20 else "下旬"


# The bar at 1366 pixels, and the rough width of a mark: its date, then its characters.
BAR_WIDTH = 1270
MARK_DATE_WIDTH = 50
MARK_CHARACTER_WIDTH = 13
MARK_ROWS = 3
REST_DAY_SHARE = 0.35


@register.filter
def with_mark_places(cells: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Pair each day of the clock bar with where its mark stands, so that marks do not collide."""
    shares = [REST_DAY_SHARE if cell["kind"] == "off" else 1 for cell in cells]
    unit = BAR_WIDTH / (sum(shares) or 1)
    taken_up_to = [float("-inf")] * MARK_ROWS
    placed, x = [], 0.0
    for cell, share in zip(cells, shares, strict=True):
        place: dict[str, Any] = {}
        if mark := cell.get("mark"):
            width = MARK_DATE_WIDTH + MARK_CHARACTER_WIDTH * len(str(mark))
            place["side"] = "end" if x + width > BAR_WIDTH else "start"
            left = x + share * unit - width if place["side"] == "end" else x
            free = (row for row in range(MARK_ROWS) if taken_up_to[row] <= left)
            place["row"] = next(free, MARK_ROWS - 1)
            taken_up_to[place["row"]] = left + width
        placed.append((cell, place))
        x += share * unit
    return placed


@register.simple_tag
@lru_cache(maxsize=200)
def icon(name: str, label: str = "") -> SafeString:
    """One mark from the local sprite; silent for screen readers unless it has a label."""
    href = f"{static('casework/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon icon-{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            name,
            label,
            href,
        )
    return format_html('<svg class="icon icon-{}" aria-hidden="true"><use href="{}"></use></svg>', name, href)
