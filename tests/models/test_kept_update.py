"""A kept update writes what Django would write, to the rows it is given and to no others."""

from __future__ import annotations

import pytest

from casework.models import Case, CaseEvent, Deadline
from casework.models.kept_update import update_each
from casework.services import acceptance
from tests.cast import day, noon, register_case

pytestmark = pytest.mark.django_db


def values(rows):
    return list(rows.order_by("pk").values())


def test_each_row_gets_its_own_values_and_the_others_keep_theirs(cast):
    case, other = register_case(cast), register_case(cast, "2026-03-04")
    rows = list(case.deadlines.order_by("pk"))
    for number, row in enumerate(rows):
        row.due_on, row.alarm_on, row.provisional = None, day(f"2026-04-0{number + 1}"), True
    untouched = values(other.deadlines)
    update_each(rows, ("due_on", "alarm_on", "provisional"))
    kept = values(case.deadlines)
    Deadline.objects.bulk_update(rows, ["due_on", "alarm_on", "provisional"])
    assert len(rows) > 1 and values(case.deadlines) == kept
    assert [row["alarm_on"] for row in kept] == [day(f"2026-04-0{number + 1}") for number in range(len(rows))]
    assert values(other.deadlines) == untouched


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_each([], ("due_on",))


def test_an_act_writes_the_columns_it_has_changed_and_no_others(cast, django_assert_max_num_queries):
    case = register_case(cast)
    Case.objects.filter(pk=case.pk).update(identity_checked=True)
    with django_assert_max_num_queries(40) as asked:
        acceptance.accept(case_id=case.pk, actor=cast.officer_li, today=day("2026-03-02"), now=noon("2026-03-02"))
    (written,) = [row["sql"] for row in asked.captured_queries if row["sql"].startswith('UPDATE "casework_case" ')]
    assert '"stage" = ' in written and '"content" = ' not in written
    assert Case.objects.get(pk=case.pk).stage == "processing"
    assert CaseEvent.objects.filter(case=case).last().after == {"stage": "processing"}
