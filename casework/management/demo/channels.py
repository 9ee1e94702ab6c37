"""The demo's announced channels, looked into today, so that nobody is alarmed on the first day."""

from __future__ import annotations

from datetime import date, datetime

from casework.law.receipt import Channel
from casework.management.demo.office import Staff
from casework.models.announced_channel import AnnouncedChannel
from casework.models.user import User
from casework.services.channels import add_channel, check_channel


def load(staff: Staff, *, today: date, now: datetime) -> int:
    """Enter three channels of the agency unless it has some; return how many are new."""
    if AnnouncedChannel.objects.filter(agency=staff.agency).exists():
        return 0
    rows = [
        (Channel.EMAIL, "ysqgk@example.cn", staff.clerk, True),
        (Channel.FAX, staff.agency.telephone or "见公开指南", staff.clerk, True),
        (Channel.COUNTER, staff.agency.address or "政务服务大厅", None, False),
    ]
    for kind, place, officer, checked_daily in rows:
        _add(staff, kind, place, officer, checked_daily, today, now)
    return len(rows)


def _add(
    staff: Staff, kind: Channel, place: str, officer: User | None, checked_daily: bool, today: date, now: datetime
) -> None:
    channel = add_channel(
        kind=kind, place=place, duty_officer=officer, announced=True, checked_daily=checked_daily,
        actor=staff.leader, today=today,
    )  # fmt: skip
    if checked_daily:
        check_channel(channel_id=channel.pk, actor=staff.clerk, today=today, now=now)
