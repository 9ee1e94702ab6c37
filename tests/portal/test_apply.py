"""The form: one question group a page, errors on top, nothing lost by going back."""

from __future__ import annotations

import re

import pytest

from casework.models import Applicant, Case
from tests.portal.visitor import CONTENT, ORGANISATION, PERSON, Visitor

STEPS = ["who", "applicant", "content", "wanted", "attachments"]


def test_the_steps_follow_one_another_to_the_check_page(visitor):
    answers = [
        {"applicant_is": "person"}, PERSON, {"content": CONTENT}, {"way": "", "carrier": ""}, {},
    ]  # fmt: skip
    places = [visitor.answer(step, **given).url for step, given in zip(STEPS, answers, strict=True)]
    assert places == [visitor.step_url(step) for step in ["applicant", "content", "wanted", "attachments", "check"]]


def test_progress_is_shown_in_words(visitor):
    page = visitor.client.get(visitor.step_url("who")).content.decode()
    assert "第1步，共6步" in page


def test_a_later_step_leads_back_to_the_first_that_is_not_answered(visitor):
    response = visitor.client.get(visitor.step_url("wanted"))
    assert response.url == visitor.step_url("who")
    visitor.answer("who", applicant_is="person")
    assert visitor.client.get(visitor.step_url("check")).url == visitor.step_url("applicant") + "?mend=1"


def test_errors_stand_on_top_and_lead_to_their_field(visitor):
    visitor.answer("who", applicant_is="person")
    page = visitor.answer("applicant", document_kind="resident_id", submitted_by="applicant").content.decode()
    summary = page.split('class="error-summary"')[1].split("</div>")[0]
    assert re.findall(r'href="#(\w+)">([^<]+)<', summary) == [
        ("name", "请填写姓名"),
        ("document_number", "请填写证件号码"),
        ("telephone", "联系电话、电子邮箱、通信地址至少填写一项"),
    ]
    assert page.index("error-summary") < page.index("<form id=")
    assert "<title>有误：" in page
    for name in ("name", "document_number", "telephone"):
        assert f'id="{name}"' in page


@pytest.mark.parametrize(
    "contact",
    [{"telephone": "13800000000"}, {"email": "zhao@example.test"}, {"address": "某市某区某路1号"}],
    ids=["telephone", "e-mail", "address"],
)
def test_one_way_of_contact_is_enough(visitor, contact):
    visitor.answer("who", applicant_is="person")
    answers = PERSON | {"telephone": ""} | contact
    assert visitor.answer("applicant", **answers).status_code == 302


def test_only_what_the_law_asks_for_is_required(visitor):
    visitor.fill()
    visitor.submit()
    case = Case.objects.get()
    assert case.wanted_form == ""
    assert case.needs_assistance is False


def test_optional_fields_are_marked_and_required_ones_are_not(visitor):
    visitor.answer("who", applicant_is="person")
    page = visitor.client.get(visitor.step_url("applicant")).content.decode()
    assert re.search(r'for="address">通信地址<span class="field__optional">（选填）', page)
    assert re.search(r'for="name">姓名</label>', page)


def test_the_way_back_keeps_even_what_is_wrong(visitor):
    visitor.answer("who", applicant_is="person")
    response = visitor.answer("applicant", **(PERSON | {"telephone": "abc", "back": "1"}))
    assert response.url == visitor.step_url("who")
    page = visitor.client.get(visitor.step_url("applicant")).content.decode()
    assert 'value="abc"' in page
    assert "error-summary" not in page


def test_a_change_of_mind_loses_neither_set_of_answers(visitor):
    visitor.answer("who", applicant_is="person")
    visitor.answer("applicant", **PERSON)
    visitor.answer("who", applicant_is="organisation")
    visitor.answer("applicant", **ORGANISATION)
    assert 'value="某某贸易有限公司"' in visitor.client.get(visitor.step_url("applicant")).content.decode()
    visitor.answer("who", applicant_is="person")
    assert 'value="赵某某"' in visitor.client.get(visitor.step_url("applicant")).content.decode()


def test_a_change_from_the_check_page_leads_back_to_it(visitor):
    visitor.fill()
    assert f"{visitor.step_url('content')}?change=1#content" in visitor.check()
    response = visitor.answer("content", "?change=1", content="另一份文件")
    assert response.url == visitor.step_url("check")
    assert "另一份文件" in visitor.check()


@pytest.mark.parametrize("kind", ["commercial", "research", "social", "legal", "other_org"])
def test_every_kind_of_organisation_can_file(visitor, kind):
    visitor.file(organisation=ORGANISATION | {"kind": kind})
    assert Case.objects.get().applicant_kind == kind
    assert Applicant.objects.get().name == "某某贸易有限公司"


