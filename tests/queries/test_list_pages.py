"""Pages are read by kept statements: they must follow whatever changes, and keep nobody's search."""

from __future__ import annotations

from datetime import date

import pytest

from casework.adapters.working_calendar import current_calendar
from casework.models import Agency, Case, Unit
from casework.queries import list_pages
from casework.queries.list_pages import page_of
from casework.queries.work_list import CaseFilter, listed
from tests.cast import Cast, accepted_case, day, register_case

pytestmark = pytest.mark.django_db
TODAY = day("2026-03-16")
ALL = CaseFilter(open_only=False)


def numbers(user, wanted: CaseFilter = ALL, today: date = TODAY, **place: str) -> list[str]:
    page = page_of(user, wanted, today=today, calendar=current_calendar(), **place)
    return [case.number for case in page.cases]


def of_the_unit(cast: Cast, case: Case) -> Case:
    case.unit, case.officer = cast.unit, None
    case.save()
    return case


def test_a_page_holds_what_the_list_holds_for_everybody_one_after_another(cast):
    for on in ("2026-03-02", "2026-03-04", "2026-03-09"):
        accepted_case(cast, on)
    of_the_unit(cast, register_case(cast, "2026-03-10"))
    people = (
        cast.officer_li,
        cast.handler_zhou,
        cast.head_chen,
        cast.officer_wang,
        cast.supervisor_sun,
        cast.administrator_wu,
    )
    for wanted in (ALL, CaseFilter(), CaseFilter(scope="mine"), CaseFilter(scope="unit"), CaseFilter(waiting="near")):
        for person in people:
            expected = listed(person, wanted, today=TODAY, calendar=current_calendar())
            assert sorted(numbers(person, wanted)) == sorted(expected.values_list("number", flat=True))


def test_the_next_day_and_a_new_unit_are_seen_at_once(cast):
    case = of_the_unit(cast, accepted_case(cast, "2026-03-02"))  # due 03-30
    person, near = cast.handler_zhou, CaseFilter(waiting="near")
    # 03-25, 26, 27, 30: three working days left from the 25th on.
    assert numbers(person, near, today=day("2026-03-24")) == []
    assert numbers(person, near, today=day("2026-03-25")) == [case.number]
    person.unit = Unit.objects.create(agency=person.agency, name="另一科室")
    assert numbers(person, near, today=day("2026-03-25")) == []


def test_a_supervisor_of_an_agency_that_moved_no_longer_sees_it(cast):
    case = accepted_case(cast, "2026-03-02")
    assert numbers(cast.supervisor_sun) == [case.number]
    cast.bureau.parent = Agency.objects.create(name="另一市人民政府", prefix="另政")
    cast.bureau.save()
    assert numbers(cast.supervisor_sun) == []


def test_what_is_searched_for_is_not_kept(cast):
    case = accepted_case(cast, "2026-03-02")
    list_pages._kept_keys.cache_clear()
    assert numbers(cast.officer_li, CaseFilter(text="赵某")) == [case.number]
    assert list_pages._kept_keys.cache_info().currsize == 0
    assert numbers(cast.officer_li) == [case.number]
    assert list_pages._kept_keys.cache_info().currsize == 1


def test_every_place_in_a_list_is_read_by_one_kept_statement(cast):
    cases = [register_case(cast, "2026-03-02").number for _ in range(4)]
    list_pages._kept_keys.cache_clear()
    pages = page_of(cast.officer_li, ALL, today=TODAY, calendar=current_calendar())
    behind = [f"{case.registered_at.isoformat()},{case.pk}" for case in pages.cases]
    assert [numbers(cast.officer_li, after=cursor) for cursor in behind] == [cases[2::-1], cases[1::-1], cases[:1], []]
    assert list_pages._kept_keys.cache_info().currsize == 2
