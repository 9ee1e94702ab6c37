"""Bringing in a ledger without a script, and the fragment of the annual table on somebody else's page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from casework.documents.annual_html import annual_html
from casework.models import Case
from tests.annual_reports import annual_report
from tests.browser.acting import already_signed_in
from tests.ledger_files import as_xlsx, row

pytestmark = pytest.mark.django_db(transaction=True)


def faults(page) -> list[str]:
    # A click returns when the answer begins to come, not when the page stands.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_a_ledger_comes_in_without_a_script(cast, new_context, tmp_path):
    page = new_context(java_script_enabled=False).new_page()
    file = tmp_path / "2021年台账.xlsx"
    file.write_bytes(as_xlsx([row(1), row(2, 办理结果="不予公开")], above=("2021年度台账",)))
    already_signed_in(page, "officer_li")
    page.goto(reverse("desk:work_list"))
    page.get_by_role("link", name="全部办件").click()
    page.get_by_role("link", name="导入台账").click()
    page.get_by_label("台账文件").set_input_files(file)
    page.get_by_role("button", name="上传，选择各列").click()
    expect(page.get_by_label("登记号")).to_have_value("1")
    page.get_by_role("button", name="核对各行，不导入").click()
    expect(page.get_by_role("alert")).to_contain_text("其中1行不能导入")
    page.get_by_label("不予公开").select_option(label="不予公开：损害第三方合法权益")
    page.get_by_role("button", name="按此对应，重新核对").click()
    page.get_by_role("button", name="导入全部2件").click()
    expect(page.get_by_role("status")).to_contain_text("已导入“2021年台账.xlsx”，共2件。")
    assert Case.objects.count() == 2


def test_every_step_is_accessible_and_fits(cast, page, phone, tmp_path):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(as_xlsx([row(n, **({"办理结果": "不予公开"} if n % 7 == 0 else {})) for n in range(1, 60)]))
    for at in (page, phone):
        already_signed_in(at, "officer_li")
        at.goto(reverse("desk:ledger_import"))
        assert faults(at) == []
        at.get_by_label("台账文件").set_input_files(file)
        at.get_by_role("button", name="上传，选择各列").click()
        assert faults(at) == []
        at.get_by_role("button", name="核对各行，不导入").click()
        assert faults(at) == []
        assert at.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_fragment_is_accessible_on_a_page_it_knows_nothing_of(page, watch):
    fragment = annual_html(annual_report(broken=True)).decode()
    body = f"<!doctype html><html lang=zh-CN><head><title>年度报告</title></head><body><main><h1>年度报告</h1>{fragment}</main></body></html>"
    page.route("**/agency-site", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{watch.origin}/agency-site")
    assert faults(page) == []
    # A broken heading must be seen, or the check above says nothing.
    page.evaluate("document.querySelector('td[headers]').setAttribute('headers', 'no-such-heading')")
    assert "td-headers-attr" in faults(page)
