"""The approval chain in plain values: who is asked, which step is open, what may not be (Art. 17, 45)."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.approval_chain import (
    CHAIN_TEMPLATES,
    DEFAULT_CHAIN,
    SIGNING_ROLE,
    UNIT_HEAD_ROLE,
    Person,
    StepKind,
    StepPlan,
    require_chain,
    seats,
)
from casework.law.errors import Refused
from casework.law.review import (
    Agreement,
    Review,
    Reviewer,
    Step,
    require_paper_day,
    require_verdict,
    why_not_review,
    why_not_send_back,
    why_not_sign,
)
from casework.models import Role

HEAD, LEGAL, SECRECY, VICE, CHIEF, OTHER_HEAD = 1, 2, 3, 4, 5, 6
STAFF = [
    Person(HEAD, "何科长", "unit_head", 10), Person(LEGAL, "钱法规", "legal_reviewer", 11),
    Person(SECRECY, "孙保密", "secrecy_reviewer"), Person(VICE, "冯副主任", "leader"), Person(CHIEF, "陈主任", "leader"),
    Person(OTHER_HEAD, "许科长", "unit_head", 11),
]  # fmt: skip
DAY = date(2026, 3, 9)


def review(*given: tuple[int, int]) -> Review:
    """Head, then legal and secrecy and a lawyer, then two heads together, then the chief; ``given`` step and person."""
    steps = (
        Step(1, 1, "科室审核", StepKind.REVIEW, {HEAD: "何科长"}),
        Step(2, 2, "法制审核", StepKind.LEGAL, {LEGAL: "钱法规"}),
        Step(3, 2, "保密审查", StepKind.SECRECY, {SECRECY: "孙保密"}),
        Step(4, 2, "律师意见", StepKind.LAWYER, {LEGAL: "钱法规"}),
        Step(5, 3, "会签", StepKind.COUNTERSIGN, {HEAD: "何科长", OTHER_HEAD: "许科长"}),
        Step(6, 4, "签发", StepKind.SIGN, {CHIEF: "陈主任", VICE: "冯副主任"}),
    )
    return Review(steps, tuple(Agreement(step, person, DAY) for step, person in given))


def open_names(found: Review) -> list[str]:
    return [item.step.name for item in found.open()]


def test_the_roles_a_chain_knows_are_those_of_the_people():
    assert {SIGNING_ROLE, UNIT_HEAD_ROLE} <= set(Role)
    assert {step.role for _, steps in CHAIN_TEMPLATES.values() for step in steps if step.role} <= set(Role)


WAY = [
    ([], ["科室审核"]),
    ([(1, HEAD)], ["法制审核", "保密审查", "律师意见"]),
    ([(1, HEAD), (3, SECRECY)], ["法制审核", "律师意见"]),
    # The lawyer holds nothing up, and may still speak later.
    ([(1, HEAD), (3, SECRECY), (2, LEGAL)], ["律师意见", "会签"]),
    ([(1, HEAD), (3, SECRECY), (2, LEGAL), (5, HEAD)], ["律师意见", "会签"]),
    ([(1, HEAD), (3, SECRECY), (2, LEGAL), (5, HEAD), (5, OTHER_HEAD)], ["律师意见", "签发"]),
    ([(1, HEAD), (3, SECRECY), (2, LEGAL), (4, LEGAL), (5, HEAD), (5, OTHER_HEAD)], ["签发"]),
    ([(1, HEAD), (3, SECRECY), (2, LEGAL), (5, HEAD), (5, OTHER_HEAD), (6, VICE)], []),
]  # fmt: skip


@pytest.mark.parametrize(("given", "names"), WAY, ids=lambda value: str(len(value)))
def test_steps_open_in_order_and_those_of_one_rank_together(given, names):
    assert open_names(review(*given)) == names


def test_only_a_seat_of_an_open_step_may_speak():
    start = review()
    assert why_not_review(start, Reviewer(HEAD)) is None
    refusal = why_not_review(start, Reviewer(LEGAL))
    assert refusal.sentence == "现在没有等待您审核的环节，正在等待“科室审核”（何科长）。"
    assert why_not_review(review((1, HEAD)), Reviewer(HEAD)).code == "review_step_not_yours"
    both = review((1, HEAD), (2, LEGAL), (3, SECRECY))
    assert why_not_review(both, Reviewer(OTHER_HEAD)) is None
    # Who has countersigned has spoken.
    after = review((1, HEAD), (2, LEGAL), (3, SECRECY), (5, OTHER_HEAD))
    assert why_not_review(after, Reviewer(OTHER_HEAD)).code == "review_step_not_yours"
    assert why_not_review(after, Reviewer(HEAD)) is None


def test_the_signature_waits_for_every_step_but_the_lawyer():
    early = why_not_sign(review((1, HEAD), (2, LEGAL)), Reviewer(CHIEF))
    assert (early.code, early.sentence) == ("review_not_complete", "“保密审查”（孙保密）尚未完成，不能签发。")
    ready = review((1, HEAD), (2, LEGAL), (3, SECRECY), (5, HEAD), (5, OTHER_HEAD))
    assert why_not_sign(ready, Reviewer(CHIEF)) is None and why_not_sign(ready, Reviewer(VICE)) is None
    assert why_not_sign(ready, Reviewer(HEAD)).code == "signature_not_yours"


def test_a_deputy_acts_in_the_absent_person_s_name_and_the_own_seat_comes_first():
    found = review((1, HEAD), (2, LEGAL), (3, SECRECY))
    (step, seat), *_ = found.seats_of(Reviewer(VICE, frozenset({OTHER_HEAD})))
    assert (step.name, seat) == ("会签", OTHER_HEAD)
    own = found.seats_of(Reviewer(HEAD, frozenset({OTHER_HEAD})))
    assert [(step.name, seat) for step, seat in own] == [("会签", HEAD)]
    # Having spoken for oneself, one may still speak for the absent.
    then = review((1, HEAD), (2, LEGAL), (3, SECRECY), (5, HEAD)).seats_of(Reviewer(HEAD, frozenset({OTHER_HEAD})))
    assert [(step.name, seat) for step, seat in then] == [("会签", OTHER_HEAD)]


def test_who_holds_an_open_step_or_leads_sends_back():
    found = review((1, HEAD))
    assert why_not_send_back(found, Reviewer(LEGAL)) is None
    assert why_not_send_back(found, Reviewer(CHIEF, leads=True)) is None
    assert why_not_send_back(found, Reviewer(HEAD)).code == "send_back_not_yours"


def test_seats_are_named_people_else_unit_else_heads_of_the_unit_else_the_role():
    def names(case_unit=10, **who):
        return set(seats(StepPlan(1, "环节", who.pop("kind", StepKind.REVIEW), **who), STAFF, case_unit=case_unit))

    assert names(people=frozenset({LEGAL, CHIEF}), role="leader") == {LEGAL, CHIEF}
    assert names(unit=11) == {LEGAL, OTHER_HEAD}
    assert names(own_unit=True) == {HEAD}
    assert names(own_unit=True, case_unit=None) == set()
    assert names(role="leader") == {VICE, CHIEF}
    assert names() == set()
    # Only a leader signs, whoever is named.
    assert names(kind=StepKind.SIGN, people=frozenset({LEGAL, CHIEF})) == {CHIEF}


def test_the_common_chains_can_be_finished_by_a_full_office():
    for title, steps in CHAIN_TEMPLATES.values():
        require_chain(steps, STAFF)
        assert title


S, R = StepKind.SIGN, StepKind.REVIEW
SIGN = StepPlan(3, "签发", S, role="leader")
WRONG = [
    ([], "chain_empty"),
    ([StepPlan(1, "审核", R, role="leader")], "chain_without_signature"),
    ([SIGN, StepPlan(3, "会签", StepKind.COUNTERSIGN, role="leader")], "chain_without_signature"),
    ([StepPlan(1, "先签", S, role="leader"), SIGN], "chain_without_signature"),
    ([StepPlan(4, "审核", R, role="leader"), SIGN], "chain_without_signature"),
    ([StepPlan(1, "  ", R, role="leader"), SIGN], "chain_step_nameless"),
    ([StepPlan(1, "签发", R, role="leader"), SIGN], "chain_step_twice"),
    ([StepPlan(1, "审核", R, role="clerk"), SIGN], "chain_step_without_person"),
    ([StepPlan(1, "审核", R, people=frozenset({99})), SIGN], "chain_step_without_person"),
    ([StepPlan(3, "签发", S, role="unit_head")], "chain_step_without_person"),
    ([*(StepPlan(n, f"第{n}步", R, role="leader") for n in range(1, 6)), StepPlan(6, "签发", S, role="leader")],
     "chain_too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "code"), WRONG, ids=[code for _, code in WRONG])
def test_a_chain_nobody_can_finish_is_refused(steps, code):
    with pytest.raises(Refused) as caught:
        require_chain(steps, STAFF)
    assert caught.value.code == code


def test_a_chain_without_unit_heads_cannot_ask_the_unit_that_handles():
    with pytest.raises(Refused, match="“科室审核”没有在岗的承办科室负责人"):
        require_chain([StepPlan(1, "科室审核", R, own_unit=True), SIGN], [Person(CHIEF, "陈主任", "leader")])
    require_chain(DEFAULT_CHAIN, [Person(CHIEF, "陈主任", "leader")])


VERDICTS = [
    ("", {"G2"}, "verdict_missing"),
    ("机密", {"N1"}, "verdict_missing"),
    ("secret", {"G2"}, "secret_may_not_be_given"),
    ("secret", {"G1"}, "secret_may_not_be_given"),
    ("secret", {"P1", "N4"}, "secret_may_not_be_given"),
    ("secret", {"P1", "N1"}, ""),
    ("secret", {"N1"}, ""),
    ("secret", {"U1"}, ""),
    ("not_secret", {"G2"}, ""),
]


def refusal_of(call, *values, **named) -> tuple[str, str]:
    """Return code and field of the refusal, empty where there is none."""
    try:
        call(*values, **named)
    except Refused as refusal:
        return refusal.code, refusal.field
    return "", ""


@pytest.mark.parametrize(("verdict", "codes", "refusal"), VERDICTS)
def test_a_secrecy_examination_says_secret_or_not_and_what_is_secret_is_not_given_out(verdict, codes, refusal):
    expected = (refusal, "verdict") if refusal else ("", "")
    assert refusal_of(require_verdict, StepKind.SECRECY, verdict, codes) == expected
    # No other step is asked for a verdict.
    assert refusal_of(require_verdict, StepKind.LEGAL, verdict, codes) == ("", "")


PAPER = [
    ("2026-03-10", ""), ("2026-03-11", "paper_day_to_come"), ("2026-03-09", ""), ("2026-03-08", "paper_day_before_step"),
    ("2026-03-06", "paper_day_before_draft"),
]  # fmt: skip


@pytest.mark.parametrize(("on", "refusal"), PAPER)
def test_the_day_on_paper_lies_between_draft_and_today_and_after_the_step_before(on, refusal):
    days = {"today": date(2026, 3, 10), "drafted_on": date(2026, 3, 7), "agreed_before": date(2026, 3, 9)}
    expected = (refusal, "on") if refusal else ("", "")
    assert refusal_of(require_paper_day, date.fromisoformat(on), **days) == expected


def test_the_last_day_of_the_steps_before_is_the_latest():
    found = Review(review().steps, (Agreement(1, HEAD, date(2026, 3, 5)), Agreement(2, LEGAL, date(2026, 3, 9))))
    assert found.last_agreed_on(1) is None
    assert found.last_agreed_on(2) == date(2026, 3, 5)
    assert found.last_agreed_on(4) == date(2026, 3, 9)
