"""Which legal act is open now, and if not, why: one answer for services and screens alike.

``why_not`` returns the refusal a service would raise, so a greyed button and an error message
can never disagree. Roles are not law and are decided above this floor.
"""

from __future__ import annotations

from collections.abc import Callable

from casework.law import act_conditions as conditions
from casework.law.acts import ACT_RULES, Act
from casework.law.duties import SUPPLEMENT_NOTICE_WORKING_DAYS, DutyKind
from casework.law.errors import Refused
from casework.law.situation import Situation
from casework.law.stages import OPEN_STAGES, STAGE_NAMES, Stage, sources


def why_not(act: Act, situation: Situation) -> Refused | None:
    """Return the refusal that ``act`` would meet now, or None when it is open."""
    if situation.reading.unknown:
        return Refused("clock_unknown", situation.reading.unknown)
    stages = _STAGES.get(act) or sources(act)
    if stages and situation.stage not in stages:
        allowed = "、".join(STAGE_NAMES[stage] for stage in stages)
        return Refused(
            "wrong_stage",
            f"办件处于“{STAGE_NAMES[situation.stage]}”，只有“{allowed}”时可以{ACT_RULES[act].name}。",
            article=ACT_RULES[act].article,
        )
    if act in _FIRST_ROUND_ONLY and (refusal := conditions.not_while_redoing(situation)):
        return refusal
    rule = _RULES.get(act)
    return rule(situation) if rule else None


def may_be_together(stage: Stage, decision_code: str) -> bool:
    """Tell whether a case may still join, or leave, those it is examined with (法释〔2025〕8号 Art. 14)."""
    return stage in TOGETHER_STAGES and not decision_code


def require(act: Act, situation: Situation) -> None:
    """Raise the refusal of ``why_not``, if any."""
    refusal = why_not(act, situation)
    if refusal:
        raise refusal


def warning(act: Act, situation: Situation) -> str:
    """Return what the clerk should know before an act that is open all the same."""
    if act is Act.REQUEST_SUPPLEMENT:
        duty = situation.reading.duty(DutyKind.SUPPLEMENT_NOTICE)
        if duty and duty.due_on and situation.today > duty.due_on:
            return (
                f"补正告知应在{duty.due_on}前（{SUPPLEMENT_NOTICE_WORKING_DAYS}个工作日内）送达，"
                "现已超过：可以告知，但答复期限不重新计算。"
            )
    if act is Act.ASK_REASONS:
        return "等待说明理由期间答复期限照常计算。"
    return ""


