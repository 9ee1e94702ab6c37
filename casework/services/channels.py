"""申请渠道登记: which channels are announced, who looks into them, and the daily tick."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from casework.law.calendar import WorkingCalendar
from casework.law.errors import Refused
from casework.models.announced_channel import AnnouncedChannel, ChannelCheck
from casework.models.duty_names import UNCHECKED_CHANNEL
from casework.models.office_duty import OfficeDuty
from casework.models.user import Role, User
from casework.services.permissions import CASE_WORKERS, refuse_other_role

KEEPERS = (Role.LEADER, Role.ADMINISTRATOR)
# Who looks into a channel and says so.
TICKERS = (*sorted(CASE_WORKERS), Role.LEADER)


@transaction.atomic
def add_channel(
    *,
    kind: str,
    place: str,
    duty_officer: User | None,
    announced: bool,
    checked_daily: bool,
    actor: User,
    today: date,
) -> AnnouncedChannel:
    """Enter a channel of the actor's agency; from today on every working day is to be ticked."""
    refuse_other_role(actor, "渠道登记", *KEEPERS)
    channel = AnnouncedChannel(agency=actor.agency, opened_on=today)
    return _store(channel, kind, place, duty_officer, announced, checked_daily)


@transaction.atomic
def change_channel(
    *,
    channel_id: int,
    kind: str,
    place: str,
    duty_officer: User | None,
    announced: bool,
    checked_daily: bool,
    closed: bool,
    actor: User,
    today: date,
) -> AnnouncedChannel:
    """Change a channel, or close it; opened again, its ticks are due from today."""
    refuse_other_role(actor, "渠道登记", *KEEPERS)
    channel = _own(channel_id, actor)
    was_watched = channel.closed_on is None and channel.checked_daily
    if closed:
        channel.closed_on = channel.closed_on or today
    else:
        channel.closed_on = None
    if not was_watched and not closed and checked_daily:
        channel.opened_on = today
    stored = _store(channel, kind, place, duty_officer, announced, checked_daily)
    if closed or not checked_daily:
        _meet(channel, today, actor)
    else:
        _open_duties(channel).update(officer=duty_officer, title=unchecked_title(channel))
    return stored


@transaction.atomic
def check_channel(*, channel_id: int, actor: User, today: date, now: datetime) -> ChannelCheck:
    """Tick a channel as looked into today; once a day counts, by whoever was first.

    Whoever looks today sees what came on the days before, so open alarms end.
    """
    refuse_other_role(actor, "渠道查看", *TICKERS)
    channel = _own(channel_id, actor)
    if channel.closed_on is not None:
        raise Refused("channel_closed", "这个渠道已停用，不需要登记查看。")
    values = {"checked_by": actor, "checked_at": now}
    check, _ = ChannelCheck.objects.get_or_create(channel=channel, checked_on=today, defaults=values)
    _meet(channel, today, actor)
    return check


def first_missed_day(
    channel: AnnouncedChannel, last_check: date | None, calendar: WorkingCalendar, today: date
) -> date | None:
    """Return the first working day before ``today`` on which nobody looked, after the last one somebody did.

    A channel is to be looked into from the working day it was entered. Raises CalendarNotPublished
    when that day lies outside the calendar.
    """
    if last_check is not None and last_check >= channel.opened_on:
        missed = calendar.estimate(last_check, 1).on
    else:
        missed = calendar.roll_forward(channel.opened_on).on
    return missed if missed < today else None


def unchecked_title(channel: AnnouncedChannel) -> str:
    """Return what an unticked channel is called in lists and letters."""
    return f"申请渠道“{channel}”未登记查看"[:160]


def _own(channel_id: int, actor: User) -> AnnouncedChannel:
    own = AnnouncedChannel.objects.select_for_update().filter(pk=channel_id, agency=actor.agency_id)
    channel = own.first()
    if channel is None:
        raise Refused("channel_not_found", "没有这个渠道。")
    return channel


def _store(
    channel: AnnouncedChannel, kind: str, place: str, officer: User | None, announced: bool, checked_daily: bool
) -> AnnouncedChannel:
    if not place.strip():
        raise Refused("channel_place_missing", "请写明渠道的地址、号码或网址。", field="place")
    if officer and (officer.agency_id != channel.agency_id or officer.role not in CASE_WORKERS):
        raise Refused("channel_officer_unfit", "责任人应是本机关的经办人或承办科室人员。", field="duty_officer")
    channel.kind, channel.place, channel.duty_officer = kind, place.strip(), officer
    channel.announced, channel.checked_daily = announced, checked_daily
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError as error:
        raise Refused("channel_known", "这个渠道已经登记过。", field="place") from error
    return channel


def _open_duties(channel: AnnouncedChannel):
    return OfficeDuty.objects.filter(
        agency=channel.agency_id, duty=UNCHECKED_CHANNEL, about=str(channel.pk), met_on__isnull=True
    )


def _meet(channel: AnnouncedChannel, today: date, actor: User) -> None:
    _open_duties(channel).update(met_on=today, met_by=actor)
