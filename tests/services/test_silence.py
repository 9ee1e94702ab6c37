"""A third party that lets its 15 working days pass: the reply is what is due next.

Received 2 March 2026, asked on the 9th, delivered on the 11th: silent until 1 April, the reply is
then due on 23 April (law.md C10).
"""

from __future__ import annotations

import pytest

from casework.models import Case, Deadline
from casework.services.consultations import consult
from casework.services.recomputing import recompute_lapsed
from tests.cast import accepted_case, day, noon


@pytest.fixture
def asked(cast) -> Case:
    case = accepted_case(cast, "2026-03-02")
    return consult(
        case_id=case.pk, kind="third_party", addressee="某某公司", about="合同价格", sent_on=day("2026-03-09"),
        delivered_on=day("2026-03-11"), actor=cast.officer_li, today=day("2026-03-11"), now=noon("2026-03-11"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "next_duty", "next_due_on"),
    [
        pytest.param("2026-03-31", "third_party_opinion", "2026-04-01", id="the-day-before"),
        pytest.param("2026-04-01", "third_party_opinion", "2026-04-01", id="the-last-day"),
        pytest.param("2026-04-02", "reply", "2026-04-23", id="the-day-after"),
    ],
)
def test_what_is_due_next_while_and_after_a_third_party_is_silent(asked, today, next_duty, next_due_on):
    recompute_lapsed(today=day(today))
    case = Case.objects.get()
    assert (case.next_duty, case.next_due_on) == (next_duty, day(next_due_on))
    assert case.reply_due_on == day("2026-04-23")


def test_the_opinion_stays_open_because_a_person_must_decide(asked):
    recompute_lapsed(today=day("2026-04-02"))
    assert Deadline.objects.get(duty="third_party_opinion").is_open


def test_a_second_recomputation_finds_nothing_more(asked):
    assert recompute_lapsed(today=day("2026-04-02")) == 1
    assert recompute_lapsed(today=day("2026-04-02")) == 0