_WORKED_ON = (Stage.PROCESSING, Stage.IN_REVIEW)
# An opinion that was asked for may arrive, whatever the applicant is waited for.
_OPINIONS_ARRIVE = (*_WORKED_ON, Stage.SUPPLEMENTING, Stage.AWAITING_REASONS, Stage.AWAITING_FEE)
# The clock runs on while reasons are awaited, so the reply can be extended.
_EXTENDED = (*_WORKED_ON, Stage.AWAITING_REASONS)
_BEFORE_REVIEW = tuple(stage for stage in Stage if stage in OPEN_STAGES - {Stage.IN_REVIEW, Stage.SIGNED})
# What was drafted names the requests it was examined with, so the group is settled before the review.
TOGETHER_STAGES = (
    Stage.REGISTERED, Stage.PROCESSING, Stage.SUPPLEMENTING, Stage.AWAITING_REASONS, Stage.AWAITING_FEE,
)  # fmt: skip
# A silent agency is sued as well as one that replied.
_DISPUTABLE = tuple(stage for stage in Stage if stage is not Stage.SUBMITTED)
_STAGES: dict[Act, tuple[Stage, ...]] = {
    Act.RECORD_CONFIRMATION: (Stage.REGISTERED,),
    Act.CHECK_IDENTITY: (Stage.REGISTERED, Stage.SUPPLEMENTING, Stage.AWAITING_REASONS, Stage.PROCESSING),
    Act.ASSIGN: tuple(stage for stage in Stage if stage in OPEN_STAGES),
    Act.CLAIM: _BEFORE_REVIEW,
    Act.RETURN_TO_DESK: _BEFORE_REVIEW,
    Act.CONSULT: (Stage.PROCESSING,),
    Act.REVIEW_REASONS: (Stage.PROCESSING,),
    Act.SET_DELAY: _WORKED_ON,
    Act.SERVE_DELAY: _WORKED_ON,
    Act.RECORD_FEE_DELIVERY: (Stage.AWAITING_FEE,),
    Act.RECORD_DELIVERY: _OPINIONS_ARRIVE,
    Act.RECORD_OPINION: _OPINIONS_ARRIVE,
    Act.REQUEST_EXTENSION: _EXTENDED,
    Act.APPROVE_EXTENSION: _EXTENDED,
    Act.REJECT_EXTENSION: _EXTENDED,
    Act.SERVE_EXTENSION: (*_EXTENDED, Stage.SIGNED),
    Act.REVIEW: (Stage.IN_REVIEW,),
    Act.RECORD_PAPER_APPROVAL: (Stage.IN_REVIEW,),
    Act.RULE_ON_OPINION: (Stage.PROCESSING,),
    Act.WITHDRAW_CONSULTATION: (Stage.PROCESSING,),
    Act.TELL_THIRD_PARTY: (Stage.SIGNED,),
    Act.SERVE_LETTER: tuple(stage for stage in Stage if stage is not Stage.SUBMITTED),
    Act.FOLLOW_UP_SERVICE: tuple(stage for stage in Stage if stage is not Stage.SUBMITTED),
    Act.REGISTER_DISPUTE: _DISPUTABLE,
    Act.ANSWER_DISPUTE: _DISPUTABLE,
    Act.RECORD_DISPUTE_RESULT: _DISPUTABLE,
    Act.LIST_MATTERS: (Stage.REGISTERED, Stage.PROCESSING),
    Act.RECORD_SEARCH: _WORKED_ON,
    Act.SPLIT_CASE: (Stage.REGISTERED, Stage.PROCESSING),
    Act.DECIDE_MATTER: (Stage.REGISTERED, Stage.PROCESSING),
    Act.ANSWER_TOGETHER: TOGETHER_STAGES,
    Act.ANSWER_SEPARATELY: TOGETHER_STAGES,
    Act.SORT_BY_TOPIC: tuple(Stage),
}
_FIRST_ROUND_ONLY = frozenset({
    Act.REQUEST_SUPPLEMENT, Act.REQUEST_EXTENSION, Act.APPROVE_EXTENSION, Act.REJECT_EXTENSION, Act.SERVE_EXTENSION,
    Act.ASK_REASONS, Act.SET_DELAY, Act.SERVE_DELAY, Act.CHARGE_FEE,
})  # fmt: skip
_RULES: dict[Act, Callable[[Situation], Refused | None]] = {
    Act.RECORD_CONFIRMATION: conditions.confirmation,
    Act.ACCEPT: conditions.identified,
    Act.REQUEST_SUPPLEMENT: conditions.supplement,
    Act.ASK_REASONS: conditions.reasons,
    Act.REVIEW_REASONS: conditions.reasons_review,
    Act.SET_DELAY: conditions.delay,
    Act.SERVE_DELAY: conditions.delay_service,
    Act.CHARGE_FEE: conditions.fee,
    Act.RECORD_FEE_DELIVERY: conditions.fee_delivery,
    Act.CONSULT: conditions.received,
    Act.RECORD_DELIVERY: conditions.undelivered,
    Act.RECORD_OPINION: conditions.unanswered,
    Act.RULE_ON_OPINION: conditions.to_rule_on,
    Act.WITHDRAW_CONSULTATION: conditions.unanswered,
    Act.TELL_THIRD_PARTY: conditions.to_tell,
    Act.CONCLUDE: conditions.told,
    Act.REQUEST_EXTENSION: conditions.extension,
    Act.APPROVE_EXTENSION: conditions.approval,
    Act.REJECT_EXTENSION: conditions.rejection,
    Act.SERVE_EXTENSION: conditions.extension_service,
    Act.SPLIT_CASE: conditions.divisible,
    Act.ANSWER_TOGETHER: conditions.joinable,
    Act.ANSWER_SEPARATELY: conditions.together,
    Act.SUBMIT_FOR_REVIEW: conditions.reply,
    Act.REPLY_ON_THE_SPOT: conditions.reply,
    Act.LAPSE: conditions.lapse,
    Act.CLAIM: conditions.unclaimed,
    Act.REVIEW: conditions.reviewing,
    Act.SIGN: conditions.signing,
    Act.SEND_BACK: conditions.sending_back,
    Act.ANSWER_DISPUTE: conditions.open_dispute,
    Act.RECORD_DISPUTE_RESULT: conditions.open_dispute,
    Act.REDO: conditions.redo,
}
