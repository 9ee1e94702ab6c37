"""卷内目录 of one case, made from what is on record: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable

from casework.law.dossier import Paper, Place, in_order
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.dispute import Dispute, disputes_of, redos_of
from casework.models.reply import Reply

APPLICANT, OFFICE = "申请人", "本机关"


def dossier(case: Case) -> list[Paper]:
    """Return the table of contents of a case's dossier. Ten statements, however many papers there are."""
    redone = {item.former_reply_id for item in redos_of(case) if item.former_reply_id}
    replies = list(case.replies.select_related("drafted_by"))
    papers = [
        Paper(Place.REQUEST, "政府信息公开申请表", case.submitted_on or case.received_on, by=APPLICANT),
        Paper(Place.RECEIPT, "登记回执", case.received_on, number=case.number, by=OFFICE),
    ]
    papers += [
        Paper(Place.IDENTITY, f"身份核验记录（{item.documents_seen}）", item.checked_on, by=OFFICE)
        for item in case.identity_checks.all()
    ]
    papers += _supplement(case)
    papers += [paper for item in case.consultations.all() for paper in _consultation(item)]
    for item in case.extensions.filter(rejected_on__isnull=True):
        papers.append(Paper(Place.EXTENSION, f"延期审批（{item.working_days}个工作日）", item.approved_on, by=OFFICE))
        if item.served_on:
            papers.append(Paper(Place.EXTENSION, "延期答复告知书", item.served_on, by=OFFICE))
    last = max((reply.pk for reply in replies if reply.signed_on), default=0)
    papers += [paper for item in replies for paper in _reply(item, again=bool(redone) and item.pk == last)]
    papers += [
        Paper(Place.SERVICE, f"送达回证（{item.get_letter_display()}）", item.in_time_on, item.postal_number, OFFICE)
        for item in case.service_records.all()
    ]
    papers += [paper for item in disputes_of(case) for paper in _dispute(item)]
    papers += [
        Paper(Place.ATTACHMENT, item.name, item.added_at.date(), by=str(item.added_by or APPLICANT), note=item.purpose)
        for item in case.attachments.select_related("added_by")
    ]
    return in_order(papers)


def _supplement(case: Case) -> Iterable[Paper]:
    asked = getattr(case, "supplement", None)
    if asked is None:
        return
    yield Paper(Place.SUPPLEMENT, "补正告知书", asked.served_on, by=OFFICE)
    if asked.received_on:
        yield Paper(Place.SUPPLEMENT, "申请人的补正材料", asked.received_on, by=APPLICANT)


def _consultation(item: Consultation) -> Iterable[Paper]:
    yield Paper(Place.CONSULTATION, f"{item.get_kind_display()}函", item.sent_on, by=OFFICE, note=item.addressee)
    if item.answered_on:
        yield Paper(Place.CONSULTATION, "意见书", item.answered_on, by=item.addressee, note=item.get_opinion_display())


def _reply(item: Reply, *, again: bool) -> Iterable[Paper]:
    note = f"{item.decision_code} {CODES[item.decision_code].name}"
    yield Paper(Place.DRAFT, "答复审批单", item.drafted_on, by=str(item.drafted_by), note=note)
    if item.signed_on:
        place, title = (Place.AGAIN, "重新作出的答复书") if again else (Place.DECISION, "答复书")
        yield Paper(place, title, item.signed_on, item.letter_number, OFFICE, note)


def _dispute(item: Dispute) -> Iterable[Paper]:
    name = item.get_kind_display()
    yield Paper(Place.DISPUTE, f"{name}申请书（起诉状）副本", item.received_on, item.authority_number, item.claimant)
    if item.answered_on:
        yield Paper(Place.DISPUTE, f"{name}答复（答辩状）和证据", item.answered_on, by=OFFICE)
    if item.result:
        result = item.get_result_display()
        yield Paper(
            Place.DISPUTE, f"{name}决定（判决）书", item.decided_on, item.authority_number, item.authority, result
        )
