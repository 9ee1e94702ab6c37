"""征求意见: letters to third parties and other agencies, their answers, and what the agency decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.law.acts import Act
from casework.law.consultations import Opinion, check_ruling, named_in, overrides
from casework.law.errors import Refused
from casework.law.facts import OPINION_BASIS, ConsultationKind
from casework.law.letter_service import DAY_FIELDS, ServiceFact
from casework.law.recorded_days import refuse_future
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.facts import opinions_of
from casework.models.letter_service import Letter
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.letter_service import record_service
from casework.services.performing import Performance

# A shorter address is the name of a place, which the information itself may bear.
TELLING_ADDRESS_LENGTH = 12


@transaction.atomic
def consult(
    *,
    case_id: int,
    kind: str,
    addressee: str,
    about: str,
    sent_on: date,
    delivered_on: date | None,
    actor: User,
    today: date,
    now: datetime,
    answer_by: date | None = None,
    key: str = "",
) -> Case:
    """Ask one addressee in writing; the days it takes are not counted (Art. 33(3)).

    ``answer_by`` is the day another agency is asked for; third parties and co-producing agencies
    have their 15 working days and none of ours. Raises Refused without addressee or matter, for an
    unknown kind, for days in the future or out of order, and for words that tell who applied.
    """
    act = Performance(case_id=case_id, act=Act.CONSULT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not addressee.strip() or not about.strip():
        raise Refused(
            "consultation_incomplete", "请填写征求对象和征求意见的内容。", article=OPINION_BASIS.get(kind, regulation(33, 3)),
            field="about" if addressee.strip() else "addressee",
        )  # fmt: skip
    refuse_naming_applicant(act.case, "about", about)
    refuse_future("sent_on", sent_on, today)
    refuse_future("delivered_on", delivered_on, today)
    item = Consultation(
        case=act.case,
        kind=kind,
        addressee=addressee.strip(),
        about=about.strip(),
        sent_on=sent_on,
        delivered_on=delivered_on,
        answer_by=_asked_for(kind, answer_by, sent_on),
    )
    refuse_unfit(item)
    item.save()
    return act.finish(happened_on=sent_on, article=_basis(item), consultation=str(item), delivered_on=delivered_on)


@transaction.atomic
def record_delivery(
    *,
    consultation_id: int,
    delivered_on: date,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record the day the addressee received the letter: its 15 working days begin."""
    item, act = _begin(consultation_id, Act.RECORD_DELIVERY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if item.delivered_on:
        raise Refused("delivery_known", f"已登记{item.addressee}于{item.delivered_on}收到。", article=_basis(item))
    refuse_future("delivered_on", delivered_on, today)
    item.delivered_on = delivered_on
    return _keep(item, act, happened_on=delivered_on, delivered_on=delivered_on)


@transaction.atomic
def record_opinion(
    *,
    consultation_id: int,
    opinion: str,
    reasons: str,
    answered_on: date,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record an answer; a refusal needs its reasons (Art. 32). The clock runs on from the next day."""
    item, act = _begin(consultation_id, Act.RECORD_OPINION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if item.answered_on:
        raise Refused("opinion_known", f"{item.addressee}的意见已于{item.answered_on}登记。", article=_basis(item))
    if opinion not in list(Opinion):
        raise Refused("opinion_unknown", "请选择对方意见。", article=_basis(item), field="opinion")
    if opinion != Opinion.AGREE and not reasons.strip():
        raise Refused("reasons_missing", "不同意公开须写明理由。", article=_basis(item), field="reasons")
    refuse_future("answered_on", answered_on, today)
    item.opinion, item.reasons, item.answered_on = opinion, reasons.strip(), answered_on
    return _keep(item, act, happened_on=answered_on, opinion=item.get_opinion_display())


@transaction.atomic
def rule_on_opinion(
    *,
    consultation_id: int,
    ruling: str,
    judgement: str,
    public_interest: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Decide after an objection or a silence, in the agency's own words (Art. 32).

    Raises Refused while the period runs, for an opinion that needs no decision, without an own
    judgement, and for disclosure against a third party without the public interest.
    """
    item, act = _begin(consultation_id, Act.RULE_ON_OPINION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    fact = opinions_of(act.case, act.reading)[item.pk]
    item.ruling = check_ruling(fact, ruling=ruling, judgement=judgement, public_interest=public_interest, today=today)
    refuse_naming_applicant(act.case, "public_interest", public_interest)
    item.judgement, item.public_interest = judgement.strip(), public_interest.strip()
    item.ruled_on, item.ruled_by = today, actor
    return _keep(item, act, note=item.judgement, ruling=item.get_ruling_display())


@transaction.atomic
def withdraw_consultation(
    *,
    consultation_id: int,
    reason: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Withdraw a letter sent in error: it asked nobody, so it never stopped the clock."""
    item, act = _begin(consultation_id, Act.WITHDRAW_CONSULTATION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if item.answered_on:
        raise Refused(
            "answered_already", f"{item.addressee}已于{item.answered_on}提出意见，不能再撤回。", article=_basis(item)
        )
    if not reason.strip():
        raise Refused("withdrawal_reason_missing", "请写明撤回的原因。", article=_basis(item), field="reason")
    item.withdrawn_on, item.withdrawal_reason = today, reason.strip()
    return _keep(item, act, note=item.withdrawal_reason, withdrawn_on=today)


@transaction.atomic
def tell_third_party(
    *,
    consultation_id: int,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record that a third party was told of the disclosure it objected to (Art. 32), once the reply is signed."""
    item, act = _begin(consultation_id, Act.TELL_THIRD_PARTY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not overrides(opinions_of(act.case, act.reading)[item.pk]) or item.told_on:
        raise Refused("nothing_to_tell", f"{item.addressee}不需要告知，或者已经告知。", article=regulation(32))
    record = record_service(
        case=act.case, letter=Letter.DISCLOSURE_NOTICE, fact=fact, actor=actor, today=today, consultation=item
    )
    if act.case.decided_on and record.in_time_on < act.case.decided_on:
        raise Refused(
            "told_before_decided",
            f"告知日期{record.in_time_on}早于签发日期{act.case.decided_on}。",
            article=regulation(32),
            field=DAY_FIELDS[fact.method],
        )
    item.told_on = record.in_time_on
    return _keep(item, act, happened_on=record.in_time_on, service=str(record))


def _begin(
    consultation_id: int, kind: Act, *, actor: User, today: date, now: datetime, key: str
) -> tuple[Consultation, Performance]:
    """Open an act on one letter, with its case locked and the letter as it then is."""
    item = Consultation.objects.filter(pk=consultation_id).first()
    if item is None:
        raise Refused("consultation_not_found", "没有这份征求意见，或您无权办理。", article=regulation(33, 3))
    act = Performance(case_id=item.case_id, act=kind, actor=actor, today=today, now=now, key=key)
    item.refresh_from_db()
    if item.withdrawn_on and not act.repeated:
        raise Refused(
            "consultation_withdrawn",
            f"致{item.addressee}的征求意见书已于{item.withdrawn_on}撤回。",
            article=_basis(item),
        )
    return item, act


def _basis(item: Consultation) -> str:
    return OPINION_BASIS[ConsultationKind(item.kind)]


def _keep(item: Consultation, act: Performance, **told: Any) -> Case:
    refuse_unfit(item)
    item.save()
    return act.finish(article=_basis(item), consultation=str(item), **told)


def _asked_for(kind: str, answer_by: date | None, sent_on: date) -> date | None:
    """Return the day asked for, which only an agency without a statutory period is given (Art. 11)."""
    if kind != ConsultationKind.OTHER_AGENCY or answer_by is None:
        return None
    if answer_by <= sent_on:
        raise Refused(
            "answer_by_before_sent", "请对方答复的日期须晚于发出日期。", article=regulation(11), field="answer_by"
        )
    return answer_by


def refuse_naming_applicant(case: Case, field: str, text: str) -> None:
    """Raise Refused when a text for anybody else tells who applied (law.md 6.2; 个人信息保护法第六条)."""
    piece = named_in(text, applicant_identity(case))
    if piece:
        raise Refused(
            "applicant_disclosed",
            f"发给他人的内容不得透露申请人身份，请删去“{piece}”。",
            article="个人信息保护法第六条",
            field=field,
        )


def applicant_identity(case: Case) -> list[str]:
    """Return everything by which the applicants and who acts for them could be recognised."""
    found: list[str] = []
    for person in case.applicants.select_related("representative"):
        deputy = getattr(person, "representative", None)
        found += [
            person.name, person.document_number.clear, person.telephone.clear, person.email.clear,
            person.contact_person, person.legal_representative,
        ]  # fmt: skip
        if len(person.address.clear) >= TELLING_ADDRESS_LENGTH:
            found.append(person.address.clear)
        if deputy:
            found += [deputy.name, deputy.document_number.clear, deputy.telephone.clear]
    return [piece for piece in found if piece]
