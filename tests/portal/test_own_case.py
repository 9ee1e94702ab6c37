"""进度, 补正, 撤回: plain sentences with the right dates, and nothing of what happens inside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from casework.models import Case, CaseEvent, Notice, Unit
from casework.queries.annual_table import year_tables
from casework.services import (
    acceptance,
    closing,
    consultations,
    extensions,
    identity_checks,
    letter_service,
    receipt,
    replies,
    supplements,
)  # fmt: skip
from casework.services.query_codes import query_code
from tests.cast import Cast, day, evidence_for, noon, posted
from tests.portal.visitor import filed_case, opened, travel, upload

INSIDE = (
    "李经办", "陈主任", "周科员", "审批一科", "officer_li", "某某建设公司", "损害我公司商业秘密", "经查明内部情况",
    "情况复杂需要会商", "审核", "签发", "不予公开", "第三方合法权益",
)  # fmt: skip


class Desk:
    """What the bureau does with one case, on given days."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case = cast, case

    def at(self, on: str, actor=None) -> dict:
        return {"case_id": self.case.pk, "actor": actor or self.cast.officer_li, "today": day(on), "now": noon(on)}

    def confirm(self, on: str) -> None:
        receipt.confirm_receipt(confirmed_on=day(on), **self.at(on))

    def accept(self, on: str) -> None:
        self.confirm(on)
        identity_checks.check_identity(
            documents_seen="居民身份证", method="copy_seen", result="confirmed", note="", **self.at(on)
        )
        acceptance.accept(**self.at(on))
        Case.objects.filter(pk=self.case.pk).update(
            unit=Unit.objects.get(name="审批一科"), officer=self.cast.officer_li
        )

    def ask(self, on: str, answer_by: str) -> None:
        supplements.request_supplement(
            what_is_unclear="所需信息的年份不明确\n缺少身份证明", guidance="请写明年份。",
            answer_by=day(answer_by), fact=posted(on), **self.at(on),
        )  # fmt: skip

    def consult(self, on: str) -> None:
        consultations.consult(
            kind="third_party", addressee="某某建设公司", about="补偿方案是否涉及商业秘密",
            sent_on=day(on), delivered_on=day(on), **self.at(on),
        )  # fmt: skip

    def opinion(self, on: str) -> None:
        arguments = self.at(on) | {"consultation_id": self.case.consultations.get().pk}
        del arguments["case_id"]
        consultations.record_opinion(opinion="refuse", reasons="损害我公司商业秘密", answered_on=day(on), **arguments)
        consultations.rule_on_opinion(
            ruling="withhold", judgement="经核对，所涉价款属于其商业秘密，理由成立。", public_interest="", **arguments
        )

    def extend(self, on: str) -> None:
        extensions.request_extension(working_days=20, reason="情况复杂需要会商", **self.at(on))
        extensions.approve_extension(**self.at(on, self.cast.head_chen))
        extensions.serve_extension(fact=posted(on), **self.at(on))

    def draft(self, on: str) -> None:
        replies.submit_for_review(
            decision_code="N1", evidence=evidence_for("N1"), findings="经查明内部情况", **self.at(on)
        )

    def sign(self, on: str) -> None:
        replies.sign(**self.at(on, self.cast.head_chen))

    def serve(self, on: str) -> None:
        letter_service.conclude(fact=posted(on), **self.at(on))


@pytest.fixture
def online(cast):
    """Return the desk and a function that shows the applicant's page on a day."""
    case, code = filed_case(cast, "2026-03-02")
    return Desk(cast, case), lambda on: page_on(case, code, on)


def page_on(case: Case, code: str, on: str) -> str:
    with travel(on):
        return opened(case, code).get(f"/progress/{case.pk}/").content.decode()


def status_word(page: str) -> str:
    word = page.split('class="status__word"')[1].split("</p>")[0]
    return re.sub(r"<[^>]*>|^>", "", word).strip()


def test_submitted(online):
    _, page = online
    assert status_word(page("2026-03-02")) == "已提交"
    assert "收到申请之日：2026年3月2日（星期一）" in page("2026-03-02")
    assert "2026年3月30日（星期一）" in page("2026-03-02")


