"""One consultation on the case page: how it stands, and what can be done with it by whom."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.law.acts import ACT_RULES, Act
from casework.law.consultations import STANDING_NAMES, UNDECIDED, OpinionFact, Standing, overrides, standing
from casework.law.duties import OPINION_WORKING_DAYS
from casework.law.open_acts import why_not
from casework.law.situation import Situation
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.user import User
from casework.services.permissions import why_not_allowed

CONSULTATION_ACTS = (
    Act.RECORD_DELIVERY, Act.RECORD_OPINION, Act.RULE_ON_OPINION, Act.TELL_THIRD_PARTY, Act.WITHDRAW_CONSULTATION,
)  # fmt: skip


def acts_on(
    item: Consultation, fact: OpinionFact | None, *, case: Case, user: User, situation: Situation
) -> list[dict[str, Any]]:
    """Return what ``user`` may do with one letter now: [{act, label, url, emphasis}].

    ``fact`` is None for a letter that was withdrawn: nothing can be done with it any more.
    """
    if fact is None or user.agency_id != case.agency_id:
        return []
    now = standing(fact, situation.today)
    wanted = {
        Act.RECORD_DELIVERY: not item.delivered_on and not item.answered_on,
        Act.RECORD_OPINION: not item.answered_on,
        Act.RULE_ON_OPINION: now in UNDECIDED or now is Standing.RULED,
        Act.TELL_THIRD_PARTY: overrides(fact) and not item.told_on,
        Act.WITHDRAW_CONSULTATION: not item.answered_on,
    }
    # What the case waits for: the answer, then the agency's own decision, then the notice.
    waits_for = {
        Act.RECORD_OPINION: now is Standing.AWAITED and bool(item.delivered_on),
        Act.RULE_ON_OPINION: now in UNDECIDED,
        Act.TELL_THIRD_PARTY: True,
    }
    return [
        {
            "act": act,
            "label": "修改决定" if act is Act.RULE_ON_OPINION and now is Standing.RULED else ACT_RULES[act].name,
            "url": reverse("desk:consultation_act", args=[case.number, item.pk, act.value]),
            "emphasis": waits_for.get(act, False),
        }
        for act in CONSULTATION_ACTS
        if wanted[act] and why_not_allowed(act, user) is None and why_not(act, situation) is None
    ]


def shown_consultation(item: Consultation, fact: OpinionFact | None, situation: Situation) -> dict[str, Any]:
    """Return one letter as the handling tab shows it, without its acts."""
    return {
        "kind": item.get_kind_display(),
        "addressee": item.addressee,
        "about": item.about,
        "sent_on": item.sent_on,
        "delivered_on": item.delivered_on,
        "due_on": fact.due_on if fact else None,
        "provisional": bool(fact and fact.provisional),
        "due_label": "请对方答复" if item.answer_by else f"{OPINION_WORKING_DAYS}个工作日届满",
        "answered_on": item.answered_on,
        "opinion": item.get_opinion_display() if item.opinion else "",
        "reasons": item.reasons,
        "standing": STANDING_NAMES[standing(fact, situation.today)] if fact else "已撤回",
        "undecided": bool(fact and standing(fact, situation.today) in UNDECIDED),
        "ruling": item.get_ruling_display() if item.ruling else "",
        "ruled": f"{item.ruled_on} {item.ruled_by}" if item.ruled_on else "",
        "judgement": item.judgement,
        "public_interest": item.public_interest,
        "told": _told(item, fact),
        "withdrawn": f"{item.withdrawn_on}撤回：{item.withdrawal_reason}" if item.withdrawn_on else "",
    }


def _told(item: Consultation, fact: OpinionFact | None) -> str:
    if fact is None or not overrides(fact):
        return ""
    return (
        f"{item.told_on}已送达决定公开告知书"
        if item.told_on
        else "尚未告知第三方；签发后、送达答复前须送达决定公开告知书"
    )
