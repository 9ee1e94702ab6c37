"""The sentences of a report held against the tables this program computed: check C6."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.annual_table import Verdict
from casework.law.published_report.own_text import check_text
from tests.annual_cells import cells_of

CELLS = cells_of(
    FORMAT_2021,
    new={"natural": 8, "legal": 2},
    carried_in={"natural": 1},
    results={("granted", "natural"): 5, ("partial", "legal"): 2, ("other_misc", "natural"): 3},
    carried_out={"natural": 1},
)
FIGURES = {"four-review-total": Decimal(4), "four-review-maintained": Decimal(3), "two-normative-1": Decimal(7)}


def said(prose, figures=FIGURES, report_format=FORMAT_2021, year=2023):
    """Return verdict, number of the sentence, number of the tables, and the cells, of each claim."""
    return [
        (check.verdict, check.left, check.right, check.cells)
        for check in check_text(prose, year, CELLS, figures, report_format)
    ]


@pytest.mark.parametrize(
    ("prose", "wanted"),
    [
        ("2023年，共收到政府信息公开申请10件。", (Verdict.PASSED, 10, 10, ("new", "total"))),
        # Eleven with the one carried in: offices say "received" of both.
        ("2023年，共收到政府信息公开申请11件。", (Verdict.PASSED, 11, 11, ("new", "total"))),
        ("2023年，共收到政府信息公开申请12件。", (Verdict.FAILED, 12, 10, ("new", "total"))),
        ("全年未收到政府信息公开申请。", (Verdict.FAILED, 0, 10, ("new", "total"))),
        ("全年发生政府信息公开行政复议5件。", (Verdict.FAILED, 5, 4, ("four", "four-review-total"))),
        ("全年发生政府信息公开行政复议4件。", (Verdict.PASSED, 4, 4, ("four", "four-review-total"))),
    ],
)
def test_a_number_of_the_text_is_held_against_its_cell(prose, wanted):
    (found,) = said(prose)
    assert (found[0], found[1], found[2], found[3][0]) == wanted


def test_a_cell_that_nobody_filled_in_is_never_taken_for_zero():
    ((verdict, left, right, _),) = said("全年发生政府信息公开行政复议4件。", figures={})
    assert (verdict, left, right) == (Verdict.NOT_ASSESSABLE, 4, None)


def test_table_two_is_found_by_its_heading_and_led_to_by_its_cell():
    ((verdict, _, right, cells),) = said("本年度制发行政规范性文件8件。")
    assert (verdict, right, cells) == (Verdict.FAILED, 7, (("two", "two-normative-1"),))


def test_a_text_without_numbers_of_the_tables_says_nothing():
    assert said("全年办理建议提案20件，网站发布信息300条。") == []


def test_the_same_sentence_twice_is_one_finding():
    assert len(said("2023年，共收到政府信息公开申请12件。2023年，共收到政府信息公开申请12件。")) == 1


def test_the_older_format_reads_its_own_headings():
    cells = cells_of(FORMAT_2019, new={"natural": 3}, carried_out={"natural": 3})
    (check,) = check_text("2020年，共收到政府信息公开申请3件。", 2020, cells, {}, FORMAT_2019)
    assert check.verdict is Verdict.PASSED
