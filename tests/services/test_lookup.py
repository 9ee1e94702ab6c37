"""Number and query code: one answer for every wrong try, ten tries, then an hour of rest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from casework.law.errors import Refused
from casework.models import FailedLookup
from casework.services.lookup import find_case
from tests.cast import noon, register_case
from tests.portal.visitor import filed_case

NOW = noon("2026-03-02")
WRONG = "编号或查询码不正确，请对照回执重新填写。查询码不区分大小写。"


@pytest.fixture
def filed(cast):
    return filed_case(cast, "2026-03-02")


def refusal(number: str, code: str, now=NOW) -> Refused:
    with pytest.raises(Refused) as caught:
        find_case(number=number, code=code, now=now)
    return caught.value


def guess_wrong(number: str, times: int, now=NOW) -> None:
    for _ in range(times):
        refusal(number, "AAAAAAAA", now)


def test_the_right_code_opens_the_case(filed):
    case, code = filed
    assert find_case(number=case.number, code=code, now=NOW) == case.pk
    assert not FailedLookup.objects.exists()


@pytest.mark.parametrize("write", [" 某审 2026-0001 ", "某审２０２６－０００１", "某审2026—0001"])
def test_the_number_may_be_typed_as_a_phone_types_it(filed, write):
    case, code = filed
    assert find_case(number=write, code=f" {code.lower()} ", now=NOW) == case.pk


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(filed):
    case, code = filed
    wrong_code, unknown = refusal(case.number, "AAAAAAAA"), refusal("某审2026-9999", code)
    assert (wrong_code.code, str(wrong_code)) == (unknown.code, str(unknown))
    assert str(unknown) == WRONG


def test_a_case_without_a_code_is_opened_by_none(cast):
    case = register_case(cast)
    assert refusal(case.number, "").code == "lookup_failed"


def test_the_tenth_wrong_try_is_refused_and_the_right_code_after_it(filed):
    case, code = filed
    guess_wrong(case.number, 9)
    assert refusal(case.number, "AAAAAAAA").code == "lookup_locked"
    locked = refusal(case.number, code)
    assert locked.code == "lookup_locked"
    assert "当面查询" in str(locked)


def test_nine_wrong_tries_still_leave_the_right_one(filed):
    case, code = filed
    guess_wrong(case.number, 9)
    assert find_case(number=case.number, code=code, now=NOW) == case.pk


def test_other_numbers_are_not_affected(cast, filed):
    other, code = filed_case(cast, "2026-03-02", key="m" * 32)
    guess_wrong(filed[0].number, 12)
    assert find_case(number=other.number, code=code, now=NOW) == other.pk


def test_an_unknown_number_is_locked_as_well(filed):
    guess_wrong("某审2026-9999", 9)
    assert refusal("某审2026-9999", "AAAAAAAA").code == "lookup_locked"


def test_the_lock_lasts_an_hour_from_the_tenth_wrong_try(filed):
    case, code = filed
    guess_wrong(case.number, 5, NOW - timedelta(minutes=50))
    guess_wrong(case.number, 5, NOW)
    assert refusal(case.number, code, NOW + timedelta(minutes=59)).code == "lookup_locked"
    assert find_case(number=case.number, code=code, now=NOW + timedelta(minutes=60)) == case.pk


def test_trying_on_does_not_make_the_lock_longer(filed):
    case, code = filed
    guess_wrong(case.number, 10)
    guess_wrong(case.number, 30, NOW + timedelta(minutes=30))
    assert find_case(number=case.number, code=code, now=NOW + timedelta(minutes=60)) == case.pk


def test_wrong_tries_over_many_hours_lock_nothing(filed):
    case, code = filed
    for hour in range(20):
        guess_wrong(case.number, 1, NOW + timedelta(hours=hour))
    assert find_case(number=case.number, code=code, now=NOW + timedelta(hours=20)) == case.pk


def test_old_tries_are_swept_away(filed):
    guess_wrong(filed[0].number, 10)
    guess_wrong("某审2026-9999", 1, NOW + timedelta(hours=3))
    assert FailedLookup.objects.count() == 1


def test_a_very_long_number_is_only_wrong(filed):
    assert refusal("9" * 5000, "AAAAAAAA").code == "lookup_failed"


@pytest.mark.django_db(transaction=True)
def test_of_forty_tries_at_once_ten_are_judged_at_most(cast):
    case, _ = filed_case(cast, "2026-03-02")

    def one_try(_: int) -> str:
        try:
            return refusal(case.number, "AAAAAAAA").code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one_try, range(40)))
    assert answers.count("lookup_failed") <= 9
    assert answers.count("lookup_locked") == 40 - answers.count("lookup_failed")


def test_a_look_up_costs_the_same_for_known_and_unknown_numbers(filed, django_assert_num_queries):
    for number in (filed[0].number, "某审2026-9999"):
        with django_assert_num_queries(4):
            refusal(number, "AAAAAAAA")
