"""The dated facts of one case, and the order in which they can have happened.

``None`` means "has not happened". Nothing here is computed; ``clock.read`` does that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework.law.errors import BadFact
from casework.law.policy import Policy
from casework.law.receipt import Channel
from casework.law.sources import FEE_MEASURES, REDO_ORDER, regulation

MAX_EXTENSION_WORKING_DAYS = 20
NOT_WHILE_REDOING = "正在按复议决定或者判决重新办理，期限由其确定，不再补正、延期、收费"


class ConsultationKind(StrEnum):
    """Whose opinion is asked: silence means something different for each."""

    THIRD_PARTY = "third_party"
    CO_PRODUCER = "co_producer"
    OTHER_AGENCY = "other_agency"


CONSULTATION_NAMES: dict[ConsultationKind, str] = {
    ConsultationKind.THIRD_PARTY: "征求第三方意见",
    ConsultationKind.CO_PRODUCER: "征求共同制作机关意见",
    ConsultationKind.OTHER_AGENCY: "征求其他机关意见",
}
OPINION_BASIS: dict[ConsultationKind, str] = {
    ConsultationKind.THIRD_PARTY: regulation(32),
    ConsultationKind.CO_PRODUCER: regulation(34),
    ConsultationKind.OTHER_AGENCY: regulation(11),
}


@dataclass(frozen=True, slots=True)
class SupplementFact:
    """补正 (Art. 30): served on the applicant, to be answered by, answered on."""

    served_on: date | None = None
    answer_by: date | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsultationFact:
    """征求意见 (Art. 32, 34, 11): sent, reached the one asked, answered.

    ``answer_by`` is the day another agency was asked for; ``closed_on`` the day an unanswered
    letter was settled: by a person, or by law where silence is consent.
    """

    kind: ConsultationKind
    sent_on: date
    delivered_on: date | None = None
    answered_on: date | None = None
    answer_by: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExtensionFact:
    """延期答复 (Art. 33(2)): approved by the head of the office, then told to the applicant."""

    working_days: int
    approved_on: date | None = None
    served_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReasonsFact:
    """说明理由 (Art. 35): asked of the applicant, to be answered by, answered on. Stops no clock."""

    served_on: date | None = None
    answer_by: date | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class DelayFact:
    """延迟答复 (Art. 35): the day a person set, told to the applicant on ``served_on``."""

    until: date
    served_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeeFact:
    """信息处理费 (Art. 42): the notice sent, received by the applicant (``served_on``), paid.

    Where ``sent_on`` is not known, the notice counts as sent on the day it was received.
    """

    served_on: date | None = None
    paid_on: date | None = None
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class RedoFact:
    """重新办理: a decision was set aside, or an answer ordered, and the case is decided again.

    ``started_on`` is day zero; ``due_by`` is the last day the decision or judgment itself names.
    """

    started_on: date
    due_by: date | None = None
    concluded_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All facts the clock needs. Days are legal days in Asia/Shanghai."""

    channel: Channel
    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    supplement: SupplementFact | None = None
    consultations: tuple[ConsultationFact, ...] = ()
    extension: ExtensionFact | None = None
    reasons: ReasonsFact | None = None
    delay: DelayFact | None = None
    fee: FeeFact | None = None
    concluded_on: date | None = None
    policy: Policy = field(default_factory=Policy)
    redos: tuple[RedoFact, ...] = ()


def check_order(facts: CaseFacts, received_on: date | None) -> None:
    """Raise BadFact, naming the field and the rule, when the facts contradict each other."""
    happened = later_facts(facts)
    if received_on is None:
        for name, day in happened:
            if day is not None:
                raise BadFact(name, "收到日尚未确定，不能先有后续事实", article=regulation(31))
        return
    for name, day in happened:
        if day is not None and day < received_on:
            raise BadFact(name, f"不能早于收到申请之日{received_on}", article=regulation(31))
    if facts.supplement:
        _check_supplement(facts.supplement)
    for index, consultation in enumerate(facts.consultations):
        _check_consultation(f"consultations[{index}]", consultation)
    if facts.extension:
        check_extension(facts.extension)
    if facts.reasons:
        _check_reasons(facts.reasons)
    if facts.delay and facts.delay.served_on:
        _after("delay.until", facts.delay.until, facts.delay.served_on, "延迟答复告知送达", regulation(35))
    if facts.fee:
        _check_fee(facts.fee)
    if facts.concluded_on:
        _check_conclusion(facts, facts.concluded_on)


def check_extension(extension: ExtensionFact) -> None:
    """Raise BadFact unless 1..20 working days were approved before they were told. Art. 33(2)."""
    article = regulation(33, 2)
    if not 1 <= extension.working_days <= MAX_EXTENSION_WORKING_DAYS:
        raise BadFact(
            "extension.working_days",
            f"延长答复的期限最长不得超过{MAX_EXTENSION_WORKING_DAYS}个工作日，至少1个工作日",
            article=article,
        )
    if extension.served_on:
        _after("extension.served_on", extension.served_on, extension.approved_on, "批准延期", article)


