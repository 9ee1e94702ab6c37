"""督查周报: once a week every supervisor is told how the agencies below stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from casework.adapters.working_calendar import calendars
from casework.models.agency import Agency
from casework.models.duty_names import WEEKLY_SUMMARY
from casework.models.user import Role, User
from casework.queries.supervision import AgencyCount, counts_by_agency
from casework.services.office_duties import open_duty
from casework.services.telling import tell

LISTED = 50


def send_weekly_summaries(*, today: date, now: datetime) -> int:
    """Tell the supervisors of every agency this week's figures; return how many agencies were new.

    A week is entered once, from Monday on, so a missed Monday is made good and a second run says nothing.
    """
    supervising = User.objects.filter(role=Role.SUPERVISOR, is_active=True, agency__isnull=False)
    by, done = calendars(), 0
    for agency in Agency.objects.filter(pk__in=supervising.values("agency")).order_by("pk"):
        people = list(supervising.filter(agency=agency).order_by("pk"))
        rows = counts_by_agency(people[0], today=today, calendar=by.of(agency.pk))
        done += _tell(agency, people, rows, today, now)
    return done


@transaction.atomic
def _tell(agency: Agency, people: list[User], rows: list[AgencyCount], today: date, now: datetime) -> bool:
    monday = today - timedelta(days=today.weekday())
    year, week, _ = today.isocalendar()
    title = f"督查周报{year}年第{week}周"
    row = open_duty(agency=agency, duty=WEEKLY_SUMMARY, about=f"{year}-{week:02}", title=title, due_on=monday, now=now)
    if row is None:
        return False
    row.met_on = today
    row.save(update_fields=["met_on"])
    tell(people, subject=title, body=_words(rows, today), now=now, by_email=True, in_digest=True, office_duty=row)
    return True


def _words(rows: list[AgencyCount], today: date) -> str:
    total = [
        sum(getattr(row, name) for row in rows) for name in ("open", "near", "overdue", "answered_late", "unanswered")
    ]
    head = (
        f"截至{today}：在办{total[0]}件，三日内到期{total[1]}件，已超期{total[2]}件，"
        f"本年逾期答复{total[3]}件，督办未反馈{total[4]}件。"
    )
    notable = [row for row in rows if row.near or row.overdue or row.unanswered]
    notable.sort(key=lambda row: (-row.overdue, -row.unanswered, -row.near))
    lines = [
        f"{row.name}：已超期{row.overdue}件，三日内到期{row.near}件，督办未反馈{row.unanswered}件。"
        for row in notable[:LISTED]
    ]
    return "\n".join([head, *lines])
