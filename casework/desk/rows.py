"""From a case to the plain strings of one row of a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from casework.desk.next_step import next_act
from casework.desk.words import badge, chip, count_down, overdue_words, shown_name, stage_words
from casework.law.acts import ACT_RULES
from casework.law.calendar import WorkingCalendar
from casework.law.duties import DUTY_NAMES, DutyKind, DutyState
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.user import Role, User
from casework.services.deadlines import read_clock
from casework.templatetags.casework_display import third_of_month


def row_of(case: Case, *, user: User, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """Return what one row shows. Needs the annotations of ``queries.work_list``."""
    stopped = is_stopped(case, today, calendar)
    stage = stage_words(case.stage, consulting=stopped)
    url = reverse("desk:case", args=[case.number])
    row = {
        "url": url,
        "number": case.number,
        "agency": case.agency.name if user.role == Role.SUPERVISOR else "",
        "applicant": shown_name(case.applicant_kind, case.applicant_name or ""),
        "subject": case.subject,
        "badge": badge(*standing(case, today=today, calendar=calendar, stopped=stopped)),
        "chip": chip(stage["label"], stage["tone"]),
        "next": next_words(case, today),
        "provisional": case.next_provisional or case.reply_provisional,
        "officer": str(case.officer) if case.officer else "未分办",
    }
    act = next_act(user, case)
    if act:
        row |= {"act": ACT_RULES[act].name, "act_url": reverse("desk:act", args=[case.number, act.value])}
    return row


def is_stopped(case: Case, today: date, calendar: WorkingCalendar) -> bool:
    """Tell whether a consultation stops the reply clock today. Only the clock can say so."""
    if not (case.is_consulting and case.is_open):
        return False
    reply = read_clock(case, calendar, today).reply
    return bool(reply and reply.state is DutyState.SUSPENDED)


def standing(case: Case, *, today: date, calendar: WorkingCalendar, stopped: bool) -> tuple[str, str]:
    """Return state and words of the badge: how the case stands with its deadline today."""
    if not case.is_open:
        if case.reply_due_on and case.concluded_on and case.concluded_on > case.reply_due_on:
            return "late", "逾期办结"
        return "met", "已办结"
    if case.received_on is None:
        return "none", "待确认"
    reply_due_on = case.reply_due_on
    if reply_due_on and reply_due_on < today and not case.reply_provisional:
        return "overdue", overdue_words(calendar.count_working_days(reply_due_on, today))
    if case.stage == Stage.SUPPLEMENTING:
        late = case.supplement.answer_by < today
        return ("near", "补正逾期") if late else ("paused", "等待补正")
    if case.stage == Stage.AWAITING_FEE and reply_due_on is None:
        late = case.next_duty == DutyKind.FEE_PAYMENT and case.next_due_on and case.next_due_on < today
        return ("near", "缴费逾期") if late else ("paused", "等待缴费")
    if stopped:
        return "paused", "停表"
    upcoming = [day for day in (case.next_due_on, reply_due_on) if day and day >= today]
    if not upcoming:
        return "none", "待定"
    if min(upcoming) == reply_due_on and case.reply_provisional:
        return "provisional", "暂估"
    return count_down(calendar.count_working_days(today, min(upcoming)))


def next_words(case: Case, today: date) -> str:
    """Return the next deadline in few words: what is due and on which day."""
    if not case.is_open:
        return f"办结 {case.concluded_on}" if case.concluded_on else ""
    if case.received_on is None:
        return "收到日未定"
    due_on, duty, provisional = case.next_due_on, case.next_duty, case.next_provisional
    passed_on_by_others = due_on and due_on < today and duty != DutyKind.REPLY
    if (due_on is None or passed_on_by_others) and case.reply_due_on:
        due_on, duty, provisional = case.reply_due_on, DutyKind.REPLY, case.reply_provisional
    if due_on is None:
        return "停表，末日未定"
    name = DUTY_NAMES[DutyKind(duty)]
    if provisional:
        return f"{name} 约{due_on:%Y-%m}{third_of_month(due_on)}"
    return f"{name} {due_on:%m-%d}" if due_on.year == today.year else f"{name} {due_on}"
