"""The clock bar: the reading of law.clock as one cell a calendar day, with marks and counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from casework.desk.words import count_down, overdue_words, told
from casework.law.duties import REPLY_WORKING_DAYS, Duty, DutyKind, DutyState, LedgerDay
from casework.law.facts import CONSULTATION_NAMES, ConsultationKind
from casework.models.dispute import open_redo
from casework.models.facts import current_extension, live_consultations
from casework.queries.case_page import CaseRead

ONE_DAY = timedelta(days=1)
# A bar of a long overdue case would be unreadable; the count beside it says the rest.
MAX_OVER_CELLS = 45


def clock_bar(found: CaseRead) -> dict[str, Any]:
    """Return the context of templates/partials/clock_bar.html."""
    reading, reply = found.reading, found.reading.reply
    if reading.unknown:
        return {"due_text": "不能计算", "state": "none", "text": "待定", "uncounted": True, "notice": reading.unknown}
    if reply is None:
        return {
            "due_text": "尚未起算", "state": "none", "text": "待确认", "used": 0, "left": reading.left(is_open=True),
            "total": REPLY_WORKING_DAYS,
        }  # fmt: skip
    again = reply.kind is DutyKind.RE_DECISION
    concluded_on = None if again else found.case.concluded_on
    until = min(found.today, concluded_on) if concluded_on else found.today
    over = 0
    if reply.due_on and until > reply.due_on:
        over = found.calendar.count_working_days(reply.due_on, until)
    state, text = _state(found, reply, over)
    return {
        "term": "重新答复期限" if again else "",
        "due_on": reply.due_on,
        "due_n": f"第{reply.of}个工作日",
        "provisional": reply.provisional,
        "due_text": due_text(found, reply),
        "total": reply.of,
        "used": reply.used,
        "excluded": reading.excluded_working_days,
        "left": reading.left(is_open=found.case.is_open),
        "over": over,
        "state": state,
        "text": text,
        "cells": _cells(found, reply, until),
        "ledger_url": reverse("desk:case_ledger", args=[found.case.number]),
        "what_if_url": reverse("desk:case_what_if", args=[found.case.number])
        if found.case.is_open and not again
        else "",
        "notice": "；".join([*reading.remarks, *_restart_words(found, reply)]),
    }


def due_text(found: CaseRead, reply: Duty) -> str:
    """Return the words that stand in for a reply date that is not certain."""
    if reply.state is DutyState.VOID:
        return "已终结"
    if reply.due_on is None:
        return f"停表中，{found.reading.awaiting or '末日尚不能确定'}"
    if reply.provisional:
        earliest = f"，最早{reply.alarm_on}" if reply.alarm_on and reply.alarm_on < reply.due_on else ""
        return f"{told(reply)}{earliest}，待国务院办公厅公布放假安排"
    return str(reply.due_on)


def _restart_words(found: CaseRead, reply: Duty) -> list[str]:
    if not (found.reading.awaiting and found.case.is_open):
        return []
    return [f"{found.reading.awaiting}，完成后答复期限重新计算{reply.of}个工作日"]


def _state(found: CaseRead, reply: Duty, over: int) -> tuple[str, str]:
    fixed = {
        DutyState.MET: ("met", "按期办结"),
        DutyState.LATE: ("late", f"逾期{over}日办结" if over else "逾期办结"),
        DutyState.VOID: ("void", "已终结"),
        DutyState.OVERDUE: ("overdue", overdue_words(over)),
        DutyState.SUSPENDED: ("paused", "停表"),
    }
    if reply.state in fixed:
        return fixed[reply.state]
    if reply.provisional:
        return "provisional", "暂估"
    return count_down(found.calendar.count_working_days(found.today, reply.due_on))


def _cells(found: CaseRead, reply: Duty, until: date) -> list[dict[str, Any]]:
    marks = _marks(found, reply)
    redo = open_redo(found.case)
    start, note = found.reading.receipt.received_on, "收到申请之日，次日起算"
    if redo is not None:
        start, note = redo.started_on, "复议决定、判决生效或者收到之日，次日起算"
        marks.setdefault(start, []).append("重新办理起算")
    cells = [{"on": start, "kind": "start", "note": note}]
    cells += [
        {"on": row.day, "kind": _kind(found, row, until), "n": row.n, "note": row.why} for row in found.reading.ledger
    ]
    if reply.due_on and until > reply.due_on:
        day = max(reply.due_on, cells[-1]["on"]) + ONE_DAY
        last = min(until, day + MAX_OVER_CELLS * ONE_DAY)
        while day <= last:
            working = found.calendar.describe(day).working
            cells.append({"on": day, "kind": "over" if working else "off", "note": "超过期限" if working else "休息日"})
            day += ONE_DAY
    for cell in cells:
        cell["today"] = cell["on"] == found.today
        if cell["on"] in marks:
            cell["mark"] = "、".join(marks[cell["on"]])
    return cells


def _kind(found: CaseRead, row: LedgerDay, until: date) -> str:
    if not row.counts:
        return "excluded" if found.calendar.describe(row.day).working else "off"
    if row.day <= until:
        return "used"
    return "left" if row.published else "unknown"


def _marks(found: CaseRead, reply: Duty) -> dict[date, list[str]]:
    case = found.case
    marks: dict[date, list[str]] = {}

    def mark(day: date | None, text: str) -> None:
        if day and text not in marks.setdefault(day, []):
            marks[day].append(text)

    mark(found.reading.receipt.received_on, "收到")
    supplement = getattr(case, "supplement", None)
    if supplement:
        mark(supplement.served_on, "告知补正")
        mark(supplement.received_on, "收到补正")
    for item in live_consultations(case):
        mark(item.sent_on, CONSULTATION_NAMES[ConsultationKind(item.kind)].removesuffix("意见"))
        mark(item.answered_on, "收到意见")
    extension = current_extension(case)
    if extension:
        mark(extension.served_on, "延期告知")
    asked, fee = getattr(case, "reasons_request", None), getattr(case, "fee", None)
    if asked:
        mark(asked.served_on, "要求说明理由")
        mark(asked.received_on, "收到说明")
        mark(asked.delay_served_on, "延迟告知")
    if fee:
        mark(fee.delivered_on or fee.sent_on, "收费通知")
        mark(fee.paid_on, "缴费")
    mark(reply.due_on, "暂估到期" if reply.provisional else "到期")
    mark(case.concluded_on, "办结")
    return marks
