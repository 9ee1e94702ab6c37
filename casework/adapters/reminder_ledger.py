"""The two statements of the sweep that must be one each: a row that is new, and who hears of it.

Written out because the ORM's ``bulk_create`` cannot tell which rows an ON CONFLICT left out, and
because 20,000 reminders a night should cost what the database needs and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from casework.models.case import Case
from casework.models.deadline import Deadline, Reminder
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import Role, User

_CASE, _DEADLINE = Case._meta.db_table, Deadline._meta.db_table
_REMINDER, _NOTICE, _USER = Reminder._meta.db_table, Notice._meta.db_table, User._meta.db_table

_INSERT_REMINDERS = f"""
INSERT INTO {_REMINDER} (case_id, duty, "index", due_on, step, created_at)
SELECT {{columns}}, %s, %s FROM {{table}} WHERE id IN ({{ids}}) ORDER BY id
ON CONFLICT (case_id, duty, "index", due_on, step) DO NOTHING
RETURNING id, case_id, duty, "index"
"""
_INSERT_NOTICES = f"""
INSERT INTO {_NOTICE} (case_id, reminder_id, recipient_id, address, channel, subject, body, state,
                       created_at, send_after, sent_at, attempts, last_error)
SELECT reminder.case_id, reminder.id, person.id, '', way.channel, request.number || %s, %s || request.number || %s,
       way.state, %s, %s, CASE WHEN way.channel = '{NoticeChannel.IN_APP}' THEN reminder.created_at END, 0, ''
FROM {_REMINDER} AS reminder
JOIN {_CASE} AS request ON request.id = reminder.case_id
LEFT JOIN {_USER} AS officer
  ON officer.id = request.officer_id AND officer.is_active AND officer.agency_id = request.agency_id
JOIN {_USER} AS person ON person.agency_id = request.agency_id AND person.is_active
CROSS JOIN (SELECT '{NoticeChannel.IN_APP}' AS channel, '{NoticeState.SENT}' AS state
            UNION ALL SELECT '{NoticeChannel.EMAIL}', '{NoticeState.PENDING}') AS way
WHERE reminder.id IN ({{ids}})
  AND (way.channel = '{NoticeChannel.IN_APP}' OR person.email <> '')
  AND (person.id = officer.id
       OR (officer.id IS NULL AND person.role = '{Role.CLERK}')
       OR (%s AND person.role = '{Role.LEADER}'))
"""


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


def announce(*, reminder_ids: Sequence[int], headline: str, sentence: str, to_leaders: bool, now: datetime) -> int:
    """Queue notices of these new reminders and return how many: in-app delivered, e-mail to send.

    They go to the officer of the case, or to all clerks of the agency when no active officer is
    named, and on demand to its leaders. Nobody without an address gets an e-mail.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    sql = _INSERT_NOTICES.format(ids=_placeholders(reminder_ids))
    words = [f" {headline}", "办件 ", f"：{sentence}"]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*words, moment, moment, *reminder_ids, to_leaders])
        return cursor.rowcount


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
