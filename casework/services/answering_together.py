"""合并办理: requests on the same matter examined together, each answered and counted by itself (law.md 3.3).

Number, clock, reply and line of the annual table stay each case's own; the reply of each names the others.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.open_acts import may_be_together
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.user import User
from casework.services.case_events import record_event
from casework.services.performing import Performance


@transaction.atomic
def answer_together(*, case_id: int, other: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Handle the case together with the one of the number ``other``, and with those that one is together with.

    Raises Refused for a number the actor cannot see, for the case itself, and once one of them all is in review.
    """
    number = other.strip()
    _lock_in_order(case_id, number)
    act = Performance(case_id=case_id, act=Act.ANSWER_TOGETHER, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    found = _other(act.case, number, actor)
    members = {act.case.pk: act.case, found.pk: found}
    for one in (act.case, found):
        members |= {case.pk: case for case in Case.objects.together_with(one)}
    for case in members.values():
        if not _is_still_open(case):
            raise _too_late(case)
    # The first that came in stands for the group.
    lead = min(members)
    Case.objects.filter(pk__in=members).update(answered_with=lead)
    act.case.answered_with_id = lead
    numbers = [members[pk].number for pk in sorted(members)]
    _tell_the_others(act, [case for pk, case in members.items() if pk != act.case.pk], "合并办理")
    return act.finish(together="、".join(numbers), note=f"与{number}合并办理，分别答复、分别计数。")


@transaction.atomic
def answer_separately(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Take the case out of its group; one left alone stands by itself again.

    Raises Refused once another of the group is in review: what was drafted names this one.
    """
    _lock_in_order(case_id, "")
    act = Performance(case_id=case_id, act=Act.ANSWER_SEPARATELY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    others = list(Case.objects.together_with(act.case).order_by("pk"))
    for case in others:
        # Its draft tells the applicant that this case was examined with it.
        if not _is_still_open(case):
            raise _too_late(case)
    lead = others[0].pk if len(others) > 1 else None
    Case.objects.filter(pk__in=[case.pk for case in others]).update(answered_with=lead)
    act.case.answered_with_id = None
    _tell_the_others(act, others, "分开办理")
    return act.finish(together="", note="不再与" + "、".join(case.number for case in others) + "合并办理。")


def _lock_in_order(case_id: int, number: str) -> None:
    """Lock every case that may change, lowest first: two people joining two cases must not wait for each other."""
    named = Q(pk=case_id) | Q(number=number)
    groups = Case.objects.filter(named, answered_with__isnull=False).values("answered_with")
    wanted = Case.objects.filter(named | Q(answered_with__in=groups))
    list(wanted.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _other(case: Case, number: str, actor: User) -> Case:
    found = Case.objects.visible_to(actor).filter(agency=case.agency_id, number=number).first()
    if found is None:
        raise Refused(
            "together_unknown", "没有这个编号的办件，请填写本机关另一件在办申请的编号。", article=regulation(45),
            field="other",
        )  # fmt: skip
    if found.pk == case.pk:
        raise Refused("together_itself", "这是本件的编号，请填写另一件。", article=regulation(45), field="other")
    if found.answered_with_id and found.answered_with_id == case.answered_with_id:
        raise Refused("together_already", f"已经与{number}合并办理。", article=regulation(45), field="other")
    return found


def _is_still_open(case: Case) -> bool:
    return may_be_together(case.stage, case.decision_code)


def _too_late(case: Case) -> Refused:
    return Refused(
        "together_too_late",
        f"{case.number}处于“{case.get_stage_display()}”，各件都在首次办理、还没有送审时才能合并或者分开办理。",
        article=regulation(45),
        field="other",
    )


def _tell_the_others(act: Performance, others: list[Case], what: str) -> None:
    for case in others:
        record_event(
            case=case, act=act.act, actor=act.actor, happened_on=act.today, now=act.now,
            note=f"{act.case.number}{what}。",
        )  # fmt: skip
