"""An applicant's phone: a request from the guide to the receipt, readable for everybody, with and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from casework.models import Agency, Case
from tests.browser.conftest import PHONE
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)

PDF = {"name": "身份证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture
def bureau() -> Agency:
    """The first bureau, the only one that takes requests on line."""
    bureau = make_cast().bureau
    Agency.objects.exclude(pk=bureau.pk).update(accepts_online=False)
    Agency.objects.filter(pk=bureau.pk).update(telephone="0533-0000000", address="某市某区某路1号")
    return bureau


def assert_readable(page: Page) -> None:
    """Fail on a serious or critical accessibility fault, and on a page wider than the screen."""
    found = Axe().run(page).response["violations"]
    grave = [(fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in {"serious", "critical"}]
    assert grave == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def press_next(page: Page) -> None:
    page.get_by_role("button", name="下一步", exact=True).click()


def file_request(page: Page, look=lambda page: None) -> tuple[str, str]:
    """File a request as a citizen does; ``look`` sees every page. Returns number and query code."""
    page.goto("/")
    look(page)
    page.get_by_role("link", name="开始申请").click()
    press_next(page)
    expect(page.get_by_role("alert")).to_contain_text("请选择您以什么身份申请")
    look(page)
    page.get_by_label("公民（自然人）").check()
    press_next(page)
    look(page)
    page.get_by_label("姓名", exact=True).fill("赵某某")
    page.get_by_label("证件号码", exact=True).fill("110105194912310021")
    page.get_by_label("联系电话").fill("13800000000")
    press_next(page)
    look(page)
    page.get_by_label("您要申请公开的信息").fill("2024年某地块房屋征收补偿方案")
    press_next(page)
    look(page)
    page.get_by_label("当面领取").check()
    press_next(page)
    look(page)
    page.get_by_label("选择文件").set_input_files(PDF)
    press_next(page)
    look(page)
    expect(page.get_by_text("身份证号校验位不符")).to_be_visible()
    expect(page.get_by_text("身份证.pdf")).to_be_visible()
    page.get_by_label("我保证以上内容真实").check()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    look(page)
    shown = [item.inner_text() for item in page.locator(".receipt dd").all()]
    return shown[0], shown[1]


def look_up(page: Page, number: str, code: str, look=lambda page: None) -> None:
    page.goto("/progress/")
    look(page)
    page.get_by_label("编号", exact=True).fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name=re.compile(number))).to_be_visible()
    look(page)


def withdraw(page: Page, look=lambda page: None) -> None:
    page.get_by_role("link", name="撤回这份申请").click()
    look(page)
    page.get_by_label("我确认撤回这份申请").check()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.get_by_text("申请已撤回。")).to_be_visible()


def test_a_request_is_filed_followed_and_withdrawn_on_a_phone(bureau, phone):
    number, code = file_request(phone, assert_readable)
    case = Case.objects.get(number=number)
    assert (case.agency, case.applicant_kind, case.attachments.count()) == (bureau, "natural", 1)
    look_up(phone, number, code, assert_readable)
    withdraw(phone, assert_readable)
    assert Case.objects.get().decision_code == "O3"


def test_the_same_without_scripts(bureau, new_context):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    number, code = file_request(page)
    look_up(page, number, code)
    withdraw(page)
    assert Case.objects.get(number=number).decision_code == "O3"


@pytest.mark.parametrize(("button", "mark"), [("大字", "data-size"), ("高对比", "data-contrast")])
def test_large_type_and_high_contrast_are_readable_and_lose_nothing(bureau, phone, button, mark):
    phone.goto(f"/apply/{bureau.pk}/who/")
    phone.get_by_label("公民（自然人）").check()
    press_next(phone)
    phone.get_by_label("姓名", exact=True).fill("赵某某")
    phone.get_by_role("button", name=button).click()
    expect(phone.locator(f"html[{mark}]")).to_have_count(1)
    expect(phone.get_by_label("姓名", exact=True)).to_have_value("赵某某")
    for place in (f"/{bureau.pk}/", f"/apply/{bureau.pk}/who/", f"/apply/{bureau.pk}/applicant/", "/progress/"):
        phone.goto(place)
        assert_readable(phone)


def test_the_back_button_of_the_form_keeps_what_was_typed(bureau, phone):
    phone.goto(f"/apply/{bureau.pk}/who/")
    phone.get_by_label("公民（自然人）").check()
    press_next(phone)
    phone.get_by_label("姓名", exact=True).fill("赵某某")
    phone.get_by_role("button", name="上一步").click()
    press_next(phone)
    expect(phone.get_by_label("姓名", exact=True)).to_have_value("赵某某")


def test_the_enter_key_goes_on(bureau, phone):
    phone.goto(f"/apply/{bureau.pk}/who/")
    phone.get_by_label("公民（自然人）").check()
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile("/applicant/$"))


def test_the_representatives_fields_show_when_there_is_one(bureau, phone):
    phone.goto(f"/apply/{bureau.pk}/who/")
    phone.get_by_label("法人或者其他组织").check()
    press_next(phone)
    expect(phone.get_by_label("代理人姓名")).to_be_hidden()
    phone.get_by_label("委托代理人").check()
    expect(phone.get_by_label("代理人姓名")).to_be_visible()
    assert_readable(phone)
