"""A new clerk finishes a 信息不存在 case with nothing but the pages: the dark button, and what it asks for.

Kept from a trial (docs/trials/new-clerk.zh.md). Nobody types an address here: every step is a button
or a link that the page before it shows.

A registered letter signed for on Monday 9 March 2026; 20 working days later is 7 April (Qingming 4-6 April).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case
from tests.browser.acting import Desk
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "2026-03-09"


def next_step(page: Page, label: str) -> None:
    """Press the one dark button of the case page; it says what is next."""
    button = page.locator(".acts .button--primary")
    expect(button).to_have_text([label])
    button.click()


def send(page: Page, **by_label: str) -> None:
    """Fill what the page asks for, by what its labels say, and press its dark button."""
    for label, value in by_label.items():
        page.get_by_label(label, exact=False).first.fill(value)
    page.locator("main form .button--primary").first.click()


def register(page: Page) -> None:
    page.get_by_role("link", name="登记申请").first.click()
    page.get_by_role("button", name="邮寄（需签收）").click()
    page.get_by_label("签收日期").fill(DAY)
    send(
        page, 姓名或名称="赵新手", 联系电话="0533-0000999", 申请公开的政府信息="2016年示例路雨污分流工程的竣工验收报告"
    )
    expect(page.get_by_role("status")).to_contain_text("已登记")
    expect(page.locator(".clock").first).to_contain_text("2026-04-07")


def find_the_code(page: Page) -> None:
    """Answer the five questions as somebody who looked for it and found nothing."""
    page.get_by_role("link", name="按五个问题来定").click()
    for answer in (
        "要求提供政府信息", "明确", "没有收费", "是，要求提供", "没有答复过", "本机关制作", "没有特别规定", "检索过，没有",
    ):  # fmt: skip
        page.locator("a.answers__answer", has_text=answer).first.click()
    expect(page.get_by_role("heading", name="U1 信息不存在")).to_be_visible()
    page.get_by_role("link", name="按这个决定码拟稿").click()


def record_the_search(page: Page) -> None:
    """Go where the draft says a search is missing, and come back to the draft."""
    page.get_by_role("button", name="先登记检索记录").click()
    page.locator("[name=keyword_sets_text_0]").fill("示例路 雨污分流")
    page.get_by_label("未检索到相关信息").check()
    send(
        page,
        检索的处所="档案室",
        检索的系统或目录="公文系统",
        时间段="2015年至2018年",
        纸质档案检索情况="查阅目录，未见",
    )
    expect(page.get_by_role("alert")).to_contain_text("至少要用2组不同的关键词")
    page.locator("[name=keyword_sets_text_1]").fill("竣工验收 示例路")
    send(page)
    expect(page.locator(".on-file")).to_contain_text("竣工验收 示例路")


def test_a_new_clerk_finishes_a_case_by_what_the_pages_say(transactional_db, page):
    make_cast()
    desk = Desk(page)
    with desk.signed_in("officer_li", DAY, by_form=True):
        register(page)
        next_step(page, "身份核验")
        send(page, 所见证件="居民身份证复印件")
        next_step(page, "受理")
        send(page)
        next_step(page, "送审答复")
        find_the_code(page)
        record_the_search(page)
        send(page, 查明的情况和处理理由="经检索和核实，本机关没有制作、也没有获取您申请的竣工验收报告。")
    with desk.signed_in("head_chen", DAY, by_form=True):
        page.get_by_role("link", name="签发").first.click()
        expect(page.locator("main")).to_contain_text("本机关没有制作、也没有获取")
        send(page)
    with desk.signed_in("officer_li", DAY, by_form=True):
        page.get_by_role("link", name="送达答复").first.click()
        page.get_by_role("link", name="先制作答复书").click()
        send(page)
        expect(page.locator(".letter")).to_contain_text("第三十六条第四项")
        page.get_by_role("link", name="登记送达").click()
        expect(page.get_by_role("link", name=re.compile("答复书 .+号"))).to_be_visible()
        send(page, 邮政挂号或EMS单号="XA12345678937")
        next_step(page, "归档")
        send(page)
        expect(page.locator(".case-head")).to_contain_text("已归档")
    case = Case.objects.get()
    assert (case.stage, case.decision_code, str(case.concluded_on)) == ("archived", "U1", DAY)
