"""A day that is put on record: of what has happened, never of what is to come."""

from __future__ import annotations

from datetime import date

from casework.law.errors import Refused


def refuse_future(field: str, day: date | None, today: date) -> None:
    """Raise Refused for a recorded day that has not come yet."""
    if day and day > today:
        raise Refused("date_in_future", f"日期{day}晚于今天{today}，不能登记尚未发生的事。", field=field)
