"""年度报告 as people see it: the printed table, the cases behind a number, whose table, the files."""

from __future__ import annotations

import json
import re
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from casework.models import AnnualTable
from casework.services import assignments
from casework.services.annual_tables import build_table
from tests.cast import day, noon, register_case, replied_case

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY)


@pytest.fixture
def filled(cast):
    """Two granted, one not held, one open: all received in 2026."""
    return [
        replied_case(cast, "G2"),
        replied_case(cast, "G1"),
        replied_case(cast, "U1"),
        register_case(cast, "2026-11-02"),
    ]


def cell(year, row, column, **query):
    return reverse("desk:annual_cell", args=[year, row, column], query=query or None)


def test_the_page_shows_the_printed_table(as_user, cast, filled, read):
    page = as_user(cast.officer_li).get(reverse("desk:annual_table", args=[2026]))
    words = read(page)
    for text in (
        "某市行政审批服务局 · 国办公开办函〔2021〕30号 · 截至2026-11-21",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "一、本年新收政府信息公开申请数量 4 0 0 0 0 0 4",
        "三、本年度办理结果 （一）予以公开 2 0 0 0 0 0 2",
        "（四）无法提供 1.本机关不掌握相关政府信息 1 0 0 0 0 0 1",
        "（七）总计 3 0 0 0 0 0 3",
        "四、结转下年度继续办理 1 0 0 0 0 0 1",
    ):
        assert re.sub(r"\s+", " ", text) in words


def test_without_a_year_it_is_this_year(as_user, cast):
    page = as_user(cast.officer_li).get(reverse("desk:annual_table"))
    assert (page.status_code, page.context["year"]) == (200, 2026)


def test_every_cell_is_a_link_that_lists_as_many_cases_as_it_says(as_user, cast, filled):
    client = as_user(cast.officer_li)
    page = client.get(reverse("desk:annual_table", args=[2026]))
    links = re.findall(r'data-cell-url="([^"]+)"[^>]*>(\d+)</a>', page.content.decode())
    # 25 lines with figures (2 above, 22 results with their total, 1 below), 7 columns.
    assert len(links) == 25 * 7
    for url, number in links:
        panel = client.get(url.replace("&amp;", "&"))
        assert len(panel.context["panel"]["cases"]) == int(number), url
    assert {int(number) for _, number in links} == {0, 1, 2, 3, 4}


def test_a_cell_names_its_cases_with_masked_names(as_user, cast, filled, read):
    client = as_user(cast.officer_li)
    panel = client.get(cell(2026, "unable_not_held", "natural", part="panel"))
    assert filled[2].number in read(panel)
    assert "赵**" in read(panel)
    assert "赵某某" not in read(panel)
    assert reverse("desk:case", args=[filled[2].number]) in panel.content.decode()
    # Without a script the same list stands beside the whole table.
    whole = client.get(cell(2026, "unable_not_held", "natural"))
    assert "2026年（四）无法提供 1.本机关不掌握相关政府信息 · 自然人" in read(whole)
    assert filled[2].number in read(whole)
    assert "（七）总计" in read(whole)


def test_a_long_list_is_shown_in_parts_that_add_up(as_user, cast, monkeypatch):
    monkeypatch.setattr("casework.desk.annual_table.CASES_A_PAGE", 2)
    for _ in range(3):
        register_case(cast, "2026-11-02")
    client = as_user(cast.officer_li)
    first = client.get(cell(2026, "new", "total")).context["panel"]
    second = client.get(first["next_url"].split("#")[0]).context["panel"]
    assert (first["total"], len(first["cases"]), len(second["cases"]), second["next_url"]) == (3, 2, 1, None)


def test_a_handler_is_told_which_cases_belong_to_other_units(as_user, cast, filled, read):
    assignments.assign(
        case_id=filled[3].pk, unit=cast.unit, officer=cast.handler_zhou, actor=cast.officer_li,
        today=day(TODAY), now=noon(TODAY),
    )  # fmt: skip
    panel = as_user(cast.handler_zhou).get(cell(2026, "new", "natural", part="panel"))
    assert [case["number"] for case in panel.context["panel"]["cases"]] == [filled[3].number]
    assert "共4件；其中3件由其他科室办理，不能查看" in read(panel)


def test_another_agencys_table_does_not_exist(as_user, cast, filled):
    client = as_user(cast.officer_wang)
    own = client.get(reverse("desk:annual_table", args=[2026]))
    assert own.context["agency_name"] == "某市自然资源局"
    for url in (
        reverse("desk:annual_table", args=[2026], query={"agency": cast.bureau.pk}),
        cell(2026, "new", "natural", agency=cast.bureau.pk),
        cell(2026, "new", "natural", agency=cast.bureau.pk, part="panel"),
        reverse("desk:annual_export", args=[2026, "json"], query={"agency": cast.bureau.pk}),
    ):
        assert client.get(url).status_code == 404, url


