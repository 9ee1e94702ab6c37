"""Why a deadline moved when the calendar changed, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.services.deadlines import Derived

DAYS_NAMED = 6


def cause(days: Sequence[Sequence[str]], *, since: date | None, old: Derived, new: Derived) -> str:
    """Return the changed days that lie within the period; ``days`` are [day, before, after].

    A deadline that moved although none does was stored wrongly before, and the sentence says so.
    """
    if old.provisional and not new.provisional and new.due_on:
        return f"{new.due_on.year}年放假安排已公布，暂估期限{'确定' if old.due_on == new.due_on else '改定'}。"
    last = max((day for day in (old.due_on, new.due_on) if day), default=None)
    within = [
        f"{day.month}月{day.day}日由{before}改为{after}"
        for text, before, after in days
        if (day := date.fromisoformat(text)) and (since is None or day > since) and (last is None or day <= last)
    ]
    if not within:
        return "原存期限与按事实计算的不符，一并更正。"
    more = f"等{len(within)}天" if len(within) > DAYS_NAMED else ""
    return f"{'，'.join(within[:DAYS_NAMED])}{more}。"
