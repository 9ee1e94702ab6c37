"""The calendar pages and the calculator in a real browser: one flow each, at a desk and on a phone."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.models import CalendarChange, CalendarYear
from casework.services.calendars import load_notices
from tests.browser.acting import already_signed_in
from tests.cast import accepted_case, noon, register_case
from tests.law.notice_texts import LABOUR_DAY_2019, as_first_published

pytestmark = pytest.mark.django_db(transaction=True)


def on(monkeypatch, today: date) -> None:
    for module in ("desk.access", "desk.calendar_page", "desk.calendar_load", "desk.work_list", "portal.calculator"):
        monkeypatch.setattr(f"casework.{module}.legal_today", lambda: today)


def sign_in(page, name: str) -> None:
    already_signed_in(page, name)
    page.goto(reverse("desk:work_list"))
    expect(page.get_by_role("link", name="日历")).to_be_visible()


def fits(page) -> bool:
    """Tell whether nothing sticks out at the side."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_leader_loads_a_notice_after_looking_at_it(cast, monkeypatch, page):
    CalendarYear.objects.all().delete()
    load_notices(notices=as_first_published().values(), now=noon("2019-11-22"))
    on(monkeypatch, date(2019, 4, 8))
    case = register_case(cast, "2019-04-02")
    sign_in(page, "head_chen")
    page.goto(reverse("desk:calendar"))
    page.get_by_role("link", name="载入通知").click()
    page.get_by_label("通知全文").fill(LABOUR_DAY_2019)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", name="与在用日历相比，变动4天")).to_be_visible()
    expect(page.locator(".day--changed")).to_have_count(5)
    assert not CalendarChange.objects.exists() and fits(page)
    shot(page, "load")
    page.get_by_role("button", name="核对无误，载入并重算").click()
    expect(page.get_by_role("row", name=case.number)).to_contain_text("2019-04-30")
    assert fits(page)
    shot(page, "change")
    page.get_by_role("link", name=case.number).click()
    expect(page.get_by_text("期限重算")).to_be_visible()
    page.get_by_role("link", name="这次日历变更").click()
    page.get_by_role("link", name="版本和变更记录").click()
    expect(page.get_by_role("row", name="2019 第2版")).to_contain_text("陈主任")
    shot(page, "versions")
    for name in ("calendar", "calendar_load", "calendar_versions", "calendar_holidays"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(reverse(f"desk:{name}"))
        assert fits(page), name
        shot(page, f"phone-{name}")


def test_what_if_answers_on_the_case(cast, monkeypatch, page):
    on(monkeypatch, date(2026, 5, 20))
    case = accepted_case(cast, "2026-05-06")
    sign_in(page, "officer_li")
    page.goto(reverse("desk:case", args=[case.number]))
    shot(page, "case")
    page.get_by_role("link", name="假设推算").click()
    page.get_by_label("延长工作日数").fill("20")
    page.get_by_label("延长工作日数").press("Enter")
    expect(page.locator("#answer")).to_contain_text("2026-07-01")
    assert fits(page)
    shot(page, "what-if")
    page.set_viewport_size({"width": 390, "height": 844})
    widths = page.locator("#answer .scroll-x").evaluate_all("all => all.map(one => [one.scrollWidth, one.clientWidth])")
    assert widths and all(inside <= shown for inside, shown in widths), widths
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_label("延长工作日数").fill("30")
    page.get_by_role("button", name="推算", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("最长延长20个工作日")
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    shot(page, "phone-what-if")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_calculator_on_a_phone(cast, monkeypatch, new_context, scripts):
    on(monkeypatch, date(2026, 3, 2))
    phone = new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, java_script_enabled=scripts
    ).new_page()
    phone.goto(reverse("portal:calculator"))
    phone.get_by_label("邮寄（需签收）").check()
    phone.get_by_label("行政机关签收日期").fill("2020-01-15")
    shot(phone, f"phone-calculator-form-{scripts}")
    phone.get_by_role("button", name="推算").click()
    expect(phone.locator("#answer")).to_contain_text("2020-02-19")
    if scripts:
        assert fits(phone)
    shot(phone, f"phone-calculator-{scripts}")


def test_the_calculator_at_a_desk_names_what_is_missing(cast, monkeypatch, page):
    on(monkeypatch, date(2026, 3, 2))
    page.goto(reverse("portal:calculator"))
    page.get_by_role("button", name="推算").click()
    expect(page.get_by_role("alert")).to_contain_text("必填：当面提交，以提交之日为收到申请之日")
    shot(page, "calculator-fault")
    page.get_by_label("提交（寄出）日期").fill("2026-12-04")
    page.get_by_role("button", name="推算").click()
    expect(page.locator("#answer")).to_contain_text("最早可能为2027-01-02")
    assert fits(page)
    shot(page, "calculator")


def shot(page, name: str) -> None:
    """Keep a picture where somebody asked for one."""
    folder = os.environ.get("CASEWORK_PICTURES", "")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
