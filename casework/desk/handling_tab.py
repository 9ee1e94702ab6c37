"""What was done in a case beside its stage: supplement, consultations, extensions, reply, service."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.consultation_words import acts_on, shown_consultation
from casework.desk.fee_words import charge_rows
from casework.desk.matter_words import decided
from casework.desk.review_panel import reviews_by_reply
from casework.desk.service_words import shown_services
from casework.law.duties import DutyKind
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.extension import Extension
from casework.models.facts import opinions_of
from casework.models.reply import Reply, ReplyItem
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.situation import situation_of


def handling_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return everything the case's objects say, each with its own dates and acts."""
    case = found.case
    situation = situation_of(case, found.reading, found.today, actor=user, review=found.review)
    opinions = opinions_of(case, found.reading)
    replies = _replies(case)
    reviews = reviews_by_reply(found) if replies else {}
    told = [_reply(reply, items) | {"reviews": reviews.get(reply.pk, [])} for reply, items in replies.items()]
    services = shown_services(found, user)
    return {
        "supplement": getattr(case, "supplement", None),
        "reasons": getattr(case, "reasons_request", None),
        "fee": _fee(found),
        "consultations": [
            shown_consultation(item, opinions.get(item.pk), situation)
            | {"acts": acts_on(item, opinions.get(item.pk), case=case, user=user, situation=situation)}
            for item in case.consultations.all()
        ],
        "extensions": [_extension(item) for item in case.extensions.all()],
        # Whoever opens the tab comes for the reply as it stands now.
        "replies": told[-1:],
        "earlier_replies": told[-2::-1],
        "sheet_url": _sheet_url(list(replies), found, user),
        "services": services["rows"],
        "serve_url": services["serve_url"],
        "notice_due": services["notice_due"],
    }


def _fee(found: CaseRead) -> dict[str, Any] | None:
    """Return the notice as it was told, with its calculation and the day to pay by."""
    fee = getattr(found.case, "fee", None)
    if fee is None:
        return None
    duty = found.reading.duty(DutyKind.FEE_PAYMENT)
    return {
        "row": fee,
        "charge": charge_rows(fee.charge),
        "pay_by": duty.due_on if duty else None,
        "provisional": bool(duty and duty.provisional),
    }


def _sheet_url(replies: list[Reply], found: CaseRead, user: User) -> str:
    if not replies or replies[-1].on_the_spot or user.agency_id != found.case.agency_id:
        return ""
    return reverse("desk:approval_sheet", args=[found.case.number])


def _extension(item: Extension) -> dict[str, Any]:
    if item.rejected_on:
        standing = f"{item.rejected_on}不同意：{item.rejection_reason}"
    elif item.served_on:
        standing = f"{item.approved_on}同意，{item.served_on}告知申请人，已生效"
    elif item.approved_on:
        standing = f"{item.approved_on}同意，尚未告知申请人，不生效"
    else:
        standing = "等待负责人审批"
    return {
        "working_days": item.working_days,
        "reason": item.reason,
        "requested_on": item.requested_on,
        "standing": standing,
    }


def _replies(case: Case) -> dict[Reply, list[ReplyItem]]:
    """Return the replies with their items, in one statement: no reply is without an item."""
    found: dict[Reply, list[ReplyItem]] = {}
    people = ("reply__drafted_by", "reply__signed_by")
    for item in ReplyItem.objects.filter(reply__case=case).select_related("reply", *people):
        found.setdefault(item.reply, []).append(item)
    return found


def _reply(item: Reply, items: list[ReplyItem]) -> dict[str, Any]:
    code = CODES[item.decision_code]
    return {
        "code": code.code,
        "name": code.name,
        "statistical_reason": item.statistical_reason,
        "items": [decided(row) for row in items],
        "drafted_on": item.drafted_on,
        "drafted_by": str(item.drafted_by),
        "sent_back_reason": item.sent_back_reason,
        "signed_on": item.signed_on,
        "signed_by": str(item.signed_by) if item.signed_by else "",
        "letter_number": item.letter_number,
        "on_the_spot": item.on_the_spot,
    }
