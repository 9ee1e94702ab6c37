"""Service of letters (送达): the lawful ways, what proves each, and the day that counts.

Source: 国办公开办函〔2016〕235号 (direct, entrusted, by the postal enterprise); 电子签名法第十一条
and 民事诉讼法第九十条 by analogy for electronic service with consent; law.md 2.1 and 4.6.
"""

from __future__ import annotations

import re
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


# The field that holds the day which decides whether a letter was in time.
DAY_FIELDS: dict[ServiceMethod, str] = {
    ServiceMethod.POSTAL: "posted_on",
    ServiceMethod.IN_PERSON: "signed_on",
    ServiceMethod.ENTRUSTED: "signed_on",
    ServiceMethod.ELECTRONIC: "arrived_on",
}


class Carrier(StrEnum):
    """Who carried a letter that was sent: only the postal enterprise proves service."""

    EMS = "ems"
    REGISTERED = "registered"
    COURIER = "courier"


CARRIER_NAMES: dict[Carrier, str] = {
    Carrier.EMS: "邮政特快专递（EMS）",
    Carrier.REGISTERED: "邮政挂号信",
    Carrier.COURIER: "其他快递企业",
}


class Relation(StrEnum):
    """Who signed, seen from the one the letter is for (民事诉讼法第八十八条 by analogy)."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    FAMILY = "family"
    ORGANISATION = "organisation"


RELATION_NAMES: dict[Relation, str] = {
    Relation.SELF: "本人",
    Relation.REPRESENTATIVE: "代理人",
    Relation.FAMILY: "同住的成年家属",
    Relation.ORGANISATION: "单位负责收件的人",
}


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """What is known of one service. ``posted_on`` is the day the post took the letter.

    ``refused_because`` and ``witnesses`` stand in for a signature that was refused; ``signed_on``
    is then the day of the refusal.
    """

    method: ServiceMethod
    posted_on: date | None = None
    postal_number: str = ""
    carrier: Carrier = Carrier.REGISTERED
    paid_by_receiver: bool = False
    signed_on: date | None = None
    receiver: str = ""
    relation: Relation = Relation.SELF
    document_seen: str = ""
    place: str = ""
    entrusted_to: str = ""
    refused_because: str = ""
    witnesses: str = ""
    arrived_on: date | None = None
    arrival_proof: str = ""
    consented: bool = False


def presumed_service(on: date) -> ServiceFact:
    """Return a service as it would be if the letter left by the post on a day: what a letter is written for before it."""
    return ServiceFact(ServiceMethod.POSTAL, posted_on=on, postal_number="-")


# Prefixes that private couriers print on their waybills; those of the post end in its country code.
_COURIER_NUMBER = re.compile(r"(?:SF|JDV|JD|JDX|YT|ZTO|STO|JT|DPK|YD|TT)\d{9,}(?!CN)", re.IGNORECASE)


def looks_private(postal_number: str) -> bool:
    """Tell whether a number is one that private couriers give, not the post."""
    return bool(_COURIER_NUMBER.fullmatch(re.sub(r"[\s-]", "", postal_number)))


def _require_the_post(fact: ServiceFact) -> None:
    """Raise Refused for a private courier or for postage the applicant had to pay. 〔2016〕235号."""
    if fact.carrier is Carrier.COURIER or looks_private(fact.postal_number):
        raise Refused(
            "private_courier",
            "只能通过邮政企业寄送（EMS或者挂号信）；其他快递企业没有国家公文寄递资格，其单据不能证明送达，请改由邮政企业重新寄送。",
            article=SERVICE_LETTER,
            field="postal_number" if fact.carrier is not Carrier.COURIER else "carrier",
        )
    if fact.paid_by_receiver:
        raise Refused(
            "paid_by_receiver",
            "寄送政府信息公开文书不得由申请人到付邮费，请改为寄付后重新寄送。",
            article=SERVICE_LETTER,
            field="paid_by_receiver",
        )


def day_in_time(fact: ServiceFact) -> date:
    """Return the day that decides whether the letter was in time.

    By post the day of posting, by hand the day of signature or of the witnessed refusal to sign,
    electronically the day of arrival. Raises Refused when the proof that the way of service needs
    is missing.
    """
    if fact.method is ServiceMethod.POSTAL:
        _require_the_post(fact)
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
    if fact.refused_because.strip():
        return _day_of_refusal(fact)
    if not (fact.signed_on and fact.receiver.strip()):
        raise Refused(
            "signature_missing",
            "直接或委托送达必须填写签收人和签收日期。",
            article=SERVICE_LETTER,
            field="receiver" if fact.signed_on else "signed_on",
        )
    if fact.method is ServiceMethod.ENTRUSTED and not fact.entrusted_to.strip():
        raise Refused(
            "entrusted_agency_missing",
            "委托送达须写明受委托的行政机关。",
            article=SERVICE_LETTER,
            field="entrusted_to",
        )
    if fact.method is ServiceMethod.IN_PERSON and not fact.document_seen.strip():
        raise Refused(
            "receiver_not_identified",
            "当面送达须核对签收人身份，请写明所见证件。",
            article=SERVICE_LETTER,
            field="document_seen",
        )
    return fact.signed_on


SIGNATURE_REFUSED = "民事诉讼法第八十九条"
WITNESSES_NEEDED = 2
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


def _day_of_refusal(fact: ServiceFact) -> date:
    """Return the day the letter was left after a refusal to sign; two witnesses are named."""
    witnesses = [name for name in _BETWEEN_NAMES.split(fact.witnesses) if name]
    if len(witnesses) < WITNESSES_NEEDED:
        raise Refused(
            "witnesses_missing",
            "拒绝签收的，须有见证人在场，请写明两名以上见证人的姓名（用顿号隔开）。",
            article=SIGNATURE_REFUSED,
            field="witnesses",
        )
    if not fact.signed_on:
        raise Refused("refusal_day_missing", "请填写对方拒绝签收的日期。", article=SIGNATURE_REFUSED, field="signed_on")
    return fact.signed_on


class FollowUp(StrEnum):
    """What became known of a service afterwards. Nothing of it changes the service as recorded."""

    SIGNED = "signed"
    RETURNED = "returned"
    DISPUTED = "disputed"


FOLLOW_UP_NAMES: dict[FollowUp, str] = {
    FollowUp.SIGNED: "邮件已签收",
    FollowUp.RETURNED: "邮件被退回",
    FollowUp.DISPUTED: "对送达有争议",
}


def check_follow_up(kind: str, *, happened_on: date, note: str, served_on: date) -> FollowUp:
    """Return what is added to a service; raise Refused for an unknown kind, no words or a day before it.

    A dispute keeps both days: the one recorded and the one claimed (``happened_on``), which may
    lie on either side of it. Source: 〔2016〕235号; law.md 4.6.
    """
    if kind not in list(FollowUp):
        raise Refused("follow_up_unknown", "请选择签收、退回还是争议。", article=SERVICE_LETTER, field="kind")
    chosen = FollowUp(kind)
    if chosen is not FollowUp.DISPUTED and happened_on < served_on:
        raise Refused(
            "follow_up_too_early",
            f"{FOLLOW_UP_NAMES[chosen]}的日期不能早于送达登记之日{served_on}。",
            article=SERVICE_LETTER,
            field="happened_on",
        )
    if chosen is not FollowUp.SIGNED and not note.strip():
        raise Refused(
            "follow_up_reason_missing", "请写明退回的原因或者争议的情况。", article=SERVICE_LETTER, field="note"
        )
    return chosen


def require_on_the_spot(fact: ServiceFact) -> None:
    """Raise Refused unless the reply reached the applicant there and then. Source: Art. 33(1)."""
    if fact.method not in (ServiceMethod.IN_PERSON, ServiceMethod.ELECTRONIC):
        raise Refused(
            "not_on_the_spot",
            "当场答复应当面交给申请人，或者经同意当场电子送达；需要寄送的，请送审签发后送达。",
            article=regulation(33, 1),
            field="method",
        )
