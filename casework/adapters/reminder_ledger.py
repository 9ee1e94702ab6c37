"""The two statements of the sweep that must be one each: a row that is new, and who hears of it.

Written out because the ORM's ``bulk_create`` cannot tell which rows an ON CONFLICT left out, and
because 20,000 reminders a night should cost what the database needs and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.deadline import Deadline, Reminder
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import Role, User
from casework.models.webhook import WebhookEndpoint

_CASE, _DEADLINE = Case._meta.db_table, Deadline._meta.db_table
_REMINDER, _NOTICE, _USER = Reminder._meta.db_table, Notice._meta.db_table, User._meta.db_table
_AGENCY, _ENDPOINT = Agency._meta.db_table, WebhookEndpoint._meta.db_table

_INSERT_REMINDERS = f"""
INSERT INTO {_REMINDER} (case_id, duty, "index", due_on, step, created_at)
SELECT {{columns}}, %s, %s FROM {{table}} WHERE id IN ({{ids}}) ORDER BY id
ON CONFLICT (case_id, duty, "index", due_on, step) DO NOTHING
RETURNING id, case_id, duty, "index"
"""
_COLUMNS = """case_id, reminder_id, recipient_id, endpoint_id, address, channel, subject, body, state,
               created_at, send_after, sent_at, attempts, last_error, in_digest"""
_INSERT_NOTICES = f"""
INSERT INTO {_NOTICE} ({_COLUMNS})
SELECT reminder.case_id, reminder.id, person.id, NULL, '', way.channel, request.number || %s,
       %s || request.number || %s, way.state, %s, %s,
       CASE WHEN way.channel = '{NoticeChannel.IN_APP}' THEN reminder.created_at END, 0, '', way.in_digest
FROM {_REMINDER} AS reminder
JOIN {_CASE} AS request ON request.id = reminder.case_id
{{people}}
CROSS JOIN ({{ways}}) AS way
WHERE reminder.id IN ({{ids}})
  AND (way.channel = '{NoticeChannel.IN_APP}' OR person.email <> '')
  AND ({{whom}})
"""
_WAY_IN_APP = f"SELECT '{NoticeChannel.IN_APP}' AS channel, '{NoticeState.SENT}' AS state, FALSE AS in_digest"
_WAY_EMAIL = f"SELECT '{NoticeChannel.EMAIL}', '{NoticeState.PENDING}', {{in_digest}}"
_OWN_PEOPLE = f"""
LEFT JOIN {_USER} AS officer
  ON officer.id = request.officer_id AND officer.is_active AND officer.agency_id = request.agency_id
JOIN {_USER} AS person ON person.agency_id = request.agency_id AND person.is_active
"""
# An agency without a superior is its own last resort.
_SUPERVISORS = f"""
JOIN {_AGENCY} AS agency ON agency.id = request.agency_id
JOIN {_USER} AS person ON person.agency_id = COALESCE(agency.parent_id, agency.id) AND person.is_active
"""
_IS_OFFICER = f"person.id = officer.id OR (officer.id IS NULL AND person.role = '{Role.CLERK}')"
_IN_UNIT = f"person.role IN ('{Role.HANDLER}', '{Role.UNIT_HEAD}') AND person.unit_id = request.unit_id"
_IS_LEADER = f"person.role = '{Role.LEADER}'"
_IS_SUPERVISOR = f"person.role = '{Role.SUPERVISOR}'"
_INSERT_PUSHED = f"""
INSERT INTO {_NOTICE} ({_COLUMNS})
SELECT reminder.case_id, reminder.id, NULL, endpoint.id, '', '{NoticeChannel.WEBHOOK}', request.number || %s,
       %s || request.number || %s, '{NoticeState.PENDING}', %s, %s, NULL, 0, '', FALSE
