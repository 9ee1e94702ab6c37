"""登记簿, 复议诉讼, 重新办理 and archives in a real browser: no fault, no sideways scrolling on a phone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.services import closing, disputes
from tests.browser.acting import already_signed_in
from tests.browser.test_desk import sign_in
from tests.services.acts import by
from tests.services.ready_cases import disputed_case, lost_case
from tests.services.test_registers import assistance, rectification

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 11)


@pytest.fixture
def wednesday(monkeypatch):
    """The pages stand on Wednesday 2026-03-11."""
    for module in ("access", "acts", "archives", "disputes", "registers", "office"):
        monkeypatch.setattr(f"casework.desk.{module}.legal_today", lambda: TODAY)


def a_full_office(cast):
    """Cases of every standing; return the one that is decided anew."""
    rectification(cast)
    assistance(cast)
    disputed_case(cast)
    lost_case(cast)
    filed = lost_case(cast, redo_ordered=False)
    closing.archive(case_id=filed.pk, archive_number="", **by(cast.officer_li, "2026-03-10"))
    return disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10")), filed


def addresses(case, filed):
    number = reverse("desk:case", args=[case.number])
    return {
        "disputes": reverse("desk:dispute_list"),
        "rectifications": reverse("desk:register_list", args=["rectifications"]),
        "assistances": reverse("desk:register_list", args=["assistances"]),
        "complaint-new": reverse("desk:register_new", args=["complaints"]),
        "archives": reverse("desk:archive_list"),
        "dossier": reverse("desk:dossier", args=[filed.number]),
        "case-again": number + "?tab=disputes",
        "draft-again": reverse("desk:act", args=[case.number, "submit_for_review"]) + "?code=G2",
        "register-dispute": reverse("desk:act", args=[filed.number, "register_dispute"]),
        "result": reverse("desk:act", args=[filed.number, "record_dispute_result"]),
    }


def test_a_rectification_is_entered_and_decided_with_the_keyboard_and_without_a_script(cast, wednesday, new_context):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page)
    page.get_by_role("link", name="登记簿").click()
    page.get_by_role("link", name="更正申请").click()
    page.get_by_role("link", name="登记更正申请").click()
    page.get_by_label("提出人").fill("赵某某")
    page.get_by_label("事项").fill("姓名有误")
    page.get_by_role("button", name="登记", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已登记某审更正〔2026〕1号")
    page.get_by_role("link", name="某审更正〔2026〕1号").click()
    page.get_by_label("处理结果").select_option("corrected")
    page.get_by_label("更正的证据与核实结果").fill("已核实")
    page.get_by_label("办理情况和告知内容").fill("已更正")
    page.get_by_role("button", name="办理").click()
    expect(page.get_by_role("alert")).to_contain_text("没有登记申请人提供的证据")


def test_every_page_fits_a_phone(cast, wednesday, phone):
    pages = addresses(*a_full_office(cast))
    already_signed_in(phone, "officer_li")
    for name, url in pages.items():
        phone.goto(url)
        expect(phone.get_by_role("link", name="登记簿").first).to_be_attached()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
