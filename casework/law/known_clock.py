"""What is known of a case whose days lie outside the calendar: enough to look at it, not to act on it."""

from __future__ import annotations

from datetime import date

from casework.law.calendar import WorkingCalendar
from casework.law.clock import read
from casework.law.duties import ClockReading
from casework.law.errors import Refused
from casework.law.facts import CaseFacts
from casework.law.receipt import Receipt, rule_for


def read_as_known(facts: CaseFacts, calendar: WorkingCalendar, as_of: date) -> ClockReading:
    """Return what ``read`` does, or the day of receipt alone and why nothing can be counted from it. Raises nothing.

    For whoever looks at a case; acts use ``read``, which refuses. Source: 国务院办公厅年度放假通知, ADR 0002.
    """
    try:
        return read(facts, calendar, as_of)
    except Refused as refusal:
        rule = rule_for(facts.channel, facts.policy)
        received = Receipt(getattr(facts, rule.fact), rule.basis, rule.explanation, rule.waiting)
        return ClockReading(received, (), (), (), 0, unknown=f"期限不能计算：{refusal.sentence}")
