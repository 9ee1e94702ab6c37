"""送达: recording the service of a letter, and concluding a case by serving its reply."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.letter_service import ServiceFact, day_in_time
from casework.law.sources import SERVICE_LETTER, regulation
from casework.models.case import Case
from casework.models.letter_service import Letter, ServiceRecord
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.performing import Performance, refuse_future


def record_service(*, case: Case, letter: Letter, fact: ServiceFact, actor: User, today: date) -> ServiceRecord:
    """Store one service of a letter; call it inside the act's transaction.

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
        method=fact.method,
        posted_on=fact.posted_on,
        postal_number=fact.postal_number.strip(),
        signed_on=fact.signed_on,
        receiver=fact.receiver.strip(),
        arrived_on=fact.arrived_on,
        consented=fact.consented,
        in_time_on=in_time_on,
        recorded_by=actor,
    )
    refuse_unfit(record)
    record.save()
    return record


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
            field="posted_on",
        )
    act.case.concluded_on = record.in_time_on
    act.case.conclude()
    return act.finish(happened_on=record.in_time_on, service=str(record))
