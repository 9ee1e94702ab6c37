"""A case in words: its head, the parts that were handled, its place in the annual table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from casework.desk.annual_words import COLUMN_NAMES
from casework.desk.words import shown_name, stage_words
from casework.law.annual_formats import format_for_year, row_path
from casework.law.applicants import APPLICANT_KIND_NAMES, ApplicantKind
from casework.law.duties import DUTY_NAMES, ClockReading, DutyKind, DutyState
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.facts import live_consultations
from casework.queries.annual_table import FIRST_YEAR, cells_of_case, ending_day
from casework.services.file_scans import why_shut
from casework.services.identity_copies import REMOVED_COPY

DUTY_BADGES = {
    DutyState.MET: ("met", "已完成"),
    DutyState.LATE: ("late", "逾期完成"),
    DutyState.OVERDUE: ("overdue", "已届满"),
    DutyState.VOID: ("void", "已终结"),
}


def case_head(case: Case) -> dict[str, Any]:
    """Return who and what: the head of the case page and the crumb of its acts."""
    applicants = list(case.applicants.all())
    name = shown_name(case.applicant_kind, applicants[0].name) if applicants else ""
    if len(applicants) > 1:
        name += f"等{len(applicants)}人"
    return {
        "number": case.number,
        "applicant": name,
        "applicant_kind": APPLICANT_KIND_NAMES[ApplicantKind(case.applicant_kind)],
        "channel": CHANNEL_NAMES[Channel(case.channel)],
        "received_on": case.received_on,
        "stage": stage_words(case.stage),
        "officer": case.officer,
        "unit": case.unit,
        "topic": case.topic,
        "agency": case.agency,
    }


def other_clocks(case: Case, reading: ClockReading, left) -> list[dict[str, Any]]:
    """Return the duties beside the reply; ``left`` tells the badge of a running one by its last day."""
    rows = []
    letters = live_consultations(case)
    for duty in reading.duties:
        # What was done in time asks for nothing any more; the timeline tells of it.
        if duty.kind is DutyKind.REPLY or duty.state is DutyState.MET:
            continue
        # Nobody asks for a supplement once the reply is written.
        written = case.stage in (Stage.IN_REVIEW, Stage.SIGNED)
        if duty.kind is DutyKind.SUPPLEMENT_NOTICE and (written or duty.state is DutyState.VOID):
            continue
        state, text = DUTY_BADGES.get(duty.state) or (left(duty.due_on) if duty.due_on else ("none", "未起算"))
        note = "、".join(duty.basis)
        if duty.kind.value.endswith("_opinion"):
            same = [item for item in letters if f"{item.kind}_opinion" == duty.kind.value]
            note = f"{same[duty.index].addressee}，{note}"
        rows.append(
            {
                "label": DUTY_NAMES[duty.kind],
                "due_on": duty.due_on,
                "provisional": duty.provisional,
                "deadline": {"state": state, "text": text},
                "note": note,
            }
        )
    return rows


def annual_place(case: Case, today: date) -> str:
    """Return which lines and column of the annual table 三 the case is counted in, in words."""
    if case.received_on is None:
        return "收到日确定以后，计入收到日所在年度的“一、本年新收政府信息公开申请数量”。"
    ended_on = getattr(case, ending_day(case.agency))
    years = sorted({case.received_on.year, (ended_on or today).year})
    cells = [(year, cell) for year in years if year >= FIRST_YEAR for cell in cells_of_case(case, year)]
    earlier = f"{FIRST_YEAR}年度以前的年度报告不在本系统统计。" if years[0] < FIRST_YEAR else ""
    if not cells:
        return earlier or "更正类申请，不计入年度报告表三。"
    lines = []
    for year, cell in cells:
        path = row_path(cell.row, format_for_year(year))
        if cell.row == "carried_out" and year == today.year:
            lines.append(f"年底仍未作出决定的，计入{year}年度“{path}”")
        else:
            lines.append(f"{year}年度“{path}”（{cell.place.why}）")
    return f"{earlier}计入表三{COLUMN_NAMES[case.applicant_kind]}一列：{'；'.join(lines)}。"


def attachment_links(case: Case, attachments: list) -> list[dict[str, Any]]:
    """Return the files of a case as links."""
    return [
        {
            "label": item.name if why_shut(item) is None else f"{item.name}（{item.get_scan_state_display()}）",
            "url": reverse("desk:attachment", args=[case.number, item.pk]) if item.purpose != REMOVED_COPY else "",
            "size": item.size,
            "purpose": item.purpose,
        }
        for item in attachments
    ]
