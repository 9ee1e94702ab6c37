"""督办: the superior asks about a case, the agency answers, both hear of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.errors import Refused
from casework.models.case import Case
from casework.models.dispute import ordered_dispute
from casework.models.duty_names import URGING_ANSWER
from casework.models.urging import Urging
from casework.models.user import Role, User
from casework.services.office_duties import meet_duty, open_duty, people_of
from casework.services.permissions import CASE_WORKERS, refuse_other_role
from casework.services.reminder_ladder import Way
from casework.services.telling import tell

ANSWERERS = (*sorted(CASE_WORKERS), Role.LEADER)
# Unlike a reminder this is a person's message: it goes to everybody concerned, at once.
_TO_ALL = Way(
    to_officer=True, to_unit=True, to_leaders=True, to_supervisors=False, by_email=True, by_webhook=False, urgent=True
)


def may_be_urged(case: Case) -> bool:
    """Tell whether a reply is owed: in an open case, and in one whose reply is to be made anew before it is taken up for that."""
    return case.is_open or ordered_dispute(case) is not None


@transaction.atomic
def urge(*, case_id: int, text: str, answer_by: date, actor: User, today: date, now: datetime, key: str = "") -> Urging:
    """Urge an agency below the supervisor's to deal with a case and to answer by a day."""
    refuse_other_role(actor, "督办", Role.SUPERVISOR)
    case = _visible(case_id, actor)
    if key and (done := Urging.objects.filter(key=key).first()):
        return done
    if not may_be_urged(case):
        raise Refused("urging_of_a_closed_case", "办件已经办结，不再督办。")
    if not text.strip():
        raise Refused("urging_without_words", "请写明督办意见。", field="text")
    if answer_by < today:
        raise Refused("urging_answer_by_past", f"反馈期限{answer_by}早于今天{today}。", field="answer_by")
    urging = Urging.objects.create(
        case=case, urged_by=actor, urged_at=now, text=text.strip(), answer_by=answer_by, key=key or None
    )
    duty = open_duty(
        agency=case.agency, duty=URGING_ANSWER, about=urging.pk, title=f"督办反馈 {case.number}", due_on=answer_by,
        officer=case.officer, case=case, now=now,
    )  # fmt: skip
    body = f"{actor.agency}对办件 {case.number} 提出督办，请于{answer_by}前反馈：{urging.text}"
    tell(
        people_of(duty, _TO_ALL), subject=f"督办 {case.number}", body=body, now=now, by_email=True,
        in_digest=False, office_duty=duty,
    )  # fmt: skip
    return urging


@transaction.atomic
def answer_urging(*, urging_id: int, text: str, actor: User, today: date, now: datetime) -> Urging:
    """Answer a supervisor's message for the agency, once; the supervisor is told."""
    refuse_other_role(actor, "督办反馈", *ANSWERERS)
    urging = Urging.objects.select_for_update(of=("self",)).filter(pk=urging_id).first()
    case = Case.objects.visible_to(actor).filter(pk=urging.case_id).first() if urging else None
    if case is None:
        raise Refused("urging_not_found", "没有这条督办，或您无权办理。")
    if urging.answered_at is not None:
        if urging.answered_by_id == actor.pk and urging.answer == text.strip():
            return urging
        raise Refused("urging_answered_already", f"这条督办已由{urging.answered_by}反馈，请刷新页面查看。")
    if not text.strip():
        raise Refused("urging_answer_empty", "请写明办理情况。", field="text")
    urging.answer, urging.answered_by, urging.answered_at = text.strip(), actor, now
    urging.save(update_fields=["answer", "answered_by", "answered_at"])
    meet_duty(duty=URGING_ANSWER, about=urging.pk, met_on=today, actor=actor)
    body = f"{case.agency}对办件 {case.number} 的督办已反馈：{urging.answer}"
    tell(
        [urging.urged_by],
        subject=f"督办反馈 {case.number}",
        body=body,
        now=now,
        by_email=True,
        in_digest=True,
        case=case,
    )
    return urging


def _visible(case_id: int, actor: User) -> Case:
    case = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("agency")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise Refused("urging_case_not_found", "没有这个办件，或您无权督办。")
    return case
