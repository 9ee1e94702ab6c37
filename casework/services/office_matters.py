"""The frame of the registers beside the cases: entered once with a number and a reminder, ended once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from casework.adapters.numbering import next_number
from casework.adapters.working_calendar import calendar_of
from casework.law.errors import Refused
from casework.law.personal_data import reason_words
from casework.law.recorded_days import refuse_future
from casework.models.account_event import AccountAct
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.office_matter import OfficeMatter
from casework.models.user import Role, User
from casework.services.account_events import record_account_event
from casework.services.fitting import refuse_unfit
from casework.services.form_keys import KEY_LENGTH
from casework.services.office_duties import meet_duty, open_counted_duty, open_duty
from casework.services.permissions import CASE_WORKERS, refuse_other_role

DESK = (Role.CLERK, Role.LEADER)
# Who deals with what was entered.
WORKERS = (*sorted(CASE_WORKERS), Role.LEADER)
Matter = TypeVar("Matter", bound=OfficeMatter)


def enter(
    *,
    row: Matter,
    what: str,
    sign: str,
    duty: str,
    case_number: str,
    working_days: int,
    actor: User,
    today: date,
    now: datetime,
    key: str,
    due_on: date | None = None,
    roles: tuple[Role, ...] = DESK,
) -> Matter:
    """Store a new entry with its number and its reminder; the same form twice stores it once.

    ``due_on`` is a day somebody named, else ``working_days`` are counted from the receipt. Raises Refused
    for another role, empty words, days out of order or a case that is not the agency's.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an entry must be made inside a transaction")
    refuse_other_role(actor, what, *roles)
    # One entry of an agency at a time, so that a form sent twice finds its first result.
    Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
    if done := _done_before(row, key, actor):
        return done
    for name, sentence in (("from_whom", "请填写由谁提出。"), ("subject", "请写明事项。")):
        if not getattr(row, name).strip():
            raise Refused("matter_incomplete", sentence, field=name)
        setattr(row, name, getattr(row, name).strip())
    refuse_future("received_on", row.received_on, today)
    if due_on and due_on < row.received_on:
        raise Refused("matter_due_before_receipt", f"期限{due_on}早于收到日期。", field="due_on")
    row.agency_id, row.case = actor.agency_id, case_of(case_number, actor)
    row.officer = row.officer or actor
    due = calendar_of(row.agency_id).estimate(row.received_on, working_days)
    row.due_on = due_on or due.earliest_on
    row.created_at, row.created_by, row.key = now, actor, key or None
    refuse_unfit(row)
    year = row.received_on.year
    serial = next_number(agency_id=row.agency_id, series=duty, year=year)
    row.number = f"{row.agency.prefix}{sign}〔{year}〕{serial}号"
    row.save()
    shared = {
        "agency": row.agency, "duty": duty, "about": row.pk, "officer": row.officer, "now": now,
        "title": f"{row._meta.verbose_name} {row.number}", "case": row.case,
    }  # fmt: skip
    if due_on:
        open_duty(due_on=due_on, **shared)
    else:
        open_counted_duty(counted_from=row.received_on, working_days=working_days, **shared)
    return row


def open_matter(
    model: type[Matter], matter_id: int, *, what: str, actor: User, roles: tuple[Role, ...] = DESK
) -> Matter:
    """Return one locked entry that waits for its end. Raises Refused when it is not there or ended."""
    refuse_other_role(actor, what, *roles)
    rows = model.objects.visible_to(actor).filter(agency=actor.agency_id)
    row = rows.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if row is None:
        raise Refused("matter_not_found", "没有这件登记，或您无权办理。")
    if not row.is_open:
        raise Refused("matter_closed", f"{row.number}已于{row.closed_on}由{row.closed_by}办结。")
    return row


def close(row: OfficeMatter, *, duty: str, closed_on: date, answer: str, actor: User, today: date) -> None:
    """End an entry with the day and the words of the answer, and its reminder with it."""
    if not answer.strip():
        raise Refused("matter_answer_missing", "请写明办理情况。", field="answer")
    refuse_future("closed_on", closed_on, today)
    if closed_on < row.received_on:
        raise Refused("matter_closed_before_receipt", f"办结日期早于收到日期{row.received_on}。", field="closed_on")
    row.answer, row.closed_on, row.closed_by = answer.strip(), closed_on, actor
    refuse_unfit(row)
    row.save()
    meet_duty(duty=duty, about=row.pk, met_on=closed_on, actor=actor)


@transaction.atomic
def view_contact(matter: OfficeMatter, *, reason: str, note: str, actor: User, now: datetime, address: str = "") -> str:
    """Return the contact of an entry in full, and record in the reader's account who read it, and why.

    Raises Refused without a reason, for another role, and for another agency's entry.
    Source: 个人信息保护法第六条、第五十一条.
    """
    words = reason_words(reason, note)
    refuse_other_role(actor, "查看登记簿联系方式", *WORKERS)
    row = type(matter).objects.visible_to(actor).filter(pk=matter.pk, agency=actor.agency_id).first()
    if row is None:
        raise Refused("contact_not_found", "没有这件登记，或您无权查看。")
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    record_account_event(
        person=person, act=AccountAct.CONTACT_READ, actor=actor, now=now, address=address,
        note=f"{row._meta.verbose_name} {row.number}：{words}",
    )  # fmt: skip
    return row.contact.clear


def _done_before(row: Matter, key: str, actor: User) -> Matter | None:
    if len(key) > KEY_LENGTH:
        raise Refused("matter_key_invalid", "表单标识无效，请刷新页面后重新提交。")
    done = type(row).objects.filter(key=key).first() if key else None
    if done is not None and done.agency_id != actor.agency_id:
        raise Refused("form_already_used", "这张表单已经提交过，请刷新页面后重新填写。")
    return done


def case_of(number: str, actor: User) -> Case | None:
    """Return the case of that number, None without one. Raises Refused for one the actor cannot see."""
    if not number.strip():
        return None
    found: Any = Case.objects.visible_to(actor).filter(number=number.strip()).first()
    if found is None:
        raise Refused("matter_case_unknown", f"没有编号为“{number.strip()[:40]}”的办件。", field="case_number")
    return found