def later_facts(facts: CaseFacts) -> list[tuple[str, date | None]]:
    """Return the name and day of every fact that cannot come before receipt."""
    rows: list[tuple[str, date | None]] = [("concluded_on", facts.concluded_on)]
    parts: list[tuple[str, object, tuple[str, ...]]] = [
        ("supplement", facts.supplement, ("served_on", "answer_by", "received_on")),
        ("extension", facts.extension, ("approved_on", "served_on")),
        ("reasons", facts.reasons, ("served_on", "answer_by", "received_on")),
        ("delay", facts.delay, ("until", "served_on")),
        ("fee", facts.fee, ("sent_on", "served_on", "paid_on")),
    ]
    for index, consultation in enumerate(facts.consultations):
        names = ("sent_on", "delivered_on", "answered_on")
        parts.append((f"consultations[{index}]", consultation, names))
    for where, part, names in parts:
        if part is not None:
            rows += [(f"{where}.{name}", getattr(part, name)) for name in names]
    return rows


def check_redos(facts: CaseFacts) -> None:
    """Raise BadFact when the rounds of a case decided anew contradict each other, or a letter of any round itself.

    A round may be ordered while the one before still runs, but begins only after that one ended.
    """
    for index, consultation in enumerate(facts.consultations):
        _check_consultation(f"consultations[{index}]", consultation)
    ended_on = facts.concluded_on
    for index, redo in enumerate(facts.redos):
        where = f"redos[{index}]"
        if ended_on is None:
            raise BadFact(f"{where}.started_on", "前一次处理尚未办结，不能重新办理", article=REDO_ORDER)
        if facts.concluded_on and redo.started_on < facts.concluded_on:
            raise BadFact(f"{where}.started_on", "重新办理的起算日不能早于原答复送达之日", article=REDO_ORDER)
        for name, what in (("due_by", "重新答复的末日"), ("concluded_on", "重新答复送达之日")):
            day = getattr(redo, name)
            if day and day < redo.started_on:
                raise BadFact(f"{where}.{name}", f"{what}不能早于起算日{redo.started_on}", article=REDO_ORDER)
        ended_on = redo.concluded_on


def _check_conclusion(facts: CaseFacts, concluded_on: date) -> None:
    """A concluded case is served no further notices; answers may still arrive."""
    acts = [(item.sent_on, "征求意见书发出") for item in facts.consultations]
    if facts.supplement:
        acts.append((facts.supplement.served_on, "补正告知送达"))
    if facts.extension:
        acts.append((facts.extension.served_on, "延期告知送达"))
    if facts.reasons:
        acts.append((facts.reasons.served_on, "说明理由告知送达"))
    if facts.delay:
        acts.append((facts.delay.served_on, "延迟答复告知送达"))
    if facts.fee:
        acts.append((facts.fee.sent_on, "收费通知发出"))
        acts.append((facts.fee.served_on, "收费通知送达"))
    for day, what in acts:
        if day:
            _after("concluded_on", concluded_on, day, what, regulation(33))


def _check_supplement(supplement: SupplementFact) -> None:
    article = regulation(30)
    for name in ("answer_by", "received_on"):
        day = getattr(supplement, name)
        if day:
            _after(f"supplement.{name}", day, supplement.served_on, "补正告知送达", article)


def _check_reasons(reasons: ReasonsFact) -> None:
    for name in ("answer_by", "received_on"):
        day = getattr(reasons, name)
        if day:
            _after(f"reasons.{name}", day, reasons.served_on, "说明理由告知送达", regulation(35))


def _check_fee(fee: FeeFact) -> None:
    if fee.served_on and fee.sent_on:
        _after("fee.served_on", fee.served_on, fee.sent_on, "收费通知发出", FEE_MEASURES)
    if fee.paid_on:
        _after("fee.paid_on", fee.paid_on, fee.served_on, "收费通知送达", FEE_MEASURES)


def _check_consultation(where: str, consultation: ConsultationFact) -> None:
    article = OPINION_BASIS[consultation.kind]
    for name in ("delivered_on", "answered_on", "answer_by", "closed_on"):
        day = getattr(consultation, name)
        if day:
            _after(f"{where}.{name}", day, consultation.sent_on, "征求意见书发出", article)
    if consultation.delivered_on and consultation.answered_on:
        _after(
            f"{where}.answered_on",
            consultation.answered_on,
            consultation.delivered_on,
            "对方收到征求意见书",
            article,
        )


def _after(name: str, day: date, earlier: date | None, what: str, article: str) -> None:
    if earlier is None:
        raise BadFact(name, f"须先有{what}之日", article=article)
    if day < earlier:
        raise BadFact(name, f"不能早于{what}之日{earlier}", article=article)
