"""The annual report in a real browser: figures, freeze and sum by keyboard and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_desk import sign_in
from tests.cast import register_case, replied_case

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page) -> bool:
    """Tell whether the page itself does not scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_figures_are_entered_frozen_and_read_on_a_phone(cast, page, new_context):
    replied_case(cast, "G2", "2025-03-03", "2025-03-10", "2025-03-11")
    sign_in(page, "head_chen")
    page.goto(reverse("desk:annual_figures", args=[2025]))
    page.get_by_label("表二 规章 本年制发件数").fill("/")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("应填不小于0的整数")
    page.get_by_label("表二 规章 本年制发件数").fill("3")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("改动1格")
    page.goto(reverse("desk:annual_freeze", args=[2025]))
    page.get_by_role("button", name="冻结").click()
    expect(page.get_by_role("status")).to_contain_text("SHA-256")
    phone = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(phone, "officer_li")
    for name in ("table", "figures", "opening", "freeze"):
        phone.goto(reverse(f"desk:annual_{name}", args=[2025]))
        assert fits(phone), name
    phone.goto(reverse("desk:annual_table", args=[2025]))
    expect(phone.get_by_text("已冻结")).to_be_visible()


def test_a_number_of_the_sum_opens_its_agencies(cast, page):
    register_case(cast, "2025-12-30")
    sign_in(page, "supervisor_sun")
    page.goto(reverse("desk:annual_rollup", args=[2025]))
    assert fits(page)
    page.locator("table.annual").get_by_role("link", name="1", exact=True).first.click()
    panel = page.locator("#cell-panel")
    expect(panel).to_contain_text("某市行政审批服务局")
    panel.get_by_role("link", name="某市行政审批服务局").click()
    expect(page.locator("#cell-panel")).to_contain_text("某审2025-0001")
