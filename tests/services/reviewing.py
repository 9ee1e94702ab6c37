"""An office with a chain of four steps, and what it takes to send a draft through it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from casework.law.approval_chain import StepKind, StepPlan
from casework.models import (
    Case,
    Role,
)
from casework.queries.reviews import read_review
from casework.services import approval_chains, assignments, replies, reviews
from tests.cast import accepted_case, day, evidence_for, person
from tests.services.acts import READY, by

DRAFTED = "2026-03-09"


@pytest.fixture(name="office")
def review_office(cast):
    """The bureau with a head of its unit, a legal and a secrecy reviewer, and a second leader."""
    return SimpleNamespace(
        cast=cast,
        clerk=cast.officer_li,
        chief=cast.head_chen,
        head=person("head_he", Role.UNIT_HEAD, cast.bureau, "何科长", cast.unit),
        legal=person("legal_qian", Role.LEGAL_REVIEWER, cast.bureau, "钱法规"),
        secrecy=person("secrecy_sun", Role.SECRECY_REVIEWER, cast.bureau, "孙保密"),
        vice=person("vice_feng", Role.LEADER, cast.bureau, "冯副主任"),
    )


def plans(office) -> list[StepPlan]:
    """Unit head, then legal and secrecy side by side, then the chief and nobody else."""
    return [
        StepPlan(1, "科室审核", StepKind.REVIEW, own_unit=True),
        StepPlan(2, "法制审核", StepKind.LEGAL, role="legal_reviewer"),
        StepPlan(2, "保密审查", StepKind.SECRECY, role="secrecy_reviewer"),
        StepPlan(3, "签发", StepKind.SIGN, people=frozenset({office.chief.pk})),
    ]


@pytest.fixture(name="chain")
def review_chain(office):
    """The office with that chain set."""
    approval_chains.set_chain(steps=plans(office), actor=office.chief)
    return office


def submit(office, code="G2", case=None, on=DRAFTED) -> Case:
    case = case or given_to_unit(office, accepted_case(office.cast))
    return replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="经查，情况如下。",
        **by(office.clerk, on),
    )  # fmt: skip


def given_to_unit(office, case) -> Case:
    return assignments.assign(
        case_id=case.pk, unit=office.cast.unit, officer=office.clerk, **by(office.clerk, "2026-03-03")
    )


def agree(case, actor, on=READY, **given) -> Case:
    return reviews.review(case_id=case.pk, **given, **by(actor, on))


def open_steps(case, on=READY) -> list[str]:
    return [item.step.name for item in read_review(Case.objects.get(pk=case.pk), day(on)).review.open()]


def through_the_steps(office, case) -> None:
    agree(case, office.head)
    agree(case, office.legal, opinion="依据写到款")
    agree(case, office.secrecy, verdict="not_secret")
