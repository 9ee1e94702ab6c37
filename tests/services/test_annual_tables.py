"""Stored tables: drafts replace themselves, a closed year is told once, what does not add up is kept."""

from __future__ import annotations

import pytest

from casework.law.annual_table import APPLICANT_KINDS
from casework.models import AnnualTable, Notice, Role
from casework.services.annual_freezing import freeze_year
from casework.services.annual_opening import enter_opening
from casework.services.annual_tables import build_table, build_year_end_tables, draft_annual_tables
from tests.cast import day, noon, person, register_case, replied_case

NEW_YEAR = {"today": day("2027-01-01"), "now": noon("2027-01-01")}


def test_a_draft_is_replaced_by_the_next(cast):
    first = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-01"))
    assert first.cells["new"]["natural"] == 0
    register_case(cast, "2026-03-02")
    again = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-03"))
    assert (again.pk, again.cells["new"]["natural"], again.built_at) == (first.pk, 1, noon("2026-03-03"))
    assert (again.report_format, again.year_closed, again.failed_checks) == ("2021_30", False, [])


def test_a_closed_year_stays_closed(cast):
    build_table(agency=cast.bureau, year=2025, year_closed=True, now=noon("2026-01-01"))
    again = build_table(agency=cast.bureau, year=2025, year_closed=False, now=noon("2026-01-02"))
    assert again.year_closed


def test_every_agency_gets_a_draft_of_this_year(cast):
    replied_case(cast, "U1")
    drafted = draft_annual_tables(today=day("2026-11-21"), now=noon("2026-11-21"))
    assert drafted == 3
    cells = {row.agency: row.cells["unable_not_held"]["total"] for row in AnnualTable.objects.filter(year=2026)}
    assert cells == {cast.city: 0, cast.bureau: 1, cast.other_bureau: 0}
    assert not Notice.objects.filter(subject__contains="年度报告").exists()


def test_new_year_builds_last_years_table_and_tells_clerks_and_leaders_once(cast):
    replied_case(cast, "G2")
    leaver = person("left", Role.CLERK, cast.bureau, "已离职")
    leaver.is_active = False
    leaver.save()
    assert build_year_end_tables(**NEW_YEAR) == 3
    assert build_year_end_tables(**NEW_YEAR) == 3
    stored = AnnualTable.objects.get(agency=cast.bureau, year=2026)
    assert (stored.year_closed, stored.cells["granted"]["natural"]) == (True, 1)
    told = Notice.objects.filter(subject="2026年度报告表三已生成")
    assert sorted(notice.recipient.username for notice in told) == ["head_chen", "officer_li", "officer_wang"]


def test_a_draft_of_the_night_before_does_not_keep_the_news_from_coming(cast):
    draft_annual_tables(today=day("2026-12-31"), now=noon("2026-12-31"))
    build_year_end_tables(**NEW_YEAR)
    assert Notice.objects.filter(subject="2026年度报告表三已生成").count() == 3


def test_a_carry_that_does_not_follow_last_years_table_is_kept_as_a_finding(cast):
    build_table(agency=cast.bureau, year=2025, year_closed=True, now=noon("2026-01-01"))
    AnnualTable.objects.filter(year=2025).update(cells={"carried_out": {"natural": 2, "total": 2}})
    stored = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-01"))
    assert [(item["identity"], item["where"]) for item in stored.failed_checks] == [
        ("C4", "自然人列"),
        ("C4", "总计列"),
    ]
    assert stored.failed_checks[0]["sentence"].startswith("自然人列：0 ≠ 2")


def test_a_carry_is_held_against_the_frozen_table_not_the_one_built_before(cast):
    """The year was built with 2 carried out; frozen later with the one case that was open by then."""
    register_case(cast, "2025-12-30")
    build_table(agency=cast.bureau, year=2025, year_closed=True, now=noon("2026-01-01"))
    AnnualTable.objects.filter(year=2025).update(cells={"carried_out": {"natural": 2, "total": 2}})
    freeze_year(agency=cast.bureau, year=2025, actor=cast.head_chen, today=day("2026-01-05"), now=noon("2026-01-05"))
    stored = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-01"))
    assert (stored.cells["carried_in"]["natural"], stored.failed_checks) == (1, [])
    register_case(cast, "2025-12-31")
    again = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-02"))
    assert [(item["identity"], item["where"]) for item in again.failed_checks] == [
        ("C4", "自然人列"),
        ("C4", "总计列"),
    ]
    assert again.failed_checks[0]["sentence"].startswith("自然人列：2 ≠ 1")


def test_an_opening_balance_stands_in_the_draft_of_the_first_year_and_is_held_against_the_register(cast):
    typed = dict.fromkeys(APPLICANT_KINDS, "0") | {"legal": "3"}
    enter_opening(
        agency=cast.bureau, year=2026, typed=typed, actor=cast.officer_li, today=day("2026-01-05"),
        now=noon("2026-01-05"),
    )  # fmt: skip
    stored = build_table(agency=cast.bureau, year=2026, year_closed=False, now=noon("2026-03-01"))
    assert (stored.cells["carried_in"]["legal"], stored.cells["carried_in"]["total"]) == (3, 3)
    found = {(item["identity"], item["where"]) for item in stored.failed_checks}
    assert {("C4", "法律服务机构列"), ("C1", "法律服务机构列")} <= found


def test_before_2019_nothing_is_stored(cast):
    with pytest.raises(ValueError, match="2018"):
        build_table(agency=cast.bureau, year=2018, year_closed=True, now=noon("2026-01-01"))
    assert not AnnualTable.objects.exists()


def test_many_agencies_cost_a_fixed_number_of_statements(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        draft_annual_tables(today=day("2026-11-21"), now=noon("2026-11-21"))
