"""The shape of the statutory tables in both official formats, line by line."""

import json
from pathlib import Path

import pytest

from casework.law.annual_formats import (
    APPLICANTS_HEADING,
    COLUMNS,
    CORNER_NOTE,
    DISPUTE_COLUMNS,
    DISPUTE_GROUPS,
    FORMAT_2019,
    FORMAT_2021,
    FORMATS,
    ORGANISATIONS_HEADING,
    RESULTS_HEADING,
    format_for_year,
)

LABELS = json.loads((Path(__file__).parent / "data" / "annual_labels.json").read_text(encoding="utf-8"))
both_formats = pytest.mark.parametrize("key", LABELS)


def test_the_two_official_formats_are_there():
    assert set(FORMATS) == set(LABELS) == {"2021_30", "2019_60"}


@both_formats
def test_every_line_of_table_three_is_printed_as_in_the_form(key):
    printed = [[row.key, row.label, row.level, row.kind] for row in FORMATS[key].rows]
    assert printed == [[row_key, label, level, kind] for row_key, label, level, _, kind in LABELS[key]["rows"]]


@both_formats
def test_every_line_hangs_under_its_heading(key):
    headings = {RESULTS_HEADING: "results"}
    expected = [headings.get(parent, parent) for _, _, _, parent, _ in LABELS[key]["rows"]]
    assert [row.parent for row in FORMATS[key].rows] == expected


@both_formats
def test_the_leaf_lines_are_those_whose_sum_is_the_total(key):
    assert [row.key for row in FORMATS[key].result_rows] == LABELS[key]["leaf_result_rows"]


@both_formats
def test_the_columns_and_their_headings(key):
    assert [[column.key, column.label] for column in COLUMNS] == LABELS[key]["columns"]
    assert {c.key: list(c.aliases) for c in COLUMNS if c.aliases} == LABELS[key]["column_aliases"]
    assert CORNER_NOTE == LABELS[key]["corner_note"]
    assert RESULTS_HEADING == LABELS[key]["row_group_heading"]
    assert (APPLICANTS_HEADING, ORGANISATIONS_HEADING) == ("申请人情况", "法人或其他组织")


@both_formats
def test_the_spellings_met_in_published_tables_are_known(key):
    assert {row.key: list(row.aliases) for row in FORMATS[key].rows if row.aliases} == LABELS[key]["row_aliases"]


@both_formats
def test_the_blocks_of_table_two(key):
    blocks = [
        {"caption": b.caption, "columns": list(b.columns), "rows": [list(row) for row in b.rows]}
        for b in FORMATS[key].proactive_blocks
    ]
    assert blocks == LABELS[key]["table_two"]


@both_formats
def test_the_columns_of_table_four(key):
    columns = [list(column) for column in DISPUTE_COLUMNS]
    assert [[group, label, columns] for group, label in DISPUTE_GROUPS] == LABELS[key]["table_four"]


@both_formats
def test_the_format_names_its_official_document(key):
    assert LABELS[key]["document"].startswith(FORMATS[key].document)


def test_the_formats_have_22_and_20_lines_of_results_with_the_total():
    lines = {f.key: sum(1 for row in f.rows if row.level > 1 and row.kind != "heading") for f in FORMATS.values()}
    assert lines == {"2021_30": 22, "2019_60": 20}


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2019, FORMAT_2019), (2020, FORMAT_2019), (2021, FORMAT_2021), (2026, FORMAT_2021), (2040, FORMAT_2021)],
)
def test_the_report_year_chooses_the_format(year, expected):
    assert format_for_year(year) is expected


def test_before_2019_there_is_no_format():
    with pytest.raises(ValueError, match="2018"):
        format_for_year(2018)


def test_a_line_is_found_by_its_key():
    assert FORMAT_2019.row("other").kind == "input"
    assert FORMAT_2021.row("other").kind == "heading"
    with pytest.raises(KeyError):
        FORMAT_2019.row("other_misc")
