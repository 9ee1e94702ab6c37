"""机关事项, 提醒设置 and 督查 in a real browser: without a script, and on a phone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.models import LadderStep
from casework.services import channels, urgings
from tests.browser.acting import already_signed_in
from tests.browser.test_desk import sign_in
from tests.cast import accepted_case, day, noon

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 4, 1)


@pytest.fixture
def wednesday(monkeypatch):
    """The pages stand on Wednesday 2026-04-01."""
    for module in ("access", "notices", "office", "supervision", "urgings"):
        monkeypatch.setattr(f"casework.desk.{module}.legal_today", lambda: TODAY)


def channel(cast):
    return channels.add_channel(
        kind="email", place="gk@agency.example.test", duty_officer=cast.officer_li, announced=True,
        checked_daily=True, actor=cast.head_chen, today=day("2026-03-30"),
    )  # fmt: skip


def test_ticking_and_the_ladder_work_without_a_script(cast, wednesday, new_context):
    channel(cast)
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, "head_chen")
    page.get_by_role("link", name="机关事项").click()
    expect(page.get_by_text("03-30起未查看")).to_be_visible()
    page.get_by_role("button", name="登记今天已查看").click()
    expect(page.get_by_text("今日已查看")).to_be_visible()
    page.get_by_role("link", name="设置", exact=True).click()
    page.get_by_role("link", name="提醒设置").click()
    page.get_by_role("link", name=re.compile("^设置 ?答复的提醒")).click()
    page.get_by_label("第6行工作日").fill("10")
    page.get_by_label("第6行承办人").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("“答复”的提醒已保存")
    assert LadderStep.objects.filter(agency=cast.bureau).count() == 6


def test_asked_by_the_supervisor_and_answered_by_the_officer(cast, wednesday, page, new_context):
    case = accepted_case(cast, "2026-03-02")
    sign_in(page, "supervisor_sun")
    page.get_by_role("link", name="督查").click()
    page.get_by_role("link", name=f"督办 {case.number}").click()
    page.get_by_label("督办意见").fill("请说明超期原因")
    page.get_by_role("button", name="发出督办").click()
    expect(page.get_by_text("待反馈")).to_be_visible()
    officer = new_context().new_page()
    sign_in(officer)
    officer.goto(reverse("desk:notices"))
    officer.get_by_role("link", name=f"督办 {case.number}").click()
    officer.get_by_role("link", name="反馈").click()
    officer.get_by_label("办理情况").fill("明日答复")
    officer.get_by_role("button", name="反馈").click()
    expect(officer.get_by_text("明日答复")).to_be_visible()


@pytest.mark.parametrize("name", ["head_chen", "administrator_wu", "supervisor_sun"])
def test_every_page_fits_a_phone(cast, wednesday, phone, name):
    case, row = accepted_case(cast, "2026-03-02"), channel(cast)
    urgings.urge(
        case_id=case.pk, text="请说明", answer_by=TODAY, actor=cast.supervisor_sun, today=TODAY, now=noon(TODAY)
    )
    pages = {
        "head_chen": ("notices", "office", "reminder_settings", "undelivered", "channel_new"),
        "administrator_wu": ("office", "reminder_settings", "endpoint_new"),
        "supervisor_sun": ("supervision", "office", "notices"),
    }[name]
    urls = [reverse(f"desk:{page}") for page in pages]
    if name == "head_chen":
        urls += [reverse("desk:ladder", args=["reply"]), reverse("desk:channel_edit", args=[row.pk])]
    if name != "administrator_wu":
        urls += [reverse("desk:case", args=[case.number])]
    already_signed_in(phone, name)
    for url in urls:
        phone.goto(url)
        expect(phone.get_by_role("link", name="机关事项").first).to_be_attached()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, url
