"""Cases decided anew after a lost dispute: they have a last day and stand on every list that asks for one.

Refused on 4 March, served on 5 March; the decision revoking it came on Monday 9 March. 10 to 13 March are 4 working days, then
9 (20th), 14 (27th) and 19 (Friday 3 April); 4 to 6 April are off: Tuesday 7 April is the twentieth.
"""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import current_calendar
from casework.desk.rows import next_words
from casework.law.periods import Period
from casework.law.statistics import Block, Measure
from casework.models import Case, OfficeDuty, Urging
from casework.models.duty_names import REDECISION
from casework.queries.listed_cases import ORDERS, read_listed, statement_of_keys
from casework.queries.statistics import StatisticsQuestion, agencies_of, statistics
from casework.queries.supervision import AgencyCount, Standing, counts_by_agency, listed
from casework.queries.work_list import Scope, Waiting, counts
from casework.services import disputes, urgings
from casework.services.reminders import sweep
from tests.cast import accepted_case, day, noon, replied_case
from tests.services.acts import by
from tests.services.ready_cases import disputed_case, lost_case
from tests.services.test_disputes import again, ended, register
from tests.services.test_reminders import announced
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
DUE = "2026-04-07"


def begun(cast, case: Case, on: str = "2026-03-10") -> Case:
    return disputes.redo(case_id=case.pk, **by(cast.officer_li, on))


def on_list(cast, standing: Standing, on: str) -> list[tuple]:
    found = listed(cast.supervisor_sun, standing, today=day(on), calendar=current_calendar())
    return [(case.number, case.due_on, case.done_on, case.again) for case in found]


def counted(cast, on: str) -> AgencyCount:
    rows = counts_by_agency(cast.supervisor_sun, today=day(on), calendar=current_calendar())
    return next(row for row in rows if row.agency_id == cast.bureau.pk)


@pytest.fixture(params=["taken_up", "not_taken_up"])
def owed(request, cast):
    """A case whose reply is to be made anew, whether the agency took it up or not."""
    case = lost_case(cast)
    return begun(cast, case) if request.param == "taken_up" else case


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        # The third working day after Tuesday 31 March is Friday 3 April, after 1 April it is the 7th.
        ("2026-03-31", None),
        ("2026-04-01", Standing.NEAR),
        ("2026-04-06", Standing.NEAR),
        (DUE, Standing.NEAR),
        ("2026-04-08", Standing.OVERDUE),
    ],
)
def test_it_is_near_and_then_overdue_for_the_supervisor(cast, owed, on, standing):
    here = (owed.number, day(DUE), None, True)
    assert {item: on_list(cast, item, on) for item in Standing} == {
        item: [here] if item is standing else [] for item in Standing
    }
    found = counted(cast, on)
    assert (found.open, found.near, found.overdue) == (1, standing is Standing.NEAR, standing is Standing.OVERDUE)


def test_the_day_an_order_names_is_the_day(cast):
    case = lost_case(cast, redo_due_by=day("2026-03-27"))
    assert on_list(cast, Standing.OVERDUE, "2026-03-27") == []
    assert on_list(cast, Standing.OVERDUE, "2026-03-28") == [(case.number, day("2026-03-27"), None, True)]
    begun(cast, case)
    assert on_list(cast, Standing.OVERDUE, "2026-03-28") == [(case.number, day("2026-03-27"), None, True)]


def test_it_is_off_the_lists_once_the_new_reply_is_served_in_time(cast):
    case = again(cast, begun(cast, lost_case(cast)), signed="2026-04-03", served=DUE)
    assert case.stage == "concluded"
    assert [on_list(cast, standing, "2026-04-08") for standing in Standing] == [[], [], []]
    found = counted(cast, "2026-04-08")
    assert (found.open, found.near, found.overdue, found.answered_late) == (0, 0, 0, 0)


def test_a_new_reply_served_a_day_late_is_answered_late(cast):
    case = again(cast, begun(cast, lost_case(cast)), signed="2026-04-07", served="2026-04-08")
    late = [(case.number, day(DUE), day("2026-04-08"), True)]
    assert on_list(cast, Standing.ANSWERED_LATE, "2026-04-09") == late
    assert counted(cast, "2026-04-09").answered_late == 1
    # Next year it is last year's.
    assert on_list(cast, Standing.ANSWERED_LATE, "2027-01-04") == []


def test_a_first_reply_that_was_late_stays_on_the_list_while_it_is_decided_anew_and_stands_there_once(cast):
    # Received on 2 March, to be answered by Monday 30 March, served on the 31st.
    case = replied_case(cast, "N5", signed="2026-03-27", served="2026-03-31")
    late = [(case.number, day("2026-03-30"), day("2026-03-31"), False)]
    assert on_list(cast, Standing.ANSWERED_LATE, "2026-04-02") == late
    case = ended(cast, register(cast, case, "2026-04-07"), "2026-04-09", "revoked", redo_ordered=True)
    case = begun(cast, case, "2026-04-10")
    assert on_list(cast, Standing.ANSWERED_LATE, "2026-04-10") == late
    # Thursday 9 April and 20 working days: 10 April is the first, 1 to 5 May are off, 9 May (Saturday) is worked:
    # April has 15 of them (10, 13-17, 20-24, 27-30), then 6, 7, 8, 9 and 11 May.
    assert case.reply_due_on == day("2026-05-11")
    again(cast, case, signed="2026-05-11", served="2026-05-12")
    assert on_list(cast, Standing.ANSWERED_LATE, "2026-05-13") == late
    assert counted(cast, "2026-05-13").answered_late == 1