def test_registered_and_processing(online):
    desk, page = online
    desk.confirm("2026-03-03")
    assert status_word(page("2026-03-03")) == "已登记"
    assert "收到申请之日：2026年3月2日（星期一）" in page("2026-03-03")


def test_review_and_signing_look_like_any_work(online):
    desk, page = online
    desk.accept("2026-03-03")
    assert status_word(page("2026-03-03")) == "办理中"
    desk.draft("2026-03-09")
    assert status_word(page("2026-03-09")) == "办理中"
    desk.sign("2026-03-10")
    assert status_word(page("2026-03-10")) == "办理中"


def test_a_third_party_is_asked(online):
    """C9: received 03-02, letter of 03-09, opinion of 03-20: nine working days do not count."""
    desk, page = online
    desk.accept("2026-03-03")
    desk.consult("2026-03-09")
    shown = page("2026-03-12")
    assert status_word(shown) == "征求第三方意见中"
    assert "所需时间不计入答复期限" in shown
    desk.opinion("2026-03-20")
    shown = page("2026-03-20")
    assert status_word(shown) == "办理中"
    assert "2026年4月13日（星期一）" in shown


def test_an_extension_is_told_with_its_new_day(cast):
    """C12: received 2026-05-06, told within the first 20 working days: 40 end on 2026-07-01."""
    case, code = filed_case(cast, "2026-05-06")
    desk = Desk(cast, case)
    desk.accept("2026-05-07")
    desk.extend("2026-06-01")
    assert "答复期限已延长至2026年7月1日（星期三）" in page_on(case, code, "2026-06-02")


def test_a_reply_is_told_by_way_and_day_and_not_by_content(online):
    desk, page = online
    desk.accept("2026-03-03")
    desk.draft("2026-03-09")
    desk.sign("2026-03-10")
    desk.serve("2026-03-11")
    shown = page("2026-03-12")
    assert status_word(shown) == "已答复"
    assert "已于2026年3月11日（星期三）答复您（邮寄，邮件号XA12345678937）" in shown
    assert "撤回这份申请" not in shown


def test_a_lapsed_request_is_called_by_its_name(online):
    desk, page = online
    desk.confirm("2026-03-03")
    desk.ask("2026-03-04", "2026-03-20")
    closing.lapse(review="电话联系三次，没有正当理由", **desk.at("2026-03-23"))
    shown = page("2026-03-24")
    assert status_word(shown) == "视为放弃申请"
    assert "电话联系三次" not in shown


def test_a_reply_that_is_late_is_owned_up_to(online):
    desk, page = online
    desk.accept("2026-03-03")
    assert "已过" not in page("2026-03-30")
    assert "答复期限（2026年3月30日（星期一））已过" in page("2026-03-31")


def test_nothing_of_the_inside_is_shown_at_any_stage(online):
    desk, page = online
    acts = [
        ("2026-03-03", desk.accept), ("2026-03-09", desk.consult), ("2026-03-20", desk.opinion),
        ("2026-03-23", desk.extend), ("2026-03-24", desk.draft), ("2026-03-25", desk.sign), ("2026-03-26", desk.serve),
    ]  # fmt: skip
    for on, act in acts:
        act(on)
        shown = page(on)
        assert [word for word in INSIDE if word in shown] == []


def test_the_progress_page_costs_the_same_however_much_happened(online, django_assert_max_num_queries):
    desk, _ = online
    desk.accept("2026-03-03")
    desk.consult("2026-03-09")
    with travel("2026-03-09"):
        client = opened(desk.case, filed_code(desk.case))
        with django_assert_max_num_queries(10):
            client.get(f"/progress/{desk.case.pk}/")


def filed_code(case: Case) -> str:
    return query_code(CaseEvent.objects.get(case=case, act="submit").key)


@pytest.fixture
def asked(cast):
    """C8: received 2026-04-01, asked on 04-09 to supplement by 04-30; the applicant looks on 04-24."""
    case, code = filed_case(cast, "2026-04-01")
    desk = Desk(cast, case)
    desk.confirm("2026-04-01")
    desk.ask("2026-04-09", "2026-04-30")
    with travel("2026-04-24"):
        yield case, opened(case, code)


