"""送达回证: one service of a letter as a sheet of A4 to print, sign and file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.shell import show
from casework.law.letter_service import FollowUp, ServiceMethod
from casework.models.letter_service import Letter, ServiceRecord


@require_safe
def service_receipt(request: HttpRequest, number: str, service_id: int) -> HttpResponse:
    """Show the elements of law.md 6.2; what is not known yet stays an empty box to write in."""
    found = case_or_404(request, number)
    record = (
        found.case.service_records.filter(pk=service_id)
        .select_related("recorded_by", "consultation")
        .prefetch_related("follow_ups")
        .first()
    )
    if record is None:
        raise Http404("没有这次送达")
    case = found.case
    context = {
        "case": {"number": case.number, "url": reverse("desk:case", args=[number]), "agency": case.agency.name},
        "rows": receipt_rows(record, _whom(record, [item.name for item in case.applicants.all()])),
        "served_on": record.in_time_on,
    }
    return show(request, "desk/service_receipt.html", context)


def _whom(record: ServiceRecord, applicants: list[str]) -> str:
    # What goes to a third party never names the applicant.
    return record.consultation.addressee if record.consultation else "、".join(applicants)


# Boxes that every receipt has, filled in or not.
_ALWAYS = frozenset({
    "送达文书名称及编号", "受送达人", "送达方式", "送达地点", "签收人", "与受送达人的关系", "签收日期", "送达人", "备注",
})  # fmt: skip


def receipt_rows(record: ServiceRecord, whom: str) -> list[dict[str, Any]]:
    """Return label and value of every element, in the order of the printed form."""
    learnt = next((row.happened_on for row in record.follow_ups.all() if row.kind == FollowUp.SIGNED), None)
    signed_on = learnt if record.refused_because else record.signed_on or learnt
    by_hand = record.method in (ServiceMethod.IN_PERSON, ServiceMethod.ENTRUSTED)
    letter = record.get_letter_display()
    if record.letter == Letter.REPLY:
        reply = record.case.replies.last()
        letter = f"{letter}（{reply.letter_number}）" if reply and reply.letter_number else letter
    rows = [
        ("送达文书名称及编号", f"{letter}  {record.case.number}"),
        ("受送达人", whom),
        ("送达方式", record.get_method_display() + ("（再次送达）" if record.again_id else "")),
        ("送达地点", record.place),
        ("受委托的行政机关", record.entrusted_to),
        ("签收人", record.receiver),
        ("与受送达人的关系", record.get_relation_display() if by_hand and record.receiver else ""),
        ("所见证件", record.document_seen),
        ("签收日期", signed_on or ""),
        ("拒收事由和日期", f"{record.refused_because}（{record.signed_on}）" if record.refused_because else ""),
        ("见证人", record.witnesses),
        ("邮寄单号", f"{record.get_carrier_display()} {record.postal_number}".strip() if record.postal_number else ""),
        ("交邮日期", record.posted_on or ""),
        ("电子到达日期和凭证", " ".join(filter(None, (str(record.arrived_on or ""), record.arrival_proof)))),
        ("送达人", str(record.recorded_by)),
        ("备注", "；".join(_remarks(record))),
    ]
    return [{"label": label, "value": str(value)} for label, value in rows if value or label in _ALWAYS]


def _remarks(record: ServiceRecord) -> list[str]:
    return [
        f"{row.happened_on} {row.get_kind_display()}{'：' if row.note else ''}{row.note}"
        for row in record.follow_ups.all()
        if row.kind != FollowUp.SIGNED
    ]
