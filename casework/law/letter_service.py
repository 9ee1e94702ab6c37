"""Service of letters (送达): the lawful ways, what proves each, and the day that counts.

Source: 国办公开办函〔2016〕235号 (direct, entrusted, by the postal enterprise); 电子签名法第十一条
and 民事诉讼法第九十条 by analogy for electronic service with consent; law.md 2.1 and 4.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import SERVICE_LETTER, regulation


class ServiceMethod(StrEnum):
    """How a letter was served."""

    POSTAL = "postal"
    IN_PERSON = "in_person"
    ENTRUSTED = "entrusted"
    ELECTRONIC = "electronic"


SERVICE_METHOD_NAMES: dict[ServiceMethod, str] = {
    ServiceMethod.POSTAL: "邮政寄送",
    ServiceMethod.IN_PERSON: "当面送达",
    ServiceMethod.ENTRUSTED: "委托其他行政机关送达",
    ServiceMethod.ELECTRONIC: "电子送达",
}


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """What is known of one service. ``posted_on`` is the day the post took the letter."""

    method: ServiceMethod
    posted_on: date | None = None
    postal_number: str = ""
    signed_on: date | None = None
    receiver: str = ""
    arrived_on: date | None = None
    consented: bool = False


def day_in_time(fact: ServiceFact) -> date:
    """Return the day that decides whether the letter was in time.

    By post the day of posting, by hand the day of signature, electronically the day of
    arrival. Raises Refused when the proof that the way of service needs is missing.
    """
    if fact.method is ServiceMethod.POSTAL:
        if not (fact.posted_on and fact.postal_number.strip()):
            raise Refused(
                "postal_proof_missing",
                "邮寄送达必须填写邮政挂号或EMS单号和交邮日期。",
                article=SERVICE_LETTER,
                field="postal_number" if fact.posted_on else "posted_on",
            )
        return fact.posted_on
    if fact.method is ServiceMethod.ELECTRONIC:
        if not fact.consented:
            raise Refused(
                "electronic_consent_missing",
                "电子送达须经申请人同意。",
                article="电子签名法第十一条",
                field="consented",
            )
        if not fact.arrived_on:
            raise Refused(
                "arrival_missing",
                "电子送达须登记到达申请人指定系统的日期。",
                article="电子签名法第十一条",
                field="arrived_on",
            )
        return fact.arrived_on
    if not (fact.signed_on and fact.receiver.strip()):
        raise Refused(
            "signature_missing",
            "直接或委托送达必须填写签收人和签收日期。",
            article=SERVICE_LETTER,
            field="receiver" if fact.signed_on else "signed_on",
        )
    return fact.signed_on


def require_on_the_spot(fact: ServiceFact) -> None:
    """Raise Refused unless the reply reached the applicant there and then. Source: Art. 33(1)."""
    if fact.method not in (ServiceMethod.IN_PERSON, ServiceMethod.ELECTRONIC):
        raise Refused(
            "not_on_the_spot",
            "当场答复应当面交给申请人，或者经同意当场电子送达；需要寄送的，请送审签发后送达。",
            article=regulation(33, 1),
            field="method",
        )
