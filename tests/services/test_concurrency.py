"""Many people at the same moment: numbers without gap or double, one winner, nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from casework.adapters.numbering import next_number
from casework.adapters.working_calendar import current_calendar
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models import Case, CaseEvent, NumberSeries, Reply, Role, Supplement
from casework.services import assignments, register, reviews, supplements
from casework.services.deadlines import read_clock
from tests.cast import a_request, accepted_case, day, make_cast, noon, person, register_case
from tests.crowds import at_once, copies_of, crowd
from tests.programs import eventually
from tests.services.acts import READY, by, perform
from tests.services.files import upload
from tests.services.ready_cases import READY_FOR, drafted_case, supplementing_case, two_step_case, unclaimed_case

ROUNDS, FEW_ROUNDS = 200, 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def registering(cast, key="", **facts) -> Callable[[], register.Registered]:
    request = a_request(**facts)
    return lambda: register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-02", key))


def numbers() -> list[str]:
    return sorted(Case.objects.values_list("number", flat=True))


def expected(count: int) -> list[str]:
    return [f"某审2026-{serial:04d}" for serial in range(1, count + 1)]


def assert_consistent() -> None:
    """Every case has its one registration, its applicant and the deadlines the clock gives."""
    assert CaseEvent.objects.count() == Case.objects.count()
    for case in Case.objects.all():
        assert case.applicants.count() == 1
        assert case.reply_due_on == read_clock(case, current_calendar(), day("2026-03-02")).reply.due_on


@pytest.mark.postgres
def test_fifty_registrations_at_once_get_fifty_numbers_without_gap_or_double(cast):
    done = at_once(*[registering(cast) for _ in range(50)])
    assert [item for item in done if isinstance(item, Exception)] == []
    assert numbers() == expected(50)
    assert_consistent()


@pytest.mark.sqlite
def test_eight_registrations_at_once_on_sqlite_wait_for_each_other(cast):
    for _ in range(3):
        done = at_once(*[registering(cast) for _ in range(8)])
        assert [item for item in done if isinstance(item, Exception)] == []
    assert numbers() == expected(24)
    assert_consistent()


@pytest.mark.postgres
def test_registrations_that_fail_among_others_leave_no_gap(cast):
    """Every third one breaks off after it has taken its number."""

    def breaking_off() -> None:
        with transaction.atomic():
            registering(cast)()
            raise ZeroDivisionError

    works = [breaking_off if index % 3 == 0 else registering(cast) for index in range(30)]
    done = at_once(*works)
    assert sum(isinstance(item, ZeroDivisionError) for item in done) == 10
    assert numbers() == expected(20)
    assert_consistent()


def test_a_registration_rolled_back_gives_its_number_to_the_next(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert registering(cast)().case.number == "某审2026-0001"
        raise ZeroDivisionError
    assert not Case.objects.exists()
    assert register_case(cast).number == "某审2026-0001"


@pytest.mark.postgres
def test_the_first_number_of_a_year_is_given_once(cast):
    def taking(year: int) -> Callable[[], int]:
        return transaction.atomic(lambda: next_number(agency_id=cast.bureau.pk, series="case", year=year))

    for year in range(2030, 2040):
        assert sorted(at_once(*[taking(year)] * 8)) == list(range(1, 9))
    assert NumberSeries.objects.count() == 10


@pytest.mark.postgres
def test_the_same_form_sent_many_times_at_once_is_one_case(cast):
    for round_number in range(5):
        done = at_once(*[registering(cast, key=f"form-{round_number}")] * 6)
        assert len({item.case.pk for item in done}) == 1
    assert numbers() == expected(5)
    assert_consistent()


@pytest.mark.postgres
def test_the_same_online_form_sent_many_times_at_once_is_one_case_with_one_code(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def filing() -> register.Registered:
        return register.submit_online(
            agency=cast.bureau, request=a_request(channel="online", files=[upload("申请.pdf")]),
            today=day("2026-03-02"), now=noon("2026-03-02"), key="one-form",
        )  # fmt: skip

    done = at_once(*[filing] * 6)
    assert len({(item.case.pk, item.query_code) for item in done}) == 1
    assert numbers() == expected(1)
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


# The act, and who does it beside the usual officer or head.
RACES = [Act.ACCEPT, Act.SUBMIT_FOR_REVIEW, Act.SIGN, Act.CONCLUDE, Act.LAPSE, Act.APPROVE_EXTENSION]


@pytest.mark.postgres
@pytest.mark.parametrize("act", RACES, ids=str)
def test_two_people_doing_the_same_act_at_once_one_does_it_and_the_other_learns_who_and_when(cast, act):
    leads = act in {Act.SIGN, Act.APPROVE_EXTENSION}
    role, first = (Role.LEADER, cast.head_chen) if leads else (Role.CLERK, cast.officer_li)
    second = person("second", role, cast.bureau, "冯同事")
    for _ in range(2):
        case = READY_FOR[act](cast)
        events = case.events.count()
        done = at_once(lambda: perform(act, case, first), lambda: perform(act, case, second))  # noqa: B023
        refusals = [item for item in done if isinstance(item, Refused)]
        assert len(refusals) == 1 and sum(isinstance(item, Case) for item in done) == 1, done
        assert case.events.count() == events + 1
        winner = case.events.last()
        assert (winner.act, winner.actor in (first, second)) == (act.value, True)
        assert winner.actor_name in str(refusals[0]) and "2026-03-10 12:00" in str(refusals[0])


def one_learns_who_and_when(case: Case, done: list[Any]) -> CaseEvent:
    """Assert that one of two acted, and the other was told who had, what, and when; return what was recorded."""
    assert sorted(type(item).__name__ for item in done) == ["Case", "Refused"], done
    (refusal,) = [item for item in done if isinstance(item, Refused)]
    # The copies come without events: this is the only one.
    last = case.events.get()
    assert f"{last.actor_name}于2026-03-10 12:00“{last.get_act_display()}”" in str(refusal)
    return last


@pytest.mark.postgres
def test_two_hundred_rounds_of_two_officers_deciding_the_same_case(cast):
    """Two draft the reply, then two leaders decide on a draft, a hundred rounds each: one of them did, both know who."""
    colleague = person("colleague", Role.CLERK, cast.bureau, "冯同事")
    deputy = person("deputy", Role.LEADER, cast.bureau, "冯副主任")
    drafting, signing = (copies_of(make(cast), ROUNDS // 2) for make in (accepted_case, drafted_case))
    decided = []
    with crowd(2) as together:
        for case in drafting:
            done = together(
                lambda: perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li),  # noqa: B023
                lambda: perform(Act.SUBMIT_FOR_REVIEW, case, colleague),  # noqa: B023
            )
            assert one_learns_who_and_when(case, done).act == "submit_for_review"
        for number, case in enumerate(signing):
            other = Act.SIGN if number % 2 else Act.SEND_BACK
            done = together(
                lambda: perform(Act.SIGN, case, cast.head_chen),  # noqa: B023
                lambda: perform(other, case, deputy),  # noqa: B023
            )
            decided.append(one_learns_who_and_when(case, done).act)
    stages = dict(Case.objects.values_list("pk", "stage"))
    assert {stages[case.pk] for case in drafting} == {"in_review"}
    assert Reply.objects.filter(case__in=drafting).count() == len(drafting)
    ends = {"sign": "signed", "send_back": "processing"}
    assert [stages[case.pk] for case in signing] == [ends[act] for act in decided]
    # A decision taken and sent back at once would show here: numbers and signatures agree.
    assert Reply.objects.exclude(letter_number="").count() == decided.count("sign") > 0
    assert NumberSeries.objects.get(series="reply").last == decided.count("sign")


@pytest.mark.postgres
def test_rounds_of_two_handlers_claiming(cast):
    second = person("handler_wu", Role.HANDLER, cast.bureau, "吴科员", cast.unit)
    with crowd(2) as together:
        for case in copies_of(unclaimed_case(cast), FEW_ROUNDS):
            done = together(
                lambda: perform(Act.CLAIM, case, cast.handler_zhou),  # noqa: B023
                lambda: perform(Act.CLAIM, case, second),  # noqa: B023
            )
            last = one_learns_who_and_when(case, done)
            assert (last.act, Case.objects.get(pk=case.pk).officer) == ("claim", last.actor)


@pytest.mark.postgres
def test_rounds_of_two_people_assigning_from_the_same_page(cast):
    def assigning(case, who, officer):
        seen = assignments.standing_of(case)
        return lambda: assignments.assign(case_id=case.pk, unit=None, officer=officer, seen=seen, **by(who, READY))

    with crowd(2) as together:
        for case in copies_of(register_case(cast), FEW_ROUNDS):
            done = together(assigning(case, cast.head_chen, cast.handler_zhou), assigning(case, cast.officer_li, None))
            assert sorted(type(item).__name__ for item in done) == ["Case", "Refused"], done
            (refusal,) = [item for item in done if isinstance(item, Refused)]
            assert refusal.code == "assigned_meanwhile"
            assert f"{case.events.get().actor_name}已于2026-03-10 12:00“分办”" in str(refusal)


@pytest.mark.postgres
def test_rounds_of_two_reviewers_on_one_step(cast):
    second = person("second", Role.LEADER, cast.bureau, "冯副主任")

    def agreeing(case, who):
        step = case.review_steps.first()
        return lambda: reviews.review(case_id=case.pk, step_id=step.pk, **by(who, READY))

    with crowd(2) as together:
        for case in copies_of(two_step_case(cast), FEW_ROUNDS):
            done = together(agreeing(case, cast.head_chen), agreeing(case, second))
            assert sorted(type(item).__name__ for item in done) == ["Case", "Refused"], done
            assert case.review_steps.first().opinions.count() == 1


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


@pytest.mark.postgres
def test_who_waited_for_a_supplement_to_be_recorded_sees_it(cast):
    """The one who waits must not compute the date from the supplement as it was before the wait."""
    case = supplementing_case(cast)
    recorded, waiting = threading.Event(), threading.Event()

    def receiving() -> None:
        with transaction.atomic():
            supplements.receive_supplement(
                case_id=case.pk, answer="补正", received_on=day(READY), **by(cast.officer_li, READY)
            )
            recorded.set()
            waiting.wait(10)

    def assigning() -> Case:
        recorded.wait(10)
        return perform(Act.ASSIGN, case, cast.head_chen)

    def watching() -> None:
        eventually(somebody_waits_for_a_lock, seconds=10)
        waiting.set()

    done = at_once(receiving, assigning, watching)
    assert isinstance(done[1], Case), done
    stored = Case.objects.get(pk=case.pk)
    assert Supplement.objects.get(case=case).received_on == day(READY)
    # 03-10 restarts: 11-13 (3), 16-20 (8), 23-27 (13), 30-04-03 (18), 7, 8.
    assert (stored.stage, stored.reply_due_on) == ("processing", day("2026-04-08"))


@pytest.mark.postgres
def test_different_acts_at_once_on_one_case_are_all_done_one_after_the_other(cast):
    case = accepted_case(cast)
    done = at_once(
        lambda: perform(Act.CONSULT, case, cast.officer_li),
        lambda: perform(Act.REQUEST_EXTENSION, case, cast.officer_li),
        lambda: perform(Act.ASSIGN, case, cast.head_chen),
        lambda: perform(Act.CHECK_IDENTITY, case, cast.officer_li),
    )
    assert all(isinstance(item, Case) for item in done), done
    assert case.events.count() == 7
    stored = Case.objects.get(pk=case.pk)
    assert stored.reply_due_on is None and stored.identity_checked
    assert stored.reply_due_on == read_clock(stored, current_calendar(), day(READY)).reply.due_on