def test_an_organisation_must_say_of_which_kind_it_is(visitor):
    visitor.answer("who", applicant_is="organisation")
    page = visitor.answer("applicant", **(ORGANISATION | {"kind": "natural"})).content.decode()
    assert "请选择组织类型" in page


def test_a_citizen_is_a_natural_person_whatever_is_sent(visitor):
    visitor.file(person=PERSON | {"kind": "commercial"})
    assert Case.objects.get().applicant_kind == "natural"


def test_a_representative_needs_name_and_document(visitor):
    visitor.answer("who", applicant_is="person")
    page = visitor.answer("applicant", **(PERSON | {"submitted_by": "representative"})).content.decode()
    assert "请填写代理人姓名" in page
    assert "请填写代理人证件号码" in page


def test_a_representative_is_kept_with_the_applicant(visitor):
    visitor.file(
        person=PERSON
        | {
            "submitted_by": "representative", "representative_name": "钱某某",
            "representative_document_kind": "passport", "representative_document_number": "e12345678",
            "has_power_of_attorney": "on",
        }
    )  # fmt: skip
    representative = Applicant.objects.get().representative
    assert (representative.name, representative.document_number) == ("钱某某", "E12345678")
    assert representative.has_power_of_attorney


def test_a_representative_left_behind_is_not_filed(visitor):
    visitor.file(person=PERSON | {"representative_name": "钱某某", "representative_telephone": "1"})
    assert not hasattr(Applicant.objects.get(), "representative")


def test_post_needs_an_address(visitor):
    visitor.answer("who", applicant_is="person")
    visitor.answer("applicant", **PERSON)
    visitor.answer("content", content=CONTENT)
    page = visitor.answer("wanted", way="post").content.decode()
    assert "您没有填写通信地址" in page


def test_the_wanted_form_is_kept_in_words(visitor):
    visitor.file(
        person=PERSON | {"address": "某市某区某路1号"},
        way="post", carrier="paper", accepts_other="on", needs_assistance="on",
    )  # fmt: skip
    case = Case.objects.get()
    assert case.wanted_form == "邮寄；纸质；可以接受其他形式"
    assert case.needs_assistance


def test_content_that_is_too_long_comes_back_to_be_shortened(visitor):
    visitor.answer("who", applicant_is="person")
    visitor.answer("applicant", **PERSON)
    page = visitor.answer("content", content="长" * 5001).content.decode()
    assert "最多5000个字，现在是5001个字" in page
    assert "长" * 5001 in page


@pytest.mark.parametrize("step", STEPS)
def test_nobody_asks_for_a_purpose(visitor, step):
    visitor.fill()
    page = visitor.client.get(visitor.step_url(step)).content.decode()
    form = page.split('<form id="answers"')[1].split("</form>")[0]
    asked = re.findall(r'name="(\w+)"', form) + re.findall(r'class="field__label"[^>]*>([^<]+)<', form)
    assert asked
    assert not [word for word in asked if "用途" in word or "purpose" in word]


@pytest.mark.parametrize("step", STEPS)
def test_the_form_works_without_a_script(visitor, step):
    visitor.fill()
    page = visitor.client.get(visitor.step_url(step)).content.decode()
    assert 'method="post"' in page.split('<form id="answers"')[1].split(">")[0]
    assert not re.search(r"\son\w+=|javascript:|<script(?![^>]*\ssrc=)|\sstyle=", page)


def test_the_enter_key_goes_on_and_changes_no_display(visitor):
    page = visitor.client.get(visitor.step_url("who")).content.decode()
    first = re.search(r"<button[^>]*form=\"answers\"[^>]*>", page).group()
    assert "name=" not in first


def test_two_agencies_two_drafts(cast, visitor):
    visitor.fill()
    other = Visitor(cast.other_bureau)
    other.client = visitor.client
    assert other.client.get(other.step_url("content")).url == other.step_url("who")
    assert CONTENT in visitor.check()


def test_another_browser_does_not_see_the_draft(visitor):
    visitor.fill()
    stranger = Visitor(visitor.agency)
    assert stranger.client.get(stranger.step_url("check")).url == stranger.step_url("who")


def test_an_agency_that_takes_no_online_requests_says_so(visitor):
    visitor.agency.accepts_online = False
    visitor.agency.save()
    response = visitor.client.get(visitor.step_url("who"), follow=True)
    assert "没有开通网上申请，请当面或者邮寄提交" in response.content.decode()
    assert "开始申请" not in response.content.decode()


def test_an_unknown_step_is_not_found(visitor):
    assert visitor.client.get(visitor.step_url("purpose")).status_code == 404


def test_a_form_page_may_stay_in_the_browsers_history_but_in_no_shared_cache(visitor):
    header = visitor.client.get(visitor.step_url("who")).headers["Cache-Control"]
    assert "private" in header
    assert "no-store" not in header