def test_the_second_time_is_measured_by_its_own_day(cast):
    case = again(cast, begun(cast, lost_case(cast)), "N5", signed="2026-03-20", served="2026-03-23")
    case = ended(cast, register(cast, case, "2026-03-24"), "2026-04-09", "revoked", redo_ordered=True)
    case = again(cast, begun(cast, case, "2026-04-10"), signed="2026-05-11", served="2026-05-12")
    assert on_list(cast, Standing.ANSWERED_LATE, "2026-05-13") == [
        (case.number, day("2026-05-11"), day("2026-05-12"), True)
    ]


def test_a_lost_silence_stands_once(cast):
    case = register(cast, accepted_case(cast), "2026-04-01", kind="first_instance", against="no_reply")
    ended(cast, case, "2026-04-10", "judged_ordered", redo_ordered=True, redo_due_by=day("2026-04-24"))
    assert on_list(cast, Standing.OVERDUE, "2026-04-27") == [(case.number, day("2026-03-30"), None, False)]
    assert (counted(cast, "2026-04-27").open, counted(cast, "2026-04-27").overdue) == (1, 1)


def test_a_day_that_is_not_certain_is_not_overdue(cast):
    # 20 working days after 7 December 2026 end in 2027, for which no notice is out.
    case = replied_case(cast, "N5", on="2026-11-02", signed="2026-11-10", served="2026-11-11")
    case = ended(cast, register(cast, case, "2026-11-20"), "2026-12-07", "revoked", redo_ordered=True)
    duty = OfficeDuty.objects.get(case=case, duty=REDECISION)
    assert duty.provisional
    assert [on_list(cast, standing, "2027-01-11") for standing in Standing] == [[], [], []]


def test_the_supervisor_may_urge_as_long_as_a_reply_is_owed(cast, owed):
    urging = urgings.urge(
        case_id=owed.pk, text="请尽快重新答复", answer_by=day("2026-04-10"), actor=cast.supervisor_sun,
        today=day("2026-04-08"), now=noon("2026-04-08"),
    )  # fmt: skip
    assert Urging.objects.get() == urging
    (case,) = listed(cast.supervisor_sun, Standing.OVERDUE, today=day("2026-04-08"), calendar=current_calendar())
    assert (case.urged, case.urging_open, counted(cast, "2026-04-08").unanswered) == (True, True, 1)


def test_a_decision_that_was_upheld_is_urged_by_nobody(cast):
    case = ended(cast, disputed_case(cast), "2026-03-09", "maintained")
    with refused("urging_of_a_closed_case"):
        urgings.urge(
            case_id=case.pk, text="请说明", answer_by=day("2026-04-10"), actor=cast.supervisor_sun,
            today=day("2026-04-08"), now=noon("2026-04-08"),
        )  # fmt: skip


# The agency's own lists


@pytest.mark.parametrize(
    ("on", "waiting", "words"),
    [
        ("2026-03-31", None, "重新答复04-07"),
        ("2026-04-01", Waiting.NEAR, "重新答复04-07"),
        (DUE, Waiting.TODAY, "重新答复04-07"),
        ("2026-04-08", Waiting.OVERDUE, "重新答复04-07"),
    ],
)
def test_the_work_list_counts_it_and_says_what_is_due(cast, on, waiting, words):
    begun(cast, lost_case(cast))
    found = counts(cast.officer_li, Scope.ALL, today=day(on), calendar=current_calendar())
    # The last day is near as well.
    expected = {waiting} | ({Waiting.NEAR} if waiting is Waiting.TODAY else set())
    assert {name for name, number in found.items() if number} == expected - {None}
    keys = statement_of_keys(Case.objects.all())
    (row,) = read_listed(keys, next(iter(ORDERS)), kept=False)
    assert next_words(row, day(on)) == words


def test_the_sweep_announces_it_like_any_reply(cast):
    case = begun(cast, lost_case(cast))
    for on in ("2026-03-27", "2026-03-30", "2026-04-01", "2026-04-03", DUE, "2026-04-08"):
        sweep(today=day(on), now=noon(on))
    # Backwards from 7 April: 3 April 1, 2 April 2, 1 April 3, 31 March 4, 30 March 5.
    assert announced(cast.officer_li) == [
        ("03-30", f"{case.number} 重新答复期限还有5个工作日"),
        ("04-01", f"{case.number} 重新答复期限还有3个工作日"),
        ("04-03", f"{case.number} 重新答复期限还有1个工作日"),
        ("04-07", f"{case.number} 重新答复期限今天到期"),
        ("04-08", f"{case.number} 重新答复期限已超期1个工作日"),
    ]


@pytest.mark.parametrize(("on", "overdue"), [(DUE, 0), ("2026-04-08", 1)])
def test_the_statistics_count_it_overdue(cast, owed, on, overdue):
    question = StatisticsQuestion(Period(day("2026-04-01"), day("2026-04-30")), (Block.TOTAL, Block.UNITS))
    tables = statistics(cast.officer_li, question, agencies=agencies_of(cast.officer_li), today=day(on))
    assert [line.counts[Measure.OVERDUE] for table in tables for line in table.lines] == [overdue] * 2
