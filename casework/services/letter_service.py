"""送达: recording the service of a letter, and concluding a case by serving its reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.letter_service import DAY_FIELDS, FollowUp, ServiceFact, ServiceMethod, check_follow_up, day_in_time
from casework.law.recorded_days import refuse_future
from casework.law.sources import SERVICE_LETTER, regulation
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.facts import live_consultations
from casework.models.letter_service import Letter, ServiceFollowUp, ServiceRecord
from casework.models.user import User
from casework.services.attachments import attach_files
from casework.services.fitting import refuse_unfit
from casework.services.performing import Performance

PROOF = "送达凭证"
# Letters whose service changes nothing else in the case; the others are served by an act of their own.
FREELY_SERVED = frozenset({Letter.RECEIPT, Letter.CONSULTATION_NOTICE})


def record_service(
    *,
    case: Case,
    letter: Letter,
    fact: ServiceFact,
    actor: User,
    today: date,
    consultation: Consultation | None = None,
    again: ServiceRecord | None = None,
) -> ServiceRecord:
    """Store one service of a letter; call it inside the act's transaction.

    ``consultation`` names the third party a letter is for, ``again`` the attempt that failed before.
    Raises Refused when the proof of service is missing, or a day lies in the future or out of order.
    """
    in_time_on = day_in_time(fact)
    if fact.posted_on and fact.signed_on and fact.signed_on < fact.posted_on:
        raise Refused(
            "signed_before_posted",
            f"签收日期{fact.signed_on}早于交邮日期{fact.posted_on}。",
            article=SERVICE_LETTER,
            field="signed_on",
        )
    for name in ("posted_on", "signed_on", "arrived_on"):
        refuse_future(name, getattr(fact, name), today)
    record = ServiceRecord(
        case=case,
        letter=letter,
        consultation=consultation,
        again=again,
        method=fact.method,
        in_time_on=in_time_on,
        recorded_by=actor,
        **_stored(fact),
    )
    refuse_unfit(record)
    record.save()
    return record


_OF_METHOD = {
    ServiceMethod.POSTAL: ("posted_on", "postal_number", "carrier", "signed_on", "receiver"),
    ServiceMethod.IN_PERSON: (
        "signed_on", "receiver", "relation", "document_seen", "place", "refused_because", "witnesses",
    ),
    ServiceMethod.ENTRUSTED: (
        "signed_on", "receiver", "relation", "place", "entrusted_to", "refused_because", "witnesses",
    ),
    ServiceMethod.ELECTRONIC: ("arrived_on", "arrival_proof", "consented"),
}  # fmt: skip


def _stored(fact: ServiceFact) -> dict[str, Any]:
    """Return what the chosen way of service has of the fact: a post has no document seen."""
    found = {name: getattr(fact, name) for name in _OF_METHOD[fact.method]}
    if fact.refused_because.strip():
        found |= {"receiver": "", "relation": ""}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


@transaction.atomic
def conclude(
    *,
    case_id: int,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Serve the signed reply; the day that counts for timeliness concludes the case.

    Raises Refused when the proof of service is missing or it lies before the signing.
    Source: Art. 33; 国办公开办函〔2016〕235号.
    """
    act = Performance(case_id=case_id, act=Act.CONCLUDE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    record = record_service(case=act.case, letter=Letter.REPLY, fact=fact, actor=actor, today=today)
    if act.case.decided_on and record.in_time_on < act.case.decided_on:
        raise Refused(
            "served_before_signed",
            f"送达日期{record.in_time_on}早于签发日期{act.case.decided_on}。",
            article=regulation(33),
            field=DAY_FIELDS[fact.method],
        )
    _refuse_before_told(act.case, record.in_time_on, fact.method)
    act.case.concluded_on = record.in_time_on
    act.case.conclude()
    return act.finish(happened_on=record.in_time_on, service=str(record))


def _refuse_before_told(case: Case, served_on: date, method: ServiceMethod) -> None:
    told_on = max((item.told_on for item in live_consultations(case) if item.told_on), default=None)
    if told_on and served_on < told_on:
        raise Refused(
            "served_before_third_party_told",
            f"第三方于{told_on}才被告知决定公开，答复不能在此之前（{served_on}）送达。",
            article=regulation(32),
            field=DAY_FIELDS[method],
        )


@transaction.atomic
def serve_letter(
    *,
    case_id: int,
    letter: str,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    again_id: int | None = None,
    files: Iterable[UploadedFile] = (),
    key: str = "",
) -> Case:
    """Record the service of a letter that no other act serves, or another attempt of any letter.

    The first attempt decides whether the letter was in time; a later one stands beside it and
    moves no date. Raises Refused for a letter with an act of its own, served for the first time,
    and for another attempt of a service of another case.
    """
    act = Performance(case_id=case_id, act=Act.SERVE_LETTER, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    before = _service(act.case, again_id) if again_id else None
    kind = before.letter if before else letter
    if before is None and kind not in FREELY_SERVED:
        raise Refused(
            "letter_has_its_act",
            "请选择要登记送达的文书；补正、延期、答复等文书在各自的手续里登记送达。",
            field="letter",
        )
    if before and fact.method is ServiceMethod.POSTAL and fact.posted_on and fact.posted_on < before.in_time_on:
        raise Refused(
            "again_before_first", f"再次送达不能早于第一次送达之日{before.in_time_on}。",
            article=SERVICE_LETTER, field="posted_on",
        )  # fmt: skip
    record = record_service(
        case=act.case, letter=Letter(kind), fact=fact, actor=actor, today=today, again=before,
        consultation=before.consultation if before else None,
    )  # fmt: skip
    act.finish(happened_on=record.in_time_on, service=str(record))
    attach_files(case=act.case, files=files, purpose=PROOF, actor=actor, now=now)
    return act.case


@transaction.atomic
def follow_up_service(
    *,
    service_id: int,
    kind: str,
    happened_on: date,
    note: str,
    actor: User,
    today: date,
    now: datetime,
    files: Iterable[UploadedFile] = (),
    key: str = "",
) -> Case:
    """Add what was learnt of a service: signed for, returned, disputed. The service stays as it is.

    A dispute keeps both days, the one recorded and the one claimed, and what proves either.
    Raises Refused for a day in the future or, but for a dispute, before the service.
    """
    record = ServiceRecord.objects.filter(pk=service_id).first()
    if record is None:
        raise _no_service()
    act = Performance(case_id=record.case_id, act=Act.FOLLOW_UP_SERVICE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    chosen = check_follow_up(kind, happened_on=happened_on, note=note, served_on=record.in_time_on)
    refuse_future("happened_on", happened_on, today)
    added = ServiceFollowUp(
        service=record, kind=chosen, happened_on=happened_on, note=note.strip(), recorded_on=today, recorded_by=actor
    )
    refuse_unfit(added)
    added.save()
    # What becomes known after the end starts nothing: the withdrawal stands on the day it was made.
    if chosen is FollowUp.SIGNED and record.letter == Letter.FEE_NOTICE and act.case.is_open and not act.round.redo:
        _start_payment_period(act.case, happened_on)
    act.finish(happened_on=today, note=added.note, service=str(record), follow_up=str(added))
    attach_files(case=act.case, files=files, purpose=PROOF, actor=actor, now=now)
    return act.case


def _start_payment_period(case: Case, delivered_on: date) -> None:
    """The 20 working days to pay run from the day the notice of a fee was signed for."""
    fee = getattr(case, "fee", None)
    if fee and fee.delivered_on is None:
        fee.delivered_on = delivered_on
        fee.save()


def _service(case: Case, service_id: int) -> ServiceRecord:
    record = case.service_records.filter(pk=service_id).first()
    if record is None:
        raise _no_service()
    return record


def _no_service() -> Refused:
    return Refused("service_not_found", "没有这次送达，或您无权办理。", article=SERVICE_LETTER)
