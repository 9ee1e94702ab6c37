"""Laws that hold for all facts, tried on random ones and counted again by an independent day-by-day count."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st

from casework.law import clock, duties
from casework.law.calendar import WorkingCalendar, YearNotice, official_calendar, official_notices, union
from casework.law.facts import CaseFacts, ConsultationFact, ConsultationKind, ExtensionFact, FeeFact, SupplementFact
from casework.law.policy import Policy
from casework.law.receipt import Channel

NOTICES = json.loads((Path(__file__).parent / "data" / "official_days.json").read_text(encoding="utf-8"))
OFF = {date.fromisoformat(d) for year in NOTICES.values() for days in year["off"].values() for d in days}
WORKED = {date.fromisoformat(d) for year in NOTICES.values() for d in year["worked_weekends"]}
FIRST, HORIZON = date(2019, 1, 1), date(2026, 12, 31)
CALENDAR = official_calendar()

published_days = st.dates(FIRST, HORIZON)
# Far enough from the horizon that everything drawn below stays on published days.
early_days = st.dates(FIRST, date(2025, 6, 30))
working_days = st.integers(1, 60)


def worked(day: date) -> bool:
    return day in WORKED or (day not in OFF and day.weekday() < 5)


def count_by_hand(start: date, length: int, stopped: set[date] = frozenset()) -> date:
    """The specification's own loop: the last of ``length`` working days after ``start`` that are not stopped."""
    day, counted = start, 0
    while counted < length:
        day += timedelta(1)
        counted += worked(day) and day not in stopped
    return day


@st.composite
def answered_consultations(draw, received_on: date) -> ConsultationFact:
    """A consultation of an agency without its own limit, answered in the end."""
    sent_on = received_on + timedelta(draw(st.integers(0, 50)))
    answered_on = sent_on + timedelta(draw(st.integers(0, 40)))
    return ConsultationFact(ConsultationKind.OTHER_AGENCY, sent_on, None, answered_on)


@st.composite
def consultations_of_any_kind(draw, received_on: date) -> ConsultationFact:
    sent_on = received_on + timedelta(draw(st.integers(0, 50)))
    delivered_on = sent_on + timedelta(draw(st.integers(0, 9))) if draw(st.booleans()) else None
    answered_on = (delivered_on or sent_on) + timedelta(draw(st.integers(0, 40))) if draw(st.booleans()) else None
    return ConsultationFact(draw(st.sampled_from(ConsultationKind)), sent_on, delivered_on, answered_on)


def extensions(received_on: date) -> st.SearchStrategy[ExtensionFact]:
    told = st.integers(0, 60).map(lambda days: received_on + timedelta(days))
    return st.builds(lambda length, on: ExtensionFact(length, on, on), st.integers(1, 20), told)


policies = st.builds(
    Policy,
    suspend_start=st.sampled_from(["sent", "delivered"]),
    suspend_end=st.sampled_from(["answered", "expiry"]),
    fee_clock=st.sampled_from(["restart", "suspend"]),
)


@st.composite
def any_facts(draw, days=early_days) -> CaseFacts:
    received_on = draw(days)

    def later(earlier: date, most: int) -> date:
        return earlier + timedelta(draw(st.integers(0, most)))

    supplement = fee = None
    if draw(st.booleans()):
        served_on = later(received_on, 14)
        supplement = SupplementFact(served_on, later(served_on, 30), draw(st.none() | st.just(later(served_on, 40))))
    if draw(st.booleans()):
        served_on = later(received_on, 60)
        fee = FeeFact(served_on, draw(st.none() | st.just(later(served_on, 40))))
    return CaseFacts(
        channel=Channel.COUNTER,
        submitted_on=received_on,
        supplement=supplement,
        consultations=tuple(draw(st.lists(consultations_of_any_kind(received_on), max_size=3))),
        extension=draw(st.none() | extensions(received_on)),
        fee=fee,
        policy=draw(policies),
    )


def reply_of(facts: CaseFacts, as_of: date | None = None) -> duties.Duty:
    return clock.read(facts, CALENDAR, as_of or facts.submitted_on).reply


# The calendar


@given(published_days, working_days)
def test_the_prefix_arrays_agree_with_counting_day_by_day(start, length):
    assume(start <= date(2026, 8, 31))
    assert CALENDAR.add_working_days(start, length) == count_by_hand(start, length)


