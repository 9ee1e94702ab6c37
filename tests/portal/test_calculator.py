"""期限推算: anybody reckons; nobody signs in, nothing is stored, faults stand at their field."""

from __future__ import annotations

import pytest

from casework.models import Agency, AgencyHoliday
from tests.cast import day
from tests.services.watching import everything

URL = "/calculator/"


def ask(visitor, **answers):
    return visitor.client.get(URL, answers)


def page_of(response) -> str:
    return response.content.decode()


# From the worked examples of the law: C12, C10, C16, C17, C14.
@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ({"channel": "counter", "submitted_on": "2026-05-06"}, "2026-06-02"),
        ({"channel": "counter", "submitted_on": "2026-05-06", "extension_working_days": "20",
          "extension_served_on": "2026-06-02"}, "2026-07-01"),
        ({"channel": "counter", "submitted_on": "2026-03-02", "consultation_kind": "third_party",
          "consultation_sent_on": "2026-03-09", "consultation_delivered_on": "2026-03-11"}, "2026-04-23"),
        ({"channel": "registered_mail", "submitted_on": "2020-01-13", "signed_on": "2020-01-15"}, "2020-02-19"),
        ({"channel": "ordinary_mail", "confirmed_on": "2019-04-02"}, "2019-04-30"),
        ({"channel": "counter", "submitted_on": "2026-06-01", "fee_served_on": "2026-06-15",
          "fee_paid_on": "2026-07-01"}, "2026-07-29"),
    ],
)  # fmt: skip
def test_the_worked_examples(visitor, answers, due):
    response = ask(visitor, **answers)
    assert response.status_code == 200
    assert str(response.context["answer"].reply.due_on) == due
    assert f'<time datetime="{due}">{due}</time></strong>' in page_of(response)


def test_the_page_needs_no_login_and_stores_nothing(visitor):
    assert ask(visitor).status_code == 200
    before = everything()
    response = ask(visitor, channel="counter", submitted_on="2026-03-02")
    assert "逐日说明" in page_of(response) and "第几日" in page_of(response)
    assert everything() == before
    assert "casework_session" not in visitor.client.cookies
    assert visitor.client.post(URL, {"channel": "counter"}).status_code == 405


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"channel": "counter"}, "submitted_on", "必填：当面提交，以提交之日为收到申请之日（条例第三十一条第一项）"),
        ({"channel": "registered_mail", "submitted_on": "2026-03-02"}, "signed_on", "必填：邮寄提交，以本机关签收之日"),
        ({"channel": "pigeon", "submitted_on": "2026-03-02"}, "channel", "请选择申请怎样提交"),
        ({"submitted_on": "2026-03-02"}, "channel", "请选择申请怎样提交"),
        ({"channel": "counter", "submitted_on": "昨天"}, "submitted_on", "日期应写成2026-03-02的形式"),
        ({"channel": "counter", "submitted_on": "2018-12-28"}, "submitted_on", "没有2018年的国务院办公厅放假安排"),
        ({"channel": "counter", "submitted_on": "2050-01-04"}, "submitted_on", "没有2050年"),
        ({"channel": "counter", "submitted_on": "2026-03-02", "extension_working_days": "30"}, "extension_working_days",
         "最长延长20个工作日"),
        ({"channel": "counter", "submitted_on": "2026-03-02", "fee_paid_on": "2026-03-05"}, "fee_paid_on",
         "须先有收费通知送达之日"),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence_at_its_field_and_the_answers_stay(visitor, answers, field, sentence):
    response = ask(visitor, **answers)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field] and sentence in errors[field][0]
    assert "请更正以下内容" in page_of(response)
    assert all(value in page_of(response) for name, value in answers.items() if name != "channel")


def test_what_waits_for_a_confirmation_says_so(visitor):
    page = page_of(ask(visitor, channel="fax", submitted_on="2026-03-02"))
    assert "尚未与申请人确认，期限未起算" in page


def test_an_unpublished_year_is_provisional(visitor):
    page = page_of(ask(visitor, channel="counter", submitted_on="2026-12-04"))
    assert "暂估" in page and "最早可能为2027-01-02" in page


def test_an_agency_s_calendar_and_choices_count_for_its_own_link(visitor, cast):
    """03-20 is off there; and there an online request counts from confirmation."""
    AgencyHoliday.objects.create(agency=cast.bureau, day=day("2026-03-20"), name="开斋节")
    Agency.objects.filter(pk=cast.bureau.pk).update(policy={"online_receipt": "confirmed"})
    asked = {"channel": "online", "submitted_on": "2026-02-28", "confirmed_on": "2026-03-02"}
    shared = ask(visitor, **asked)
    # 03-02 is a Monday: 03-02 to 03-06 (5), to 03-20 (15), 03-23 to 03-27 (20).
    assert str(shared.context["answer"].reply.due_on) == "2026-03-27"
    own = ask(visitor, agency=cast.bureau.pk, **asked)
    assert str(own.context["answer"].reply.due_on) == "2026-03-31"
    assert cast.bureau.name in page_of(own)
    for odd in ("0", "x", "9" * 30, "²"):
        assert str(ask(visitor, agency=odd, **asked).context["answer"].reply.due_on) == "2026-03-27"


def test_the_guide_leads_to_it(visitor, cast):
    assert f'href="/calculator/?agency={cast.bureau.pk}"' in page_of(visitor.client.get(f"/{cast.bureau.pk}/"))


def test_another_display_keeps_the_question(visitor):
    half = visitor.client.get(URL, {"channel": "fax", "concluded_on": "2026-04-01", "contrast": "high"}, follow=True)
    page = page_of(half)
    assert half.status_code == 200 and 'data-contrast="high"' in page and "error-summary" not in page
    assert half.context["form"]["concluded_on"].value() == "2026-04-01"
    assert "contrast" not in half.redirect_chain[0][0]
    # A question that is whole stays answered.
    whole = visitor.client.get(URL, {"channel": "counter", "submitted_on": "2026-05-06", "size": "large"}, follow=True)
    assert str(whole.context["answer"].reply.due_on) == "2026-06-02"
