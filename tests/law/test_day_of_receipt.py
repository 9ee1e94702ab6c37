"""The day of receipt (收到申请之日) by all seven channels, and the switches that touch it."""

import pytest

from casework.law.errors import BadFact, CalendarNotPublished
from tests.law.reading import due_on, read

ALL_DATES = {"submitted_on": "2026-03-02", "signed_on": "2026-03-04", "confirmed_on": "2026-03-06"}
BY_SUBMISSION, BY_CONFIRMATION = {"online_receipt": "submitted"}, {"online_receipt": "confirmed"}


@pytest.mark.parametrize(
    ("channel", "policy", "received_on", "basis"),
    [
        ("counter", {}, "2026-03-02", "条例第三十一条第一项"),
        ("oral", {}, "2026-03-02", "条例第三十一条第一项"),
        ("registered_mail", {}, "2026-03-04", "条例第三十一条第二项"),
        ("ordinary_mail", {}, "2026-03-06", "条例第三十一条第二项"),
        ("online", {}, "2026-03-02", "条例第三十一条第三项"),
        ("online", BY_SUBMISSION, "2026-03-02", "条例第三十一条第三项"),
        ("online", BY_CONFIRMATION, "2026-03-06", "条例第三十一条第三项"),
        ("email", {}, "2026-03-02", "条例第三十一条第三项"),
        ("email", BY_CONFIRMATION, "2026-03-06", "条例第三十一条第三项"),
        ("fax", {}, "2026-03-06", "条例第三十一条第三项"),
        ("fax", BY_CONFIRMATION, "2026-03-06", "条例第三十一条第三项"),
        # The switch is about the internet only.
        ("counter", BY_CONFIRMATION, "2026-03-02", "条例第三十一条第一项"),
        ("registered_mail", BY_CONFIRMATION, "2026-03-04", "条例第三十一条第二项"),
    ],
    ids=lambda value: next(iter(value.values()), "default") if isinstance(value, dict) else value,
)
def test_each_channel_has_its_own_day_of_receipt(channel, policy, received_on, basis):
    receipt = read({"channel": channel, "policy": policy, **ALL_DATES}).receipt
    assert (receipt.received_on.isoformat(), receipt.basis) == (received_on, basis)


@pytest.mark.parametrize(
    ("channel", "policy", "sentence"),
    [
        ("ordinary_mail", {}, "联系不上的做好登记，自恢复联络之日起算"),
        ("fax", {}, "尚未与申请人确认，期限未起算"),
        ("online", BY_CONFIRMATION, "尚未与申请人确认，期限未起算"),
        ("email", BY_CONFIRMATION, "尚未与申请人确认，期限未起算"),
    ],
    ids=["ordinary mail", "fax", "online by confirmation", "email by confirmation"],
)
def test_without_confirmation_no_clock_runs_and_the_reading_says_what_is_missing(channel, policy, sentence):
    reading = read({"channel": channel, "policy": policy, "submitted_on": "2026-03-02"}, "2026-03-02")
    assert reading.receipt.received_on is None
    assert (reading.duties, reading.ledger, reading.reply) == ((), (), None)
    assert len(reading.remarks) == 1
    assert sentence in reading.remarks[0]


@pytest.mark.parametrize(
    ("channel", "field"),
    [
        ("counter", "submitted_on"),
        ("oral", "submitted_on"),
        ("registered_mail", "signed_on"),
        ("online", "submitted_on"),
        ("email", "submitted_on"),
    ],
)
def test_the_date_the_channel_cannot_do_without_is_asked_for(channel, field):
    facts = {"channel": channel, **ALL_DATES}
    del facts[field]
    with pytest.raises(BadFact) as refused:
        read(facts)
    assert refused.value.field == field
    assert refused.value.rule.startswith("必填：")
    assert refused.value.article.startswith("条例第三十一条")


@pytest.mark.parametrize(
    ("facts", "field", "rule"),
    [
        ({"signed_on": "2026-03-01"}, "signed_on", "不能早于提交（寄出）之日"),
        ({"signed_on": None, "confirmed_on": "2026-03-01"}, "confirmed_on", "不能早于提交（寄出）之日"),
        ({"confirmed_on": "2026-03-03"}, "confirmed_on", "不能早于签收之日"),
    ],
    ids=["signed for before it was sent", "confirmed before it was sent", "confirmed before it was signed for"],
)
def test_dates_of_receipt_that_contradict_each_other_are_refused(facts, field, rule):
    with pytest.raises(BadFact) as refused:
        read({"channel": "registered_mail", **ALL_DATES, **facts})
    assert (refused.value.field, refused.value.rule) == (field, rule)


