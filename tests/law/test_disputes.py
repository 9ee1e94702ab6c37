"""行政复议、行政诉讼: the agency's own days, what a result counts as, the years of table 四."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.annual_formats import DISPUTE_COLUMNS
from casework.law.calendar import official_calendar
from casework.law.disputes import (
    RESULTS,
    DisputeFact,
    DisputeKind,
    Group,
    Procedure,
    answer_due,
    as_figures,
    column_in_year,
    fold_disputes,
    group_of,
    may_order_redo,
    result_of,
    results_for,
    table_group,
)
from casework.law.errors import Refused
from casework.law.remedies import litigation_after_reconsideration, remedy_periods

REVIEW, FIRST, SECOND = DisputeKind
SIMPLIFIED, ORDINARY = Procedure


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "procedure", "received", "due", "article"),
    [
        # Friday 03-06: 9-13 are five working days, 16-20 the next five.
        (REVIEW, SIMPLIFIED, "2026-03-06", "2026-03-13", "行政复议法第五十四条"),
        (REVIEW, ORDINARY, "2026-03-06", "2026-03-20", "行政复议法第四十八条"),
        # Monday 09-28: 29, 30, then 10-08, 10-09 and the make-up Saturday 10-10.
        (REVIEW, SIMPLIFIED, "2026-09-28", "2026-10-10", "行政复议法第五十四条"),
        (REVIEW, ORDINARY, "2026-09-28", "2026-10-16", "行政复议法第四十八条"),
        # Natural days: a working last day stays, a Saturday or a holiday rolls on.
        (FIRST, ORDINARY, "2026-03-02", "2026-03-17", "行政诉讼法第六十七条"),
        (FIRST, ORDINARY, "2026-03-06", "2026-03-23", "行政诉讼法第六十七条"),
        (SECOND, SIMPLIFIED, "2026-09-15", "2026-09-30", "行政诉讼法第六十七条"),
        (SECOND, ORDINARY, "2026-09-16", "2026-10-08", "行政诉讼法第六十七条"),
        (FIRST, ORDINARY, "2026-09-25", "2026-10-10", "行政诉讼法第六十七条"),
    ],
)
def test_the_agency_owes_its_answer_by(kind, procedure, received, due, article):
    found, basis = answer_due(kind, procedure, day(received), official_calendar())
    assert (found.on, found.provisional, basis) == (day(due), False, f"{article}")


def test_past_the_published_calendar_the_answer_is_due_provisionally():
    # 2026-12-25 is a Friday: 28-31 are four working days, six more lie in 2027.
    review, _ = answer_due(REVIEW, ORDINARY, day("2026-12-25"), official_calendar())
    assert review.provisional and review.earliest_on < review.on
    suit, _ = answer_due(FIRST, ORDINARY, day("2026-12-20"), official_calendar())
    assert (suit.provisional, suit.earliest_on) == (True, day("2027-01-04"))
    # Day 15 is New Year's Day, off in any year; Saturday 01-02 might be worked, Monday 01-04 is likely.
    suit, _ = answer_due(FIRST, ORDINARY, day("2026-12-17"), official_calendar())
    assert (suit.on, suit.provisional, suit.earliest_on) == (day("2027-01-04"), True, day("2027-01-02"))


def test_the_applicants_own_periods_c19_and_c21():
    # C19: served 2026-03-31; day 60 is Saturday 05-30, so Monday 06-01; six months end on 09-30.
    periods = remedy_periods(day("2026-03-31"), official_calendar())
    assert (periods.reconsideration.on, periods.litigation.on) == (day("2026-06-01"), day("2026-09-30"))
    # C20: six months after 2026-08-31 end on 2027-02-28, in a year that is not published.
    assert remedy_periods(day("2026-08-31"), official_calendar()).litigation.provisional
    # C21: the decision of 2026-09-20: day 15 is 10-05, in the holiday, so 10-08.
    assert litigation_after_reconsideration(day("2026-09-20"), official_calendar()).on == day("2026-10-08")
    assert litigation_after_reconsideration(day("2026-09-15"), official_calendar()).on == day("2026-09-30")


# Reviewed by hand against law.md 3.3.
GROUPS = {
    Group.MAINTAINED: {"maintained", "request_dismissed", "claim_dismissed"},
    Group.CORRECTED: {
        "revoked", "changed", "unlawful", "void", "ordered",
        "judged_revoked", "judged_changed", "judged_unlawful", "judged_void", "judged_ordered",
    },
    Group.OTHER: {
        "not_accepted", "ended", "mediated", "sent_back", "suit_rejected", "suit_withdrawn", "suit_mediated",
    },
}  # fmt: skip


def test_every_result_stands_in_one_column():
    found = {group: {key for key, row in RESULTS.items() if row.group is group} for group in GROUPS}
    assert found == GROUPS
    assert {key for key, row in RESULTS.items() if row.group is None} == {"appeal_dismissed"}


@pytest.mark.parametrize(
    ("earlier", "group", "again"),
    [("claim_dismissed", Group.MAINTAINED, False), ("judged_revoked", Group.CORRECTED, True),
     ("suit_rejected", Group.OTHER, False), ("", Group.OTHER, False)],
)  # fmt: skip
def test_a_dismissed_appeal_counts_as_what_it_confirmed(earlier, group, again):
    assert (group_of("appeal_dismissed", earlier), may_order_redo("appeal_dismissed", earlier)) == (group, again)


def test_only_what_sets_the_reply_aside_may_order_a_new_one():
    ordering = {key for key, row in RESULTS.items() if row.redo}
    assert ordering == GROUPS[Group.CORRECTED] - {"changed", "judged_changed"}


def test_a_reconsideration_has_no_judgment():
    assert "judged_revoked" not in {row.key for row in results_for(REVIEW)}
    with pytest.raises(Refused) as refused:
        result_of("judged_revoked", REVIEW)
    assert (refused.value.code, refused.value.field) == ("dispute_result_unknown", "result")
    assert result_of("appeal_dismissed", SECOND).name == "驳回上诉，维持原判"


def fact(kind=REVIEW, received="2026-03-06", decided=None, result="", **more) -> DisputeFact:
    return DisputeFact(
        kind, more.pop("after", False), day(received), decided and day(decided), result,
        **{name: day(value) if name == "continued_on" else value for name, value in more.items()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decided", "columns"),
    [
        # The last day of the year is in the year, the first of the next one is not.
        ("2026-12-31", {2025: None, 2026: Group.CORRECTED, 2027: None}),
        ("2027-01-01", {2025: None, 2026: Group.PENDING, 2027: Group.CORRECTED, 2028: None}),
        (None, {2025: None, 2026: Group.PENDING, 2027: Group.PENDING}),
    ],
)
def test_a_dispute_stands_in_the_year_it_ends_and_pending_before(decided, columns):
    one = fact(decided=decided, result="revoked" if decided else "")
    assert {year: column_in_year(one, year) for year in columns} == columns


def test_papers_that_come_on_the_last_day_are_of_the_year():
    assert column_in_year(fact(received="2026-12-31"), 2026) is Group.PENDING
    assert column_in_year(fact(received="2027-01-01"), 2026) is None


def test_of_several_instances_each_counts_or_only_the_last():
    first = fact(FIRST, "2026-03-06", "2026-06-01", "claim_dismissed", continued_on="2026-07-01")
    second = fact(SECOND, "2026-07-01", "2026-09-01", "appeal_dismissed", earlier_result="claim_dismissed")
    assert fold_disputes([first, second], 2026)["suit_direct"] == {
        "maintained": 2, "corrected": 0, "other": 0, "pending": 0, "total": 2,
    }  # fmt: skip
    assert fold_disputes([first, second], 2026, instances="last")["suit_direct"]["total"] == 1
    # An appeal of the next year does not reach back.
    late = fact(FIRST, "2026-03-06", "2026-06-01", "claim_dismissed", continued_on="2027-01-01")
    assert fold_disputes([late], 2026, instances="last")["suit_direct"]["maintained"] == 1


def test_the_table_adds_up_in_every_group_and_names_every_cell():
    facts = [
        fact(decided="2026-05-01", result="maintained"),
        fact(),
        fact(FIRST, decided="2026-05-01", result="judged_ordered"),
        fact(FIRST, after=True, decided="2026-05-01", result="suit_withdrawn"),
        fact(SECOND, after=True),
    ]
    cells = fold_disputes(facts, 2026)
    assert {group: line["total"] for group, line in cells.items()} == {
        "review": 2, "suit_direct": 1, "suit_after_review": 2,
    }  # fmt: skip
    for line in cells.values():
        assert line["total"] == line["maintained"] + line["corrected"] + line["other"] + line["pending"]
    figures = as_figures(cells)
    assert len(figures) == 15 and figures["four-review-maintained"] == 1 and figures["four-suit_direct-pending"] == 0
    assert {key.split("-")[2] for key in figures} == {column for column, _ in DISPUTE_COLUMNS}


def test_a_suit_after_reconsideration_is_a_group_of_its_own():
    assert table_group(REVIEW, after_reconsideration=True) == "review"
    assert table_group(SECOND, after_reconsideration=True) == "suit_after_review"
    assert table_group(FIRST, after_reconsideration=False) == "suit_direct"
