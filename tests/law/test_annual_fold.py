"""Folding the groups of the register into the cells of table 三."""

import json
from pathlib import Path

import pytest

from casework.law.annual_counting import codes_of_row, fold_groups
from casework.law.annual_formats import COLUMNS, FORMAT_2019, FORMAT_2021
from casework.law.annual_table import APPLICANT_KINDS, check_table, empty_table, failures

FIXTURES = json.loads((Path(__file__).parent / "data" / "annual_fixtures.json").read_text(encoding="utf-8"))
KINDS = ("natural", "commercial", "research", "social", "legal", "other_org")


def test_the_six_kinds_are_the_columns_without_the_total():
    assert APPLICANT_KINDS == KINDS
    assert [column.key for column in COLUMNS] == [*KINDS, "total"]


def groups_of(table: dict[str, list[int]]) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """The register behind a published table as the statement groups it: name, cases, of them from earlier years."""
    results, carried_out = [], []
    for at, kind in enumerate(KINDS):
        earlier = table["carried_in"][at]
        for row in FORMAT_2021.result_rows:
            number = table[row.key][at]
            taken = min(earlier, number)
            earlier -= taken
            if number:
                results.append((f"{codes_of_row(row, FORMAT_2021)[0]} {kind}", number, taken))
        carried_out.append((kind, table["carried_out"][at], earlier))
    return results, carried_out


@pytest.mark.parametrize("report", FIXTURES, ids=lambda report: report["name"])
def test_folding_the_groups_of_a_published_report_gives_its_table_cell_for_cell(report):
    folded = fold_groups(*groups_of(report["table_three"]), FORMAT_2021)
    assert {row: list(line.values()) for row, line in folded.items()} == report["table_three"]
    assert failures(check_table(folded, FORMAT_2021)) == []


@pytest.mark.parametrize("report", FIXTURES, ids=lambda report: report["name"])
def test_in_the_older_format_the_three_other_lines_are_one(report):
    table = report["table_three"]
    folded = fold_groups(*groups_of(table), FORMAT_2019)
    parts = (table["other_no_supplement"], table["other_fee_unpaid"], table["other_misc"])
    assert list(folded["other"].values()) == [sum(figures) for figures in zip(*parts, strict=True)]
    assert list(folded["results_total"].values()) == table["results_total"]
    assert {"other_no_supplement", "other_fee_unpaid", "other_misc"}.isdisjoint(folded)
    assert failures(check_table(folded, FORMAT_2019)) == []


@pytest.mark.parametrize("report_format", [FORMAT_2019, FORMAT_2021], ids=lambda found: found.key)
def test_a_year_without_cases_is_a_table_of_zeros(report_format):
    folded = fold_groups([], [], report_format)
    assert list(folded) == [row.key for row in report_format.rows if row.kind != "heading"]
    assert {figure for line in folded.values() for figure in line.values()} == {0}
    assert folded == empty_table(report_format)


def test_one_case_stands_in_its_line_its_column_and_the_totals():
    folded = fold_groups([("P1 legal", 1, 0)], [], FORMAT_2021)
    filled = {(row, column) for row, line in folded.items() for column, n in line.items() if n}
    assert filled == {
        ("new", "legal"), ("new", "total"), ("partial", "legal"), ("partial", "total"),
        ("results_total", "legal"), ("results_total", "total"),
    }  # fmt: skip


def test_groups_of_one_line_add_up_and_what_enters_no_table_is_in_no_line():
    results = [("G1 legal", 2, 1), ("G2 legal", 3, 0), ("C1 legal", 4, 2)]
    folded = fold_groups(results, [("legal", 5, 4)], FORMAT_2021)
    of_legal = {row: line["legal"] for row, line in folded.items() if line["legal"]}
    assert of_legal == {"new": 5, "carried_in": 5, "granted": 5, "results_total": 5, "carried_out": 5}


@pytest.mark.parametrize(
    ("results", "carried_out"),
    [([("G2 company", 1, 0)], []), ([("Z9 natural", 1, 0)], []), ([("G2", 1, 0)], []), ([], [("person", 1, 0)])],
    ids=["kind of a result", "unknown code", "no kind", "kind carried out"],
)
def test_a_case_that_fits_no_cell_is_an_error_and_does_not_vanish(results, carried_out):
    with pytest.raises(KeyError):
        fold_groups(results, carried_out, FORMAT_2021)
