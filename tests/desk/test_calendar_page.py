"""The calendar page: holidays, make-up days, the notice, and where the calendar ends."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import register_case
from tests.listed import numbers_shown

pytestmark = pytest.mark.django_db


def cells(answer) -> dict[str, dict]:
    months = answer.context["months"]
    return {cell["on"].isoformat(): cell for month in months for week in month["weeks"] for cell in week if cell}


def test_a_published_year(cast, on, as_user, read):
    on("2026-03-09")
    answer = as_user(cast.officer_li).get(reverse("desk:calendar"))
    days = cells(answer)
    assert len(days) == 365
    assert (days["2026-05-01"]["kind"], days["2026-05-01"]["name"]) == ("holiday", "劳动节")
    assert days["2026-05-09"]["kind"] == "makeup"
    assert days["2026-05-10"]["kind"] == "weekend"
    assert days["2026-03-09"]["kind"] == "working" and days["2026-03-09"]["today"]
    # February 2026 by hand: 02-02 to 02-06, 02-09 to 02-14, 02-24 to 02-28.
    assert answer.context["months"][1]["working_days"] == 16
    page = read(answer)
    assert "国务院办公厅放假通知" in page
    assert "日历载入至2026-12-31" in page and "待国务院办公厅公布2027年放假安排后重新计算" in page


def test_an_unpublished_year_is_unknown_and_says_so(cast, on, as_user, read):
    on("2026-11-22")
    answer = as_user(cast.officer_li).get(reverse("desk:calendar"), {"year": "2027"})
    assert {cell["kind"] for cell in cells(answer).values()} == {"unknown"}
    assert "2027年放假安排尚未公布（或尚未载入）" in read(answer)
    assert "放假安排 " not in read(answer).replace("放假安排尚未", "")


@pytest.mark.parametrize("year", ["1999", "abc", "²", "", "99999999999"])
def test_another_year_falls_back_to_this_one(cast, on, as_user, year):
    on("2026-03-09")
    assert as_user(cast.officer_li).get(reverse("desk:calendar"), {"year": year}).context["year"] == 2026


def test_every_loaded_year_has_an_address(cast, on, as_user):
    on("2026-03-09")
    answer = as_user(cast.officer_li).get(reverse("desk:calendar"), {"year": "2020"})
    assert [item["year"] for item in answer.context["years"]] == list(range(2019, 2028))
    # 2020: the spring festival was prolonged to 02-02.
    assert cells(answer)["2020-01-31"]["kind"] == "holiday"


def test_a_day_with_due_cases_leads_to_exactly_those(cast, on, as_user):
    case = register_case(cast, "2026-03-02")
    register_case(cast, "2026-03-03")
    on("2026-03-09")
    client = as_user(cast.officer_li)
    due = cells(client.get(reverse("desk:calendar")))["2026-03-30"]
    assert due["due_count"] == 1
    assert numbers_shown(client.get(due["url"])) == [case.number]
    foreign = cells(as_user(cast.officer_wang).get(reverse("desk:calendar")))["2026-03-30"]
    assert (foreign["due_count"], foreign["url"]) == (0, "")
