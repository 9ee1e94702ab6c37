"""Cases answered together, split cases and what the applicant answers on line, in a real browser."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from casework.law.acts import Act
from casework.models import Case
from casework.services import case_splitting, matters, reasons
from casework.services.answering_together import answer_together
from casework.services.register import ApplicantData
from tests.browser.acting import already_signed_in
from tests.browser.test_desk import sign_in
from tests.cast import accepted_case, day, noon, posted, replied_case
from tests.portal.visitor import filed_case
from tests.services.acts import READY, by, perform

pytestmark = pytest.mark.django_db(transaction=True)
PLAN, AGAIN = "2024年东高村征收补偿安置方案", "请公开东高村2024年征收补偿的安置方案"


@pytest.fixture
def tuesday():
    """The office stands on 2026-03-10."""
    with time_machine.travel(noon(READY)):
        yield


@pytest.fixture
def joined(cast):
    """Two like cases answered together, a third one open, an answered one before them."""
    replied_case(cast, "G2", content=PLAN, signed="2026-03-04", served="2026-03-05")
    other = ApplicantData(kind="natural", name="钱某某", telephone="13900000000")
    first, second = accepted_case(cast, content=PLAN), accepted_case(cast, "2026-03-04", content=AGAIN, applicant=other)
    accepted_case(cast, "2026-03-05", content=AGAIN)
    answer_together(case_id=second.pk, other=first.number, **by(cast.officer_li, READY))
    return first, second


@pytest.fixture
def office(cast, joined):
    """The same, with the first one's draft in review."""
    perform(Act.SUBMIT_FOR_REVIEW, joined[0], cast.officer_li)
    return joined


def split_online(cast) -> tuple[Case, str]:
    case, code = filed_case(cast, "2026-03-02")
    perform(Act.CONFIRM_RECEIPT, case, cast.officer_li, "2026-03-02")
    words = ["2024年补偿方案", "2024年评估报告", "征收决定的会议纪要"]
    matters.list_matters(case_id=case.pk, words=words, **by(cast.officer_li, "2026-03-03"))
    case_splitting.split_case(case_id=case.pk, positions=[2, 3], **by(cast.officer_li, "2026-03-03"))
    return case, code


def asked_online(cast) -> tuple[Case, str]:
    case, code = filed_case(cast, "2026-03-02", "r" * 32)
    for act in (Act.CONFIRM_RECEIPT, Act.CHECK_IDENTITY, Act.ACCEPT):
        perform(act, case, cast.officer_li, "2026-03-02")
    reasons.ask_reasons(
        case_id=case.pk, counted_from=day("2026-01-01"), counted_to=day("2026-03-02"), counted=120,
        what_to_explain="请说明提出上述数量、频次申请的理由。", answer_by=day("2026-03-18"), fact=posted("2026-03-03"),
        **by(cast.officer_li, "2026-03-03"),
    )  # fmt: skip
    return case, code


def addresses(first: Case, second: Case) -> dict[str, str]:
    act = f"/desk/cases/{second.number}"
    return {
        "together": reverse("desk:together", args=[second.number]),
        "join": f"{act}/answer_together/",
        "similar": f"{act}/?tab=similar",
        "related": f"{act}/",
        "choose": f"{act}/submit_for_review/?code=new",
        "like": f"{act}/submit_for_review/?code=G2&like={first.number}",
        "repeat": f"/desk/cases/{first.agency.prefix}2026-0004/submit_for_review/?code=X2",
        "ask-reasons": f"{act}/ask_reasons/",
        "channels": reverse("desk:outside_channels"),
        "mail": reverse("desk:register_list", args=["mail"]),
        "mail-new": reverse("desk:register_new", args=["mail"]),
    }


def test_two_requests_are_joined_with_the_keyboard_and_without_a_script(cast, tuesday, joined, new_context):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page)
    page.goto(reverse("desk:together", args=[joined[1].number]))
    page.get_by_role("link", name="加入另一件").press("Enter")
    page.get_by_role("link", name="合并办理").first.press("Enter")
    page.get_by_role("button", name="合并办理").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("合并办理：已办理")
    page.get_by_role("link", name="并列查看合并办理的各件").press("Enter")
    expect(page.locator(".together__card")).to_have_count(3)


def test_the_applicant_explains_and_finds_the_parts_on_a_phone(cast, tuesday, phone):
    for case, code in (asked_online(cast), split_online(cast)):
        phone.goto(reverse("portal:lookup"))
        phone.get_by_label("编号").fill(case.number)
        phone.get_by_label("查询码").fill(code)
        phone.get_by_role("button", name="查询").press("Enter")
        expect(phone.get_by_role("heading", level=1)).to_contain_text(case.number)
        phone.wait_for_load_state()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        if phone.get_by_role("link", name="说明理由").count():
            phone.get_by_role("link", name="说明理由").press("Enter")
            expect(phone.get_by_role("heading", level=1)).to_have_text("说明理由")
            phone.wait_for_load_state()
            assert phone.evaluate("document.documentElement.scrollWidth") <= 390
            phone.get_by_label("您的理由").fill("涉及不同地块")
            phone.get_by_role("button", name="提交理由").press("Enter")
            expect(phone.get_by_role("status")).to_contain_text("您说明的理由已收到")
        else:
            expect(phone.locator(".parts li")).to_have_count(2)
            phone.locator(".parts a").first.press("Enter")
            expect(phone.locator("main")).to_contain_text("拆分，分别办理")


def test_every_page_fits_a_phone(cast, tuesday, office, phone):
    already_signed_in(phone, "officer_li")
    for name, url in addresses(*office).items():
        assert phone.goto(url).status == 200, name
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
