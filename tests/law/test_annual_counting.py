"""Where a case stands in table 三: the day before, the day, the day after, on both ends of the year."""

from datetime import date

import pytest

from casework.law.annual_counting import Arrival, Ending, codes_of_row, places, rows_of
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.outcomes import CODES


def rows(received, ended=None, code="", year=2023, report_format=FORMAT_2021):
    def day(text):
        return date.fromisoformat(text) if text else None

    found = places(
        received_on=day(received), ended_on=day(ended), decision_code=code, year=year,
        report_format=report_format,
    )  # fmt: skip
    return [place.row for place in found]


@pytest.mark.parametrize(
    ("received", "ended", "code", "wanted"),
    [
        # Receipt on both sides of 1 January and of 31 December.
        ("2022-12-31", None, "", ["carried_in", "carried_out"]),
        ("2023-01-01", None, "", ["new", "carried_out"]),
        ("2023-12-31", None, "", ["new", "carried_out"]),
        ("2024-01-01", None, "", []),
        # The end on both sides of the same days.
        ("2022-12-01", "2022-12-31", "G2", []),
        ("2022-12-01", "2023-01-01", "G2", ["carried_in", "granted"]),
        ("2023-12-01", "2023-12-31", "G2", ["new", "granted"]),
        ("2023-12-01", "2024-01-01", "G2", ["new", "carried_out"]),
        # In and out within one day.
        ("2023-06-01", "2023-06-01", "G1", ["new", "granted"]),
        # Open for more than a year: carried through.
        ("2021-03-01", "2024-05-05", "P1", ["carried_in", "carried_out"]),
        # No day of receipt: in no table.
        (None, None, "", []),
        (None, "2023-06-01", "O3", []),
        # A rectification is no request for information.
        ("2023-06-01", "2023-06-05", "C1", []),
    ],
)
def test_the_two_lines_of_a_case(received, ended, code, wanted):
    assert rows(received, ended, code) == wanted


@pytest.mark.parametrize("code", sorted(set(CODES) - {"C1"}))
def test_every_decision_has_a_line_in_both_formats(code):
    other = {"O1": "other_no_supplement", "O2": "other_fee_unpaid", "O3": "other_misc", "O4": "other_misc"}
    wanted = other.get(code, CODES[code].row)
    assert rows("2023-01-09", "2023-01-10", code) == ["new", wanted]
    in_2020 = rows("2020-01-09", "2020-01-10", code, 2020, FORMAT_2019)
    assert in_2020 == ["new", "other" if code in other else wanted]


def test_the_codes_of_a_line_are_the_codes_that_are_counted_in_it():
    assert codes_of_row(FORMAT_2021.row("granted"), FORMAT_2021) == ("G1", "G2")
    assert codes_of_row(FORMAT_2021.row("unable_not_held"), FORMAT_2021) == ("U1", "U2")
    assert codes_of_row(FORMAT_2021.row("other_misc"), FORMAT_2021) == ("O3", "O4")
    assert codes_of_row(FORMAT_2019.row("other"), FORMAT_2019) == ("O1", "O2", "O3", "O4")
    assert set(codes_of_row(FORMAT_2021.row("results_total"), FORMAT_2021)) == set(CODES) - {"C1"}


def test_a_case_that_ended_with_an_unknown_code_is_never_dropped_in_silence():
    with pytest.raises(KeyError):
        rows_of(Arrival.THIS_YEAR, Ending.THIS_YEAR, "Z9")


def test_a_place_says_why_with_date_and_article():
    came, left = places(
        received_on=date(2022, 12, 30), ended_on=date(2023, 1, 9), decision_code="N5", year=2023,
        report_format=FORMAT_2021,
    )  # fmt: skip
    assert came.why == "2022-12-30收到，至2022年12月31日尚未办结"
    assert "第三十一条" in came.article
    assert left.why == "2023-01-09办结：不予公开：内部事务信息"
    assert "第十六条第一款" in left.article
