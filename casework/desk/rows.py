"""From a case to one row of a list, as HTML.

Fifty rows are bound by what writes their cells: a template takes ten times as long, and Django's ``format_html`` four
times, so every cell is escaped here.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from casework.desk.next_step import next_act
from casework.desk.words import badge, chip, due_words, shown_name, stage_words
from casework.law.acts import ACT_RULES, Act
from casework.law.calendar import WorkingCalendar
from casework.law.duties import DUTY_NAMES, DutyKind, DutyState
from casework.law.known_clock import read_as_known
from casework.law.last_days import payment_is_overdue, reply_is_overdue, supplement_is_overdue
from casework.law.stages import Stage
from casework.models.facts import facts_of
from casework.models.user import Role, User
from casework.queries.listed_cases import ListedCase
from casework.templatetags.casework_display import third_of_month

# The columns are those of the head in templates/desk/work_list.html.
_LINE = """
            <tr role="row">
              <td role="cell" class="tight first">{badge}</td>
              <td role="cell" class="tight"><a class="row-link" href="{url}">{number}</a></td>
              {agency}
              <td role="cell" class="tight">{applicant}</td>
              <td role="cell" class="clip" title="{subject}">{subject}</td>
              <td role="cell" class="tight">{chip}</td>
              <td role="cell" class="tight later{next_class}">{next}</td>
              <td role="cell" class="tight later">{officer}</td>
              <td role="cell" class="tight end later">{act}</td>
            </tr>
          """


def row_of(case: ListedCase, *, user: User, today: date, calendar: WorkingCalendar) -> SafeString:
    """Return the row of a case for a list that ``user`` reads."""
    stopped = is_stopped(case, today, calendar)
    stage = stage_words(case.stage, consulting=stopped)
    act = next_act(user, case)
    agency = f'<td role="cell" class="tight">{escape(case.agency.name)}</td>' if user.role == Role.SUPERVISOR else ""
    offered = f'<a class="row-act" href="{_address(case.number, act)}">{escape(ACT_RULES[act].name)}</a>' if act else ""
    return mark_safe(
        _LINE.format(
            badge=badge(*standing(case, today=today, calendar=calendar, stopped=stopped)),
            url=_address(case.number),
            number=escape(case.number),
            agency=agency,
            applicant=escape(shown_name(case.applicant_kind, case.applicant_name or "")),
            subject=escape(case.subject),
            chip=chip(stage["label"], stage["tone"]),
            next_class=" is-provisional" if case.next_provisional or case.reply_provisional else "",
            next=next_words(case, today),
            officer=escape(case.officer) if case.officer else "未分办",
            act=offered,
        )
    )


# Stands for the number of a case where an address is made once for all of them.
_NUMBER = "0number0"
# What Django's own addresses leave as it is.
_UNQUOTED = "!$&'()*+,;=/~:@"


def case_address(name: str, number: str, *others: str) -> str:
    """Return what ``reverse`` returns for a page of a case; a list asks for a hundred of them."""
    return _address_of_any(name, *others).replace(_NUMBER, _quoted(number))


# A row holds the number twice, and a Chinese prefix takes long to quote.
@lru_cache(maxsize=1_000)
def _quoted(number: str) -> str:
    return quote(number, safe=_UNQUOTED)


def _address(number: str, act: Act | None = None) -> str:
    """Return the address of a case, or of an act of it, as an attribute holds it."""
    return escape(case_address("desk:act", number, act.value) if act else case_address("desk:case", number))


@cache
def _address_of_any(name: str, *others: str) -> str:
    return reverse(name, args=[_NUMBER, *others])


def is_stopped(case: ListedCase, today: date, calendar: WorkingCalendar) -> bool:
    """Tell whether a consultation stops the reply clock today. Only the clock can say so."""
    if not (case.is_consulting and case.is_open):
        return False
    reply = read_as_known(facts_of(case), calendar, today).reply
    return bool(reply and reply.state is DutyState.SUSPENDED)


def standing(case: ListedCase, *, today: date, calendar: WorkingCalendar, stopped: bool) -> tuple[str, str]:
    """Return state and words of the badge: how the case stands with its deadline today."""
    if not case.is_open:
        if case.reply_due_on and case.concluded_on and case.concluded_on > case.reply_due_on:
            return "late", "逾期办结"
        return "met", "已办结"
    if case.received_on is None:
        return "none", "待确认"
    reply_due_on = case.reply_due_on
    if reply_is_overdue(reply_due_on, today, provisional=case.reply_provisional):
        return due_words(reply_due_on, today, calendar)
    if case.stage == Stage.SUPPLEMENTING:
        late = supplement_is_overdue(case.supplement.answer_by, today)
        return ("near", "补正逾期") if late else ("paused", "等待补正")
    if case.stage == Stage.AWAITING_FEE and reply_due_on is None:
        owed_on = case.next_due_on if case.next_duty == DutyKind.FEE_PAYMENT else None
        late = payment_is_overdue(owed_on, today, provisional=case.next_provisional)
        return ("near", "缴费逾期") if late else ("paused", "等待缴费")
    if stopped:
        return "paused", "停表"
    upcoming = [day for day in (case.next_due_on, reply_due_on) if day and day >= today]
    if not upcoming:
        return "none", "待定"
    if min(upcoming) == reply_due_on and case.reply_provisional:
        return "provisional", "暂估"
    return due_words(min(upcoming), today, calendar)


def next_words(case: ListedCase, today: date) -> str:
    """Return the next deadline in few words: what is due and on which day."""
    if not case.is_open:
        return f"办结{case.concluded_on}" if case.concluded_on else ""
    if case.received_on is None:
        return "收到日未定"
    due_on, duty, provisional = case.next_due_on, case.next_duty, case.next_provisional
    # An open case that was concluded once is decided anew.
    reply = DutyKind.RE_DECISION if case.concluded_on else DutyKind.REPLY
    passed_on_by_others = due_on and due_on < today and duty != reply
    if (due_on is None or passed_on_by_others) and case.reply_due_on:
        due_on, duty, provisional = case.reply_due_on, reply, case.reply_provisional
    if due_on is None:
        return "停表，末日未定"
    name = DUTY_NAMES[DutyKind(duty)]
    if provisional:
        return f"{name}约{due_on:%Y-%m}{third_of_month(due_on)}"
    return f"{name}{due_on:%m-%d}" if due_on.year == today.year else f"{name}{due_on}"
