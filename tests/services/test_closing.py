"""撤回 and 归档: withdrawal from every open stage, filing of what is concluded."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.stages import OPEN_STAGES
from casework.services import closing
from tests.cast import accepted_case, day, register_case, replied_case
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import (
    drafted_case,
    fee_charged,
    reasons_asked,
    signed_case,
    submitted_case,
    supplementing_case,
)
from tests.services.watching import refused

OPEN = {
    "submitted": submitted_case,
    "registered": register_case,
    "processing": accepted_case,
    "supplementing": supplementing_case,
    "awaiting_reasons": reasons_asked,
    "awaiting_fee": fee_charged,
    "in_review": drafted_case,
    "signed": signed_case,
}


def test_the_stories_below_cover_every_open_stage():
    assert set(OPEN) == set(OPEN_STAGES)


@pytest.mark.parametrize("who", ["clerk", "applicant"])
@pytest.mark.parametrize("stage", OPEN)
def test_an_applicant_withdraws_from_every_open_stage(cast, stage, who):
    case = OPEN[stage](cast)
    assert case.stage == stage
    case = perform(Act.WITHDRAW, case, cast.officer_li if who == "clerk" else None)
    assert (case.stage, case.decision_code) == ("concluded", "O3")
    assert (case.decided_on, case.concluded_on) == (day(READY), day(READY))
    event = case.events.last()
    assert (event.act, event.note) == ("withdraw", "申请人书面撤回")
    assert event.actor_name == ("李经办" if who == "clerk" else "申请人")
    assert (event.before["stage"], event.after["stage"]) == (stage, "concluded")
    assert not case.deadlines.filter(is_open=True).exists()


@pytest.mark.parametrize("channel", ["fax", "ordinary_mail"])
def test_a_request_never_confirmed_can_be_withdrawn_and_then_counts_as_received_that_day(cast, channel):
    case = register_case(cast, channel=channel)
    assert case.received_on is None
    case = perform(Act.WITHDRAW, case, cast.officer_li)
    assert (case.stage, case.received_on, case.decided_on) == ("concluded", day(READY), day(READY))


def test_where_days_off_count_as_the_next_working_day_a_request_can_be_withdrawn_the_same_day(cast):
    cast.bureau.policy = {"nonworkday_receipt": "next_working_day"}
    cast.bureau.save()
    # 2026-03-07 is a Saturday: received on Monday 03-09, and not withdrawn before that.
    case = submitted_case(cast, "2026-03-07")
    case = perform(Act.WITHDRAW, case, None, "2026-03-07")
    assert (case.received_on, case.decided_on, case.concluded_on) == (day("2026-03-09"),) * 3
    assert case.events.last().happened_on == day("2026-03-07")


def test_a_withdrawal_needs_a_statement(cast):
    case = accepted_case(cast)
    with refused("evidence_missing", "撤回申请的书面材料", field="evidence_withdrawal_letter"):
        closing.withdraw(case_id=case.pk, statement=" ", **by(None, READY))


def test_what_is_concluded_is_not_withdrawn(cast):
    case = replied_case(cast, "G2", signed="2026-03-04", served="2026-03-05")
    with refused("wrong_stage", "已办结", "李经办", "送达答复"):
        perform(Act.WITHDRAW, case, None)
    perform(Act.ARCHIVE, case, cast.officer_li)
    with refused("wrong_stage", "已归档"):
        perform(Act.WITHDRAW, case, None)


@pytest.mark.parametrize("stage", OPEN)
def test_only_a_concluded_case_is_filed(cast, stage):
    case = OPEN[stage](cast)
    with refused("wrong_stage", "只有“已办结”时可以归档"):
        perform(Act.ARCHIVE, case, cast.officer_li)


def test_filing_keeps_day_and_number_and_is_done_once(cast):
    case = replied_case(cast, "G2", signed="2026-03-04", served="2026-03-05")
    with refused("text_too_long", field="archive_number"):
        closing.archive(case_id=case.pk, archive_number="2" * 500, **by(cast.officer_li, READY))
    case = perform(Act.ARCHIVE, case, cast.officer_li)
    assert (case.stage, case.archived_on, case.archive_number) == ("archived", day(READY), "2026-01")
    assert case.events.last().after == {"stage": "archived", "archive_number": "2026-01", "retention": "30年"}
    with refused("wrong_stage", "已归档"):
        perform(Act.ARCHIVE, case, cast.officer_li)
