"""Figures entered by hand: which cells both formats have, and what may stand in one."""

from decimal import Decimal

import pytest

from casework.law.annual_entries import FOUR, TWO, FigureKind, read_figure, read_opening, shown, slots
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.errors import Refused

BY_KEY = {**{slot.key: slot for slot in slots(FORMAT_2019)}, **{slot.key: slot for slot in slots(FORMAT_2021)}}
COUNT = {slot.key: slot for slot in slots(FORMAT_2021)}["two-rules-1"]
AMOUNT = {slot.key: slot for slot in slots(FORMAT_2021)}["two-fee-1"]
CHANGE = {slot.key: slot for slot in slots(FORMAT_2019)}["two-license-2"]


def test_both_formats_have_the_printed_cells():
    # 2021: 2 rows of 3, then 1, 2 and 1 cells; 2019: 2, 2 and 2 rows of 3, then 2 and 2 cells. Table 四: 3 groups of 5.
    assert [sum(slot.table == TWO for slot in slots(item)) for item in (FORMAT_2021, FORMAT_2019)] == [10, 22]
    assert [sum(slot.table == FOUR for slot in slots(item)) for item in (FORMAT_2021, FORMAT_2019)] == [15, 15]
    for item in (FORMAT_2021, FORMAT_2019):
        assert len({slot.key for slot in slots(item)}) == len(slots(item))


def test_kinds_follow_the_printed_headings():
    assert (COUNT.kind, AMOUNT.kind, CHANGE.kind) == (FigureKind.COUNT, FigureKind.AMOUNT, FigureKind.CHANGE)
    assert [slot.key for slot in slots(FORMAT_2019) if slot.kind is FigureKind.AMOUNT] == ["two-procurement-2"]
    assert sum(slot.kind is FigureKind.CHANGE for slot in slots(FORMAT_2019)) == 5


@pytest.mark.parametrize(
    ("slot", "text", "wanted"),
    [
        (COUNT, "0", "0"), (COUNT, " 1,234 ", "1234"), (COUNT, "１２", "12"), (COUNT, "", None), (COUNT, "  ", None),
        (AMOUNT, "59237.2449", "59237.2449"), (AMOUNT, "0", "0"), (CHANGE, "-3", "-3"), (CHANGE, "−3", "-3"),
        (CHANGE, "+2", "2"),
    ],
)  # fmt: skip
def test_what_a_person_types_is_read(slot, text, wanted):
    assert read_figure(text, slot) == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (COUNT, "-1"), (COUNT, "1.5"), (COUNT, "/"), (COUNT, "—"), (COUNT, "无"), (COUNT, "1e3"), (COUNT, "²³x"),
        (COUNT, "1234567890"), (AMOUNT, "-0.5"), (AMOUNT, "1.1234567"), (AMOUNT, "NaN"), (CHANGE, "1.5"), (COUNT, "٣"),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_at_its_cell(slot, text):
    with pytest.raises(Refused) as refusal:
        read_figure(text, slot)
    assert (refusal.value.code, refusal.value.field) == ("figure_invalid", slot.key)


def test_amounts_are_shown_without_needless_zeros():
    assert [shown(Decimal(text)) for text in ("3.000000", "3.500000", "0.000000", "100", "-2.000000")] == [
        "3", "3.5", "0", "100", "-2",
    ]  # fmt: skip
    assert shown(None) == ""


def test_an_opening_balance_needs_every_column():
    typed = {"natural": "5", "commercial": "1", "research": "0", "social": "0", "legal": "2", "other_org": "0"}
    assert read_opening(typed) == {key: int(text) for key, text in typed.items()}
    for wrong in ("", "-1", "1.0", "/", "无"):
        with pytest.raises(Refused) as refusal:
            read_opening(typed | {"legal": wrong})
        assert refusal.value.field == "legal"


def test_every_cell_says_what_it_counts_and_where_the_law_asks_for_it():
    assert "条例第二十条第（一）项" in COUNT.meaning
    assert all("条例" in slot.meaning or "年度报告格式" in slot.meaning for slot in BY_KEY.values())
