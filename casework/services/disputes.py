"""行政复议、行政诉讼 over a reply or a silence, and deciding the case anew (条例第五十一条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.archives import retention_of
from casework.law.disputes import (
    DEFENCE_DAYS,
    DISPUTE_KIND_NAMES,
    Against,
    DisputeKind,
    Procedure,
    answer_working_days,
    check_order_of_instances,
    may_order_redo,
    result_of,
)
from casework.law.duties import RE_DECISION_WORKING_DAYS
from casework.law.errors import Refused
from casework.law.recorded_days import refuse_future
from casework.law.sources import LITIGATION_LAW, regulation
from casework.models.case import Case
from casework.models.dispute import Dispute, Redo, ordered_dispute
from casework.models.duty_names import DEFENCE, RECONSIDERATION_ANSWER, REDECISION
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.office_duties import meet_duty, open_counted_duty, open_duty
from casework.services.performing import Performance


@transaction.atomic
def register_dispute(
    *,
    case_id: int,
    kind: str,
    against: str,
    claimant: str,
    authority: str,
    received_on: date,
    actor: User,
    today: date,
    now: datetime,
    procedure: str = Procedure.ORDINARY,
    authority_number: str = "",
    preceded_by: int | None = None,
    after_reconsideration: bool = False,
    key: str = "",
) -> Case:
    """Enter a reconsideration or an instance of a suit; the days for the agency's answer begin.

    ``preceded_by`` is the id of the reconsideration or instance before it. Raises Refused without
    claimant or authority, for days out of order, an appeal without its first instance, or a dispute
    over a reply that was never given.
    """
    act = Performance(case_id=case_id, act=Act.REGISTER_DISPUTE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    for name, value, sentence in (
        ("claimant", claimant, "请填写申请人或者原告。"),
        ("authority", authority, "请填写复议机关或者人民法院。"),
    ):
        if not value.strip():
            raise Refused("dispute_incomplete", sentence, article=regulation(51), field=name)
    refuse_future("received_on", received_on, today)
    if act.case.received_on is None or received_on < act.case.received_on:
        raise Refused("dispute_before_request", f"收到副本的日期{received_on}早于收到申请之日。", field="received_on")
    if against == Against.REPLY and not act.case.decision_code:
        raise Refused(
            "dispute_without_reply",
            "办件尚未作出答复；没有按期答复而被复议、起诉的，事由选“逾期不予答复”。",
            article=regulation(51),
            field="against",
        )
    earlier = _earlier(act.case, kind, preceded_by)
    dispute = Dispute(
        case=act.case,
        agency=act.case.agency,
        kind=kind,
        against=against,
        claimant=claimant.strip(),
        authority=authority.strip(),
        authority_number=authority_number.strip(),
        procedure=procedure,
        preceded_by=earlier,
        after_reconsideration=kind != DisputeKind.RECONSIDERATION and (after_reconsideration or _reviewed(earlier)),
        received_on=received_on,
        recorded_by=actor,
    )
    refuse_unfit(dispute)
    dispute.save()
    _owe_answer(dispute, now)
    act.case.disputed = True
    _keep_longer(act.case)
    return act.finish(happened_on=received_on, dispute=str(dispute))


@transaction.atomic
def answer_dispute(
    *, case_id: int, dispute_id: int, answered_on: date, actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """Enter that the agency handed in its answer (defence) and evidence; the reminders end."""
    act = Performance(case_id=case_id, act=Act.ANSWER_DISPUTE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    dispute = _dispute(act.case, dispute_id)
    if dispute.answered_on is not None:
        raise Refused("dispute_answered_already", f"已登记于{dispute.answered_on}提交答复。", field="dispute_id")
    _in_order("answered_on", answered_on, dispute.received_on, "收到副本", today)
    dispute.answered_on = answered_on
    dispute.save(update_fields=["answered_on"])
    meet_duty(duty=_answer_duty(dispute), about=dispute.pk, met_on=answered_on, actor=actor)
    return act.finish(happened_on=answered_on, dispute=str(dispute), answered_on=answered_on)


@transaction.atomic
def record_dispute_result(
    *,
    case_id: int,
    dispute_id: int,
    result: str,
    decided_on: date,
    result_received_on: date,
    actor: User,
    today: date,
    now: datetime,
    redo_ordered: bool = False,
    effective_on: date | None = None,
    redo_due_by: date | None = None,
    reasons: str = "",
    key: str = "",
) -> Case:
    """Enter how a dispute ended; a result that orders a new reply begins the days for it.

    ``effective_on`` (the day it took effect) is the day of receipt where none is given. Raises Refused
    for a result that such a dispute cannot have, days out of order, an order by a result that leaves
    the reply standing, or a lost case without the reasons it was lost for.
    """
    act = Performance(case_id=case_id, act=Act.RECORD_DISPUTE_RESULT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    dispute = _dispute(act.case, dispute_id)
    row = result_of(result, DisputeKind(dispute.kind))
    earlier = dispute.preceded_by.result if dispute.preceded_by else ""
    refuse_future("decided_on", decided_on, today)
    _in_order("result_received_on", result_received_on, decided_on, "作出决定（判决）", today)
    lost = may_order_redo(row.key, earlier)
    if redo_ordered and not lost:
        raise Refused(
            "redo_of_a_standing_reply", f"结果为“{row.name}”的，不会责令重新处理，请核对。", field="redo_ordered"
        )
    if lost and not reasons.strip():
        raise Refused(
            "reasons_of_loss_missing",
            "请写明决定（判决）认定的理由；重新办理时会显示给承办人。",
            article=LITIGATION_LAW.cite(71),
            field="reasons",
        )
    dispute.result, dispute.decided_on, dispute.result_received_on = row.key, decided_on, result_received_on
    dispute.reasons, dispute.redo_ordered = reasons.strip(), redo_ordered
    if redo_ordered:
        dispute.effective_on = effective_on or result_received_on
        _in_order("effective_on", dispute.effective_on, decided_on, "作出决定（判决）", today)
        if redo_due_by and redo_due_by < dispute.effective_on:
            raise Refused("redo_due_before_its_start", f"责令期限末日{redo_due_by}早于起算日。", field="redo_due_by")
        dispute.redo_due_by = redo_due_by
    refuse_unfit(dispute)
    dispute.save()
    # What was not answered by now is not owed any more.
    meet_duty(duty=_answer_duty(dispute), about=dispute.pk, met_on=decided_on, actor=actor)
    if redo_ordered:
        _owe_new_reply(dispute, now)
    return act.finish(happened_on=decided_on, note=dispute.reasons, dispute=str(dispute), result=row.name)


@transaction.atomic
def redo(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Take a concluded or filed case up again because a decision or judgment orders it.

    The first decision, its day and its letters stay as they are; the new round has a clock and a
    decision of its own and is no new request (ADR 0007). Source: 行政复议法第六十四条, 行政诉讼法第七十条.
    """
    act = Performance(case_id=case_id, act=Act.REDO, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    dispute = ordered_dispute(act.case)
    Redo.objects.create(
        case=act.case,
        dispute=dispute,
        former_reply=act.case.replies.filter(signed_on__isnull=False).last(),
        started_on=dispute.effective_on,
        due_by=dispute.redo_due_by,
        begun_on=today,
    )
    meet_duty(duty=REDECISION, about=dispute.pk, met_on=today, actor=actor)
    # It is filed again, under its old number, when the new reply is served.
    act.case.archived_on = act.case.appraise_on = None
    act.case.redo()
    return act.finish(note=dispute.reasons, dispute=str(dispute), redo_from=dispute.effective_on)


def _earlier(case: Case, kind: str, preceded_by: int | None) -> Dispute | None:
    earlier = case.disputes.filter(pk=preceded_by).first() if preceded_by else None
    if preceded_by and earlier is None:
        raise Refused("dispute_before_unknown", "没有这件在先的复议、诉讼。", field="preceded_by")
    if kind in list(DisputeKind):
        check_order_of_instances(
            DisputeKind(kind), earlier and DisputeKind(earlier.kind), earlier_is_open=bool(earlier and earlier.is_open)
        )
    return earlier


def _reviewed(earlier: Dispute | None) -> bool:
    return bool(earlier and (earlier.kind == DisputeKind.RECONSIDERATION or earlier.after_reconsideration))


def _dispute(case: Case, dispute_id: int) -> Dispute:
    found = case.disputes.select_related("preceded_by").filter(pk=dispute_id).first()
    if found is None:
        raise Refused("dispute_not_found", "没有这件复议、诉讼，请从列出的案件中选择。", field="dispute_id")
    if not found.is_open:
        raise Refused("dispute_closed", f"“{found}”已于{found.decided_on}审结。", field="dispute_id")
    return found


def _answer_duty(dispute: Dispute) -> str:
    return RECONSIDERATION_ANSWER if dispute.kind == DisputeKind.RECONSIDERATION else DEFENCE


def _owe_answer(dispute: Dispute, now: datetime) -> None:
    case, kind, procedure = dispute.case, DisputeKind(dispute.kind), Procedure(dispute.procedure)
    name = "答复举证" if kind is DisputeKind.RECONSIDERATION else "答辩举证"
    shared = {
        "agency": case.agency, "duty": _answer_duty(dispute), "about": dispute.pk, "officer": case.officer,
        "case": case, "now": now, "title": f"{DISPUTE_KIND_NAMES[kind]}{name} {case.number}",
    }  # fmt: skip
    if kind is DisputeKind.RECONSIDERATION:
        open_counted_duty(counted_from=dispute.received_on, working_days=answer_working_days(procedure), **shared)
        return
    open_counted_duty(counted_from=dispute.received_on, natural_days=DEFENCE_DAYS, **shared)


def _owe_new_reply(dispute: Dispute, now: datetime) -> None:
    case = dispute.case
    shared = {
        "agency": case.agency, "duty": REDECISION, "about": dispute.pk, "officer": case.officer, "case": case,
        "now": now, "title": f"重新作出处理决定 {case.number}",
    }  # fmt: skip
    if dispute.redo_due_by:
        open_duty(due_on=dispute.redo_due_by, **shared)
    else:
        open_counted_duty(counted_from=dispute.effective_on, working_days=RE_DECISION_WORKING_DAYS, **shared)


def _keep_longer(case: Case) -> None:
    """A filed case that is disputed is kept at least as long as the law's rule for disputes says."""
    if case.archived_on is None or case.retention_years is None:
        return
    kept = retention_of(case.retention_years, disputed=True, archived_on=case.archived_on)
    case.retention_years, case.appraise_on = kept.years, kept.appraise_on


def _in_order(name: str, day: date, after: date, what: str, today: date) -> None:
    refuse_future(name, day, today)
    if day < after:
        raise Refused("dispute_days_out_of_order", f"{day}早于{what}的日期{after}，请核对。", field=name)
