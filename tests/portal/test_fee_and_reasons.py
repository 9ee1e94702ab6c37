"""What an applicant reads and answers while reasons or a fee are awaited: plain sentences, and no way to pay here."""

from __future__ import annotations

import pytest
from django.test import Client

from casework.law.acts import Act
from casework.models import Case, Notice
from casework.portal.sentences import events_of, status_of
from casework.queries.progress import progress_of
from casework.services import closing, reasons
from tests.cast import Cast, day, posted
from tests.portal.visitor import filed_case, opened, travel, upload
from tests.services.acts import by, perform
from tests.services.ready_cases import delay_set, fee_charged, reasons_asked

pytestmark = pytest.mark.django_db


def said(case: Case, on: str) -> tuple[str, str, list[str]]:
    found = progress_of(case_id=case.pk, today=day(on))
    status = status_of(found)
    return status["word"], "".join(status["sentences"]), [step["title"] for step in events_of(found)]


def test_reasons_are_asked_in_plain_words_and_the_reply_date_stays(cast: Cast):
    case = reasons_asked(cast, answer_by="2026-03-18")
    word, words, steps = said(case, "2026-03-05")
    assert word == "请您说明理由"
    assert "您在2026年1月1日至2026年3月2日期间提出了120件申请" in words
    assert "请于2026年3月18日（星期三）前（含当日）书面说明，可以在网上提交" in words
    assert steps[0] == "本机关请您说明理由"
    assert progress_of(case_id=case.pk, today=day("2026-03-05")).due_on == day("2026-03-30")


@pytest.fixture
def asked(cast):
    """Filed on line on 2026-03-02, asked on 03-03 to explain by 03-18; the applicant looks on 03-05."""
    case, code = filed_case(cast, "2026-03-02")
    for act in (Act.CONFIRM_RECEIPT, Act.CHECK_IDENTITY, Act.ACCEPT):
        perform(act, case, cast.officer_li, "2026-03-02")
    reasons.ask_reasons(
        case_id=case.pk, counted_from=day("2026-01-01"), counted_to=day("2026-03-02"), counted=120,
        what_to_explain="为何分别提出", answer_by=day("2026-03-18"), fact=posted("2026-03-03"),
        **by(cast.officer_li, "2026-03-03"),
    )  # fmt: skip
    with travel("2026-03-05"):
        yield case, opened(case, code), f"/progress/{case.pk}/reasons/"


def test_reasons_are_given_on_line_and_the_reply_date_stays(asked):
    case, client, url = asked
    assert f'href="{url}">说明理由</a>' in client.get(f"/progress/{case.pk}/").content.decode()
    page = client.get(url).content.decode()
    assert "提出了120件申请" in page and "为何分别提出" in page and "2026年3月18日（星期三）" in page
    answer = {"answer": "涉及不同地块", "key": "k1"}
    places = [client.post(url, answer | {"attachments": upload("承包合同.pdf")}).url for _ in range(2)]
    assert places == [f"/progress/{case.pk}/?done=reasons"] * 2
    assert "您说明的理由已收到" in client.get(places[0]).content.decode()
    case = Case.objects.get(pk=case.pk)
    given = case.reasons_request
    assert (case.stage, given.answer, given.received_on) == ("processing", "涉及不同地块", day("2026-03-05"))
    assert case.reply_due_on == day("2026-03-30")
    assert [(item.name, item.purpose) for item in case.attachments.all()] == [("承包合同.pdf", "说明理由材料")]
    assert Notice.objects.get(subject=f"收到网上说明的理由 {case.number}").recipient.username == "officer_li"
    event = case.events.get(act="receive_reasons")
    assert (event.actor, event.actor_name) == (None, "申请人")


def test_no_reasons_at_all_are_no_answer(asked):
    case, client, url = asked
    page = client.post(url, {"answer": " ", "key": "k1"}).content.decode()
    assert '<a href="#answer">请写明您的理由</a>' in page
    assert Case.objects.get(pk=case.pk).stage == "awaiting_reasons"


def test_reasons_nobody_asked_for_lead_back_to_the_progress(asked, cast):
    case, client, url = asked
    perform(Act.RECEIVE_REASONS, case, cast.officer_li)
    for answer in (client.get(url), client.post(url, {"answer": "迟到", "key": "k2"})):
        assert answer.url == f"/progress/{case.pk}/"
    assert Client().get(url).url == "/progress/"
    assert Case.objects.get(pk=case.pk).reasons_request.answer == "为核对承包合同"


def test_a_delay_is_told_only_once_it_was_served(cast: Cast):
    case = delay_set(cast)
    assert "2026年5月29日" not in said(case, "2026-03-10")[1]
    perform(Act.SERVE_DELAY, case, cast.officer_li)
    word, words, steps = said(case, "2026-03-11")
    assert (word, steps[0]) == ("办理中", "本机关告知您延迟答复")
    assert "延迟至2026年5月29日（星期五）前答复" in words


def test_a_fee_says_how_much_until_when_and_how(cast: Cast):
    case = fee_charged(cast)
    word, words, steps = said(case, "2026-03-06")
    assert (word, steps[0]) == ("请您缴费", "本机关发出收费通知")
    assert "请自收到收费通知的次日起20个工作日内缴纳" in words
    case = perform(Act.RECORD_FEE_DELIVERY, case, cast.officer_li, fact_on="2026-03-06")
    words = said(case, "2026-03-10")[1]
    for sentence in (
        "需要缴纳信息处理费140元（按量计收，共44页）", "请于2026年4月3日（星期五）前（含当日）缴纳",
        "凭缴款识别码到代收银行缴纳。缴款识别码：37030026000000001234", "本网站不收款",
        "答复期限自您完成缴费的次日起重新计算",
    ):  # fmt: skip
        assert sentence in words


def test_paid_it_is_handled_on(cast: Cast):
    case = perform(Act.RECEIVE_FEE, fee_charged(cast, signed="2026-03-06"), cast.officer_li)
    word, _, steps = said(case, "2026-03-11")
    assert (word, steps[0]) == ("办理中", "您完成缴费，答复期限重新计算")


def test_unpaid_it_is_called_by_its_name_and_nothing_inside_is_told(cast: Cast):
    case = fee_charged(cast, signed="2026-03-06")
    closing.lapse(case_id=case.pk, review="国库核实未到账", **by(cast.officer_li, "2026-04-07"))
    word, words, steps = said(case, "2026-04-08")
    assert (word, steps[0]) == ("未缴费，视为放弃申请", "逾期未缴费，视为放弃申请")
    assert "国库" not in words


@pytest.mark.parametrize("ready", [reasons_asked, fee_charged], ids=["reasons", "fee"])
def test_the_applicant_can_withdraw_while_waited_for(cast: Cast, ready):
    case = closing.withdraw(case_id=ready(cast).pk, statement="不再需要", **by(None, "2026-03-06"))
    assert (case.stage, case.decision_code) == ("concluded", "O3")
