"""信息处理费: both tariffs, every value by hand (国办函〔2020〕109号; law.md 2.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law.errors import Refused
from casework.law.fees import MOST, FeeStep, Tariff, by_page, by_piece, fee_of, step_words

# All 21 values of law.md 2.2, worked out there by hand.
PIECES = {10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 50: 7000, 60: 11000}
PAGES = {
    30: 0, 31: 10, 44: 140, 57: 270, 59: 290, 72: 420, 100: 700, 101: 720, 109: 880, 119: 1080,
    200: 2700, 201: 2740, 300: 6700,
}  # fmt: skip


def test_all_twenty_one_values_are_here():
    assert len(PIECES) + len(PAGES) == 21


@pytest.mark.parametrize(("pieces", "yuan"), PIECES.items())
def test_a_month_of_requests(pieces, yuan):
    assert by_piece(pieces).amount == yuan


@pytest.mark.parametrize(("pages", "yuan"), PAGES.items())
def test_the_pages_of_one_case(pages, yuan):
    assert by_page(pages).amount == yuan


def test_the_calculation_is_shown_step_by_step():
    charge = by_page(220)
    assert charge.steps == (FeeStep(1, 30, 0), FeeStep(31, 100, 10), FeeStep(101, 200, 20), FeeStep(201, 220, 40))
    assert [(step.count, step.amount) for step in charge.steps] == [(30, 0), (70, 700), (100, 2000), (20, 800)]


def test_a_letter_prints_every_step():
    assert step_words(by_page(44)) == ("第1—30页，30×0元＝0元", "第31—44页，14×10元＝140元")
    assert step_words(by_piece(1, before=11)) == ("第12件，1×100元＝100元",)


# The n-th request of a month costs what its own place costs.
PLACES = {1: 0, 10: 0, 11: 100, 30: 100, 31: 200, 40: 200, 41: 300, 50: 300, 51: 400, 60: 400, 61: 500}


@pytest.mark.parametrize(("place", "yuan"), PLACES.items())
def test_one_request_costs_what_its_place_in_the_month_costs(place, yuan):
    charge = by_piece(1, before=place - 1)
    assert (charge.amount, charge.steps) == (yuan, (FeeStep(place, place, yuan),))


def test_several_pieces_of_one_case_run_over_the_edge_of_a_tier():
    # The 9th to the 12th: two are free, two cost 100.
    charge = by_piece(4, before=8)
    assert charge.steps == (FeeStep(9, 10, 0), FeeStep(11, 12, 100))
    assert charge.amount == 200


def test_what_was_really_charged_in_a_published_report():
    # 15 requests for 1500 and 6 for 600 yuan, beyond the ten free ones (law.md 2.2).
    assert (by_piece(15, before=10).amount, by_piece(6, before=10).amount) == (1500, 600)


def refusal_of(**counts) -> Refused:
    with pytest.raises(Refused) as caught:
        fee_of(**counts)
    return caught.value


def test_one_case_is_never_charged_by_both():
    refusal = refusal_of(pieces=12, pages=44)
    assert (refusal.code, refusal.article) == ("fee_tariffs_combined", "国办函〔2020〕109号")
    assert refusal.sentence == "按件、按量只能择一计收，同一件申请不得重复计。"


def test_a_fee_needs_a_tariff():
    assert refusal_of().code == "fee_tariff_missing"


@pytest.mark.parametrize(
    ("counts", "field", "sentence"),
    [
        ({"pages": 30}, "pages", "累计30页，没有超过免费的30页，不收取信息处理费。"),
        ({"pieces": 1, "before": 9}, "pieces", "累计10件，没有超过免费的10件，不收取信息处理费。"),
    ],
)
def test_what_is_free_is_not_charged(counts, field, sentence):
    refusal = refusal_of(**counts)
    assert (refusal.code, refusal.field, refusal.sentence) == ("fee_not_due", field, sentence)


def test_one_more_is_charged():
    assert fee_of(pages=31).amount == 10
    assert fee_of(pieces=1, before=10).amount == 100


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"pieces": 0}, "pieces"), ({"pieces": -1}, "pieces"), ({"pieces": 1, "before": -1}, "counted_before"),
        ({"pages": 0}, "pages"), ({"pages": MOST[Tariff.PAGE] + 1}, "pages"), ({"pieces": 10_000}, "pieces"),
    ],
)  # fmt: skip
def test_a_count_that_makes_no_sense_is_refused(counts, field):
    refusal = refusal_of(**counts)
    assert (refusal.code, refusal.field) == ("fee_quantity_wrong", field)


counts = st.integers(1, 400)


@given(counts, counts)
def test_a_month_charged_in_two_parts_costs_what_it_costs_in_one(first, second):
    assert by_piece(first).amount + by_piece(second, before=first).amount == by_piece(first + second).amount


@given(counts, st.integers(0, 400))
def test_one_piece_more_never_costs_less_than_the_one_before(pieces, before):
    shorter, longer = by_piece(pieces, before=before), by_piece(pieces + 1, before=before)
    assert longer.amount - shorter.amount >= shorter.steps[-1].unit_price


@given(counts)
def test_the_price_of_a_page_never_falls(pages):
    prices = [step.unit_price for step in by_page(pages).steps]
    assert prices == sorted(prices)


@given(counts, st.integers(0, 400))
def test_the_steps_cover_every_unit_once(pieces, before):
    for charge in (by_piece(pieces, before=before), by_page(pieces)):
        covered = [unit for step in charge.steps for unit in range(step.first, step.last + 1)]
        assert covered == list(range(charge.before + 1, charge.before + pieces + 1))
        assert charge.amount == sum(step.amount for step in charge.steps)


@given(st.integers(1, 300))
def test_the_tiers_of_pieces_against_the_words_of_the_measures(place):
    expected = 0 if place <= 10 else 100 if place <= 30 else 200 + (place - 31) // 10 * 100
    assert by_piece(1, before=place - 1).amount == expected
