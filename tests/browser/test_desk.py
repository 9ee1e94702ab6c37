"""The desk in a real browser: what scripts reveal, what shows while typing, what fits a phone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.law.evidence import EVIDENCE_NAMES, Evidence
from casework.law.outcomes import CODES
from tests.browser import acting
from tests.browser.acting import already_signed_in
from tests.cast import accepted_case, register_case

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 9)


@pytest.fixture
def monday(monkeypatch):
    """The desk's pages stand on Monday 2026-03-09."""
    for module in ("access", "acts", "calendar_page", "registration", "work_list"):
        monkeypatch.setattr(f"casework.desk.{module}.legal_today", lambda: TODAY)


def sign_in(page, name: str = "officer_li") -> None:
    """Arrive at the work list with the cookie of somebody who has signed in."""
    already_signed_in(page, name)
    page.goto(reverse("desk:work_list"))
    expect(page.get_by_role("link", name="全部办件")).to_be_visible()


def test_registration_reveals_what_the_applicant_needs_and_reckons_while_typing(cast, monday, page):
    sign_in(page)
    page.goto(reverse("desk:register") + "?channel=registered_mail")
    legal = page.get_by_label("法定代表人或负责人")
    expect(legal).to_be_hidden()
    page.get_by_label("社会公益组织").check()
    expect(legal).to_be_visible()
    page.get_by_label("签收日期").fill("2026-03-02")
    reckoning = page.locator("#reckoning")
    expect(reckoning).to_contain_text("2026-03-30")
    expect(reckoning).to_contain_text("已用去5个工作日")
    page.get_by_label("姓名或名称").fill("某环境保护协会")
    page.get_by_label("申请公开的政府信息").fill("排污许可证副本")
    page.get_by_role("button", name="登记并编号").click()
    expect(page.get_by_role("alert")).to_contain_text("补登时已用去5个工作日，请写明补登原因")
    page.get_by_label("补登原因").fill("门卫签收后未转交")
    page.get_by_role("button", name="登记并编号").click()
    expect(page.get_by_role("status")).to_contain_text("已登记，编号某审2026-0001，收到日2026-03-02")


def test_only_the_chosen_way_of_service_is_asked(cast, monday, page):
    case = register_case(cast, "2026-03-09")
    sign_in(page)
    page.goto(reverse("desk:act", args=[case.number, "request_supplement"]))
    expect(page.get_by_label("邮政挂号或EMS单号")).to_be_visible()
    page.get_by_label("当面送达").check()
    expect(page.get_by_label("邮政挂号或EMS单号")).to_be_hidden()
    page.get_by_label("签收人").fill("赵某某")
    page.get_by_label("所见证件").fill("居民身份证")
    page.get_by_label("需要补正的事项").fill("请写明文号")
    page.get_by_role("button", name="告知补正").click()
    expect(page.get_by_role("status")).to_contain_text("告知补正：已办理。答复期限由2026-04-07变为停表中，末日未定。")


def test_the_desk_works_without_a_script(cast, monday, new_context):
    case = accepted_case(cast, "2026-03-02")
    page = new_context(java_script_enabled=False).new_page()
    acting.sign_in(page, "officer_li")
    page.goto(reverse("desk:act", args=[case.number, "submit_for_review"]))
    page.get_by_role("link", name=CODES["U3"].name).click()
    page.get_by_label(EVIDENCE_NAMES[Evidence.PROCESSING_NEEDED]).fill("须按户汇总各年台账")
    page.get_by_label("查明的情况和处理理由").fill("现有台账没有汇总数。")
    page.get_by_role("button", name="送审答复").click()
    expect(page.get_by_role("status")).to_contain_text("送审答复：已办理。")


def test_every_page_fits_a_phone(cast, monday, phone):
    case = accepted_case(cast, "2026-03-02")
    sign_in(phone)
    for url in (
        reverse("desk:work_list"),
        reverse("desk:register"),
        reverse("desk:case", args=[case.number]),
        reverse("desk:case", args=[case.number]) + "?tab=applicant",
        reverse("desk:case_ledger", args=[case.number]),
        reverse("desk:act", args=[case.number, "submit_for_review"]),
        reverse("desk:act", args=[case.number, "submit_for_review"]) + "?code=P1",
        reverse("desk:act", args=[case.number, "request_supplement"]),
        reverse("desk:calendar"),
        reverse("desk:notices"),
    ):
        phone.goto(url)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, url


def test_the_list_is_walked_with_the_keyboard(cast, monday, page):
    first, second = accepted_case(cast, "2026-03-02"), accepted_case(cast, "2026-03-03")
    sign_in(page)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=first.number)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=second.number)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="搜索办件")).to_be_focused()


def test_a_key_pressed_while_the_page_still_comes_in_is_not_lost(cast, monday, page):
    first = accepted_case(cast, "2026-03-02")
    sign_in(page)
    # The menu's script hangs: the page is drawn and not yet complete.
    held = []
    page.route("**/menu*.js", lambda route: held.append(route))
    page.goto(reverse("desk:work_list"), wait_until="commit")
    expect(page.get_by_role("link", name=first.number)).to_be_visible()
    page.keyboard.press("j")
    page.wait_for_timeout(100)
    assert held
    for route in held:
        route.continue_()
    expect(page.get_by_role("link", name=first.number)).to_be_focused()
