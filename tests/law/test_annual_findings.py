"""Checks beyond table 三's own sums; the figures of C8 are those of 宿迁 2023 and 2024."""

from decimal import Decimal

import pytest

from casework.law.annual_entries import slots
from casework.law.annual_findings import (
    check_figures,
    check_in_force,
    check_jumps,
    check_sum,
    check_table_three_filled,
    fingerprint,
)
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.annual_table import Verdict, empty_table
from tests.annual_cells import cells_of


def figures(**values):
    """Return every cell filled in with 0 but those given."""
    return {slot.key: Decimal(0) for slot in slots(FORMAT_2021)} | {
        key.replace("__", "-"): value if value is None else Decimal(value) for key, value in values.items()
    }


def verdicts(checks):
    return {check.where: check.verdict for check in checks}


def of(checks, identity):
    return [check for check in checks if check.identity == identity]


def test_c5_adds_up_table_four():
    right = figures(four__review__maintained=14, four__review__corrected=4, four__review__total=18)
    assert verdicts(of(check_figures(right, FORMAT_2021), "C5"))["行政复议"] is Verdict.PASSED
    # 张店区 2020: 14 + 4 + 0 + 0 against 9.
    wrong = right | {"four-review-total": Decimal(9)}
    (check,) = [c for c in of(check_figures(wrong, FORMAT_2021), "C5") if c.where == "行政复议"]
    assert (check.verdict, check.left, check.right) == (Verdict.FAILED, 9, 18)
    blank = right | {"four-review-other": None}
    assert verdicts(of(check_figures(blank, FORMAT_2021), "C5"))["行政复议"] is Verdict.NOT_ASSESSABLE


def test_c7_a_blank_cell_is_not_a_zero():
    assert verdicts(of(check_figures(figures(), FORMAT_2021), "C7")) == {"表二": Verdict.PASSED, "表四": Verdict.PASSED}
    assert verdicts(of(check_figures({}, FORMAT_2021), "C7")) == dict.fromkeys(("表二", "表四"), Verdict.NOT_ASSESSABLE)
    (check,) = [c for c in of(check_figures(figures(two__rules__2=None), FORMAT_2021), "C7") if c.where == "表二"]
    assert (check.verdict, check.left) == (Verdict.FAILED, 1)
    assert "规章本年废止件数" in check.sentence
    negative = check_figures(figures(two__rules__2=-1), FORMAT_2021)
    assert verdicts(of(negative, "C7"))["表二"] is Verdict.FAILED


def test_c7_of_table_three():
    cells = cells_of(FORMAT_2021, new={"natural": 1})
    assert check_table_three_filled(cells).verdict is Verdict.PASSED
    cells["new"]["natural"] = -1
    assert check_table_three_filled(cells).verdict is Verdict.FAILED


def test_c8_follows_from_last_year():
    before = {"two-rules-3": Decimal(11), "two-normative-3": Decimal(597)}
    now = figures(two__rules__1=2, two__rules__2=1, two__rules__3=12,
                  two__normative__1=50, two__normative__2=227, two__normative__3=420)  # fmt: skip
    assert verdicts(check_in_force(now, before, FORMAT_2021)) == {
        "规章": Verdict.PASSED,
        "行政规范性文件": Verdict.PASSED,
    }
    wrong = now | {"two-rules-3": Decimal(13)}
    failed = [c for c in check_in_force(wrong, before, FORMAT_2021) if c.verdict is Verdict.FAILED]
    assert [(c.where, c.left, c.right) for c in failed] == [("规章", 13, 12)]
    assert set(verdicts(check_in_force(now, {}, FORMAT_2021)).values()) == {Verdict.NOT_ASSESSABLE}
    assert check_in_force(now, before, FORMAT_2019) == []


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [(10, 50, False), (10, 51, True), (10, 2, False), (11, 2, True), (10, 0, True), (0, 9, False)],
)
def test_c9_more_than_five_times_or_less_than_a_fifth(before, now, jumps):
    this, last = (cells_of(FORMAT_2021, new={"natural": number}) for number in (now, before))
    found = check_jumps(this, last, {}, {}, FORMAT_2021)
    assert any(check.verdict is Verdict.FAILED and check.cells == (("new", "total"),) for check in found) is jumps


def test_c9_compares_hand_figures_too_and_says_when_nothing_jumps():
    nothing = empty_table(FORMAT_2021)
    before, now = {"two-license-1": Decimal(100)}, {"two-license-1": Decimal(501)}
    (check,) = check_jumps(nothing, nothing, now, before, FORMAT_2021)
    assert (check.verdict, check.cells) == (Verdict.FAILED, (("two", "two-license-1"),))
    (calm,) = check_jumps(nothing, nothing, before, before, FORMAT_2021)
    assert calm.verdict is Verdict.PASSED
    assert check_jumps(nothing, {}, now, {}, FORMAT_2021) == []


def test_c10_holds_the_sum_against_the_register():
    one, two = (cells_of(FORMAT_2021, new={"natural": number}) for number in (3, 4))
    found = check_sum(one, two, FORMAT_2021)
    assert [c.where[:6] for c in found if c.verdict is Verdict.FAILED] == ["一、本年新收"]


def test_another_number_is_another_finding():
    def name(total):
        wrong = figures(four__review__total=total)
        return fingerprint(next(c for c in check_figures(wrong, FORMAT_2021) if c.where == "行政复议"))

    assert name(9) == name(9)
    assert name(9) != name(8)