FROM {_REMINDER} AS reminder
JOIN {_CASE} AS request ON request.id = reminder.case_id
JOIN {_ENDPOINT} AS endpoint ON endpoint.agency_id = request.agency_id AND endpoint.is_active
WHERE reminder.id IN ({{ids}})
"""


@dataclass(frozen=True, slots=True)
class Addressees:
    """Who hears of a reminder, by what they are to the case."""

    officer: bool
    unit: bool
    leaders: bool
    supervisors: bool

    @property
    def in_agency(self) -> list[str]:
        """Conditions, one of which a person of the case's agency meets."""
        asked = ((self.officer, _IS_OFFICER), (self.unit, _IN_UNIT), (self.leaders, _IS_LEADER))
        return [condition for wanted, condition in asked if wanted]


def record_deadline_reminders(
    *, deadline_ids: Sequence[int], date_field: str, step: int, now: datetime
) -> list[tuple[int, int, str, int]]:
    """Enter one step of these deadlines; return (id, case, duty, index) of the rows that are new.

    Somebody else's row of the same key is left alone, so of two sweeps one gets it.
    """
    if date_field not in {"due_on", "alarm_on"}:
        raise ValueError(f"not a date of a deadline: {date_field}")
    columns = f'case_id, duty, "index", {date_field}'
    return _record(columns, _DEADLINE, deadline_ids, step, now, [])


def record_case_reminders(
    *, case_ids: Sequence[int], duty: str, step: int, now: datetime
) -> list[tuple[int, int, str, int]]:
    """Enter one step of a duty that counts from the day a request was submitted."""
    return _record("id, %s, 0, submitted_on", _CASE, case_ids, step, now, [duty])


def announce(
    *,
    reminder_ids: Sequence[int],
    headline: str,
    sentence: str,
    to: Addressees,
    by_email: bool,
    in_digest: bool,
    now: datetime,
) -> int:
    """Queue notices of these new reminders and return how many: in-app delivered, e-mail to send.

    All clerks of the agency stand in for an officer who is not named or has left. Nobody without
    an address gets an e-mail; one ``in_digest`` waits for its recipient's letter of the day.
    """
    ways = _WAY_IN_APP
    if by_email:
        ways += f" UNION ALL {_WAY_EMAIL.format(in_digest='TRUE' if in_digest else 'FALSE')}"
    queued = 0
    if to.in_agency:
        sql = _INSERT_NOTICES.format(
            people=_OWN_PEOPLE, ways=ways, ids=_placeholders(reminder_ids), whom=_any_of(to.in_agency)
        )
        queued += _insert(sql, reminder_ids, headline, sentence, now)
    if to.supervisors:
        sql = _INSERT_NOTICES.format(
            people=_SUPERVISORS, ways=ways, ids=_placeholders(reminder_ids), whom=_IS_SUPERVISOR
        )
        queued += _insert(sql, reminder_ids, headline, sentence, now)
    return queued


def push(*, reminder_ids: Sequence[int], headline: str, sentence: str, now: datetime) -> int:
    """Queue one message of each new reminder to every active endpoint of its agency; return how many."""
    sql = _INSERT_PUSHED.format(ids=_placeholders(reminder_ids))
    return _insert(sql, reminder_ids, headline, sentence, now)


def any_endpoint() -> bool:
    """Tell whether any agency has reminders pushed, so that a sweep without need asks no more."""
    return WebhookEndpoint.objects.filter(is_active=True).exists()


def _insert(sql: str, reminder_ids: Sequence[int], headline: str, sentence: str, now: datetime) -> int:
    moment = connection.ops.adapt_datetimefield_value(now)
    words = [f" {headline}", "办件 ", f"：{sentence}"]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*words, moment, moment, *reminder_ids])
        return cursor.rowcount


def _any_of(conditions: Sequence[str]) -> str:
    return " OR ".join(f"({condition})" for condition in conditions)


def _record(
    columns: str, table: str, ids: Sequence[int], step: int, now: datetime, values: list[object]
) -> list[tuple[int, int, str, int]]:
    sql = _INSERT_REMINDERS.format(columns=columns, table=table, ids=_placeholders(ids))
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, step, moment, *ids])
        return cursor.fetchall()


def _placeholders(ids: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(ids))
