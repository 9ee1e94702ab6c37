"""Who may do which act: the reviewed table, held against every service itself."""

from __future__ import annotations

import pytest

from casework.law.acts import ACT_RULES, Act
from casework.law.errors import Refused
from casework.models import Role, Unit
from casework.services import acceptance, assignments, register
from casework.services.permissions import why_not_allowed
from tests.allowed_acts import reviewed_table
from tests.cast import a_request, accepted_case, day, noon, person
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import READY_FOR
from tests.services.watching import everything, refused

TABLE = {Act(act): row.who for act, row in reviewed_table().items()}


@pytest.fixture
def everybody(cast):
    return {
        "c": cast.officer_li,
        "h": cast.handler_zhou,
        "l": cast.head_chen,
        "s": person("of_the_bureau", Role.SUPERVISOR, cast.bureau, "钱督查"),
        "m": cast.administrator_wu,
        "a": None,
    }


def given_to_the_unit(cast, case):
    """Put the case with Zhou's unit, so that a handler is refused for the role and nothing else."""
    type(case).objects.filter(pk=case.pk).update(unit=cast.unit)
    return type(case).objects.get(pk=case.pk)


@pytest.mark.parametrize("act", READY_FOR, ids=str)
def test_the_services_let_in_those_of_the_table_and_refuse_all_others(cast, everybody, act):
    case = given_to_the_unit(cast, READY_FOR[act](cast))
    # Somebody of another agency, whatever the role, does not even learn that the case exists.
    other_head = person("other_head", Role.LEADER, cast.other_bureau, "郑主任")
    before = everything()
    for stranger in (cast.officer_wang, other_head, cast.supervisor_sun):
        with pytest.raises(Refused, match="没有这个办件，或您无权办理。") as caught:
            perform(act, case, stranger)
        assert caught.value.code == "case_not_found"
    for sign, actor in everybody.items():
        if sign not in TABLE[act]:
            with pytest.raises(Refused, match=ACT_RULES[act].name) as caught:
                perform(act, case, actor)
            assert caught.value.code == "role_not_allowed"
    assert everything() == before
    allowed = next(sign for sign in everybody if sign in TABLE[act])
    before = case.events.count()
    perform(act, case, everybody[allowed])
    assert case.events.count() == before + 1


@pytest.mark.parametrize("sign", "hlsm")
def test_only_a_clerk_registers(cast, everybody, sign):
    with refused("role_not_allowed", "登记申请", "公开办经办人"):
        register.register(agency=cast.bureau, request=a_request(), **by(everybody[sign], READY))


def test_the_refusal_says_whose_act_it_is(cast):
    assert str(why_not_allowed(Act.SIGN, cast.officer_li)) == "“签发”由负责人办理。"
    assert str(why_not_allowed(Act.SUBMIT, cast.officer_li)) == "“网上提交申请”由申请人办理。"


def test_a_case_that_does_not_exist_is_refused_in_the_same_words(cast):
    with refused("case_not_found", "没有这个办件，或您无权办理。"):
        acceptance.accept(case_id=999_999, **by(cast.officer_li, READY))


def test_a_clerk_registers_only_for_the_own_agency(cast):
    with refused("foreign_agency", "只能登记本机关收到的申请。"):
        register.register(agency=cast.bureau, request=a_request(), **by(cast.officer_wang, READY))


def test_a_handler_works_on_the_cases_of_the_unit_and_on_those_given_by_name(cast):
    case = accepted_case(cast)
    other_unit = Unit.objects.create(agency=cast.bureau, name="审批二科")
    with refused("case_not_found"):
        perform(Act.CONSULT, case, cast.handler_zhou)
    assignments.assign(case_id=case.pk, unit=other_unit, officer=cast.officer_li, **by(cast.officer_li, READY))
    with refused("case_not_found"):
        perform(Act.CONSULT, case, cast.handler_zhou)
    assignments.assign(case_id=case.pk, unit=other_unit, officer=cast.handler_zhou, **by(cast.officer_li, READY))
    perform(Act.CONSULT, case, cast.handler_zhou)
    assignments.assign(case_id=case.pk, unit=cast.unit, officer=cast.officer_li, **by(cast.officer_li, READY))
    perform(Act.REQUEST_EXTENSION, case, cast.handler_zhou)


def test_a_handler_without_unit_sees_no_case_without_unit(cast):
    case = accepted_case(cast)
    homeless = person("homeless", Role.HANDLER, cast.bureau, "无科室")
    with refused("case_not_found"):
        perform(Act.CONSULT, case, homeless)


def test_the_key_of_a_done_act_opens_nothing_to_a_stranger(cast):
    case = accepted_case(cast)
    perform(Act.CONSULT, case, cast.officer_li, key="a-form")
    before = everything()
    with pytest.raises(Refused) as caught:
        perform(Act.CONSULT, case, cast.officer_wang, key="a-form")
    assert caught.value.code == "case_not_found"
    assert everything() == before


def test_an_officer_of_another_agency_gets_no_case(cast):
    case = accepted_case(cast)
    at = by(cast.officer_li, READY)
    with refused("foreign_agency", field="officer"):
        assignments.assign(case_id=case.pk, unit=None, officer=cast.officer_wang, **at)
    foreign_unit = Unit.objects.create(agency=cast.other_bureau, name="规划科")
    with refused("foreign_agency", field="unit"):
        assignments.assign(case_id=case.pk, unit=foreign_unit, officer=None, **at)
    for idle in (cast.administrator_wu, cast.head_chen):
        with refused("officer_cannot_work", str(idle), field="officer"):
            assignments.assign(case_id=case.pk, unit=None, officer=idle, **at)
    cast.handler_zhou.is_active = False
    with refused("officer_cannot_work", "周科员", field="officer"):
        assignments.assign(case_id=case.pk, unit=None, officer=cast.handler_zhou, **at)


def test_assigning_names_unit_and_officer_in_the_event_and_leaves_the_clock_alone(cast):
    case = accepted_case(cast)
    case = assignments.assign(
        case_id=case.pk, unit=cast.unit, officer=cast.handler_zhou, note="请先行检索", **by(cast.head_chen, READY)
    )
    event = case.events.last()
    assert (event.act, event.actor, event.note) == ("assign", cast.head_chen, "请先行检索")
    assert event.after == {"unit": "审批一科", "officer": "周科员"}
    assert (event.happened_on, event.recorded_at) == (day(READY), noon(READY))
    assert case.reply_due_on == day("2026-03-30")