def supplement_url(case: Case) -> str:
    return f"/progress/{case.pk}/supplement/"


def form_key(client, url: str) -> str:
    return re.search(r'name="key" value="(\w+)"', client.get(url).content.decode()).group(1)


def test_what_is_asked_is_shown_with_the_last_day(asked):
    case, client = asked
    progress = client.get(f"/progress/{case.pk}/").content.decode()
    assert status_word(progress) == "请您补正"
    assert "请于2026年4月30日（星期四）前" in progress
    page = client.get(supplement_url(case)).content.decode()
    for part in ("所需信息的年份不明确", "缺少身份证明", "请写明年份。", "2026年4月30日（星期四）"):
        assert part in page


def test_a_supplement_answered_on_line_restarts_the_clock(asked):
    """20 working days from 04-24: 05-01 to 05-05 are off, Saturday 05-09 is worked: 2026-05-26."""
    case, client = asked
    answers = {"answer": "2024年度的方案", "key": form_key(client, supplement_url(case)), "attachments": upload()}
    response = client.post(supplement_url(case), answers)
    case = Case.objects.get(pk=case.pk)
    assert response.url == f"/progress/{case.pk}/?done=supplement"
    assert case.reply_due_on == day("2026-05-26")
    assert case.supplement.received_on == day("2026-04-24")
    assert [item.purpose for item in case.attachments.all()] == ["补正材料"]
    page = client.get(response.url).content.decode()
    assert "补正已收到" in page
    assert Notice.objects.filter(subject=f"收到网上补正 {case.number}").get().recipient.username == "officer_li"
    assert "2026年5月26日（星期二）" in page


def test_an_empty_supplement_is_refused_and_its_files_are_kept(asked):
    case, client = asked
    page = client.post(supplement_url(case), {"answer": " ", "attachments": upload("证明.pdf")}).content.decode()
    assert '<a href="#answer">请填写补正内容</a>' in page
    assert "证明.pdf" in page
    assert Case.objects.get(pk=case.pk).stage == "supplementing"


def test_a_forbidden_file_in_a_supplement_is_refused(asked):
    case, client = asked
    page = client.post(
        supplement_url(case), {"answer": "见附件", "attachments": upload("a.pdf", b"MZ")}
    ).content.decode()
    assert "“a.pdf”不是允许的文件类型" in page
    assert "见附件" in page
    assert Case.objects.get(pk=case.pk).stage == "supplementing"


def test_a_supplement_sent_twice_is_received_once(asked):
    case, client = asked
    answers = {"answer": "2024年度的方案", "key": form_key(client, supplement_url(case))}
    places = [client.post(supplement_url(case), answers).url for _ in range(2)]
    assert places == [f"/progress/{case.pk}/?done=supplement"] * 2
    assert CaseEvent.objects.filter(case=case, act="receive_supplement").count() == 1


def test_a_second_supplement_is_refused_without_naming_anybody(asked, cast):
    case, client = asked
    key = form_key(client, supplement_url(case))
    supplements.receive_supplement(
        case_id=case.pk, answer="当面补正", received_on=day("2026-04-24"),
        actor=cast.officer_li, today=day("2026-04-24"), now=noon("2026-04-24"),
    )  # fmt: skip
    page = client.post(supplement_url(case), {"answer": "又一次", "key": key}, follow=True).content.decode()
    assert "没有办成：申请的办理情况已有变化" in page
    assert [word for word in INSIDE if word in page] == []
    assert Case.objects.get(pk=case.pk).supplement.answer == "当面补正"


def test_an_answer_that_is_being_written_survives_the_end_of_the_look(asked):
    case, client = asked
    with time_machine.travel(noon("2026-04-24") + timedelta(hours=1), tick=False):
        response = client.post(supplement_url(case), {"answer": "写了很久的内容"})
        assert response.url == "/progress/"
        client.post("/progress/", {"number": case.number, "code": filed_code(case)})
        assert "写了很久的内容" in client.get(supplement_url(case)).content.decode()


