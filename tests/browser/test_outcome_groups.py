"""One request for each outcome group of table 三, decided and served through the pages: its cell grows by one.

Handed in on Monday 2 March 2026, due on the 30th; decided on the 9th, posted on the 10th. The first one is registered
and accepted through the pages too, the others by the services: those pages do not know what will be decided.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from casework.models import Case
from tests.browser.acting import Desk, withheld_line
from tests.cast import accepted_case, evidence_for, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

# The group, a decision of it, and the printed label of the line that counts it.
GROUPS = [
    pytest.param("G2", "（一）予以公开", id="disclosed"),
    pytest.param("P1", "（二）部分公开", id="partly-disclosed"),
    pytest.param("N5", "5.属于三类内部事务信息", id="denied"),
    pytest.param("U1", "1.本机关不掌握相关政府信息", id="unable"),
    pytest.param("X1", "1.信访举报投诉类申请", id="not-processed"),
    pytest.param("O4", "3.其他", id="other"),
]


def register_at_the_counter(desk: Desk) -> str:
    """Register a request and return its number."""
    desk.page.goto("/desk/register/?channel=counter")
    desk.submit(kind="natural", name="赵某某", telephone="13800000000", content="2024年机关后勤采购情况")
    desk.page.wait_for_url(re.compile(r"/desk/cases/[^/]+/$"))
    return Case.objects.get().number


def total_of(desk: Desk, label: str):
    """Open the annual table and return the total cell of the line."""
    desk.page.goto("/desk/annual/2026/")
    line = desk.page.locator("tr").filter(has=desk.page.get_by_role("rowheader", name=label, exact=False)).first
    return line.locator("td").last


def registered_and_accepted_through_the_pages(desk: Desk) -> str:
    with desk.signed_in("officer_li", "2026-03-02"):
        number = register_at_the_counter(desk)
        desk.expect_due("2026-03-30")
        desk.act(number, "check_identity", documents_seen="居民身份证", method="original_seen", result="confirmed")
        desk.act(number, "accept")
    return number


@pytest.mark.parametrize(("code", "label"), GROUPS)
def test_a_request_of_each_outcome_group_reaches_its_cell(transactional_db, page, code, label):
    cast = make_cast()
    desk = Desk(page)
    if code == "G2":
        number = registered_and_accepted_through_the_pages(desk)
    else:
        number = accepted_case(cast, "2026-03-02", content="2024年机关后勤采购情况").number
    with desk.signed_in("officer_li", "2026-03-09"):
        desk.page.goto(f"/desk/cases/{number}/")
        desk.expect_due("2026-03-30")
        expect(total_of(desk, label)).to_have_text("0")
        evidence = {f"evidence_{name}": text for name, text in evidence_for(code).items()}
        if code == "P1":
            evidence |= withheld_line("第3页联系电话", "N6", "讨论记录")
        if code == "U1":
            desk.record_search(number)
        desk.act(number, "submit_for_review", choose=code, findings="经查，情况属实。", **evidence)
    with desk.signed_in("head_chen", "2026-03-09"):
        desk.act(number, "sign")
    with desk.signed_in("officer_li", "2026-03-10"):
        desk.act(number, "conclude", method="postal", posted_on="2026-03-10", postal_number="XA12345678937")
        cell = total_of(desk, label)
        expect(cell).to_have_text("1")
        cell.get_by_role("link").click()
        expect(page.locator("body")).to_contain_text(number)
