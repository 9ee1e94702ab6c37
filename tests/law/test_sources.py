"""Citations as statutes print them, and the days between which a source holds."""

import pytest

from casework.law.sources import (
    RECONSIDERATION_LAW,
    REGULATION,
    Source,
    chinese_numeral,
    regulation,
)
from tests.law.reading import day


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一"), (56, "五十六"), (99, "九十九")],
)
def test_article_numbers_are_written_in_chinese(number, expected):
    assert chinese_numeral(number) == expected


@pytest.mark.parametrize("number", [0, 100, -1])
def test_other_numbers_are_no_article(number):
    with pytest.raises(ValueError, match="an article number must be"):
        chinese_numeral(number)


def test_article_paragraph_and_item_are_cited_in_that_order():
    assert regulation(33) == "条例第三十三条"
    assert regulation(33, 2) == "条例第三十三条第二款"
    assert regulation(31, item=3) == "条例第三十一条第三项"
    assert regulation(20, 1, 8) == "条例第二十条第一款第八项"


@pytest.mark.parametrize(
    ("source", "first", "last"),
    [
        (REGULATION, "2019-05-15", None),
        (RECONSIDERATION_LAW, "2024-01-01", None),
        (Source("old_law", "旧法", "旧法", day("2017-09-01"), day("2023-12-31")), "2017-09-01", "2023-12-31"),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_a_source_holds_from_its_first_day_to_its_last(source, first, last):
    assert source.valid_from == day(first)
    assert source.in_force_on(day(first))
    assert not source.in_force_on(day(first).replace(year=day(first).year - 1))
    assert source.in_force_on(day("2040-01-01")) is (last is None)
    if last:
        assert source.in_force_on(day(last))
        assert not source.in_force_on(day("2024-01-01"))
