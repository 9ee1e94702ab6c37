"""Reading personal data in full: for a reason, by whom it concerns, on record before anything is shown."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import CaseEvent, Unit
from casework.services.personal_data import view_personal_data
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import register_case
from tests.services.acts import by
from tests.services.watching import everything, refused

NUMBER, TELEPHONE = "11010519491231002X", "13812345678"


@pytest.fixture
def case(cast):
    data = ApplicantData(
        kind="natural", name="赵某某", document_kind="resident_id", document_number=NUMBER, telephone=TELEPHONE,
        address="某市某区某路1号", postcode="100000",
    )  # fmt: skip
    return register_case(
        cast, applicant=data, representative=RepresentativeData(name="吴律师", telephone="13900001111")
    )


def view(case, actor, **typed):
    who = by(actor, "2026-03-10")
    who.pop("key", None)
    asked = {"items": ["telephone"], "reason": "contact", "note": ""} | typed
    return view_personal_data(case_id=case.pk, **asked, **who)


def test_the_asked_for_items_are_shown_and_who_asked_for_what_is_on_record(cast, case):
    people = view(case, cast.officer_li, items=["address", "telephone"], reason="service", note="寄答复书")
    assert [(person.name, person.facts) for person in people] == [
        ("赵某某", (("联系电话", TELEPHONE), ("通信地址", "某市某区某路1号"), ("邮政编码", "100000"))),
        ("代理人 吴律师", (("联系电话", "13900001111"),)),
    ]
    event = CaseEvent.objects.get(act=Act.VIEW_PERSONAL_DATA)
    assert (event.case_id, event.actor, event.note) == (case.pk, cast.officer_li, "寄送文书：寄答复书")
    assert event.after == {"viewed": "联系电话、通信地址"}
    assert event.previous_hash, "it stands in the chain of the case"


def test_every_look_is_on_record(cast, case):
    view(case, cast.officer_li)
    view(case, cast.officer_li)
    assert CaseEvent.objects.filter(act=Act.VIEW_PERSONAL_DATA).count() == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"items": []}, "personal_fields_missing"),
        ({"items": ["name"]}, "personal_fields_missing"),
        ({"reason": ""}, "view_reason_missing"),
        ({"reason": "curiosity"}, "view_reason_missing"),
        ({"reason": "other", "note": " "}, "view_note_missing"),
    ],
)
def test_without_a_reason_nothing_is_shown_and_nothing_changes(cast, case, typed, code):
    before = everything()
    with refused(code):
        view(case, cast.officer_li, **typed)
    assert everything() == before


@pytest.mark.parametrize("name", ["head_chen", "administrator_wu"])
def test_a_role_that_needs_no_number_reads_none(cast, case, name):
    with refused("role_not_allowed", "查看完整个人信息"):
        view(case, getattr(cast, name))


def test_another_agency_and_another_unit_do_not_find_the_case(cast, case):
    for stranger in (cast.officer_wang, cast.supervisor_sun):
        with refused("case_not_found"):
            view(case, stranger)
    type(case).objects.filter(pk=case.pk).update(unit=Unit.objects.create(agency=cast.bureau, name="另一科"))
    with refused("case_not_found"):
        view(case, cast.handler_zhou)
