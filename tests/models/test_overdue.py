"""When a case is overdue: the day before its last day, that day, the day after."""

import pytest

from casework.models import Case
from tests.cast import day, register_case, replied_case

pytestmark = pytest.mark.django_db


def overdue(on: str) -> list[str]:
    return list(Case.objects.overdue(today=day(on)).values_list("number", flat=True))


def test_a_case_is_overdue_from_the_day_after_its_last_day(cast):
    case = register_case(cast, "2026-03-02")
    assert str(Case.objects.get(pk=case.pk).reply_due_on) == "2026-03-30"

    assert (overdue("2026-03-29"), overdue("2026-03-30"), overdue("2026-03-31")) == ([], [], [case.number])


def test_what_is_concluded_or_only_estimated_is_not_overdue(cast):
    replied_case(cast, "G2")
    register_case(cast, "2026-12-21")

    assert overdue("2027-03-01") == []
