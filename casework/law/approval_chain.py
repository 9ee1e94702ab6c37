"""The approval chain of an agency (审批链): who reviews a drafted reply, in which order, and who signs.

An agency's own matter within the duty to keep a system of review (条例第四十五条), to examine before
disclosing (第十七条) and to have the head of the office sign. Plain values: no stored row is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import regulation

MOST_STEPS = 10
MOST_RANKS = 5
SIGNING_ROLE = "leader"
UNIT_HEAD_ROLE = "unit_head"


class StepKind(StrEnum):
    """What a step asks of its people."""

    REVIEW = "review"
    LEGAL = "legal"
    SECRECY = "secrecy"
    COUNTERSIGN = "countersign"
    LAWYER = "lawyer"
    SIGN = "sign"


STEP_KIND_NAMES: dict[StepKind, str] = {
    StepKind.REVIEW: "审核",
    StepKind.LEGAL: "法制审核",
    StepKind.SECRECY: "保密审查",
    StepKind.COUNTERSIGN: "会签（每人都须同意）",
    StepKind.LAWYER: "律师意见（可以不提）",
    StepKind.SIGN: "签发",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the agency, as far as a chain must know: ``key`` is the account, ``unit`` the unit's key."""

    key: int
    name: str
    role: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as an agency set it. Steps of equal ``rank`` run side by side.

    Who: the named ``people``; else everybody of ``unit``; else, with ``own_unit``, the heads of the
    unit that handles the case; else everybody who has ``role``.
    """

    rank: int
    name: str
    kind: StepKind
    role: str = ""
    unit: int | None = None
    own_unit: bool = False
    people: frozenset[int] = field(default_factory=frozenset)


DEFAULT_CHAIN = (StepPlan(1, "签发", StepKind.SIGN, role=SIGNING_ROLE),)
"""What holds for an agency that set nothing: a leader signs."""

_HEAD = StepPlan(1, "科室审核", StepKind.REVIEW, own_unit=True)
_LEGAL = StepPlan(2, "法制审核", StepKind.LEGAL, role="legal_reviewer")
_SECRECY = StepPlan(2, "保密审查", StepKind.SECRECY, role="secrecy_reviewer")
_LAWYER = StepPlan(2, "律师意见", StepKind.LAWYER, role="legal_reviewer")


def _sign(rank: int, name: str = "签发") -> StepPlan:
    return StepPlan(rank, name, StepKind.SIGN, role=SIGNING_ROLE)


CHAIN_TEMPLATES: dict[str, tuple[str, tuple[StepPlan, ...]]] = {
    "sign": ("负责人直接签发", DEFAULT_CHAIN),
    "three": ("科室审核—法制、保密同时审查—负责人签发", (_HEAD, _LEGAL, _SECRECY, _sign(3))),
    "four": (
        "科室审核—法制、保密同时审查—分管负责人审核—主要负责人签发",
        (_HEAD, _LEGAL, _SECRECY, StepPlan(3, "分管负责人审核", StepKind.REVIEW, role=SIGNING_ROLE),
         _sign(4, "主要负责人签发")),
    ),
    "five": (
        "科室审核—法制、保密、律师—科室会签—分管负责人审核—主要负责人签发",
        (_HEAD, _LEGAL, _SECRECY, _LAWYER, StepPlan(3, "科室会签", StepKind.COUNTERSIGN, role=UNIT_HEAD_ROLE),
         StepPlan(4, "分管负责人审核", StepKind.REVIEW, role=SIGNING_ROLE), _sign(5, "主要负责人签发")),
    ),
}  # fmt: skip
"""Common chains to begin with: title and steps."""


def seats(plan: StepPlan, staff: Iterable[Person], *, case_unit: int | None) -> dict[int, str]:
    """Return key and name of everybody of ``staff`` who may act on a step; only a leader signs."""
    return {
        person.key: person.name
        for person in staff
        if _named(plan, person, case_unit) and (plan.kind is not StepKind.SIGN or person.role == SIGNING_ROLE)
    }


def _named(plan: StepPlan, person: Person, case_unit: int | None) -> bool:
    if plan.people:
        return person.key in plan.people
    if plan.unit is not None:
        return person.unit == plan.unit
    if plan.own_unit:
        return person.role == UNIT_HEAD_ROLE and case_unit is not None and person.unit == case_unit
    return bool(plan.role) and person.role == plan.role


def require_chain(steps: Sequence[StepPlan], staff: Iterable[Person]) -> None:
    """Raise Refused for a chain that nobody could finish or that does not end in one signature."""
    if not steps:
        raise _wrong("chain_empty", "审批链至少要有“签发”一步。")
    if len(steps) > MOST_STEPS or len({step.rank for step in steps}) > MOST_RANKS:
        raise _wrong("chain_too_long", f"审批链最多{MOST_RANKS}个步次、{MOST_STEPS}个环节。")
    names = [step.name.strip() for step in steps]
    if not all(names):
        raise _wrong("chain_step_nameless", "每个环节都要有名称。")
    if len(set(names)) < len(names):
        raise _wrong("chain_step_twice", "有两个环节名称相同，请改成不同的名称。")
    last = [step for step in steps if step.rank == max(item.rank for item in steps)]
    signing = [step for step in steps if step.kind is StepKind.SIGN]
    if len(signing) != 1 or last != signing:
        raise _wrong("chain_without_signature", "最后一步必须是“签发”，单独进行，并且只有一个签发环节。")
    everybody = list(staff)
    for step in steps:
        refusal = _nobody(step, everybody)
        if refusal:
            raise refusal


def _nobody(step: StepPlan, staff: Sequence[Person]) -> Refused | None:
    if step.own_unit and not step.people and step.unit is None:
        found = any(person.role == UNIT_HEAD_ROLE and person.unit is not None for person in staff)
        who = "承办科室负责人"
    else:
        found = bool(seats(step, staff, case_unit=None))
        who = "签发人（须是负责人）" if step.kind is StepKind.SIGN else "审核人"
    if found:
        return None
    return _wrong(
        "chain_step_without_person", f"“{step.name}”没有在岗的{who}，这样的审批链无法走完；请先指定人员或去掉这一环节。"
    )


def _wrong(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, article=regulation(45))