@given(early_days, working_days, working_days)
def test_counting_in_two_steps_is_counting_in_one(start, first, second):
    in_two = CALENDAR.add_working_days(CALENDAR.add_working_days(start, first), second)
    assert in_two == CALENDAR.add_working_days(start, first + second)


@given(published_days, published_days, working_days)
def test_a_later_start_is_never_due_earlier(one, other, length):
    earlier, later = sorted((one, other))
    assert CALENDAR.estimate(earlier, length).on <= CALENDAR.estimate(later, length).on


@given(early_days, working_days)
def test_a_longer_period_ends_later_and_on_a_working_day(start, length):
    due = CALENDAR.add_working_days(start, length)
    assert CALENDAR.is_working_day(due)
    assert due > start
    assert CALENDAR.add_working_days(start, length + 1) > due
    assert CALENDAR.count_working_days(start, due) == length


@given(working_days)
@example(1)
@example(20)
def test_the_table_of_due_dates_agrees_with_counting_one_by_one(length):
    table = CALENDAR.due_table(length)
    last = len(table)
    for offset in range(0, last, 7):
        start = FIRST + timedelta(offset)
        due = CALENDAR.estimate(start, length)
        assert table[offset] == (0 if due.provisional else due.on.toordinal())


spans_of_days = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2024, 6, 30)), st.integers(-3, 30)).map(
        lambda pair: (pair[0], pair[0] + timedelta(pair[1]))
    ),
    max_size=6,
)


def days_in(spans) -> set[date]:
    return {begin + timedelta(n) for begin, end in spans for n in range(1, (end - begin).days + 1)}


@given(spans_of_days, st.randoms(use_true_random=False))
def test_the_union_has_the_same_days_sorted_disjoint_and_in_any_order(spans, random):
    merged = union(spans)
    assert days_in(merged) == days_in(spans)
    assert all(end > begin for begin, end in merged)
    assert all(left[1] < right[0] for left, right in pairwise(merged))
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert union(shuffled) == merged


@given(st.dates(date(2024, 1, 1), date(2024, 6, 30)), working_days, spans_of_days)
def test_stopped_days_are_skipped_exactly_as_in_the_loop_of_the_specification(start, length, spans):
    due = CALENDAR.estimate(start, length, union(spans))
    assert due.on == count_by_hand(start, length, days_in(spans))


# Past the published years


@given(st.dates(date(2026, 10, 1), date(2028, 12, 31)), working_days)
def test_what_is_not_published_is_always_marked_and_never_earlier_than_its_earliest_day(start, length):
    due = CALENDAR.estimate(start, length)
    assert due.provisional is (due.on > HORIZON)
    assert due.earliest_on <= due.on
    assert due.provisional or due.earliest_on == due.on


@st.composite
def notices_of_2027(draw) -> YearNotice:
    """Whatever the State Council may decide for 2027: the fixed holidays and any other days, any weekends worked."""
    year = [date(2027, 1, 1) + timedelta(n) for n in range(365)]
    fixed = {date(2027, 1, 1), date(2027, 5, 1), date(2027, 5, 2), *(date(2027, 10, d) for d in (1, 2, 3))}
    off = fixed | set(draw(st.lists(st.sampled_from(year[:180]), max_size=25)))
    weekends = [day for day in year[:180] if day.weekday() >= 5 and day not in off]
    return YearNotice(
        2027, dict.fromkeys(off, "放假"), frozenset(draw(st.lists(st.sampled_from(weekends), max_size=10)))
    )


@given(notices_of_2027(), st.dates(date(2026, 11, 1), HORIZON), st.integers(1, 40))
def test_no_notice_to_come_makes_a_case_due_before_its_earliest_day(notice, start, length):
    known = CALENDAR.estimate(start, length)
    later = WorkingCalendar([*official_notices()[-1:], notice]).estimate(start, length)
    assert known.earliest_on <= later.on
    if not known.provisional:
        assert later.on == known.on


@given(any_facts(st.dates(date(2026, 9, 1), HORIZON)))
def test_a_provisional_reply_raises_its_alarm_no_later_than_its_date(facts):
    reply = reply_of(facts)
    if reply.due_on is not None:
        assert reply.provisional is (reply.due_on > HORIZON)
        assert reply.alarm_on <= reply.due_on


# The clock


