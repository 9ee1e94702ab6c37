"""A year of 5,000 cases, cell by cell; a superior's sum; and what these cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.law.annual_table import APPLICANT_KINDS, failures
from casework.models import Agency, Case
from casework.queries.annual_rollup import roll_up
from casework.queries.annual_table import cases_in_cell, year_table
from casework.queries.annual_year import annual_year, differences_since
from casework.services.annual_figures import enter_figures
from casework.services.annual_freezing import freeze_year
from casework.services.annual_opening import enter_opening
from tests.cast import day, noon, person
from tests.queries.test_annual_table import random_year

pytestmark = pytest.mark.django_db
LATER = {"today": day("2024-01-05"), "now": noon("2024-01-05")}
NOTHING = dict.fromkeys(APPLICANT_KINDS, "0")


@pytest.fixture
def tree(db):
    """City, a bureau, a division of that bureau, another bureau; and a city that has nothing to do with them."""
    city = Agency.objects.create(name="某市人民政府", prefix="某政")
    bureau = Agency.objects.create(name="某市某局", prefix="某局", parent=city)
    division = Agency.objects.create(name="某市某局直属分局", prefix="某分", parent=bureau)
    other = Agency.objects.create(name="某市另局", prefix="某另", parent=city)
    stranger = Agency.objects.create(name="外市某局", prefix="外")
    for seed, agency in enumerate((city, bureau, division, other, stranger)):
        random_year(agency, year=2023, number=30 + seed, seed=seed)
    return city, bureau, division, other, stranger


def total_of(*agencies):
    """Add up the agencies' tables one by one."""
    tables = [year_table(agency, 2023).cells for agency in agencies]
    return {row: {column: sum(t[row][column] for t in tables) for column in line} for row, line in tables[0].items()}


def test_the_sum_is_that_of_all_below_and_the_own_cases_stand_apart(tree):
    city, bureau, division, other, _ = tree
    found = roll_up(city, 2023)
    assert found.below == total_of(bureau, division, other)
    assert found.own.cells == total_of(city)
    assert found.both == total_of(city, bureau, division, other)
    assert [member.agency for member in found.members] == [bureau, division, other]
    assert roll_up(bureau, 2023).below == total_of(division)
    assert failures(found.checks)[0].identity == "C11"
    empty = roll_up(other, 2023)
    assert (empty.members, empty.below["new"]["total"]) == ([], 0)


def test_a_frozen_table_enters_the_sum_as_it_was_frozen(tree):
    city, bureau, division, other, _ = tree
    leader = person("leader", "leader", bureau, "局长")
    frozen = total_of(bureau)
    freeze_year(agency=bureau, year=2023, actor=leader, **LATER)
    case = cases_in_cell(bureau, 2023, "new", "total").first()
    Case.objects.filter(pk=case.pk).update(received_on=day("2024-02-01"), decided_on=None, decision_code="")
    found = roll_up(city, 2023)
    assert found.below["new"]["total"] == frozen["new"]["total"] + total_of(division, other)["new"]["total"]
    assert {m.agency: (m.frozen is not None, m.changed) for m in found.members} == {
        bureau: (True, True), division: (False, False), other: (False, False),
    }  # fmt: skip
    assert found.unfrozen == [m for m in found.members if m.agency in (division, other)]
    failed = {(c.identity, c.left, c.right) for c in failures(found.checks)}
    now = total_of(*tree[:4])["new"]["total"]
    assert ("C10", now + 1, now) in failed
    assert ("C11", 2, 0) in failed


def test_figures_and_opening_balances_enter_the_sum(tree):
    city, bureau, _, other, _ = tree
    for number, agency in enumerate((bureau, other), 1):
        clerk = person(f"clerk{number}", "clerk", agency, "经办")
        at = {"agency": agency, "year": 2023, "actor": clerk, **LATER}
        enter_figures(typed={"two-rules-1": "9"}, seen=0, **at)
        enter_figures(typed={"two-rules-1": str(number)}, seen=agency_last(agency), **at)
        enter_opening(typed=NOTHING | {"natural": "100"}, **at)
    found = roll_up(city, 2023)
    assert found.figures == {"two-rules-1": 3}
    assert found.below["carried_in"]["natural"] == 200 + year_table(tree[2], 2023).cells["carried_in"]["natural"]
    assert [member.agency.name for member in found.missing] == ["某市某局直属分局"]


def agency_last(agency):
    from casework.queries.annual_records import figure_history, last_pk

    return last_pk(figure_history(agency, 2023))


def test_the_sum_costs_the_same_for_three_agencies_and_for_thirty(tree):
    city = tree[0]
    with CaptureQueriesContext(connection) as few:
        roll_up(city, 2023)
    for number in range(27):
        random_year(
            Agency.objects.create(name=f"局{number}", prefix=f"局{number}", parent=city),
            year=2023,
            number=3,
            seed=number,
        )
    with CaptureQueriesContext(connection) as many:
        assert len(roll_up(city, 2023).members) == 30
    # Agencies, cases, openings, freezes, figures, who keeps a register of disputes.
    assert (len(few), len(many)) == (6, 6)


def test_one_year_costs_a_fixed_number_of_statements(tree, django_assert_max_num_queries):
    bureau = tree[1]
    freeze_year(agency=bureau, year=2023, actor=person("leader", "leader", bureau, "局长"), **LATER)
    # Cases, opening, freezes, figures, register of disputes, text, verdicts, last year's table; then members then and now.
    with django_assert_max_num_queries(8):
        found = annual_year(bureau, 2023)
    with django_assert_max_num_queries(2):
        assert differences_since(found) == []
