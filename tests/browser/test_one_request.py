"""One request as people live it: from a phone to the cell of the annual table.

Dates counted by hand on the official calendar of 2026 (Qingming 4-6 April, labour day 1-5 May,
Saturday 9 May is worked):
received 2 March -> 30 March; supplement received 20 March -> 20 April; a third party asked on
23 March who gets the letter on the 24th and is silent until 15 April -> 14 May; answer on
3 April -> 6 May; ten working days more -> 19 May.
"""

from __future__ import annotations

import re

import pytest
import time_machine
from playwright.sync_api import Page, expect

from casework.models import Case
from tests.browser.acting import Desk, withheld_line
from tests.cast import Cast, make_cast, noon

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db) -> Cast:
    return make_cast()


def file_on_the_phone(phone: Page) -> tuple[str, str]:
    """File a request on a phone and return its number and query code."""
    with time_machine.travel(noon("2026-03-02")):
        phone.goto("/")
        if phone.get_by_role("link", name="某市行政审批服务局").count():
            phone.get_by_role("link", name="某市行政审批服务局").first.click()
        phone.get_by_role("link", name="开始申请").or_(phone.get_by_role("button", name="开始申请")).first.click()
        for values in (
            {"applicant_is": "person"},
            {
                "name": "赵某某", "document_kind": "resident_id", "document_number": "11010519491231002X",
                "telephone": "13800000000", "submitted_by": "applicant",
            },
            {"content": "某街道2024年房屋征收补偿方案及资金拨付情况"},
            {},
            {},
        ):  # fmt: skip
            Desk(phone).submit(**values)
        phone.locator("[name=promise]").check(force=True, timeout=5000)
        phone.get_by_role("button", name=re.compile("提交")).click()
        phone.wait_for_url("**/receipt/**")
        number = Case.objects.get().number
        expect(phone.locator("main")).to_contain_text(number)
        expect(phone.locator("main")).to_contain_text("3月2日")
        expect(phone.locator("main")).to_contain_text("3月30日")
        code = phone.locator(".receipt__code").inner_text().strip()
    return number, code.replace(" ", "")


def answer_on_the_phone(phone: Page, number: str, code: str) -> None:
    """Look the case up and answer the supplement notice on line."""
    with time_machine.travel(noon("2026-03-20")):
        phone.goto("/progress/")
        Desk(phone).submit(number=number, code=code)
        expect(phone.locator("main")).to_contain_text("补正")
        phone.get_by_role("link", name=re.compile("补正")).first.click()
        Desk(phone).submit(answer="指2024年1月至12月，第三批次。")
        expect(phone.locator("main")).to_contain_text("2026年4月20日")


def test_a_request_lives_from_a_phone_to_the_annual_table(people, page, phone):
    number, code = file_on_the_phone(phone)
    desk = Desk(page)

    with desk.signed_in("officer_li", "2026-03-02", by_form=True):
        desk.act(number, "confirm_receipt")
        desk.expect_due("2026-03-30")
        desk.act(number, "check_identity", documents_seen="居民身份证复印件", method="copy_seen", result="confirmed")
        desk.act(number, "accept")
    with desk.signed_in("officer_li", "2026-03-05"):
        desk.act(
            number, "request_supplement", what_is_unclear="请写明年份和批次", answer_by="2026-03-26",
            method="postal", posted_on="2026-03-05", postal_number="XA12345678937",
        )  # fmt: skip
        expect(page.locator("main")).to_contain_text("等待补正")
    answer_on_the_phone(phone, number, code)
    with desk.signed_in("officer_li", "2026-03-24"):
        page.goto(f"/desk/cases/{number}/")
        desk.expect_due("2026-04-20")
        desk.act(
            number, "consult", kind="third_party", addressee="某某建设有限公司", about="补偿合同中的价格条款",
            sent_on="2026-03-23", delivered_on="2026-03-24",
        )  # fmt: skip
        desk.expect_due("2026-05-14")
    with desk.signed_in("officer_li", "2026-04-03"):
        item = Case.objects.get().consultations.get()
        desk.act(
            number, f"consultations/{item.pk}/record_opinion", opinion="partly", reasons="价格属商业秘密",
            answered_on="2026-04-03",
        )  # fmt: skip
        desk.expect_due("2026-05-06")
        desk.act(
            number, f"consultations/{item.pk}/rule_on_opinion", ruling="partly",
            judgement="经核对，合同价格反映其成本构成，属于商业秘密，其余条款不是。",
        )  # fmt: skip
    with desk.signed_in("officer_li", "2026-04-10"):
        desk.act(number, "request_extension", working_days="10", reason="材料多，需要逐项区分")
        desk.expect_due("2026-05-06")
    with desk.signed_in("head_chen", "2026-04-10", by_form=True):
        desk.act(number, "approve_extension")
    with desk.signed_in("officer_li", "2026-04-10"):
        desk.act(number, "serve_extension", method="postal", posted_on="2026-04-10", postal_number="XA22345678937")
        desk.expect_due("2026-05-19")
    with desk.signed_in("officer_li", "2026-05-07"):
        desk.act(
            number, "submit_for_review", choose="P1", evidence_provided_files="补偿方案复印件",
            findings="经查，方案可以公开，价格条款涉及商业秘密。", **withheld_line("合同价格条款", "N4", "商业秘密"),
        )  # fmt: skip
    with desk.signed_in("head_chen", "2026-05-07"):
        page.goto("/desk/annual/2026/")
        partial = page.locator('tr:has-text("部分公开") td').first
        expect(partial).to_have_text("0")
        desk.act(number, "sign")
    with desk.signed_in("officer_li", "2026-05-08"):
        desk.act(number, "conclude", method="postal", posted_on="2026-05-08", postal_number="XA32345678937")
        expect(page.locator("main")).to_contain_text("已办结")
        page.goto("/desk/annual/2026/")
        partial = page.locator('tr:has-text("部分公开") td').first
        expect(partial).to_have_text("1")
        partial.get_by_role("link").click()
        expect(page.locator("body")).to_contain_text(number)

    case = Case.objects.get()
    assert (case.decision_code, str(case.decided_on), str(case.concluded_on)) == ("P1", "2026-05-07", "2026-05-08")