@pytest.mark.parametrize(
    ("channel", "policy"), [("registered_mail", {}), ("ordinary_mail", {}), ("online", BY_CONFIRMATION)]
)
def test_all_on_one_day_is_possible(channel, policy):
    same = dict.fromkeys(ALL_DATES, "2026-03-02")
    assert read({"channel": channel, "policy": policy, **same}).receipt.received_on.isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("online", "submitted_on"), ("email", "submitted_on"), ("counter", "submitted_on"),
        ("registered_mail", "signed_on"), ("fax", "confirmed_on"),
    ],
)  # fmt: skip
def test_a_request_on_a_day_off_is_received_that_day_or_by_choice_on_the_next_working_day(channel, name):
    sunday = {"channel": channel, name: "2026-03-08"}
    strict = read(sunday).receipt
    lenient = read({**sunday, "policy": {"nonworkday_receipt": "next_working_day"}}).receipt
    assert strict.received_on.isoformat() == "2026-03-08"
    assert lenient.received_on.isoformat() == "2026-03-09"
    assert "休息日提交，视为下一工作日收到" in lenient.explanation
    assert "休息日" not in strict.explanation


def test_a_worked_saturday_is_no_day_off():
    worked = {"channel": "online", "submitted_on": "2026-02-14", "policy": {"nonworkday_receipt": "next_working_day"}}
    receipt = read(worked).receipt
    assert receipt.received_on.isoformat() == "2026-02-14"
    assert "休息日" not in receipt.explanation


def test_the_lenient_reading_of_a_weekend_is_one_working_day_later():
    # Sunday 8 March: the 20th working day is 3 April; counted from Monday it is 7 April, past 清明节.
    sunday = {"channel": "online", "submitted_on": "2026-03-08"}
    assert due_on(sunday) == "2026-04-03"
    assert due_on({**sunday, "policy": {"nonworkday_receipt": "next_working_day"}}) == "2026-04-07"


@pytest.mark.parametrize("policy", [{}, {"nonworkday_receipt": "next_working_day"}], ids=["strict", "lenient"])
@pytest.mark.parametrize(("channel", "name"), [("counter", "submitted_on"), ("registered_mail", "signed_on")])
def test_receipt_before_the_loaded_calendar_names_the_date_at_fault(channel, name, policy):
    with pytest.raises(CalendarNotPublished) as refused:
        read({"channel": channel, name: "2018-12-31", "policy": policy})
    assert (refused.value.field, refused.value.year) == (name, 2018)


def test_a_letter_posted_before_the_calendar_begins_counts_from_its_receipt():
    mail = {"channel": "registered_mail", "submitted_on": "2018-12-28", "signed_on": "2019-01-02"}
    # 20th working day after 2 January 2019, with nothing off but weekends: 30 January.
    assert due_on(mail) == "2019-01-30"


# An agency that counts from confirmation must confirm at once (guiding case 26).


@pytest.mark.parametrize(
    ("facts", "as_of", "warned"),
    [
        ({"confirmed_on": "2026-03-06"}, "2026-03-10", False),
        ({"confirmed_on": "2026-03-09"}, "2026-03-10", False),
        ({"confirmed_on": "2026-03-10"}, "2026-03-10", True),
        ({}, "2026-03-09", False),
        ({}, "2026-03-10", True),
    ],
    ids=["same day", "next working day", "second working day", "open on the next", "open on the second"],
)
@pytest.mark.parametrize("channel", ["online", "email"])
def test_confirmation_after_more_than_one_working_day_is_warned_of(channel, facts, as_of, warned):
    friday = {"channel": channel, "submitted_on": "2026-03-06", "policy": BY_CONFIRMATION, **facts}
    remarks = [text for text in read(friday, as_of).remarks if "超过1个工作日" in text]
    assert len(remarks) == warned
    assert all("申请于2026-03-06提交" in text for text in remarks)


def test_an_agency_that_counts_from_submission_needs_no_such_warning():
    late = {"channel": "online", "submitted_on": "2026-03-06", "confirmed_on": "2026-03-20"}
    assert read(late, "2026-03-20").remarks == ()
    fax = {"channel": "fax", "submitted_on": "2026-03-06", "confirmed_on": "2026-03-20", "policy": BY_CONFIRMATION}
    assert read(fax, "2026-03-20").remarks == ()
