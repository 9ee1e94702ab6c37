"""The service of letters on the case page, and the 送达回证 of each as it is printed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.access import reads_names
from casework.law.acts import ACT_RULES, Act
from casework.law.letter_service import FollowUp, ServiceMethod
from casework.law.masking import HIDDEN, mask_name
from casework.models.facts import live_consultations
from casework.models.letter_service import Letter, ServiceFollowUp, ServiceRecord
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.permissions import why_not_allowed


def shown_services(found: CaseRead, user: User) -> dict[str, Any]:
    """Return every service of the case, oldest first, and where the next letter is recorded.

    ``notice_due`` says that the applicant was not told of a consultation yet, where the agency's
    switch asks for it (law.md 4.4).
    """
    case = found.case
    rows = _rows(found, user)
    may = user.agency_id == case.agency_id and why_not_allowed(Act.SERVE_LETTER, user) is None
    told = any(row["letter"] == Letter.CONSULTATION_NOTICE.label for row in rows)
    wanted = case.agency.switches.tell_applicant_of_consultation == "yes" and bool(live_consultations(case))
    return {
        "rows": rows,
        "serve_url": reverse("desk:act", args=[case.number, Act.SERVE_LETTER.value]) if may else "",
        "notice_due": wanted and not told and case.is_open,
    }


def _rows(found: CaseRead, user: User) -> list[dict[str, Any]]:
    case = found.case
    own = user.agency_id == case.agency_id
    records = case.service_records.select_related("recorded_by", "consultation").prefetch_related("follow_ups")
    return [
        {
            "letter": item.get_letter_display(),
            "whom": item.consultation.addressee if item.consultation else "申请人",
            "again": item.again_id is not None,
            "method": item.get_method_display(),
            "in_time_on": item.in_time_on,
            "proof": _proof(item, names=reads_names(user, case)),
            "by": str(item.recorded_by),
            "follow_ups": [_follow_up(row, item) for row in item.follow_ups.all()],
            "acts": _acts(item, found, user),
            "print_url": reverse("desk:service_receipt", args=[case.number, item.pk]) if own else "",
        }
        for item in records
    ]


def _proof(item: ServiceRecord, *, names: bool) -> str:
    """Return in one line what proves the service; people who signed or saw it are masked without ``names``."""
    if item.method == ServiceMethod.POSTAL:
        return f"{item.get_carrier_display()} {item.postal_number}".strip()
    if item.method == ServiceMethod.ELECTRONIC:
        return item.arrival_proof or ("申请人同意电子送达" if item.consented else "")
    if item.refused_because:
        return f"拒收：{item.refused_because}；见证人：{item.witnesses if names else HIDDEN}"
    receiver = item.receiver if names else mask_name(item.receiver)
    signed = f"{receiver}（{item.get_relation_display()}）" if item.relation else receiver
    return "，".join(filter(None, (signed, item.document_seen, item.entrusted_to)))


def _follow_up(row: ServiceFollowUp, item: ServiceRecord) -> dict[str, Any]:
    words = f"{row.happened_on} {row.get_kind_display()}"
    if row.kind == FollowUp.DISPUTED:
        words = f"有争议：登记为{item.in_time_on}，对方主张{row.happened_on}"
    return {
        "words": words,
        "note": row.note,
        "disputed": row.kind == FollowUp.DISPUTED,
        "recorded": f"{row.recorded_on} {row.recorded_by}",
    }


def _acts(item: ServiceRecord, found: CaseRead, user: User) -> list[dict[str, Any]]:
    if user.agency_id != found.case.agency_id:
        return []
    returned = any(row.kind == FollowUp.RETURNED for row in item.follow_ups.all())
    wanted = [(Act.FOLLOW_UP_SERVICE, ACT_RULES[Act.FOLLOW_UP_SERVICE].name)]
    if returned:
        wanted.append((Act.SERVE_LETTER, "再次送达"))
    return [
        {"label": label, "url": reverse("desk:service_act", args=[found.case.number, item.pk, act.value])}
        for act, label in wanted
        if why_not_allowed(act, user) is None
    ]