@given(st.data(), early_days, st.integers(0, 60))
def test_a_later_receipt_is_never_due_earlier(data, received_on, days):
    later_on = received_on + timedelta(days)
    consultations = tuple(data.draw(st.lists(answered_consultations(later_on), max_size=3)))
    due = [
        reply_of(CaseFacts(channel=Channel.COUNTER, submitted_on=on, consultations=consultations)).due_on
        for on in (received_on, later_on)
    ]
    assert due[0] <= due[1]


def without_reasons(reading: duties.ClockReading) -> list:
    """Overlapping stops may be named after either of them; everything else must be the same."""
    return [(row.day, row.counts, row.n) for row in reading.ledger]


@given(any_facts(), st.randoms(use_true_random=False), st.integers(0, 90))
def test_the_order_of_the_consultations_is_irrelevant(facts, random, days):
    as_of = facts.submitted_on + timedelta(days)
    shuffled = list(facts.consultations)
    random.shuffle(shuffled)
    first = clock.read(facts, CALENDAR, as_of)
    second = clock.read(replace(facts, consultations=tuple(shuffled)), CALENDAR, as_of)
    assert first.reply.due_on == second.reply.due_on
    assert (first.reply.state, first.reply.used, first.reply.alarm_on) == (
        second.reply.state, second.reply.used, second.reply.alarm_on,
    )  # fmt: skip
    assert without_reasons(first) == without_reasons(second)
    assert first.excluded_working_days == second.excluded_working_days


@given(st.data(), early_days)
def test_overlapping_consultations_are_counted_once(data, received_on):
    items = data.draw(st.lists(answered_consultations(received_on), max_size=5))
    stopped = days_in((item.sent_on, item.answered_on) for item in items)
    facts = CaseFacts(channel=Channel.COUNTER, submitted_on=received_on, consultations=tuple(items))
    # A consultation sent after the last day stops nothing, whatever came before it.
    assert reply_of(facts).due_on == count_by_hand(received_on, 20, stopped)


@given(any_facts(), st.data())
def test_a_consultation_more_never_makes_the_reply_due_earlier(facts, data):
    more = data.draw(answered_consultations(facts.submitted_on))
    plain = replace(facts, extension=None, fee=None)
    before = reply_of(plain).due_on
    after = reply_of(replace(plain, consultations=(*plain.consultations, more))).due_on
    if before is None:
        assert after is None or more.sent_on < after
    elif after is not None:
        assert after >= before


@given(any_facts(), st.data())
def test_an_extension_never_shortens(facts, data):
    plain = replace(facts, extension=None, fee=None)
    extension = data.draw(extensions(facts.submitted_on))
    before, after = reply_of(plain), reply_of(replace(plain, extension=extension))
    assert after.of in (before.of, before.of + extension.working_days)
    if before.due_on and after.due_on:
        assert after.due_on >= before.due_on
        assert (after.due_on > before.due_on) is (extension.served_on <= before.due_on)


@given(any_facts())
def test_the_counted_days_of_the_ledger_are_the_length_and_the_last_is_the_due_date(facts):
    reading = clock.read(facts, CALENDAR, facts.submitted_on + timedelta(200))
    counted = [row for row in reading.ledger if row.counts]
    assert [row.n for row in counted] == list(range(1, len(counted) + 1))
    assert [row.day for row in reading.ledger] == sorted({row.day for row in reading.ledger})
    if reading.reply.due_on:
        assert len(counted) == reading.reply.of == reading.reply.used
        assert counted[-1].day == reading.reply.due_on == reading.ledger[-1].day
    assert all(worked(row.day) for row in counted)


@given(any_facts(), st.integers(0, 150))
def test_used_days_never_fall_and_never_pass_the_length(facts, days):
    as_of = facts.submitted_on + timedelta(days)
    today, tomorrow = reply_of(facts, as_of), reply_of(facts, as_of + timedelta(1))
    assert 0 <= today.used <= tomorrow.used <= tomorrow.of
    assert today.due_on == tomorrow.due_on, "the date depends on the facts, not on the day of asking"


@given(any_facts(), st.integers(0, 150))
def test_only_an_unconcluded_reply_after_its_date_is_overdue(facts, days):
    as_of = facts.submitted_on + timedelta(days)
    reply = reply_of(facts, as_of)
    overdue = reply.due_on is not None and reply.due_on < as_of
    assert (reply.state is duties.DutyState.OVERDUE) is overdue
