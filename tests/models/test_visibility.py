"""Who may see which case: by agency, by unit, by the tree of supervision."""

from __future__ import annotations

import pytest

from casework.law.errors import Refused
from casework.models import Agency, Case, Role, Unit, User
from casework.services import register
from tests.cast import a_request, day, noon, person, register_case


def of(agency, clerk):
    return register.register(
        agency=agency, request=a_request(), actor=clerk, today=day("2026-03-02"), now=noon("2026-03-02")
    ).case


@pytest.fixture
def cases(cast):
    """One case each: without unit, of Zhou's unit, of another unit, given to Zhou, of the other bureau, of the city."""
    other_unit = Unit.objects.create(agency=cast.bureau, name="审批二科")
    city_clerk = person("city_clerk", Role.CLERK, cast.city, "市办经办")
    found = {name: register_case(cast) for name in ("loose", "unit", "other_unit", "by_name")}
    Case.objects.filter(pk=found["unit"].pk).update(unit=cast.unit)
    Case.objects.filter(pk=found["other_unit"].pk).update(unit=other_unit)
    Case.objects.filter(pk=found["by_name"].pk).update(unit=other_unit, officer=cast.handler_zhou)
    found["foreign"] = of(cast.other_bureau, cast.officer_wang)
    found["city"] = of(cast.city, city_clerk)
    return {case.pk: name for name, case in found.items()}


def seen(user, cases):
    return {cases[case.pk] for case in Case.objects.visible_to(User.objects.get(pk=user.pk))}


BUREAU = {"loose", "unit", "other_unit", "by_name"}


def test_each_role_sees_what_is_its_own(cast, cases):
    assert seen(cast.officer_li, cases) == BUREAU
    assert seen(cast.head_chen, cases) == BUREAU
    assert seen(cast.handler_zhou, cases) == {"unit", "by_name"}
    assert seen(cast.officer_wang, cases) == {"foreign"}
    assert seen(cast.supervisor_sun, cases) == BUREAU | {"foreign", "city"}
    assert seen(cast.administrator_wu, cases) == set()


def test_a_supervisor_sees_downwards_only(cast, cases):
    below = person("below", Role.SUPERVISOR, cast.bureau, "局督查")
    assert seen(below, cases) == BUREAU
    twin = Agency.objects.create(name="另一市人民政府", prefix="另")
    assert seen(person("twin", Role.SUPERVISOR, twin, "邻市"), cases) == set()


def test_a_handler_without_unit_sees_only_what_carries_the_name(cast, cases):
    homeless = person("homeless", Role.HANDLER, cast.bureau, "无科室")
    assert seen(homeless, cases) == set()
    Case.objects.filter(pk__in=[pk for pk, name in cases.items() if name == "loose"]).update(officer=homeless)
    assert seen(homeless, cases) == {"loose"}


@pytest.mark.parametrize("role", Role)
def test_somebody_of_no_agency_sees_nothing(cast, cases, role):
    assert seen(person("nobody", role, None, "无机关"), cases) == set()


def test_one_supervisor_does_not_see_by_the_likeness_of_numbers(cast):
    """Agency 1 must not see agency 10: the path ends its numbers with a stroke."""
    agencies = [Agency.objects.create(name=f"机关{n}", prefix=f"机{n}") for n in range(12)]
    for agency in agencies:
        assert list(Agency.objects.all().below(agency)) == [agency]


def test_the_path_is_the_chain_from_the_root(cast):
    office = Agency.objects.create(name="某分局", prefix="某分", parent=cast.bureau)
    assert office.path == f"/{cast.city.pk}/{cast.bureau.pk}/{office.pk}/"
    assert set(Agency.objects.all().below(cast.bureau)) == {cast.bureau, office}
    assert set(Agency.objects.all().below(cast.city)) == {cast.city, cast.bureau, cast.other_bureau, office}


def test_a_moved_agency_takes_everything_below_it_along(cast):
    office = Agency.objects.create(name="某分局", prefix="某分", parent=cast.bureau)
    desk = Agency.objects.create(name="某站", prefix="某站", parent=office)
    province = Agency.objects.create(name="某省人民政府", prefix="某省")
    bureau = Agency.objects.get(pk=cast.bureau.pk)
    bureau.parent = province
    bureau.save()
    desk.refresh_from_db()
    assert desk.path == f"/{province.pk}/{bureau.pk}/{office.pk}/{desk.pk}/"
    assert set(Agency.objects.all().below(province)) == {province, bureau, office, desk}
    assert set(Agency.objects.all().below(cast.city)) == {cast.city, cast.other_bureau}


def test_an_agency_cannot_be_put_below_itself(cast):
    city = Agency.objects.get(pk=cast.city.pk)
    for parent in (city, cast.bureau):
        city.parent = parent
        with pytest.raises(Refused, match="下级") as caught:
            city.save()
        assert caught.value.code == "agency_below_itself"
    assert Agency.objects.get(pk=city.pk).parent is None


def test_open_and_overdue_are_questions_put_to_the_day(cast):
    case = register_case(cast, "2026-03-02")
    unknown = register_case(cast, "2026-12-04")
    assert set(Case.objects.open()) == {case, unknown}
    assert list(Case.objects.overdue(today=day("2026-03-30"))) == []
    assert list(Case.objects.overdue(today=day("2026-03-31"))) == [case]
    # A date that is only an estimate is never called overdue.
    assert list(Case.objects.overdue(today=day("2027-02-01"))) == [case]
