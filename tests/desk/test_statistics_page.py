"""统计 as people see it: periods, layouts, files, charts, and whose cases are counted."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.urls import reverse

from casework.adapters.clock import legal_today
from casework.models import StatisticsLayout
from casework.services import assignments
from tests.cast import day, noon, register_case, replied_case

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"
HOME = reverse("desk:statistics")
QUESTION = {"kind": "dates", "first": "2026-03-01", "last": "2026-03-31", "blocks": ["total", "channels"], "measures": ["received", "decided"]}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY)


@pytest.fixture
def filled(cast):
    """In March two answered; in November one received."""
    return [replied_case(cast, "G2"), replied_case(cast, "U1"), register_case(cast, "2026-11-02")]


def rows(page):
    return {table["title"]: {row["label"]: row["numbers"] for row in table["rows"]} for table in page.context["tables"]}


def test_without_a_question_it_is_this_quarter(as_user, cast, filled, read):
    page = as_user(cast.officer_li).get(HOME)
    assert "统计期间：2026-10-01至2026-12-31" in read(page)
    assert rows(page)["收办概况"] == {"合计": [1, 0, 0, 0, 1, 0]}
    assert "各机关" not in rows(page)


def test_any_two_days(as_user, cast, filled, read):
    page = as_user(cast.officer_li).get(HOME, QUESTION)
    assert list(rows(page)) == ["收办概况", "受理渠道"]
    assert rows(page)["收办概况"] == {"合计": [2, 2]}
    assert "当面提交 2 2" in read(page)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"last": ""}, "请填写起止日期"),
        ({"last": "2026-02-01"}, "止日不能早于起日"),
        ({"first": "1990-01-01"}, "一次最多统计20年"),
        ({"blocks": []}, "至少选择一项内容"),
        ({"measures": []}, "至少选择一列"),
        ({"last": "2026-02-30"}, "日期"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(as_user, cast, changed, sentence, read):
    page = as_user(cast.officer_li).get(HOME, QUESTION | changed)
    assert page.status_code == 200
    assert sentence in read(page)
    assert "tables" not in page.context


def test_every_usual_period_asks_the_same_question(as_user, cast, filled):
    client = as_user(cast.officer_li)
    page = client.get(HOME, QUESTION)
    assert [item["label"] for item in page.context["presets"]][:2] == ["本月", "上月"]
    this_month = client.get(HOME + page.context["presets"][0]["url"])
    assert rows(this_month)["收办概况"] == {"合计": [1, 0]}


def test_a_layout_is_saved_used_replaced_and_deleted(as_user, cast, filled, read):
    client = as_user(cast.officer_li)
    question = QUESTION | {"kind": "last_quarter", "first": "", "last": "", "word": "征收"}
    client.post(reverse("desk:statistics_save"), question | {"layout_name": " 区政府季报 "})
    layout = StatisticsLayout.objects.get()
    assert (layout.agency, layout.name, layout.period_kind) == (cast.bureau, "区政府季报", "last_quarter")
    page = client.get(HOME, {"layout": layout.pk})
    assert "统计期间：2026-07-01至2026-09-30 内容摘要含：征收" in read(page)
    assert list(rows(page)) == ["收办概况", "受理渠道"]
    assert rows(page)["收办概况"] == {"合计": [0, 0]}
    client.post(reverse("desk:statistics_save"), question | {"layout_name": "区政府季报", "blocks": ["months"]})
    assert StatisticsLayout.objects.get().blocks == ["months"]
    client.post(reverse("desk:statistics_delete", args=[layout.pk]))
    assert not StatisticsLayout.objects.exists()


def test_a_layout_of_free_days_opens_with_the_year_so_far(as_user, cast, filled):
    client = as_user(cast.officer_li)
    days = {"kind": "dates", "first": "2026-01-01", "last": "2026-06-30"}
    client.post(reverse("desk:statistics_save"), QUESTION | days | {"layout_name": "任意期间"})
    page = client.get(HOME, {"layout": StatisticsLayout.objects.get().pk})
    assert page.context["form"].errors == {}
    period = page.context["form"].cleaned_data["period"]
    assert (period.first.month, period.first.day, period.last) == (1, 1, legal_today())
    assert page.context["tables"]


def test_a_layout_needs_a_name(as_user, cast, read):
    page = as_user(cast.officer_li).post(reverse("desk:statistics_save"), QUESTION | {"layout_name": " "}, follow=True)
    assert "请填写样式名称" in read(page)
    assert not StatisticsLayout.objects.exists()


def test_layouts_belong_to_one_agency_and_a_handler_only_uses_them(as_user, cast, filled, read):
    as_user(cast.officer_li).post(
        reverse("desk:statistics_save"), QUESTION | {"layout_name": "季报", "kind": "this_year"}
    )
    layout = StatisticsLayout.objects.get()
    stranger = as_user(cast.officer_wang)
    assert "季报" not in read(stranger.get(HOME))
    assert stranger.get(HOME, {"layout": layout.pk}).status_code == 404
    stranger.post(reverse("desk:statistics_delete", args=[layout.pk]))
    handler = as_user(cast.handler_zhou)
    page = handler.get(HOME, {"layout": layout.pk})
    assert "季报" in read(page)
    assert "保存为样式" not in read(page)
    handler.post(reverse("desk:statistics_delete", args=[layout.pk]))
    handler.post(reverse("desk:statistics_save"), QUESTION | {"layout_name": "别的"})
    assert [item.name for item in StatisticsLayout.objects.all()] == ["季报"]


def test_a_handler_counts_what_the_unit_handles(as_user, cast, filled, read):
    assignments.assign(
        case_id=filled[2].pk,
        unit=cast.unit,
        officer=cast.handler_zhou,
        actor=cast.officer_li,
        today=day(TODAY),
        now=noon(TODAY),
    )
    page = as_user(cast.handler_zhou).get(HOME, QUESTION | {"last": "2026-12-31"})
    assert rows(page)["收办概况"] == {"合计": [1, 0]}
    assert "只统计本科室和本人承办的办件" in read(page)


def test_a_superior_sees_the_tree_and_nobody_sees_a_stranger(as_user, cast, filled):
    client = as_user(cast.supervisor_sun)
    question = QUESTION | {"blocks": ["agencies"]}
    assert rows(client.get(HOME, question))["各机关"] == {
        "某市人民政府": [0, 0], "某市行政审批服务局": [2, 2], "某市自然资源局": [0, 0],
    }  # fmt: skip
    one = client.get(HOME, QUESTION | {"agency": cast.other_bureau.pk})
    assert rows(one)["收办概况"] == {"合计": [0, 0]}
    assert "tables" not in client.get(HOME, QUESTION | {"agency": 999999}).context
    # Without a choice of agencies the parameter means nothing.
    other = as_user(cast.officer_wang).get(HOME, QUESTION | {"agency": cast.bureau.pk})
    assert rows(other)["收办概况"] == {"合计": [0, 0]}
    assert as_user(cast.administrator_wu).get(HOME).status_code == 404


def test_the_spreadsheet_holds_numbers_and_native_charts(as_user, cast, filled):
    answer = as_user(cast.officer_li).get(reverse("desk:statistics_export", args=["xlsx"]), QUESTION)
    workbook = openpyxl.load_workbook(BytesIO(answer.content))
    assert workbook.sheetnames == ["统计", "图表"]
    lines = [[cell for cell in line if cell is not None] for line in workbook["统计"].values]
    assert lines[:2] == [
        ["某市行政审批服务局依申请公开统计"],
        ["统计期间：2026-03-01至2026-03-31　取数日期：2026-11-21"],
    ]
    assert ["收办概况", "新收", "办结"] in lines
    assert ["当面提交", 2, 2] in lines
    with ZipFile(BytesIO(answer.content)) as parts:
        charts = [parts.read(name).decode() for name in sorted(parts.namelist()) if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "barChart" in "".join(charts)
    assert "pieChart" in "".join(charts)


def test_the_csv_cannot_hold_a_formula(as_user, cast, filled):
    question = QUESTION | {"word": "=1+1"}
    answer = as_user(cast.officer_li).get(reverse("desk:statistics_export", args=["csv"]), question)
    words = answer.content.decode("utf-8-sig")
    assert words.startswith("某市行政审批服务局依申请公开统计\r\n统计期间：2026-03-01至2026-03-31　内容摘要含：=1+1")
    assert not re.search(r"(^|,)[=+@]", words, flags=re.M)
    assert as_user(cast.officer_li).get(reverse("desk:statistics_export", args=["pdf"]), QUESTION).status_code == 404


@pytest.mark.parametrize("url", [HOME, reverse("desk:annual_table", args=[2026])])
def test_every_chart_stands_beside_its_numbers(as_user, cast, filled, url):
    client = as_user(cast.officer_li)
    page = client.get(url, {"kind": "this_year", "measures": ["received"], "blocks": ["total", "channels", "months", "outcomes", "applicants"]})  # fmt: skip
    charts = page.context["charts"]
    assert {chart["key"] for chart in charts} == {"channels", "outcomes", "applicants", "months", "timeliness"}
    html = page.content.decode()
    assert html.count('class="chart__picture"') == html.count('class="chart__table"') == 5
    by_key = {chart["key"]: {row["label"]: row["numbers"] for row in chart["rows"]} for chart in charts}
    assert by_key["channels"]["当面提交"] == [3]
    assert by_key["timeliness"] == {"按期答复": [2], "逾期答复": [0], "期末已超期": [0]}
    assert (by_key["months"]["2026年3月"], by_key["months"]["2026年11月"]) == ([2, 2], [1, 0])
    assert by_key["applicants"]["自然人"] == [3]
    assert sum(numbers[0] for numbers in by_key["outcomes"].values()) == 2
    assert " style=" not in html


def test_the_annual_spreadsheet_has_its_charts_on_a_sheet_of_their_own(as_user, cast, filled):
    answer = as_user(cast.officer_li).get(reverse("desk:annual_export", args=[2026, "xlsx"]))
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[-1] == "图表"
    with ZipFile(BytesIO(answer.content)) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 5
