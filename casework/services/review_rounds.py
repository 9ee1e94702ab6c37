"""One round of review of a draft: begun at submission, moved on by every agreement, ended by signing or return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.law.approval_chain import StepKind, StepPlan, seats
from casework.law.errors import Refused
from casework.law.review import Step, StepState, require_verdict
from casework.law.sources import regulation
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.reply import Reply
from casework.models.review import ReviewOpinion, ReviewStep
from casework.models.user import User
from casework.queries.reviews import ReviewRead, chain_of, read_review, staff_of
from casework.services.fitting import refuse_unfit
from casework.services.performing import Performance
from casework.services.telling import tell


def begin(act: Performance, reply: Reply) -> None:
    """Start the review of a draft by the agency's chain as it is now; its first people are told.

    Raises Refused when a step of the chain has nobody for this case: the draft would wait for ever.
    """
    plans = chain_of(act.case.agency)
    refusal = why_not_begin(act.case, plans)
    if refusal:
        raise refusal
    for plan in plans:
        step = ReviewStep.objects.create(
            case=act.case, reply=reply, rank=plan.rank, name=plan.name, kind=plan.kind, role=plan.role,
            unit_id=plan.unit, own_unit=plan.own_unit,
        )  # fmt: skip
        step.people.set(plan.people)
    move_on(act)


def why_not_begin(case: Case, plans: Sequence[StepPlan] | None = None) -> Refused | None:
    """Return why a review of the case could not be finished: a step of the chain has nobody. Two statements."""
    staff = staff_of(case.agency_id)
    for plan in chain_of(case.agency) if plans is None else plans:
        if plan.kind is not StepKind.LAWYER and not seats(plan, staff, case_unit=case.unit_id):
            sentence = _nobody(plan, case)
            return Refused("review_step_without_person", sentence, article=regulation(45))
    return None


def _nobody(plan: StepPlan, case: Case) -> str:
    if plan.own_unit and case.unit_id is None:
        return f"审批链的“{plan.name}”由承办科室负责人审核，本办件还没有分到科室，请先分办。"
    if plan.own_unit:
        return f"审批链的“{plan.name}”由承办科室负责人审核，{case.unit}没有在岗的科室负责人，请先在审批链设置中调整。"
    return f"审批链的“{plan.name}”没有在岗的审核人，请先在审批链设置中指定。"


def move_on(act: Performance) -> None:
    """Open what is to be opened and close what is done, and tell the people whose turn it is."""
    read = read_review(act.case, act.today)
    stored = {step.key: step for step in read.steps}
    opened = []
    for standing in read.review.standings():
        row = stored[standing.step.key]
        if standing.state is StepState.OPEN and row.opened_at is None:
            ReviewStep.objects.filter(pk=row.key).update(opened_at=act.now)
            opened.append(standing.step)
        elif standing.state is StepState.DONE and row.closed_at is None:
            ReviewStep.objects.filter(pk=row.key).update(closed_at=act.now)
    _tell(act, read, opened)


def agree(
    act: Performance,
    step: Step,
    person_id: int,
    *,
    text: str,
    verdict: str = "",
    on: date,
    scan: Attachment | None = None,
) -> ReviewOpinion:
    """Enter an agreement on an open step for the seat of ``person_id`` and move the review on."""
    reply = act.case.replies.last()
    secrecy = step.kind is StepKind.SECRECY
    require_verdict(step.kind, verdict, {reply.decision_code, *reply.withheld_grounds})
    acting = None if scan else act.review.acting_for(act.actor, person_id)
    opinion = ReviewOpinion(
        step_id=step.key,
        person_id=person_id,
        given_by=act.actor,
        authority_id=acting and acting.key,
        agreed=True,
        # What a secrecy examination thought would itself be secret: only its conclusion is kept.
        text="" if secrecy else text.strip(),
        verdict=verdict if secrecy else "",
        given_on=on,
        recorded_at=act.now,
        on_paper=scan is not None,
        scan=scan,
    )
    refuse_unfit(opinion)
    opinion.save()
    move_on(act)
    return opinion


def refuse_round(act: Performance, reason: str) -> ReviewOpinion:
    """Enter that the draft was sent back, at the step from which it was, and end the round."""
    held = act.review.review.seats_of(act.review.reviewer(act.actor))
    # A leader may send back what waits for others; that is the leader's word as the one who signs.
    step, person_id = held[0] if held else (act.review.review.steps[-1], act.actor.pk)
    acting = act.review.acting_for(act.actor, person_id)
    opinion = ReviewOpinion.objects.create(
        step_id=step.key, person_id=person_id, given_by=act.actor, authority_id=acting and acting.key, agreed=False,
        text=reason, given_on=act.today,
        recorded_at=act.now,
    )  # fmt: skip
    end(act)
    reply = act.case.replies.last()
    tell(
        [person for person in {reply.drafted_by, act.case.officer or reply.drafted_by} if person.is_active],
        subject=f"答复已退回 {act.case.number}", body=f"{act.actor}在“{step.name}”退回：{reason}", now=act.now,
        by_email=True, in_digest=False, case=act.case,
    )  # fmt: skip
    return opinion


def end(act: Performance) -> None:
    """Close every step of the round that is still open."""
    ReviewStep.objects.filter(case=act.case, closed_at__isnull=True, opened_at__isnull=False).update(closed_at=act.now)


def words(opinion: ReviewOpinion) -> dict[str, str]:
    """Return what an event keeps of an opinion."""
    said = {} if opinion.step.kind == StepKind.SIGN else {"review_step": opinion.step.name}
    if opinion.verdict:
        said["verdict"] = opinion.get_verdict_display()
    if opinion.authority:
        said["acting_for"] = f"代{opinion.person}（{opinion.authority.basis}）"
    elif opinion.on_paper:
        said["signed_on_paper"] = f"{opinion.person} {opinion.given_on}"
    return said


def _tell(act: Performance, read: ReviewRead, opened: list[Step]) -> None:
    due = f"答复期限{act.case.reply_due_on}" if act.case.reply_due_on else "答复期限尚不能确定"
    for step in opened:
        asked = {*step.people, *(deputy for absent in step.people for deputy in read.deputies_of(absent))}
        tell(
            User.objects.filter(pk__in=asked).order_by("pk"),
            subject=f"待您{'签发' if step.kind is StepKind.SIGN else '审核'} {act.case.number}",
            body=f"办件 {act.case.number} 的答复稿已到“{step.name}”，请及时办理。{due}。", now=act.now,
            by_email=True, in_digest=False, case=act.case,
        )  # fmt: skip
