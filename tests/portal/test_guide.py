"""The first pages and the display: what one should know, large type, high contrast."""

from __future__ import annotations

import pytest

from casework.models import Agency
from casework.services import channels
from tests.cast import day
from tests.portal.visitor import Visitor, travel


def test_with_several_agencies_one_is_chosen(visitor, cast):
    page = visitor.client.get("/").content.decode()
    for agency in (cast.city, cast.bureau, cast.other_bureau):
        assert f'href="/{agency.pk}/"' in page
        assert agency.name in page


def test_an_agency_that_takes_no_online_requests_is_not_offered(visitor, cast):
    Agency.objects.filter(pk=cast.city.pk).update(accepts_online=False)
    assert f'href="/{cast.city.pk}/"' not in visitor.client.get("/").content.decode()
    page = visitor.client.get(f"/{cast.city.pk}/").content.decode()
    assert "开始申请" not in page
    assert "本机关没有开通网上申请，请当面或者邮寄提交。" in page
    assert "在本页面提交" not in page


def test_a_single_agency_shows_its_guide_at_once(visitor, cast):
    Agency.objects.exclude(pk=cast.bureau.pk).update(accepts_online=False)
    page = visitor.client.get("/").content.decode()
    assert f'href="/apply/{cast.bureau.pk}/who/"' in page
    assert page.count("开始申请") == 1


def test_with_none_on_line_the_page_says_where_to_go(visitor):
    Agency.objects.update(accepts_online=False)
    assert "目前没有机关开通网上申请" in visitor.client.get("/").content.decode()


def test_many_agencies_are_searched(visitor):
    Agency.objects.bulk_create(Agency(name=f"某县第{n}局", prefix=f"局{n}", path=f"/{1000 + n}/") for n in range(40))
    page = visitor.client.get("/").content.decode()
    assert page.count('<li><a href="/') == 30
    assert "请输入名称查找" in page
    found = visitor.client.get("/", {"q": "第37局"}).content.decode()
    assert found.count('<li><a href="/') == 1
    assert "某县第37局" in found
    assert "没有找到这个机关" in visitor.client.get("/", {"q": "没有的局"}).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "不需要说明用途", "20个工作日", "再延长20个工作日", "7个工作日", "咨询、信访、投诉、举报", "不收取费用",
        "信息处理费", "当面", "邮寄", "60日内申请行政复议", "6个月内提起行政诉讼", "应当先申请行政复议", "保存期限",
    ],
)  # fmt: skip
def test_the_guide_says_what_one_must_know(visitor, cast, words):
    assert words in visitor.client.get(f"/{cast.bureau.pk}/").content.decode()


def test_a_draft_is_offered_for_going_on(visitor, cast):
    assert "没有填完的申请" not in visitor.client.get(f"/{cast.bureau.pk}/").content.decode()
    visitor.answer("who", applicant_is="person")
    assert "没有填完的申请" in visitor.client.get(f"/{cast.bureau.pk}/").content.decode()


def test_an_unknown_agency_is_not_found(visitor):
    assert visitor.client.get("/999999/").status_code == 404
    assert visitor.client.get("/apply/999999/who/").status_code == 404


def html_tag(page: str) -> str:
    return page.split("<html")[1].split(">")[0]


@pytest.mark.parametrize(
    ("choice", "mark"), [({"size": "large"}, 'data-size="large"'), ({"contrast": "high"}, 'data-contrast="high"')]
)
def test_the_display_is_chosen_without_a_script_and_stays(visitor, choice, mark):
    response = visitor.client.post("/display/", choice | {"next": "/progress/"})
    assert response.url == "/progress/"
    assert mark in html_tag(visitor.client.get("/progress/").content.decode())
    visitor.client.post("/display/", dict.fromkeys(choice, "normal") | {"next": "/progress/"})
    assert mark not in html_tag(visitor.client.get("/progress/").content.decode())


@pytest.mark.parametrize("place", ["https://example.test/", "//example.test/", "javascript:alert(1)", ""])
def test_the_display_switch_leads_to_no_other_site(visitor, place):
    assert visitor.client.post("/display/", {"size": "large", "next": place}).url == "/"


def test_an_unknown_display_is_ignored(visitor):
    visitor.client.post("/display/", {"size": "huge", "next": "/"})
    assert "display_size" not in visitor.client.cookies


def test_changing_the_display_in_the_form_keeps_what_was_typed(visitor):
    visitor.answer("who", applicant_is="person")
    response = visitor.answer("applicant", "?change=1", name="赵某", size="large")
    assert response.url == visitor.step_url("applicant") + "?change=1"
    page = visitor.client.get(response.url).content.decode()
    assert 'value="赵某"' in page
    assert 'data-size="large"' in html_tag(page)


def test_the_pages_need_no_login(cast):
    with travel("2026-03-02"):
        client = Visitor(cast.bureau).client
        for place in ("/", f"/{cast.bureau.pk}/", f"/apply/{cast.bureau.pk}/who/", "/progress/"):
            assert client.get(place).status_code == 200


def test_forms_are_protected_against_other_sites(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/apply/{cast.bureau.pk}/who/", {"applicant_is": "person"}).status_code == 403


def test_the_guide_lists_the_channels_the_agency_announced(visitor, cast):
    def register(kind: str, place: str, **values) -> None:
        facts = {"announced": True, "checked_daily": True, "duty_officer": None} | values
        channels.add_channel(kind=kind, place=place, **facts, actor=cast.head_chen, today=day("2026-03-02"))

    register("email", "gk@agency.example.test")
    register("fax", "0533-1234567")
    register("counter", "政务服务大厅一楼5号窗口")
    register("email", "inner@agency.example.test", announced=False)
    page = visitor.client.get(f"/{cast.bureau.pk}/").content.decode()
    for words in (
        "<dt>电子邮件</dt><dd>gk@agency.example.test",
        "<dt>传真</dt><dd>0533-1234567",
        "一楼5号窗口，工作时间内",
        "邮寄",
    ):
        assert words in page
    assert "inner@" not in page
    assert "gk@agency" not in visitor.client.get(f"/{cast.other_bureau.pk}/").content.decode()
