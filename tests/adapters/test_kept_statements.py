"""Statements that are put together once: with the codes in their text, asked for every time."""

import datetime as dt

import pytest

from casework.adapters.kept_statements import KeptRead, KeptStatement, with_codes_written
from casework.adapters.postgresql.prepared import _numbered
from casework.models import Agency, User


def test_codes_are_written_into_the_text_and_everything_else_stays_a_value():
    sql, values = with_codes_written(
        "a = %s AND b IN (%s, %s) AND c = %s AND d = %s AND e LIKE %s",
        ["in_app", 5, "第一号", "X", dt.date(2026, 3, 2), "a%"],
    )
    assert sql == "a = 'in_app' AND b IN (%s, %s) AND c = %s AND d = %s AND e LIKE %s"
    assert values == (5, "第一号", "X", dt.date(2026, 3, 2), "a%")


@pytest.mark.parametrize("word", ["o'brien", "a b", "A", "a1", "", "甲", "a;b", "a%s"])
def test_nothing_but_small_letters_gets_into_the_text(word):
    assert with_codes_written("a = %s", [word]) == ("a = %s", (word,))


def test_places_are_numbered_in_their_order():
    assert _numbered("a = %s AND b = %s AND c LIKE 'x%%'") == "a = $1 AND b = $2 AND c LIKE 'x%'"
    assert _numbered("SELECT 1") == "SELECT 1"


def test_one_row_by_its_key(cast):
    kept, agency = KeptRead(Agency), cast.officer_li.agency
    assert kept.get(agency.pk) == agency and kept.get(agency.pk).name == agency.name
    assert kept.get(agency.pk).switches == agency.switches
    for key in (0, -1, 2**63, 10**30, 999_999):
        assert kept.get(key) is None


def test_a_kept_statement_answers_as_the_database_is_now(cast):
    kept = KeptStatement(lambda: User.objects.filter(pk=-1).values_list("display_name"))
    person = cast.officer_li
    for name in ("甲", "乙", "丙", "丁"):
        User.objects.filter(pk=person.pk).update(display_name=name)
        assert kept.rows({-1: person.pk}) == [(name,)]
