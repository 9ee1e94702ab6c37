"""现在可以做: the lawful acts of this user, and why the others are not open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from casework.desk.act_forms import CASE_FORMS
from casework.desk.consultation_words import acts_on
from casework.desk.next_step import next_act
from casework.law.acts import ACT_RULES, Act
from casework.law.errors import Refused
from casework.law.open_acts import warning, why_not
from casework.law.situation import Situation
from casework.models.case import Case
from casework.models.facts import opinions_of
from casework.models.user import User
from casework.services.permissions import why_not_allowed

# Refusals that only say "this is not the moment" are folded away; the others teach something.
NOT_THE_MOMENT = frozenset({
    "wrong_stage", "no_consultation_underway", "no_consultation_open", "no_extension_to_approve",
    "no_extension_to_serve", "receipt_already_fixed", "no_reasons_to_review", "no_delay_to_set",
    "no_delay_to_serve", "fee_delivery_known", "no_open_dispute", "no_redo_ordered",
    "review_step_not_yours", "send_back_not_yours", "claimed_already",
    "no_opinion_to_rule_on", "no_third_party_to_tell",
    "only_one_matter",
})  # fmt: skip


# Seldom wanted: they stand below the others, and their warnings wait on their own pages.
SELDOM = frozenset({
    Act.LIST_MATTERS, Act.SPLIT_CASE, Act.ASK_REASONS, Act.CHARGE_FEE, Act.WITHDRAW, Act.REGISTER_DISPUTE,
})  # fmt: skip
# Found where its matter is shown: possible on every day of a case, it would only be in the way here.
KEPT_BESIDE = frozenset({Act.SERVE_LETTER, Act.ANSWER_TOGETHER, Act.ANSWER_SEPARATELY, Act.SORT_BY_TOPIC})


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
    if situation.reading.unknown:
        # One reason closes them all, and all their names beside it would be a page long.
        found.blocked.append({"label": "各项手续", "reason": situation.reading.unknown, "article": ""})
        return found
    wanted = next_act(user, case)
    for act in CASE_FORMS:
        if act in KEPT_BESIDE or why_not_allowed(act, user):
            continue
        refusal = why_not(act, situation)
        if refusal is None:
            found.open.append(
                {
                    "label": ACT_RULES[act].name,
                    "url": reverse("desk:act", args=[case.number, act.value]),
                    # A decision or judgment that orders a new reply waits for nothing else.
                    "emphasis": act in (wanted, Act.REDO),
                    "seldom": act is not wanted and is_seldom(act, case),
                    "effect": ACT_RULES[act].effect,
                    "warning": warning(act, situation),
                }
            )
        else:
            _close(found.later if refusal.code in NOT_THE_MOMENT else found.blocked, act, refusal)
    _consultation_buttons(found, case, user, situation)
    found.open.sort(key=lambda button: (not button["emphasis"], button["seldom"]))
    return found


def is_seldom(act: Act, case: Case) -> bool:
    """Tell whether an open act is one that few cases need, such as seeing the documents a second time."""
    return act in SELDOM or (act is Act.CHECK_IDENTITY and case.identity_checked)


def _consultation_buttons(found: ActButtons, case: Case, user: User, situation: Situation) -> None:
    for act in (Act.RECORD_DELIVERY, Act.RECORD_OPINION, Act.RULE_ON_OPINION, Act.TELL_THIRD_PARTY):
        refusal = None if why_not_allowed(act, user) else why_not(act, situation)
        if refusal:
            _close(found.later, act, refusal)
    opinions = opinions_of(case, situation.reading)
    for item in case.consultations.all():
        for row in acts_on(item, opinions.get(item.pk), case=case, user=user, situation=situation):
            # A decision that was made, and a letter sent in error, are mended on the letter's own tab.
            if row["act"] is Act.WITHDRAW_CONSULTATION or (row["act"] is Act.RULE_ON_OPINION and not row["emphasis"]):
                continue
            found.open.append(
                {
                    "label": f"{row['label']}：{item.addressee}",
                    "url": row["url"],
                    "emphasis": row["emphasis"],
                    "seldom": False,
                    "effect": ACT_RULES[row["act"]].effect,
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
