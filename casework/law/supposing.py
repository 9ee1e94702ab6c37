"""What if (假设推算): the facts of a case with something added that has not happened.

Only facts are supposed here; what follows from them is ``clock.read``'s to say (Art. 30-34).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from casework.law.errors import BadFact
from casework.law.facts import (
    MAX_EXTENSION_WORKING_DAYS,
    NOT_WHILE_REDOING,
    CaseFacts,
    ConsultationFact,
    ConsultationKind,
    ExtensionFact,
    FeeFact,
    SupplementFact,
)
from casework.law.sources import REDO_ORDER, regulation


class Asked(StrEnum):
    """What a question is answered with."""

    DAY = "day"
    ADDRESSEE = "addressee"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form; ``hint`` tells how a day is taken that was not given, or what it is for."""

    name: str
    label: str
    hint: str = ""
    kind: Asked = Asked.DAY


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together, two a line."""

    title: str
    rows: tuple[tuple[Question, ...], ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in their order."""
        return tuple(question for row in self.rows for question in row)


_Q = Question
# What may be supposed, as every form asks it.
GROUPS: tuple[Group, ...] = (
    Group("补正", ((_Q("supplement_served_on", "补正告知送达"), _Q("supplement_received_on", "收到补正")),)),
    Group("征求意见", (
        (_Q("consultation_kind", "征求谁的意见", kind=Asked.ADDRESSEE),
         _Q("consultation_sent_on", "征求意见书发出", "不填按今天算")),
        (_Q("consultation_delivered_on", "对方收到征求意见书", "不填按发出当日算"),
         _Q("consultation_answered_on", "收到对方意见", "不填按期满未答复算")),
    )),
    Group("延期", ((
        _Q("extension_working_days", f"延长工作日数（1至{MAX_EXTENSION_WORKING_DAYS}）", kind=Asked.WORKING_DAYS),
        _Q("extension_served_on", "延期告知送达", "不填按今天算"),
    ),)),
    Group("收费", ((_Q("fee_served_on", "收费通知送达"), _Q("fee_paid_on", "申请人缴费")),)),
    Group("答复", ((_Q("concluded_on", "答复送达", "填写后可以看出是否按期"),),)),
)  # fmt: skip
QUESTIONS: dict[str, Question] = {item.name: item for group in GROUPS for item in group.questions}
NOBODY_ASKED = "不征求意见"
EXTENDED_TOO_LITTLE = "至少延长1个工作日"
EXTENDED_TOO_MUCH = f"最长延长{MAX_EXTENSION_WORKING_DAYS}个工作日（{regulation(33, 2)}）"
# What a question of the form is called in the facts; both names lead to the same field.
_FIELD_OF = {
    "supplement.served_on": "supplement_served_on",
    "supplement.answer_by": "supplement_served_on",
    "supplement.received_on": "supplement_received_on",
    "extension.working_days": "extension_working_days",
    "extension.approved_on": "extension_served_on",
    "extension.served_on": "extension_served_on",
    "fee.served_on": "fee_served_on",
    "fee.paid_on": "fee_paid_on",
}
_FIRST_ROUND_QUESTIONS = tuple(name for name in QUESTIONS if name.startswith(("supplement_", "extension_", "fee_")))
_CONSULTATION_FIELDS = ("sent_on", "delivered_on", "answered_on")


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed. Empty fields suppose nothing."""

    supplement_served_on: date | None = None
    supplement_received_on: date | None = None
    consultation_kind: ConsultationKind | None = None
    consultation_sent_on: date | None = None
    consultation_delivered_on: date | None = None
    consultation_answered_on: date | None = None
    extension_working_days: int | None = None
    extension_served_on: date | None = None
    fee_served_on: date | None = None
    fee_paid_on: date | None = None
    concluded_on: date | None = None

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Supposition:
        """Return what the answers of a form suppose; other answers are left aside."""
        given = {name: answers[name] for name in cls.__dataclass_fields__ if answers.get(name)}
        if "consultation_kind" in given:
            given["consultation_kind"] = ConsultationKind(given["consultation_kind"])
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Supposed:
    """The facts as supposed, and in words what was filled in where a day was not given."""

    facts: CaseFacts
    assumed: tuple[str, ...]


def suppose(facts: CaseFacts, supposition: Supposition, today: date) -> Supposed:
    """Return the facts with the supposition added; days not given are taken as ``today``.

    Raises BadFact, naming the question, where the supposition itself is incomplete.
    """
    assumed: list[str] = []
    _refuse_what_a_round_has_not(facts, supposition)
    facts = _with_supplement(facts, supposition)
    facts = _with_consultation(facts, supposition, today, assumed)
    facts = _with_extension(facts, supposition, today, assumed)
    if supposition.fee_served_on or supposition.fee_paid_on:
        facts = replace(facts, fee=FeeFact(supposition.fee_served_on, supposition.fee_paid_on))
    if supposition.concluded_on:
        facts = _with_conclusion(facts, supposition.concluded_on)
    return Supposed(facts, tuple(assumed))


def _refuse_what_a_round_has_not(facts: CaseFacts, supposition: Supposition) -> None:
    if not facts.redos or facts.redos[-1].concluded_on:
        return
    for name in _FIRST_ROUND_QUESTIONS:
        if getattr(supposition, name):
            raise BadFact(name, NOT_WHILE_REDOING, article=REDO_ORDER)


def _with_conclusion(facts: CaseFacts, on: date) -> CaseFacts:
    """The reply that is owed is served: that of the open round where the case is decided anew."""
    *earlier, last = facts.redos or (None,)
    if last is None or last.concluded_on:
        return replace(facts, concluded_on=on)
    return replace(facts, redos=(*earlier, replace(last, concluded_on=on)))


def question_of(field: str) -> str:
    """Return the question a refused fact belongs to: extension.served_on -> extension_served_on."""
    if field.startswith("redos["):
        return "concluded_on"
    if field.startswith("consultations["):
        return f"consultation_{field.rpartition('.')[2]}"
    return _FIELD_OF.get(field, field)


def _with_supplement(facts: CaseFacts, supposition: Supposition) -> CaseFacts:
    served_on, received_on = supposition.supplement_served_on, supposition.supplement_received_on
    if not served_on and not received_on:
        return facts
    old = facts.supplement or SupplementFact()
    return replace(
        facts,
        supplement=SupplementFact(served_on or old.served_on, old.answer_by, received_on or old.received_on),
    )


def _with_consultation(facts: CaseFacts, supposition: Supposition, today: date, assumed: list[str]) -> CaseFacts:
    kind = supposition.consultation_kind
    if kind is None:
        if any(getattr(supposition, f"consultation_{name}") for name in _CONSULTATION_FIELDS):
            raise BadFact("consultation_kind", "请选择征求谁的意见")
        return facts
    sent_on, delivered_on = supposition.consultation_sent_on, supposition.consultation_delivered_on
    if sent_on is None:
        sent_on = today
        assumed.append(f"征求意见书于{sent_on}发出。")
    if delivered_on is None and kind is not ConsultationKind.OTHER_AGENCY:
        delivered_on = sent_on
        silent = "" if supposition.consultation_answered_on else "，期满未提出意见"
        assumed.append(f"对方于{delivered_on}收到征求意见书{silent}。")
    new = ConsultationFact(kind, sent_on, delivered_on, supposition.consultation_answered_on)
    return replace(facts, consultations=(*facts.consultations, new))


def _with_extension(facts: CaseFacts, supposition: Supposition, today: date, assumed: list[str]) -> CaseFacts:
    old = facts.extension
    working_days = supposition.extension_working_days or (old.working_days if old else None)
    served_on = supposition.extension_served_on
    if supposition.extension_working_days is None and served_on is None:
        return facts
    if working_days is None:
        raise BadFact("extension_working_days", "请填写延长多少个工作日")
    if served_on is None:
        served_on = today
        assumed.append(f"延期于{served_on}批准并告知申请人。")
    approved_on = old.approved_on if old and old.approved_on else served_on
    return replace(facts, extension=ExtensionFact(working_days, approved_on, served_on))
