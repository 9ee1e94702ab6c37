"""逐日说明: why the due date is this day, one row a day, printable for a court file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import utc_now
from casework.desk.access import case_or_404
from casework.desk.case_words import case_head
from casework.desk.clock_bar import due_text
from casework.desk.shell import show
from casework.models.consultation import Consultation
from casework.models.facts import current_extension
from casework.queries.case_page import CaseRead
from casework.queries.what_if import ledger_lines


@require_safe
def case_ledger(request: HttpRequest, number: str) -> HttpResponse:
    """Show every day from receipt to the due date."""
    found = case_or_404(request, number)
    reply = found.reading.reply
    certain = reply and reply.due_on and not reply.provisional
    context = {
        "case": case_head(found.case) | {"url": reverse("desk:case", args=[number])},
        "agency_name": found.case.agency.name,
        "duty": "答复期限",
        "due_on": reply.due_on if certain else None,
        "due_text": due_text(found, reply) if reply else found.reading.unknown or found.reading.receipt.waiting,
        "due_n": f"第{reply.of}个工作日" if certain else "",
        "facts": _facts(found),
        "rows": _rows(found),
        "remarks": found.reading.remarks,
        "calendar": _calendar(found),
        "what_if_url": reverse("desk:case_what_if", args=[number]),
        "printed_at": utc_now(),
    }
    return show(request, "desk/case_ledger.html", context)


def _rows(found: CaseRead) -> list[dict[str, Any]]:
    return [asdict(line) for line in ledger_lines(found.reading, found.calendar)]


def _facts(found: CaseRead) -> list[dict[str, Any]]:
    case, receipt = found.case, found.reading.receipt
    supplement, extension = getattr(case, "supplement", None), current_extension(case)
    facts = [("收到申请之日", receipt.received_on), ("依据", f"{receipt.basis}：{receipt.explanation}")]
    if supplement:
        facts += [("告知补正送达", supplement.served_on), ("收到补正", supplement.received_on)]
    for item in case.consultations.all():
        facts.append((f"{item.get_kind_display()}（{item.addressee}）", f"{item.sent_on}发出，{_became_of(item)}"))
    if extension and extension.served_on:
        facts.append(("延期告知送达", f"{extension.served_on}，延长{extension.working_days}个工作日"))
    asked, fee = getattr(case, "reasons_request", None), getattr(case, "fee", None)
    if asked and asked.delay_served_on:
        facts.append(("延迟答复告知送达", f"{asked.delay_served_on}，延迟至{asked.delay_until}"))
    if fee:
        delivered = f"{fee.delivered_on}送达" if fee.delivered_on else "尚未登记送达"
        facts.append(("收费通知", f"{fee.sent_on}发出，{delivered}"))
        facts.append(("缴费", fee.paid_on))
    if case.concluded_on:
        facts.append(("送达（办结）", case.concluded_on))
    return [{"label": label, "value": value} for label, value in facts if value]


def _became_of(item: Consultation) -> str:
    if item.withdrawn_on:
        return f"{item.withdrawn_on}撤回，自始不停止计算答复期限"
    return f"{item.answered_on}收到意见" if item.answered_on else "尚未收到意见"


def _calendar(found: CaseRead) -> dict[str, Any]:
    days = [row.day for row in found.reading.ledger] or [found.today]
    years = {days[0].year, days[-1].year}
    notices = [f"{notice.year}年：{notice.notice_number}" for notice in found.calendar.notices if notice.year in years]
    missing = [str(year) for year in sorted(years) if year > found.calendar.horizon.year]
    if missing:
        notices.append(f"{'、'.join(missing)}年放假安排尚未公布，该年各日为暂估。")
    return {"version": f"已载入至{found.calendar.horizon.year}年的国务院办公厅放假通知。", "notices": notices}
