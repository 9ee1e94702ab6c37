"""A double click acts once: the same form key gives the same result, whatever the act."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.services import register
from casework.services.form_keys import event_of_key, was_done_by
from tests.cast import a_request, accepted_case, day, noon, register_case
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import READY_FOR, submitted_case
from tests.services.watching import everything, refused

LEADERS_ACTS = {
    Act.SET_DELAY, Act.APPROVE_EXTENSION, Act.REJECT_EXTENSION, Act.REVIEW, Act.SEND_BACK, Act.SIGN,
}  # fmt: skip


def actor_for(cast, act):
    if act is Act.RETURN_TO_DESK:
        return cast.handler_zhou
    return cast.head_chen if act in LEADERS_ACTS else cast.officer_li


@pytest.mark.parametrize("act", READY_FOR, ids=str)
def test_the_second_click_changes_nothing_and_gives_the_same_case(cast, act):
    case = READY_FOR[act](cast)
    events = case.events.count()
    first = perform(act, case, actor_for(cast, act), key="one-form")
    after_first = everything()
    second = perform(act, case, actor_for(cast, act), key="one-form")
    assert everything() == after_first
    assert (second.pk, second.stage, second.reply_due_on) == (first.pk, first.stage, first.reply_due_on)
    assert case.events.count() == events + 1
    assert case.events.last().key == "one-form"


def test_registering_twice_with_one_form_gives_one_case_and_one_number(cast):
    at = by(cast.officer_li, "2026-03-02", "one-form")
    first = register.register(agency=cast.bureau, request=a_request(), **at)
    after_first = everything()
    second = register.register(agency=cast.bureau, request=a_request(), **at)
    assert everything() == after_first
    assert second.case == first.case
    assert register_case(cast).number == "某审2026-0002"


def test_filing_twice_with_one_form_gives_one_case_and_the_same_query_code(cast):
    filing = {"agency": cast.bureau, "request": a_request(channel="online"), "today": day("2026-03-02"),
              "now": noon("2026-03-02"), "key": "one-form"}  # fmt: skip
    first = register.submit_online(**filing)
    after_first = everything()
    second = register.submit_online(**filing)
    assert everything() == after_first
    assert (second.case, second.query_code) == (first.case, first.query_code)


def test_without_a_key_the_same_request_is_a_second_case(cast):
    assert register_case(cast).number == "某审2026-0001"
    assert register_case(cast).number == "某审2026-0002"


def test_a_key_used_for_another_act_is_refused_and_not_taken_for_done(cast):
    case = accepted_case(cast)
    perform(Act.CONSULT, case, cast.officer_li, key="one-form")
    with refused("form_already_used", "请刷新页面"):
        perform(Act.REQUEST_EXTENSION, case, cast.officer_li, key="one-form")


def test_a_key_used_on_another_case_is_refused_and_not_taken_for_done(cast):
    case, other = accepted_case(cast), accepted_case(cast)
    perform(Act.CONSULT, case, cast.officer_li, key="one-form")
    with refused("form_already_used"):
        perform(Act.CONSULT, other, cast.officer_li, key="one-form")


def test_the_key_of_another_agency_gives_away_no_case(cast):
    submitted_case(cast, key="one-form")
    with refused("form_already_used"):
        register.submit_online(
            agency=cast.other_bureau, request=a_request(channel="online"), today=day(READY), now=noon(READY),
            key="one-form",
        )  # fmt: skip
    with refused("form_already_used"):
        register.register(agency=cast.bureau, request=a_request(), **by(cast.officer_li, READY, "one-form"))


def test_a_key_that_cannot_be_stored_is_refused(cast):
    with refused("form_key_invalid", "请刷新页面"):
        register.register(agency=cast.bureau, request=a_request(), **by(cast.officer_li, READY, "k" * 65))


def test_a_refused_act_leaves_its_key_free(cast):
    case = register_case(cast)
    with refused("identity_not_checked"):
        perform(Act.ACCEPT, case, cast.officer_li, key="one-form")
    perform(Act.CHECK_IDENTITY, case, cast.officer_li)
    assert perform(Act.ACCEPT, case, cast.officer_li, key="one-form").stage == "processing"


@pytest.mark.parametrize("key", ["a\0b", "a\nb", "\ud800", "k" * 65])
def test_a_key_no_form_of_ours_makes_is_refused_before_the_database_is_asked(cast, key, django_assert_num_queries):
    """A NUL, or half of a surrogate pair, would be an error of PostgreSQL and not an answer."""
    with django_assert_num_queries(0):
        with pytest.raises(Refused) as refusal:
            event_of_key(key, Act.ACCEPT)
        assert refusal.value.code == "form_key_invalid"
        assert not was_done_by(cast.officer_li, key=key, act=Act.ACCEPT, number="某审2026-0001")
