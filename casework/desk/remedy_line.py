"""救济期限: one line on the page of a case whose decision was served."""

from __future__ import annotations

from casework.desk.words import told
from casework.law.remedies import LITIGATION_AFTER_RECONSIDERATION_DAYS
from casework.law.sources import LITIGATION_LAW, RECONSIDERATION_LAW
from casework.queries.case_page import CaseRead
from casework.queries.remedies import remedies_of

_BASIS = f"{RECONSIDERATION_LAW.cite(20)}、{LITIGATION_LAW.cite(46)}"
_BASIS_OF_FIRST = f"{RECONSIDERATION_LAW.cite(20)}、{RECONSIDERATION_LAW.cite(23)}，{LITIGATION_LAW.cite(45)}"


def remedy_line(found: CaseRead) -> str:
    """Return until when reconsideration and suit are open, in one sentence; "" where neither is."""
    known = remedies_of(found.case, found.calendar)
    if known is None:
        return ""
    parts = [f"申请行政复议至{told(known.open.reconsideration)}"]
    if known.open.litigation:
        but = "（须先申请复议的事项除外）" if known.open.first else ""
        parts.append(f"提起行政诉讼至{told(known.open.litigation)}{but}")
    else:
        parts.append(f"复议前置，对复议决定不服的，收到复议决定书之日起{LITIGATION_AFTER_RECONSIDERATION_DAYS}日内起诉")
    start = f"自{known.since}签收次日起算" if known.is_receipt else f"签收日未登记，暂自{known.since}送达次日推算"
    return f"救济期限：{'；'.join(parts)}（{start}；{_BASIS if known.open.litigation else _BASIS_OF_FIRST}）。"