def test_a_late_answer_is_still_taken_before_anybody_decides(asked):
    case, client = asked
    with travel("2026-05-06"):
        client.post("/progress/", {"number": case.number, "code": filed_code(case)})
        assert "补正期限（2026年4月30日（星期四））已过" in client.get(supplement_url(case)).content.decode()
        client.post(supplement_url(case), {"answer": "因病迟延", "key": "c" * 32})
    assert Case.objects.get(pk=case.pk).stage == "processing"


def test_without_a_notice_there_is_nothing_to_supplement(online):
    desk, _ = online
    with travel("2026-03-03"):
        client = opened(desk.case, filed_code(desk.case))
        for response in (client.get(supplement_url(desk.case)), client.post(supplement_url(desk.case), {"answer": ""})):
            assert response.url == f"/progress/{desk.case.pk}/"


def withdraw_url(case: Case) -> str:
    return f"/progress/{case.pk}/withdraw/"


def test_a_withdrawal_counts_as_other_outcome(cast):
    """O3 stands in the row （六）3 其他 of the year in which it was withdrawn."""
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-04"):
        client = opened(case, code)
        answers = {"confirmed": "on", "reason": "已从网站找到", "key": form_key(client, withdraw_url(case))}
        response = client.post(withdraw_url(case), answers)
        page = client.get(response.url).content.decode()
    assert status_word(page) == "已撤回"
    assert "申请已撤回。" in page
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.decision_code, case.decided_on) == ("concluded", "O3", day("2026-03-04"))
    assert "已从网站找到" in CaseEvent.objects.get(case=case, act="withdraw").note
    assert Notice.objects.filter(subject=f"申请人已撤回 {case.number}").get().recipient.username == "officer_li"
    cells = year_tables([cast.bureau], 2026)[cast.bureau.pk].cells
    assert cells["other_misc"]["natural"] == 1


def test_a_withdrawal_wants_a_tick(cast):
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-04"):
        page = opened(case, code).post(withdraw_url(case), {"key": "d" * 32}).content.decode()
    assert '<a href="#confirmed">请勾选“我确认撤回这份申请”</a>' in page
    assert Case.objects.get(pk=case.pk).stage == "submitted"


def test_a_withdrawal_sent_twice_happens_once(cast):
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-04"):
        client = opened(case, code)
        answers = {"confirmed": "on", "key": form_key(client, withdraw_url(case))}
        places = [client.post(withdraw_url(case), answers).url for _ in range(2)]
    assert places == [f"/progress/{case.pk}/?done=withdrawn"] * 2
    assert CaseEvent.objects.filter(case=case, act="withdraw").count() == 1


def test_what_is_answered_can_no_longer_be_withdrawn(cast):
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-04"):
        client = opened(case, code)
        key = form_key(client, withdraw_url(case))
        closing.withdraw(
            case_id=case.pk,
            statement="当面撤回",
            actor=cast.officer_li,
            today=day("2026-03-04"),
            now=noon("2026-03-04"),
        )
        page = client.post(withdraw_url(case), {"confirmed": "on", "key": key}, follow=True).content.decode()
        assert client.get(withdraw_url(case)).url == f"/progress/{case.pk}/"
    assert "没有办成：申请的办理情况已有变化" in page
    assert "李经办" not in page
    assert CaseEvent.objects.filter(case=case, act="withdraw").count() == 1


def test_a_forged_address_claims_nothing_was_done(online):
    desk, _ = online
    with travel("2026-03-03"):
        client = opened(desk.case, filed_code(desk.case))
        for what in ("withdrawn", "supplement"):
            page = client.get(f"/progress/{desk.case.pk}/?done={what}").content.decode()
            assert "message--success" not in page


def test_another_display_keeps_what_was_typed_before_a_withdrawal(cast):
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-03"):
        client = opened(case, code)
        key = form_key(client, withdraw_url(case))
        typed = {"confirmed": "on", "reason": "已从网站找到", "key": key, "contrast": "high"}
        answer = client.post(withdraw_url(case), typed)
    page = answer.content.decode()
    assert answer.status_code == 200 and 'data-contrast="high"' in page and "error-summary" not in page
    assert 'value="已从网站找到"' in page and "checked" in page and key in page
    assert Case.objects.get(pk=case.pk).is_open
