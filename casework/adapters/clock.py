"""The one place where the clock is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def legal_today() -> date:
    """Return today's legal day (Asia/Shanghai), wherever the server stands."""
    return legal_day(utc_now())


def legal_day(moment: datetime) -> date:
    """Return the legal day (Asia/Shanghai) of a moment."""
    return moment.astimezone(LEGAL_ZONE).date()
