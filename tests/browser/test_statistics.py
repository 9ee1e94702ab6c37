"""统计 and the charts of the annual page in a real browser: readable, accessible, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.cast import PASSWORD, register_case, replied_case

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
# Every period of the test lies in 2026, whatever the machine's clock says.
QUESTION = "?kind=dates&first=2026-01-01&last=2026-12-31" + "".join(
    f"&blocks={block}" for block in ("total", "months", "channels", "applicants", "outcomes", "units")
) + "".join(f"&measures={measure}" for measure in ("received", "decided", "on_time", "late", "open", "overdue"))  # fmt: skip


@pytest.fixture
def filled(transactional_db, cast):
    for number in range(4):
        replied_case(cast, "G2", f"2026-0{number + 1}-05", f"2026-0{number + 1}-12", f"2026-0{number + 1}-13")
    replied_case(cast, "U1", "2026-03-02", "2026-03-10", "2026-05-11")
    replied_case(cast, "X2", "2026-05-06", "2026-05-12", "2026-05-13")
    register_case(cast, "2026-06-02")
    return cast


@pytest.mark.parametrize("size", ["page", "phone"])
@pytest.mark.parametrize("address", ["statistics", "annual_table"])
def test_the_charts_fit_and_pass_an_accessibility_check(filled, new_context, request, size, address):
    page = new_context().new_page() if size == "page" else request.getfixturevalue("phone")
    page.goto(reverse("desk:login"))
    page.get_by_label("用户名").fill("officer_li")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="全部办件").wait_for(state="attached")
    page.goto(reverse("desk:statistics") + QUESTION if address == "statistics" else reverse("desk:annual_table", args=[2026]))
    assert page.locator(".chart__picture").count() == 5
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert Axe().run(page, options=WCAG).response["violations"] == []
    page.screenshot(path=f"/tmp/stat/{address}-{size}.png", full_page=True)
