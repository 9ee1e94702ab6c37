"""答复: drafted with a decision code and its evidence, reviewed, signed (条例第三十六条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from casework.adapters.letter_numbers import take_letter_number
from casework.law.acts import Act
from casework.law.approval_chain import StepKind
from casework.law.consultations import ThirdPartyCheck, check_reply_follows, untold
from casework.law.errors import Refused
from casework.law.evidence import Evidence
from casework.law.letter_service import ServiceFact, require_on_the_spot
from casework.law.letters.numbering import REPLY_SERIES
from casework.law.matters import check_statistical_code
from casework.law.sources import regulation
from casework.law.withheld import Withheld
from casework.models.case import Case
from casework.models.facts import opinions_of
from casework.models.letter_service import Letter
from casework.models.matter import Matter
from casework.models.reply import Reply, ReplyItem
from casework.models.user import User
from casework.services import review_rounds
from casework.services.fitting import refuse_unfit
from casework.services.letter_service import record_service
from casework.services.matters import Decision, check, draft_decision, evidence_of, matter_at, stored_decision
from casework.services.performing import Performance


@transaction.atomic
def submit_for_review(
    *,
    case_id: int,
    decision_code: str,
    actor: User,
    today: date,
    now: datetime,
    evidence: Mapping[str, str] | None = None,
    findings: str = "",
    withheld: Sequence[Withheld] = (),
    statistical_reason: str = "",
    key: str = "",
) -> Case:
    """Draft the reply and send it to review.

    A request of one matter is decided here, with ``evidence``, ``findings`` and ``withheld``. One of
    several has been decided matter by matter (services.matters); ``decision_code`` then confirms the
    code the case is counted by, and a deviation from the proposed one gives its reason.

    Raises Refused without a decision for every matter, without the evidence a code requires,
    without findings. Source: Art. 36, 37; law.outcomes, law.matters.
    """
    act = Performance(case_id=case_id, act=Act.SUBMIT_FOR_REVIEW, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    reply = _draft(act, Decision(decision_code, findings, evidence or {}, withheld), statistical_reason)
    act.case.submit_for_review()
    review_rounds.begin(act, reply)
    return act.finish(draft=reply.decision_code, note=reply.statistical_reason)


@transaction.atomic
def send_back(*, case_id: int, reason: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Send the draft back to the officer with a reason, from any step; what was agreed stays on record."""
    act = Performance(case_id=case_id, act=Act.SEND_BACK, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not reason.strip():
        raise Refused("reason_missing", "退回须写明理由。", article=regulation(45), field="reason")
    reply = act.case.replies.last()
    reply.sent_back_reason = reason.strip()
    refuse_unfit(reply)
    reply.save()
    given = review_rounds.refuse_round(act, reason.strip())
    act.case.send_back()
    return act.finish(note=reason.strip(), **review_rounds.words(given))


@transaction.atomic
def sign(*, case_id: int, actor: User, today: date, now: datetime, opinion: str = "", key: str = "") -> Case:
    """Sign the reply: the decision is made today and the letter takes its number.

    Raises Refused while a step before the signature is open, and for somebody who does not sign.
    """
    act = Performance(case_id=case_id, act=Act.SIGN, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    reply = act.case.replies.last()
    seats = act.review.review.seats_of(act.review.reviewer(actor))
    step, person_id = next(seat for seat in seats if seat[0].kind is StepKind.SIGN)
    given = review_rounds.agree(act, step, person_id, text=opinion, on=today)
    decide(act, reply, actor, today)
    review_rounds.end(act)
    act.case.sign()
    return act.finish(note=given.text, letter_number=reply.letter_number, **review_rounds.words(given))


@transaction.atomic
def reply_on_the_spot(
    *,
    case_id: int,
    decision_code: str,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    evidence: Mapping[str, str] | None = None,
    findings: str = "",
    withheld: Sequence[Withheld] = (),
    statistical_reason: str = "",
    key: str = "",
) -> Case:
    """Answer at once (Art. 33(1)): decided, handed over and concluded on the same day.

    What is decided is given as to ``submit_for_review``, and refused alike.
    """
    act = Performance(case_id=case_id, act=Act.REPLY_ON_THE_SPOT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    require_on_the_spot(fact)
    decision = Decision(decision_code, findings, evidence or {}, withheld)
    reply = _draft(act, decision, statistical_reason, on_the_spot=True)
    codes = {item.decision_code for item in reply.items.all()}
    if untold(opinions_of(act.case, act.reading).values(), codes):
        raise Refused(
            "third_party_first",
            "第三方不同意而决定公开的，须先书面告知第三方，不能当场答复；请送审签发。",
            article=regulation(32),
            field="decision_code",
        )
    record = record_service(case=act.case, letter=Letter.REPLY, fact=fact, actor=actor, today=today)
    decide(act, reply, actor, record.in_time_on)
    act.case.concluded_on = record.in_time_on
    act.case.reply_on_the_spot()
    return act.finish(happened_on=record.in_time_on, letter_number=reply.letter_number, service=str(record))


def _draft(act: Performance, given: Decision, statistical_reason: str, *, on_the_spot: bool = False) -> Reply:
    """Freeze the matters as they are decided into a new reply."""
    matters = list(act.case.matters.all())
    if len(matters) <= 1:
        matter = matters[0] if matters else matter_at(act.case, 1)
        draft_decision(act, matter, given)
        matters, code, reason = [matter], matter.decision_code, ""
    else:
        for matter in matters:
            # Something may have come to light since the draft, such as a search that found it.
            check(act.case, matter, stored_decision(matter))
        reason = statistical_reason.strip()
        code = check_statistical_code(given.code, [matter.decision_code for matter in matters], reason=reason)
    _check_third_parties(act, matters)
    reply = Reply(
        case=act.case,
        decision_code=code,
        statistical_reason=reason,
        drafted_on=act.today,
        drafted_by=act.actor,
        on_the_spot=on_the_spot,
    )
    refuse_unfit(reply)
    reply.save()
    ReplyItem.objects.bulk_create(
        ReplyItem(
            reply=reply,
            matter=matter,
            position=matter.position,
            words=matter.words,
            decision_code=matter.decision_code,
            findings=matter.findings,
            evidence=evidence_of(matter),
            withheld=matter.withheld,
        )
        for matter in matters
    )
    return reply


def _check_third_parties(act: Performance, matters: Sequence[Matter]) -> None:
    """Raise Refused where the answers contradict what third parties were asked and what was ruled (Art. 32)."""
    codes = {code for matter in matters for code in (matter.decision_code, *matter.grounds())}
    checks = [matter.evidence.get(Evidence.THIRD_PARTY_CHECK, "") for matter in matters]
    asked = ThirdPartyCheck.ASKED.value
    check_reply_follows(
        codes, opinions_of(act.case, act.reading).values(), asked if asked in checks else next(filter(None, checks), "")
    )


def decide(act: Performance, reply: Reply, actor: User, day: date) -> None:
    """Make the decision on a day: the reply is signed, takes the next number and is the case's answer."""
    reply.signed_on, reply.signed_by = day, actor
    reply.letter_number = take_letter_number(case=act.case, series=REPLY_SERIES, on=day, by=actor).text
    reply.save()
    act.case.decision_code = reply.decision_code
    act.case.decided_on = day
