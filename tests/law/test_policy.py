"""The switches of the agency: their defaults, their positions, and the names of wrong ones."""

import pytest

from casework.law.errors import BadFact
from casework.law.policy import CHOICES, Policy


def test_the_defaults_are_those_of_the_specification():
    assert Policy() == Policy(
        online_receipt="submitted",
        nonworkday_receipt="strict",
        suspend_start="sent",
        suspend_end="answered",
        fee_clock="restart",
        query_remedy="R2",
        partial_remedy="by_ground",
        report_year_by="decided",
        fee_count_scope="agency",
        retention_years=30,
        supplement_days=15,
        correction_days=20,
    )


@pytest.mark.parametrize(("name", "position"), [(name, one) for name, both in CHOICES.items() for one in both])
def test_every_position_of_a_switch_can_be_chosen(name, position):
    assert getattr(Policy.from_mapping({name: position}), name) == position


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("position", ["", "both", None, 1, ["sent"]], ids=repr)
def test_no_other_position_can_be_chosen(name, position):
    with pytest.raises(BadFact) as refused:
        Policy.from_mapping({name: position})
    assert refused.value.field == f"policy.{name}"
    assert refused.value.rule == f"只能是{' 或 '.join(CHOICES[name])}"


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("supplement_days", 6, "应在7到20个工作日之间"),
        ("supplement_days", 21, "应在7到20个工作日之间"),
        ("correction_days", 61, "应在1到60个工作日之间"),
        ("correction_days", 0, "应为正整数"),
        ("retention_years", 0, "应为正整数"),
        ("retention_years", True, "应为正整数"),
        ("retention_years", 29, "只能是10、30、999（999表示永久）"),
        ("supplement_days", "15", "应为正整数"),
        ("supplement_days", 7.5, "应为正整数"),
    ],
)
def test_numbers_outside_their_range_are_refused(name, value, rule):
    with pytest.raises(BadFact) as refused:
        Policy.from_mapping({name: value}, field="settings")
    assert (refused.value.field, refused.value.rule) == (f"settings.{name}", rule)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("supplement_days", 7),
        ("supplement_days", 20),
        ("correction_days", 1),
        ("correction_days", 60),
        ("retention_years", 10),
        ("retention_years", 999),
    ],
)
def test_the_ends_of_the_range_are_allowed(name, value):
    assert getattr(Policy.from_mapping({name: value}), name) == value


def test_an_unknown_switch_is_refused_by_name():
    with pytest.raises(BadFact, match="没有名为 speed 的开关"):
        Policy.from_mapping({"speed": "fast"})
