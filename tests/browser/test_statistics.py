"""统计 and the charts of the annual page in a real browser: asked by keyboard, readable, accessible, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_annual_report import fits
from tests.browser.test_desk import sign_in
from tests.cast import register_case, replied_case

pytestmark = pytest.mark.django_db(transaction=True)
# Every period of the test lies in 2026, whatever the machine's clock says.
BLOCKS = ("total", "months", "channels", "applicants", "outcomes", "units")
MEASURES = ("received", "decided", "on_time", "late", "open", "overdue")
YEAR = [("kind", "dates"), ("first", "2026-01-01"), ("last", "2026-12-31"),
        *(("blocks", block) for block in BLOCKS), *(("measures", measure) for measure in MEASURES)]  # fmt: skip
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The page draws five charts: channels, results, applicants, months, timeliness.
CHARTS = 5


@pytest.fixture
def filled(cast):
    """Seven cases: five answered in time, one late, one still open."""
    for month in range(1, 5):
        replied_case(cast, "G2", f"2026-0{month}-05", f"2026-0{month}-12", f"2026-0{month}-13")
    replied_case(cast, "U1", "2026-03-02", "2026-03-10", "2026-05-11")
    replied_case(cast, "X2", "2026-05-06", "2026-05-12", "2026-05-13")
    register_case(cast, "2026-06-02")
    return cast


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_tables_and_charts_fit_and_pass_an_accessibility_check(filled, new_context, viewport):
    page = new_context(**({"viewport": viewport, "is_mobile": True, "has_touch": True} if viewport else {})).new_page()
    sign_in(page, "officer_li")
    for address in (
        reverse("desk:statistics", query=YEAR),
        reverse("desk:annual_table", args=[2026]),
        reverse("desk:annual_text", args=[2026]),
    ):
        page.goto(address)
        if "text" not in address:
            assert page.locator(".chart__picture").count() == CHARTS
        assert fits(page), address
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [violation["id"] for violation in found] == [], address


def test_a_year_is_asked_kept_and_asked_again(filled, page):
    """What is counted stands in the table; kept with the keyboard, it is one click away."""
    sign_in(page, "officer_li")
    page.goto(reverse("desk:statistics", query=YEAR))
    total = page.get_by_role("region", name="收办概况", exact=True)
    # Received, decided, in time, late, open, of the open ones past their day.
    assert [cell.inner_text() for cell in total.locator("tbody td").all()] == ["7", "6", "5", "1", "1", "1"]
    page.get_by_label("样式名称").fill("全年报送")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存统计样式“全年报送”")
    page.goto(reverse("desk:statistics"))
    page.get_by_role("link", name="全年报送").click()
    expect(page.get_by_role("link", name="全年报送")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("region", name="收办概况", exact=True)).to_be_visible()
