"""复议诉讼 on the case page: each dispute with its days and its result, and the rounds decided anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.desk.access import reads_names
from casework.desk.words import badge, due_words, shown_name, told
from casework.law.calendar import WorkingCalendar
from casework.law.disputes import GROUP_NAMES, DisputeKind, Procedure, answer_due, group_of
from casework.law.duties import RE_DECISION_WORKING_DAYS
from casework.law.outcomes import CODES
from casework.law.remedies import litigation_after_reconsideration
from casework.law.sources import LITIGATION_LAW
from casework.models.case import Case
from casework.models.dispute import Dispute, disputes_of, open_redo, redos_of
from casework.models.user import User
from casework.queries.case_page import CaseRead


def disputes_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return what the tab shows."""
    return {
        "disputes": [_dispute(item, found, user) for item in disputes_of(found.case)],
        "redos": [
            {
                "started_on": item.started_on,
                "term": _redo_term(item.due_by),
                "begun_on": item.begun_on,
                "dispute": str(item.dispute),
                "former": str(item.former_reply) if item.former_reply else "",
                "decision": f"{item.decision_code} {CODES[item.decision_code].name}" if item.decision_code else "",
                "decided_on": item.decided_on,
                "concluded_on": item.concluded_on,
            }
            for item in redos_of(found.case)
        ],
    }


def answer_badge(item: Dispute, calendar: WorkingCalendar, today: Any) -> dict[str, Any]:
    """Return the last day for the agency's answer, its article and how it stands."""
    due, article = answer_due(DisputeKind(item.kind), Procedure(item.procedure), item.received_on, calendar)
    if item.answered_on:
        late = item.answered_on > due.on
        mark = badge("late", "逾期提交") if late else badge("met", "已提交")
    elif not item.is_open:
        mark = badge("void", "已审结")
    elif due.provisional and due.on >= today:
        mark = badge("provisional", "暂估")
    else:
        mark = badge(*due_words(due.on, today, calendar))
    return {"due_on": due.on, "provisional": due.provisional, "article": article, "badge": mark}


def _dispute(item: Dispute, found: CaseRead, user: User) -> dict[str, Any]:
    case = found.case
    earlier = item.preceded_by.result if item.preceded_by else ""
    return {
        "title": item.get_kind_display(),
        "authority": item.authority,
        "number": item.authority_number,
        "against": item.get_against_display(),
        "claimant": item.claimant if reads_names(user, case) else shown_name(case.applicant_kind, item.claimant),
        "procedure": item.get_procedure_display(),
        "after": "复议后起诉" if item.after_reconsideration else "未经复议直接起诉",
        "is_suit": item.kind != DisputeKind.RECONSIDERATION,
        "received_on": item.received_on,
        "answered_on": item.answered_on,
        "answer": answer_badge(item, found.calendar, found.today),
        "result": item.get_result_display() if item.result else "",
        "column": GROUP_NAMES[group_of(item.result, earlier)],
        "decided_on": item.decided_on,
        "result_received_on": item.result_received_on,
        "sue_until": _sue_until(item, found.calendar),
        "reasons": item.reasons,
        "redo_ordered": item.redo_ordered,
        "redo_from": item.effective_on,
        "redo_term": _redo_term(item.redo_due_by),
    }


def _sue_until(item: Dispute, calendar: WorkingCalendar) -> str:
    """Return until when a reconsideration decision can be taken to court, from the day this agency got it."""
    if item.kind != DisputeKind.RECONSIDERATION or item.result_received_on is None:
        return ""
    return told(litigation_after_reconsideration(item.result_received_on, calendar))


def _redo_term(due_by: date | None) -> str:
    return f"至{due_by}" if due_by else f"{RE_DECISION_WORKING_DAYS}个工作日"


def redo_banner(case: Case) -> dict[str, str] | None:
    """Return why the earlier reply did not stand, for the case page and the drafting form."""
    redo = open_redo(case)
    if redo is None:
        return None
    dispute = redo.dispute
    former = f"原答复{redo.former_reply.letter_number}" if redo.former_reply else "逾期未答复"
    return {
        "tone": "warning",
        "text": f"重新办理：{former}，{dispute.authority}{dispute.decided_on}{dispute.get_result_display()}。"
        f"认定的理由：{dispute.reasons.rstrip('。')}。不得以同一事实和理由作出与原答复基本相同的决定。",
    }


def same_ground(case: Case, decision_code: str) -> str:
    """Return a warning when the new draft decides as the reply that did not stand (行政诉讼法第七十一条)."""
    redo = open_redo(case)
    if redo is None or redo.former_reply is None or redo.former_reply.decision_code != decision_code:
        return ""
    return f"拟作的决定与被纠正的原答复相同（{decision_code}），须有新的事实或者理由（{LITIGATION_LAW.cite(71)}）。"
