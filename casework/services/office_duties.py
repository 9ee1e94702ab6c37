"""Opening and meeting the duties of an office, and telling people of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from casework.adapters.working_calendar import calendar_of
from casework.law.calendar import DueDate, WorkingCalendar
from casework.law.errors import Refused
from casework.law.recorded_days import refuse_future
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.duty_names import YEARLY_REPORT
from casework.models.notice import Notice, NoticeChannel
from casework.models.office_duty import OfficeDuty, OfficeReminder
from casework.models.office_matter import REGISTERS
from casework.models.user import UNIT_ROLES, Role, User
from casework.models.webhook import WebhookEndpoint
from casework.services.permissions import refuse_other_role
from casework.services.reminder_ladder import Way
from casework.services.telling import tell

# Who enters that the yearly report was published.
REPORTERS = (Role.CLERK, Role.LEADER)


def open_duty(
    *,
    agency: Agency,
    duty: str,
    about: object,
    title: str,
    due_on: date,
    now: datetime,
    officer: User | None = None,
    case: Case | None = None,
) -> OfficeDuty | None:
    """Enter a duty unless it is known already; return the new row or None. Twice at once enters it once."""
    values = {"title": title, "created_at": now, "officer": officer, "case": case}
    row, is_new = OfficeDuty.objects.get_or_create(
        agency=agency, duty=duty, about=str(about), due_on=due_on, defaults=values
    )
    return row if is_new else None


def open_counted_duty(
    *,
    agency: Agency,
    duty: str,
    about: object,
    title: str,
    counted_from: date,
    now: datetime,
    working_days: int | None = None,
    natural_days: int | None = None,
    officer: User | None = None,
    case: Case | None = None,
) -> OfficeDuty:
    """Enter a duty due ``working_days`` or ``natural_days`` after a day, which itself does not count.

    A known one is returned. The last of natural days moves off a day off (民法典第二百零三条). The sweep counts
    it anew when the calendar changes. Call it with the row of ``about`` locked.
    """
    counted = {"counted_from": counted_from, "working_days": working_days, "natural_days": natural_days}
    known = OfficeDuty.objects.filter(agency=agency, duty=duty, about=str(about), **counted).first()
    if known:
        return known
    due = _due(calendar_of(agency.pk), **counted)
    return OfficeDuty.objects.create(
        agency=agency, duty=duty, about=str(about), title=title, due_on=due.earliest_on, provisional=due.provisional,
        created_at=now, officer=officer, case=case, **counted,
    )  # fmt: skip


def meet_duty(*, duty: str, about: object, met_on: date, actor: User | None) -> int:
    """End what is open of a duty about one thing, because it was met or fell away; return how many."""
    rows = OfficeDuty.objects.filter(duty=duty, about=str(about), met_on__isnull=True)
    return rows.update(met_on=met_on, met_by=actor)


@transaction.atomic
def recount(row: OfficeDuty, calendar: WorkingCalendar) -> bool:
    """Let a counted duty follow the calendar; a moved one is announced afresh."""
    if row.counted_from is None:
        return False
    due = _due(calendar, row.counted_from, row.working_days, row.natural_days)
    if (row.due_on, row.provisional) == (due.earliest_on, due.provisional):
        return False
    moved = row.due_on != due.earliest_on
    row.due_on, row.provisional = due.earliest_on, due.provisional
    row.save(update_fields=["due_on", "provisional"])
    if moved:
        OfficeReminder.objects.filter(office_duty=row).delete()
        if row.duty in REGISTERS:
            REGISTERS[row.duty].objects.filter(pk=row.about, closed_on__isnull=True).update(due_on=row.due_on)
    return moved


def _due(calendar: WorkingCalendar, counted_from: date, working_days: int | None, natural_days: int | None) -> DueDate:
    if natural_days is not None:
        return calendar.roll_forward(counted_from + timedelta(days=natural_days))
    return calendar.estimate(counted_from, working_days or 0)


@transaction.atomic
def report_published(*, duty_id: int, published_on: date, actor: User, today: date) -> OfficeDuty:
    """Enter that the yearly report was published on a day; the alarms of that year end."""
    refuse_other_role(actor, "年度报告公布登记", *REPORTERS)
    row = OfficeDuty.objects.select_for_update().filter(pk=duty_id, agency=actor.agency, duty=YEARLY_REPORT).first()
    if row is None:
        raise Refused("office_duty_not_found", "没有这个事项，或您无权办理。")
    if row.met_on is not None:
        return row
    refuse_future("published_on", published_on, today)
    if published_on.year < row.due_on.year:
        year = row.due_on.year
        raise Refused(
            "report_before_its_year", f"{year - 1}年度报告应在{year}年公布，请核对日期。", field="published_on"
        )
    row.met_on, row.met_by = published_on, actor
    row.save(update_fields=["met_on", "met_by"])
    return row


def tell_by_ladder(row: OfficeDuty, way: Way, *, subject: str, body: str, now: datetime) -> int:
    """Tell whom a step of the ladder names of an office duty, in the ways it names; return how many rows."""
    queued = tell(
        people_of(row, way), subject=subject, body=body, now=now, by_email=way.by_email,
        in_digest=not way.urgent, office_duty=row,
    )  # fmt: skip
    if way.by_webhook:
        endpoints = WebhookEndpoint.objects.filter(agency=row.agency_id, is_active=True)
        pushed = [
            Notice(
                endpoint=endpoint, channel=NoticeChannel.WEBHOOK, subject=subject[:200], body=body, created_at=now,
                send_after=now, office_duty=row, case=row.case,
            )
            for endpoint in endpoints
        ]  # fmt: skip
        queued += len(Notice.objects.bulk_create(pushed))
    return queued


def people_of(row: OfficeDuty, way: Way) -> list[User]:
    """Return the active people a step names, each once. All clerks stand in for an officer who left."""
    staff = list(User.objects.filter(agency=row.agency_id, is_active=True).order_by("pk"))
    found: dict[int, User] = {}
    if way.to_officer:
        named = [person for person in staff if person.pk == row.officer_id]
        found |= {person.pk: person for person in named or _of_role(staff, Role.CLERK)}
    if way.to_unit and row.case and row.case.unit_id:
        in_unit = [person for person in staff if person.role in UNIT_ROLES and person.unit_id == row.case.unit_id]
        found |= {person.pk: person for person in in_unit}
    if way.to_leaders:
        found |= {person.pk: person for person in _of_role(staff, Role.LEADER)}
    if way.to_supervisors:
        superior = row.agency.parent_id or row.agency_id
        above = User.objects.filter(agency=superior, is_active=True, role=Role.SUPERVISOR)
        found |= {person.pk: person for person in above}
    return list(found.values())


def _of_role(staff: list[User], role: Role) -> list[User]:
    return [person for person in staff if person.role == role]