def test_a_superior_chooses_among_its_agencies_only(as_user, cast, filled, read):
    stranger = type(cast.bureau).objects.create(name="外市某局", prefix="外")
    client = as_user(cast.supervisor_sun)
    page = client.get(reverse("desk:annual_table", args=[2026], query={"agency": cast.bureau.pk}))
    assert [agency.name for agency in page.context["agencies"]] == [
        "某市人民政府", "某市行政审批服务局", "某市自然资源局",
    ]  # fmt: skip
    assert "一、本年新收政府信息公开申请数量 4" in read(page)
    link = page.context["rows"][0]["cells"][0]["panel_url"]
    assert len(client.get(link).context["panel"]["cases"]) == 4
    for wanted in (stranger.pk, 999999, "x", "²", ""):
        url = reverse("desk:annual_table", args=[2026], query={"agency": wanted})
        assert client.get(url).status_code == 404, wanted


def test_an_administrator_has_no_annual_table(as_user, cast):
    assert as_user(cast.administrator_wu).get(reverse("desk:annual_table")).status_code == 404


def test_nobody_sees_it_without_signing_in(client, cast):
    answer = client.get(reverse("desk:annual_table", args=[2026]))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("desk:login"))


@pytest.mark.parametrize(
    "url",
    [
        reverse("desk:annual_table", args=[2018]),
        reverse("desk:annual_table", args=[2027]),
        cell(2026, "denied", "total"),
        cell(2026, "new", "sum"),
        reverse("desk:annual_export", args=[2026, "pdf"]),
    ],
)
def test_what_is_not_there_is_not_found(as_user, cast, url):
    assert as_user(cast.officer_li).get(url).status_code == 404


def test_checks_stand_beside_the_table(as_user, cast, filled, read):
    client = as_user(cast.officer_li)
    url = reverse("desk:annual_table", args=[2026])
    shown = {line["code"]: line["passed"] for line in client.get(url).context["checks"]}
    assert shown == {
        "C1": True, "C2": True, "C3": True, "C4": None, "C5": None, "C6": None, "C7": None, "C8": None, "C9": None,
        "C12": None,
    }  # fmt: skip
    build_table(agency=cast.bureau, year=2025, year_closed=True, now=noon("2026-01-01"))
    shown = {line["code"]: line["passed"] for line in client.get(url).context["checks"]}
    assert shown["C4"] is True
    AnnualTable.objects.filter(year=2025).update(cells={"carried_out": {"natural": 3}})
    page = client.get(url)
    failed = [line for line in page.context["checks"] if line["passed"] is False]
    assert [line["code"] for line in failed] == ["C4"]
    assert failed[0]["text"].startswith("自然人列：0 ≠ 3")
    assert page.context["rows"][1]["cells"][0]["wrong"]


def test_last_years_numbers_stand_under_this_years_when_asked(as_user, cast):
    register_case(cast, "2025-12-30")
    client = as_user(cast.officer_li)
    url = reverse("desk:annual_table", args=[2026])
    assert client.get(url).context["rows"][0]["cells"][0]["previous"] is None
    compared = client.get(client.get(url).context["previous_url"])
    corner = compared.context["rows"][0]["cells"][0]
    assert (corner["value"], corner["previous"]) == (0, 1)
    assert 'class="annual__previous"' in compared.content.decode()
    assert 'class="annual__previous"' not in client.get(url).content.decode()


def test_files_hold_the_same_figures(as_user, cast, filled):
    client = as_user(cast.officer_li)
    xlsx = client.get(reverse("desk:annual_export", args=[2026, "xlsx"]))
    sheet = openpyxl.load_workbook(BytesIO(xlsx.content), data_only=True)["表三"]
    assert [sheet["D6"].value, sheet["D8"].value, sheet["J6"].value] == [4, 2, 4]
    assert "attachment" in xlsx["Content-Disposition"]
    answer = client.get(reverse("desk:annual_export", args=[2026, "json"]))
    rows = {row["key"]: row["cells"] for row in json.loads(answer.content)["rows"]}
    assert (rows["granted"]["total"], rows["carried_out"]["natural"]) == (2, 1)


def test_the_cost_of_the_page_does_not_grow_with_the_cases(as_user, cast, filled, django_assert_max_num_queries):
    client = as_user(cast.officer_li)
    for _ in range(6):
        register_case(cast, "2026-11-02")
    with django_assert_max_num_queries(20):
        client.get(reverse("desk:annual_table", args=[2026]))
    with django_assert_max_num_queries(31):
        client.get(cell(2026, "new", "natural"))
