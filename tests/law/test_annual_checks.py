"""The checks of the annual table (勾稽关系): real reports pass, and every single wrong cell is caught."""

import copy
import json
from pathlib import Path

import pytest

from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, FORMAT_2021, FORMATS
from casework.law.annual_table import Verdict, check_carry_in, check_disputes, check_table, failures

FIXTURES = json.loads((Path(__file__).parent / "data" / "annual_fixtures.json").read_text(encoding="utf-8"))
KEYS = [column.key for column in COLUMNS]
DISPUTE_KEYS = [key for key, _ in DISPUTE_COLUMNS]
REPORTS = {
    report["name"]: {row: dict(zip(KEYS, figures, strict=True)) for row, figures in report["table_three"].items()}
    for report in FIXTURES
}
DISPUTES = {
    report["name"]: {
        row: dict(zip(DISPUTE_KEYS, figures, strict=True)) for row, figures in report["table_four"].items()
    }
    for report in FIXTURES
}
FIGURE_ROWS = [row.key for row in FORMAT_2021.rows if row.kind != "heading"]
CELLS = [(row, column) for row in FIGURE_ROWS for column in KEYS]
SUQIAN_2023, SUQIAN_2024 = "宿迁市2023年度", "宿迁市2024年度"
every_report = pytest.mark.parametrize("name", REPORTS)


def identities(checks) -> set[str]:
    return {check.identity for check in checks}


@every_report
def test_a_real_report_passes_every_check(name):
    checks = check_table(REPORTS[name], FORMAT_2021)
    assert {check.verdict for check in checks} == {Verdict.PASSED}
    # C1 and C2 once a column, C3 once a line with figures: 21 leaves, the total and three lines more.
    assert [sum(check.identity == name for check in checks) for name in ("C1", "C2", "C3")] == [7, 7, 25]


@every_report
def test_the_disputes_of_a_real_report_pass(name):
    checks = check_disputes(DISPUTES[name])
    assert [(check.identity, check.verdict) for check in checks] == [("C5", Verdict.PASSED)] * 3


def test_the_carry_over_between_two_real_years_passes():
    checks = check_carry_in(REPORTS[SUQIAN_2024], REPORTS[SUQIAN_2023])
    assert [(check.identity, check.verdict) for check in checks] == [("C4", Verdict.PASSED)] * 7


@pytest.mark.parametrize(("row", "column"), CELLS, ids=[f"{row}-{column}" for row, column in CELLS])
def test_any_single_wrong_cell_is_caught_by_the_checks_that_use_it(row, column):
    cells = copy.deepcopy(REPORTS[SUQIAN_2024])
    cells[row][column] += 1
    broken = failures(check_table(cells, FORMAT_2021))
    expected = {"C3"}
    if row in {"new", "carried_in", "results_total", "carried_out"}:
        expected.add("C1")
    if row not in {"new", "carried_in", "carried_out"}:
        expected.add("C2")
    assert identities(broken) == expected
    assert all((row, column) in check.cells for check in broken)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("column", DISPUTE_KEYS)
@pytest.mark.parametrize("group", ["review", "suit_direct", "suit_after_review"])
def test_any_single_wrong_cell_of_the_disputes_is_caught(name, group, column):
    cells = copy.deepcopy(DISPUTES[name])
    cells[group][column] += 1
    (broken,) = failures(check_disputes(cells))
    assert (broken.identity, (group, column) in broken.cells) == ("C5", True)


@pytest.mark.parametrize("column", KEYS)
def test_a_wrong_carry_over_is_caught(column):
    last_year = copy.deepcopy(REPORTS[SUQIAN_2023])
    last_year["carried_out"][column] += 1
    (broken,) = failures(check_carry_in(REPORTS[SUQIAN_2024], last_year))
    assert (broken.left, broken.right) == (
        REPORTS[SUQIAN_2024]["carried_in"][column], last_year["carried_out"][column],
    )  # fmt: skip


def test_a_failure_shows_both_sides_and_the_rule():
    cells = copy.deepcopy(REPORTS[SUQIAN_2024])
    cells["new"]["natural"] += 2
    broken = [check for check in failures(check_table(cells, FORMAT_2021)) if check.identity == "C1"]
    assert [(check.where, check.left, check.right) for check in broken] == [("自然人列", 3560, 3558)]
    assert broken[0].sentence == "自然人列：3560 ≠ 3558（本年新收 + 上年结转 = 办理结果总计 + 结转下年度）"
    assert broken[0].cells == tuple((row, "natural") for row in ("new", "carried_in", "results_total", "carried_out"))


@pytest.mark.parametrize(("row", "column"), CELLS, ids=[f"{row}-{column}" for row, column in CELLS])
def test_a_blank_cell_is_not_assessable_and_never_zero(row, column):
    cells = copy.deepcopy(REPORTS[SUQIAN_2024])
    cells[row][column] = None
    for check in check_table(cells, FORMAT_2021):
        expected = Verdict.NOT_ASSESSABLE if (row, column) in check.cells else Verdict.PASSED
        assert check.verdict is expected, check


def test_a_missing_line_is_not_assessable_either():
    cells = copy.deepcopy(REPORTS[SUQIAN_2024])
    del cells["np_publication"]
    found = check_table(cells, FORMAT_2021)
    assert failures(found) == []
    unknown = [check for check in found if check.verdict is Verdict.NOT_ASSESSABLE]
    assert [check.identity for check in unknown] == ["C2"] * 7 + ["C3"]
    assert "有空格，无法核对" in unknown[0].sentence


def test_blank_disputes_and_a_blank_year_before_are_not_assessable():
    assert {c.verdict for c in check_disputes({})} == {Verdict.NOT_ASSESSABLE}
    assert {c.verdict for c in check_carry_in(REPORTS[SUQIAN_2024], {})} == {Verdict.NOT_ASSESSABLE}


def test_the_older_format_is_checked_with_its_single_line_of_other_results():
    cells = copy.deepcopy(REPORTS[SUQIAN_2024])
    parts = [cells.pop(row) for row in ("other_no_supplement", "other_fee_unpaid", "other_misc")]
    cells["other"] = {column: sum(part[column] for part in parts) for column in KEYS}
    checks = check_table(cells, FORMATS["2019_60"])
    assert {check.verdict for check in checks} == {Verdict.PASSED}
    assert len(checks) == 7 + 7 + 23
    cells["other"]["total"] += 1
    assert identities(failures(check_table(cells, FORMATS["2019_60"]))) == {"C2", "C3"}
