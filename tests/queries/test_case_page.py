"""The case of a page is read by kept statements: they show everybody what ``visible_to`` shows, and all that is stored."""

from __future__ import annotations

import pytest

from casework.law.approval_chain import StepKind
from casework.law.stages import Stage
from casework.models import Applicant, Case, Matter, Role, Unit
from casework.models.applicant import Representative
from casework.models.review import ReviewStep
from casework.queries.case_page import read_case, read_cases
from casework.queries.case_page_rows import visible_cases
from tests.cast import Cast, accepted_case, day, person, register_case, replied_case, third_party_asked

pytestmark = pytest.mark.django_db
TODAY = day("2026-03-16")


def everybody(cast: Cast) -> list:
    elsewhere = Unit.objects.create(agency=cast.bureau, name="审批二科")
    reviewers = [
        person(f"{role}_{unit}", role, cast.bureau, "某人", unit)
        for role in (Role.UNIT_HEAD, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.HANDLER)
        for unit in (None, cast.unit, elsewhere)
    ]
    return [*(getattr(cast, name) for name in vars(cast) if "_" in name and name != "other_bureau"), *reviewers]


def some_cases(cast: Cast) -> list[Case]:
    of_the_unit, of_the_officer = register_case(cast, "2026-03-03"), register_case(cast, "2026-03-04")
    of_the_unit.unit, of_the_unit.officer = cast.unit, None
    of_the_unit.save()
    of_the_officer.officer = cast.handler_zhou
    of_the_officer.save()
    reviewed = replied_case(cast, "G2")
    Case.objects.filter(pk=reviewed.pk).update(unit=cast.unit)
    ReviewStep.objects.filter(case=reviewed).update(kind=StepKind.LEGAL)
    return [register_case(cast), of_the_unit, of_the_officer, reviewed]


def test_everybody_sees_the_cases_that_are_visible_to_them(cast):
    cases, people, seen = some_cases(cast), everybody(cast), 0
    for user in people:
        for case in cases:
            visible = Case.objects.visible_to(user).filter(pk=case.pk).exists()
            seen += visible
            assert bool(visible_cases(user, "number", case.number)) is visible, (user, case.number)
            assert bool(visible_cases(user, "pk", case.pk)) is visible, (user, case.number)
    # Neither all nor none, or the comparison would say nothing.
    assert len(people) < seen < len(people) * len(cases)


def test_a_supervisor_whose_agency_has_no_place_in_the_tree_sees_nothing(cast):
    case = register_case(cast)
    assert visible_cases(cast.supervisor_sun, "number", case.number) == [case]
    cast.supervisor_sun.agency.path = None
    assert visible_cases(cast.supervisor_sun, "number", case.number) == []


def test_one_role_after_another_gets_its_own_person(cast):
    case = register_case(cast)
    assert read_case(cast.officer_li, case.number, today=TODAY).case == case
    assert read_case(cast.officer_wang, case.number, today=TODAY) is None
    assert read_case(cast.officer_li, "某审2026-9999", today=TODAY) is None


def test_everything_that_is_stored_is_at_hand_without_another_statement(cast, django_assert_num_queries):
    case = accepted_case(cast)
    third_party_asked(cast, case, "2026-03-04")
    applicant = Applicant.objects.get(case=case)
    Representative.objects.create(applicant=applicant, name="钱律师", document_number="370303199001010011")
    Applicant.objects.create(case=case, kind="natural", name="孙某某", telephone="13900000000")
    for position in (2, 1):
        Matter.objects.create(case=case, position=position, words=f"第{position}项")
    found = read_case(cast.officer_li, case.number, today=TODAY).case
    stored = Case.objects.get(pk=case.pk)
    rows = {name: list(getattr(stored, name).order_by("pk")) for name in ("consultations", "extensions", "applicants")}
    with django_assert_num_queries(0):
        assert all(
            getattr(found, field.attname) == getattr(stored, field.attname) for field in Case._meta.concrete_fields
        )
        assert (found.agency, found.officer, found.unit) == (cast.bureau, cast.officer_li, None)
        assert [hasattr(found, name) for name in ("supplement", "reasons_request", "fee")] == [False] * 3
        assert {name: list(getattr(found, name).all()) for name in rows} == rows
        assert [item.ruled_by for item in found.consultations.all()] == [cast.officer_li]
        first, second = found.applicants.all()
        assert (first.representative.document_number, first.telephone) == ("370303199001010011", "13800000000")
        assert (first.representative.applicant, first.case, hasattr(second, "representative")) == (first, found, False)
        assert [matter.position for matter in found.matters.all()] == [1, 2]
        assert (found.stage, found.was_split, found.open_step_kind) == (Stage.PROCESSING, False, None)


def test_cases_answered_together_each_get_their_own_rows(cast, django_assert_num_queries):
    first, second, alone = (accepted_case(cast) for _ in range(3))
    Case.objects.filter(pk__in=[first.pk, second.pk]).update(answered_with=first.pk)
    Applicant.objects.filter(case=second).update(name="李某某")
    found = [item.case for item in read_cases(cast.officer_li, "answered_with", first.pk, today=TODAY)]
    assert found == [first, second]
    with django_assert_num_queries(0):
        assert [[item.name for item in case.applicants.all()] for case in found] == [["赵某某"], ["李某某"]]
    assert [item.case for item in read_cases(cast.officer_li, "pk", alone.pk, today=TODAY)] == [alone]
