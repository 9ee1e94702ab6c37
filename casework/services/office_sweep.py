"""The sweep over what no case's clock knows: yearly report, unticked channels, people nobody can reach.

Each duty is entered once, each step of its ladder announced once, and only the most urgent one that
has come; so it may run late, twice or side by side, like the sweep over the cases.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from casework.adapters.clock import LEGAL_ZONE
from casework.adapters.working_calendar import Calendars, calendars
from casework.law import annual_report, appraisals
from casework.law.annual_report import report_due_on
from casework.law.calendar import WorkingCalendar
from casework.law.errors import CalendarNotPublished
from casework.models.agency import Agency
from casework.models.announced_channel import AnnouncedChannel
from casework.models.case import Case
from casework.models.duty_names import ALARMS, UNCHECKED_CHANNEL, WITHHELD_APPRAISAL, YEARLY_REPORT
from casework.models.office_duty import OfficeDuty, OfficeReminder
from casework.services.archives import open_archive_appraisals
from casework.services.channels import first_missed_day, unchecked_title
from casework.services.ladders import FARTHEST
from casework.services.office_duties import open_duty, recount, tell_by_ladder
from casework.services.reachability import alarm_unreachable
from casework.services.reminder_ladder import Ladders, Step, ladders_in_force, reached_through
from casework.services.reminder_words import office_words

LAST_REPORT_MONTH = 3
BASES = {YEARLY_REPORT: annual_report.BASIS, WITHHELD_APPRAISAL: appraisals.BASIS}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OfficeSwept:
    """What one sweep did: duties entered, steps announced, notices queued."""

    opened: int
    reminders: int
    notices: int


def sweep_offices(*, today: date, now: datetime) -> OfficeSwept:
    """Enter what offices owe by ``today`` and announce it. Raises Refused without a usable calendar."""
    by = calendars()
    opened = _open_yearly_reports(today, now) + _open_unchecked_channels(by, today, now)
    opened += open_archive_appraisals(today=today, now=now)
    alarms = alarm_unreachable(today=today, now=now)
    ladders, reminders, notices = ladders_in_force(), 0, 0
    for row in _open_duties(today):
        try:
            queued = _announce(row, by.of(row.agency_id), ladders, today, now)
        except CalendarNotPublished as refusal:
            # One impossible date must not keep the others from being announced.
            logger.error("office duty %s cannot be announced: %s", row.pk, refusal)
            continue
        if queued is not None:
            reminders, notices = reminders + 1, notices + queued
    return OfficeSwept(opened + alarms.opened, reminders + alarms.opened, notices + alarms.notices)


def _open_yearly_reports(today: date, now: datetime) -> int:
    """Enter last year's report of every agency that worked with the system before it was due.

    Until the end of March, so that a January without the program heals.
    """
    if today.month > LAST_REPORT_MONTH:
        return 0
    year, opened = today.year - 1, 0
    for is_government in (False, True):
        due_on = report_due_on(year, is_government=is_government)
        end = datetime(due_on.year, due_on.month, due_on.day, 23, 59, 59, tzinfo=LEGAL_ZONE)
        known = OfficeDuty.objects.filter(agency=OuterRef("pk"), duty=YEARLY_REPORT, about=str(year))
        worked = Case.objects.filter(agency=OuterRef("pk"), registered_at__lte=end)
        for agency in Agency.objects.filter(Exists(worked), ~Exists(known), is_government=is_government):
            title = f"{year}年度政府信息公开工作年度报告"
            opened += bool(
                open_duty(agency=agency, duty=YEARLY_REPORT, about=year, title=title, due_on=due_on, now=now)
            )
    return opened


def _open_unchecked_channels(by: Calendars, today: date, now: datetime) -> int:
    """Enter one alarm for every channel on which a working day passed unticked since the last tick."""
    opened = 0
    rows = AnnouncedChannel.objects.watched().select_related("agency", "duty_officer")
    for channel in rows.annotate(last_check=Max("checks__checked_on")).order_by("pk"):
        missed = first_missed_day(channel, channel.last_check, by.of(channel.agency_id), today)
        if missed is None:
            continue
        opened += bool(
            open_duty(
                agency=channel.agency, duty=UNCHECKED_CHANNEL, about=channel.pk, title=unchecked_title(channel),
                due_on=missed, officer=channel.duty_officer, now=now,
            )
        )  # fmt: skip
    return opened


def _open_duties(today: date) -> Iterator[OfficeDuty]:
    # Every step lies nearer than that (services.ladders.FARTHEST), and what is far off may be very many.
    near = today + timedelta(days=2 * FARTHEST)
    rows = OfficeDuty.objects.filter(met_on__isnull=True, due_on__lte=near).exclude(duty__in=ALARMS)
    return rows.select_related("agency", "case", "officer").order_by("due_on", "pk").iterator(chunk_size=500)


def _announce(row: OfficeDuty, calendar: WorkingCalendar, ladders: Ladders, today: date, now: datetime) -> int | None:
    """Announce the step on which a duty stands; return how many notices, None where that was done before."""
    recount(row, calendar)
    step = _standing_on(ladders.of(row.agency_id, row.duty), row.due_on, calendar, today)
    if step is None:
        return None
    with transaction.atomic():
        _, is_new = OfficeReminder.objects.get_or_create(
            office_duty=row, step=step.working_days, defaults={"created_at": now}
        )
        if not is_new:
            return None
        words = office_words(row, calendar, today, basis=BASES.get(row.duty, ""))
        queued = tell_by_ladder(row, step.way, subject=words.headline, body=words.sentence, now=now)
    if not queued:
        logger.error("nobody to tell of office duty %s", row.pk)
    return queued


def _standing_on(ladder: tuple[Step, ...], due_on: date, calendar: WorkingCalendar, today: date) -> Step | None:
    reached = [step for step in ladder if due_on <= reached_through(step.working_days, calendar, today)]
    return min(reached, key=lambda step: step.working_days, default=None)
