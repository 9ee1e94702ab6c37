"""What was done in a case beside its stage: supplement, consultations, extensions, reply, service."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.review_panel import reviews_by_reply
from casework.law.acts import ACT_RULES, Act
from casework.law.open_acts import why_not
from casework.law.outcomes import CODES, EVIDENCE_NAMES, Evidence
from casework.models.consultation import Consultation
from casework.models.extension import Extension
from casework.models.reply import Reply
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.performing import situation_of
from casework.services.permissions import why_not_allowed


def handling_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return everything the case's objects say, each with its own dates and acts."""
    case = found.case
    replies = list(case.replies.select_related("drafted_by", "signed_by"))
    opinions = reviews_by_reply(found) if replies else {}
    return {
        "supplement": getattr(case, "supplement", None),
        "consultations": [_consultation(item, found, user) for item in case.consultations.all()],
        "extensions": [_extension(item) for item in case.extensions.all()],
        "replies": [_reply(item) | {"reviews": opinions.get(item.pk, [])} for item in replies],
        "services": [
            {
                "letter": item.get_letter_display(),
                "method": item.get_method_display(),
                "in_time_on": item.in_time_on,
                "proof": item.postal_number or item.receiver or ("申请人同意电子送达" if item.consented else ""),
                "by": str(item.recorded_by),
            }
            for item in case.service_records.select_related("recorded_by")
        ],
    }


def _consultation(item: Consultation, found: CaseRead, user: User) -> dict[str, Any]:
    situation = situation_of(found.case, found.reading, found.today, actor=user, review=found.review)
    acts = []
    for act, done_on in ((Act.RECORD_DELIVERY, item.delivered_on), (Act.RECORD_OPINION, item.answered_on)):
        mine = user.agency_id == found.case.agency_id and why_not_allowed(act, user) is None
        if mine and not done_on and not item.answered_on and why_not(act, situation) is None:
            url = reverse("desk:consultation_act", args=[found.case.number, item.pk, act.value])
            acts.append({"label": ACT_RULES[act].name, "url": url})
    return {
        "kind": item.get_kind_display(),
        "addressee": item.addressee,
        "about": item.about,
        "sent_on": item.sent_on,
        "delivered_on": item.delivered_on,
        "answered_on": item.answered_on,
        "opinion": item.get_opinion_display() if item.opinion else "",
        "reasons": item.reasons,
        "acts": acts,
    }


def _extension(item: Extension) -> dict[str, Any]:
    if item.rejected_on:
        standing = f"{item.rejected_on} 不同意：{item.rejection_reason}"
    elif item.served_on:
        standing = f"{item.approved_on} 同意，{item.served_on} 告知申请人，已生效"
    elif item.approved_on:
        standing = f"{item.approved_on} 同意，尚未告知申请人，不生效"
    else:
        standing = "等待负责人审批"
    return {
        "working_days": item.working_days,
        "reason": item.reason,
        "requested_on": item.requested_on,
        "standing": standing,
    }


def _reply(item: Reply) -> dict[str, Any]:
    code = CODES[item.decision_code]
    return {
        "code": code.code,
        "name": code.name,
        "articles": "、".join(code.articles),
        "withheld": [f"{ground} {CODES[ground].name}" for ground in item.withheld_grounds],
        "evidence": [
            {"label": EVIDENCE_NAMES[Evidence(name)], "value": value} for name, value in item.evidence.items()
        ],
        "findings": item.findings,
        "drafted_on": item.drafted_on,
        "drafted_by": str(item.drafted_by),
        "sent_back_reason": item.sent_back_reason,
        "signed_on": item.signed_on,
        "signed_by": str(item.signed_by) if item.signed_by else "",
        "letter_number": item.letter_number,
        "on_the_spot": item.on_the_spot,
    }
