"""Replies of the demo that were taken further: a reconsideration that runs, one that was lost, a suit that was won."""

from __future__ import annotations

from casework.law.disputes import Against, DisputeKind
from casework.management.demo.several import Desk
from casework.models.case import Case
from casework.models.dispute import Dispute
from casework.services import disputes

_REVIEWERS, _COURT = "淄博市人民政府", "示例区人民法院"


def load(desk: Desk, *, open_case: Case, lost: Case, sued: Case) -> None:
    """Register the three disputes and how two of them ended."""
    _registered(desk, open_case, DisputeKind.RECONSIDERATION, back=4)
    review = _registered(desk, lost, DisputeKind.RECONSIDERATION, back=45)
    _ended(
        desk, review, back=3, result="revoked", redo_ordered=True,
        reasons="被申请人未说明所涉信息属于内部事务信息的具体理由，适用依据不明确，责令重新作出处理。",
    )  # fmt: skip
    suit = _registered(desk, sued, DisputeKind.FIRST_INSTANCE, back=70)
    _ended(desk, suit, back=12, result="claim_dismissed")


def _registered(desk: Desk, case: Case, kind: DisputeKind, *, back: int) -> Dispute:
    day = desk.before(back)
    case.refresh_from_db(fields=["archived_on"])
    desk.do(
        disputes.register_dispute,
        day,
        case_id=case.pk,
        kind=kind,
        against=Against.REPLY,
        claimant=case.applicants.first().name,
        authority=_COURT if kind is DisputeKind.FIRST_INSTANCE else _REVIEWERS,
        authority_number=f"（{day.year}）示例{case.pk}号",
        received_on=day,
    )
    return case.disputes.get()


def _ended(desk: Desk, dispute: Dispute, *, back: int, result: str, **told: object) -> None:
    answered = desk.after(dispute.received_on, 6)
    desk.do(disputes.answer_dispute, answered, case_id=dispute.case_id, dispute_id=dispute.pk, answered_on=answered)
    day = desk.before(back)
    desk.do(
        disputes.record_dispute_result, day, case_id=dispute.case_id, dispute_id=dispute.pk, result=result,
        decided_on=desk.before(back + 2), result_received_on=day, **told,
    )  # fmt: skip
