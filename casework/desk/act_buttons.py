"""现在可以做: the lawful acts of this user, and why the others are not open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from casework.desk.act_forms import CASE_FORMS
from casework.desk.next_step import next_act
from casework.law.acts import ACT_RULES, Act
from casework.law.errors import Refused
from casework.law.open_acts import warning, why_not
from casework.law.situation import Situation
from casework.models.case import Case
from casework.models.user import User
from casework.services.permissions import why_not_allowed

# Refusals that only say "this is not the moment" are folded away; the others teach something.
NOT_THE_MOMENT = frozenset({
    "wrong_stage", "no_consultation_underway", "no_consultation_open", "no_extension_to_approve",
    "no_extension_to_serve", "receipt_already_fixed", "no_reasons_to_review", "no_delay_to_set",
    "no_delay_to_serve", "fee_delivery_known",
    "review_step_not_yours", "send_back_not_yours",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActButtons:
    """Open acts, acts closed by a rule worth reading, and acts of another stage."""

    open: list[dict[str, Any]] = field(default_factory=list)
    blocked: list[dict[str, Any]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)


def act_buttons(case: Case, user: User, situation: Situation) -> ActButtons:
    """Return the acts of the user's role; roles of other people are left out altogether."""
    found = ActButtons()
    if user.agency_id != case.agency_id:
        return found
    wanted = next_act(user, case)
    for act in CASE_FORMS:
        if why_not_allowed(act, user):
            continue
        refusal = why_not(act, situation)
        if refusal is None:
            found.open.append(
                {
                    "label": ACT_RULES[act].name,
                    "url": reverse("desk:act", args=[case.number, act.value]),
                    "emphasis": act is wanted,
                    "effect": ACT_RULES[act].effect,
                    "warning": warning(act, situation),
                }
            )
        else:
            _close(found.later if refusal.code in NOT_THE_MOMENT else found.blocked, act, refusal)
    for act in (Act.RECORD_DELIVERY, Act.RECORD_OPINION):
        if not why_not_allowed(act, user):
            _consultation_buttons(found, case, act, why_not(act, situation))
    found.open.sort(key=lambda button: not button["emphasis"])
    return found


def _consultation_buttons(found: ActButtons, case: Case, act: Act, refusal: Refused | None) -> None:
    if refusal:
        _close(found.later, act, refusal)
        return
    for item in case.consultations.all():
        if item.answered_on or (act is Act.RECORD_DELIVERY and item.delivered_on):
            continue
        found.open.append(
            {
                "label": f"{ACT_RULES[act].name}：{item.addressee}",
                "url": reverse("desk:consultation_act", args=[case.number, item.pk, act.value]),
                # The clock waits for the answer, so this is what the case waits for.
                "emphasis": act is Act.RECORD_OPINION and bool(item.delivered_on),
                "effect": ACT_RULES[act].effect,
                "warning": "",
            }
        )


def _close(rows: list[dict[str, Any]], act: Act, refusal: Refused) -> None:
    """Add a closed act; acts closed by the same sentence share one line."""
    name = ACT_RULES[act].name
    for row in rows:
        if row["reason"] == refusal.sentence:
            row["label"] += f"、{name}"
            return
    rows.append({"label": name, "reason": refusal.sentence, "article": refusal.article})
