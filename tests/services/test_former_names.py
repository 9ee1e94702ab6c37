"""名称沿革: a request by an old name finds the successor; its day of receipt stays (国办公开办函〔2019〕14号)."""

from __future__ import annotations

import pytest

from casework.law.calendar import official_calendar
from casework.models import Case, FormerName
from casework.queries.former_names import succession_in_letters, successor_hints
from casework.queries.work_list import CaseFilter, listed
from casework.services.former_names import add_former_name, remove_former_name
from tests.cast import accepted_case, day, noon, register_case
from tests.services.watching import refused

OLD, BASIS = "某市政务服务中心", "某市机构改革方案"


def add(cast, **given) -> FormerName:
    values = {
        "name": OLD, "unit": None, "effective_on": day("2019-03-01"), "basis": BASIS, "actor": cast.head_chen,
        "today": day("2026-03-02"), "now": noon("2026-03-02"),
    }  # fmt: skip
    return add_former_name(**(values | given))


def test_the_clerk_who_registers_is_told_who_answers_for_the_old_name(cast):
    add(cast)
    (own,) = successor_hints(cast.bureau, OLD)
    assert own == f"“{OLD}”的职权自2019-03-01起由本机关承继（{BASIS}），照常登记办理，收到日不变。"
    (other,) = successor_hints(cast.other_bureau, f" {OLD} ")
    assert "由某市行政审批服务局承继" in other and "谁收到谁处理" in other and "不得退件" in other
    assert successor_hints(cast.bureau, "从未有过的局") == successor_hints(cast.bureau, "") == []


def test_a_unit_s_old_name_is_known_inside_its_agency_only(cast):
    add(cast, name="受理科", unit=cast.unit)
    assert successor_hints(cast.bureau, "受理科") == [
        f"“受理科”现为审批一科（2019-03-01起（{BASIS}））。内部转办不改变收到日。"
    ]
    assert successor_hints(cast.other_bureau, "受理科") == []


def test_letters_name_the_succession_where_the_applicant_wrote_the_old_name(cast):
    add(cast)
    add(cast, name="受理科", unit=cast.unit)
    by_old = register_case(cast, addressed_to=OLD)
    assert succession_in_letters(by_old) == f"申请中写明的机关“{OLD}”的职权自2019年3月1日起由本机关承继（{BASIS}）。"
    assert succession_in_letters(register_case(cast)) == ""
    assert succession_in_letters(register_case(cast, addressed_to="受理科")) == ""


def test_a_list_is_searched_by_the_old_name_too(cast):
    add(cast, name="受理科", unit=cast.unit)
    mine, other = accepted_case(cast), accepted_case(cast)
    Case.objects.filter(pk=mine.pk).update(unit=cast.unit)
    found = listed(cast.officer_li, CaseFilter(text="受理科"), today=day("2026-03-03"), calendar=official_calendar())
    assert set(found) == {mine}
    add(cast)
    found = listed(
        cast.officer_li, CaseFilter(text="政务服务中心"), today=day("2026-03-03"), calendar=official_calendar()
    )
    assert set(found) == {mine, other}


WRONG = [
    ({"name": " "}, "former_name_missing"),
    ({"name": "某市行政审批服务局"}, "former_name_is_current"),
    ({"effective_on": None}, "succession_day_missing"),
    ({"effective_on": "2026-03-03"}, "succession_to_come"),
    ({"name": "名" * 121}, "text_too_long"),
]


@pytest.mark.parametrize(("given", "code"), WRONG, ids=[code for _, code in WRONG])
def test_what_is_no_old_name_is_refused(cast, given, code):
    if given.get("effective_on"):
        given = {"effective_on": day(given["effective_on"])}
    with refused(code):
        add(cast, **given)


def test_an_old_name_is_entered_once_by_those_who_may(cast):
    row = add(cast, effective_on=day("2026-03-02"))
    with refused("former_name_known", field="name"):
        add(cast)
    with refused("role_not_allowed", "名称沿革登记"):
        add(cast, name="另一个", actor=cast.officer_li)
    remove_former_name(former_name_id=row.pk, actor=cast.head_chen)
    assert not FormerName.objects.exists()
