"""Cells as numbers: units and remarks dropped, a blank never 0."""

from decimal import Decimal

import pytest

from casework.law.published_report.figures import figure_or_unread, read_figure


@pytest.mark.parametrize(
    ("written", "number"),
    [("0", 0), (" 14 ", 14), ("１２", 12), ("+14", 14), ("-309", -309), ("−8", -8), ("1,234", 1234), ("182个", 182),
     ("60516万元", 60516), ("251000元", 251000), ("59237.2449", Decimal("59237.2449")), ("3（件）", 3), ("84\xa0", 84)],
)  # fmt: skip
def test_a_number_is_read_without_its_unit(written, number):
    figure = read_figure(written)
    assert (figure.number, figure.blank) == (number, False)


@pytest.mark.parametrize("written", ["", " ", "/", "—", "-", "－", "——", "无", "不适用", "\xa0"])
def test_a_blank_mark_is_a_cell_without_a_number(written):
    figure = read_figure(written)
    assert (figure.number, figure.count, figure.blank) == (None, None, True)


@pytest.mark.parametrize("written", ["自然人", "1.属于国家秘密", "2.", "1,23", "第5页", "约5", "9" * 40])
def test_words_are_no_figure(written):
    assert read_figure(written) is None
    assert (figure_or_unread(written).number, figure_or_unread(written).raw) == (None, written)


def test_only_a_whole_number_from_zero_counts_cases():
    assert [read_figure(text).count for text in ("3", "0", "-1", "1.5", "2.0")] == [3, 0, None, None, 2]
