"""答复: no decision without code, evidence and findings; reviewed, signed, numbered (Art. 36)."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.evidence import EVIDENCE_NAMES, STRUCTURED
from casework.law.outcomes import CODES
from casework.law.withheld import Withheld
from casework.models import Reply
from casework.services import replies, search_records
from tests.cast import (
    a_search,
    accepted_case,
    day,
    evidence_for,
    file_proof_for,
    find_unreasonable,
    handed_over,
    posted,
    register_case,
    third_party_asked,
    withheld_for,
)
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import drafted_case, signed_case, supplementing_case
from tests.services.watching import refused

REPLY_CODES = sorted(code for code, row in CODES.items() if row.by_reply and code not in {"P1", "U4"})
# Reviewed by hand: these end a case by an act of their own.
NOT_REPLIES = ["C1", "O1", "O2", "O3"]


def draft(cast, case, code="G2", **facts):
    if code in CODES and not case.search_records.exists():
        file_proof_for(code, case, cast.officer_li, READY)
    values = {
        "evidence": evidence_for(code) if code in CODES else {},
        "findings": "经查，情况如下。",
        "withheld": withheld_for(code),
    } | facts  # fmt: skip
    return replies.submit_for_review(case_id=case.pk, decision_code=code, **values, **by(cast.officer_li, READY))


def on_the_spot(cast, case, code="G2", signed="2026-03-10", **facts):
    values = {"evidence": evidence_for(code), "findings": "当场提供。", "fact": handed_over(signed)} | facts
    return replies.reply_on_the_spot(case_id=case.pk, decision_code=code, **values, **by(cast.officer_li, READY))


def test_a_draft_goes_to_review_and_decides_nothing_yet(cast):
    case = draft(cast, accepted_case(cast), "U1")
    assert (case.stage, case.decision_code, case.decided_on) == ("in_review", "", None)
    stored = Reply.objects.get(case=case)
    assert (stored.decision_code, stored.drafted_by, stored.letter_number) == ("U1", cast.officer_li, "")
    item = stored.items.get()
    assert (item.words, item.decision_code, item.findings) == (case.content, "U1", "经查，情况如下。")
    assert item.evidence["search_record"].startswith(
        "2026年3月10日，周科员在档案室、审批一科检索公文系统、审批业务系统"
    )
    assert case.events.last().after == {"stage": "in_review", "draft": "U1"}


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        pytest.param("", "decision_code_missing", id="none"),
        pytest.param("Z9", "decision_code_unknown", id="unknown"),
        *[pytest.param(code, "not_a_reply", id=code) for code in NOT_REPLIES],
    ],
)
def test_a_reply_needs_a_decision_code_that_is_one(cast, code, refusal):
    case = accepted_case(cast)
    with refused(refusal, field="decision_code"):
        draft(cast, case, code)


@pytest.mark.parametrize("code", REPLY_CODES)
def test_each_code_asks_for_each_piece_of_its_evidence(cast, code):
    case = accepted_case(cast)
    if code == "X4":
        find_unreasonable(cast, case, "2026-03-02", READY)
    if code == "N4":
        third_party_asked(cast, case, "2026-03-09")
    for item in set(CODES[code].evidence) - STRUCTURED:
        with refused("evidence_missing", EVIDENCE_NAMES[item], field=f"evidence_{item.value}"):
            draft(cast, case, code, evidence=evidence_for(code) | {item.value: "  "})
    assert draft(cast, case, code).stage == "in_review"


def test_a_reply_says_what_was_found(cast):
    case = accepted_case(cast)
    with refused("findings_missing", "查明的情况", field="findings"):
        draft(cast, case, findings=" \n")


def piece(what="第3页", ground="N4", reason="个人隐私"):
    return Withheld(what, ground, reason)


INCOMPLETE = [
    pytest.param([], "withheld_grounds_missing", "逐项写明不予提供的内容", id="nothing"),
    pytest.param([piece(ground="G1")], "withheld_grounds_missing", "第1项没有选定依据", id="no-ground-for-withholding"),
    pytest.param([piece(), piece(ground="")], "withheld_grounds_missing", "第2项没有选定依据", id="no-ground"),
    pytest.param([piece(what=" ")], "withheld_incomplete", "第1项没有写明不予提供的内容", id="what"),
    pytest.param([piece(), piece(reason="")], "withheld_incomplete", "第2项没有写明不予提供的理由", id="why"),
]


@pytest.mark.parametrize(("pieces", "code", "words"), INCOMPLETE)
def test_a_partial_disclosure_lists_what_it_leaves_out_on_which_ground_and_why(cast, pieces, code, words):
    case = third_party_asked(cast, accepted_case(cast), "2026-03-09")
    with refused(code, words, article="条例第三十七条", field="withheld"):
        draft(cast, case, "P1", withheld=pieces)
    draft(cast, case, "P1", withheld=[piece(), piece("第5页", "N6", "讨论记录")])
    reply = Reply.objects.get()
    assert reply.items.get().withheld == [
        {"what": "第3页", "ground": "N4", "reason": "个人隐私"},
        {"what": "第5页", "ground": "N6", "reason": "讨论记录"},
    ]
    assert reply.withheld_grounds == ["N4", "N6"]


def test_only_a_partial_disclosure_keeps_such_a_list(cast):
    draft(cast, accepted_case(cast), "G2", withheld=[piece()])
    assert Reply.objects.get().withheld_grounds == []


def test_a_refusal_is_withheld_on_its_own_ground(cast):
    draft(cast, accepted_case(cast), "N5")
    assert Reply.objects.get().withheld_grounds == ["N5"]


def test_information_not_held_needs_a_search_on_file_and_not_a_text(cast):
    case = accepted_case(cast)
    given = {"decision_code": "U1", "findings": "没有", "evidence": {"search_record": "已检索"}}
    with refused("evidence_missing", "检索记录", field="evidence_search_record"):
        replies.submit_for_review(case_id=case.pk, **given, **by(cast.officer_li, READY))


def test_what_a_search_found_is_not_called_non_existent(cast):
    case = accepted_case(cast)
    file_proof_for("U1", case, cast.officer_li, READY)
    found = a_search(READY, found=True)
    search_records.record_search(case_id=case.pk, fact=found, **by(cast.officer_li, READY))
    with refused("search_found_it", "已检索到相关信息", field="decision_code"):
        draft(cast, case, "U1")


@pytest.mark.parametrize(("code", "field"), [("N5", "evidence_internal_kind"), ("N6", "evidence_process_kind")])
def test_article_16_names_the_kinds_and_no_other_is_a_ground(cast, code, field):
    case = accepted_case(cast)
    with refused("evidence_not_listed", "只能是", field=field):
        draft(cast, case, code, evidence=evidence_for(code) | {field.removeprefix("evidence_"): "其他"})


@pytest.mark.parametrize(
    ("day_of_reply", "code"), [("去年六月", "evidence_not_a_day"), ("2026-03-11", "date_in_future")]
)
def test_a_repeat_names_the_day_of_the_earlier_reply(cast, day_of_reply, code):
    case = accepted_case(cast)
    with refused(code, field="evidence_earlier_reply_on"):
        draft(cast, case, "X2", evidence=evidence_for("X2") | {"earlier_reply_on": day_of_reply})


def test_still_unclear_needs_a_supplement_that_came_in(cast):
    case = accepted_case(cast)
    with refused("supplement_not_received", "没有收到过补正", field="decision_code"):
        draft(cast, case, "U4")
    case = supplementing_case(cast)
    perform(Act.CHECK_IDENTITY, case, cast.officer_li)
    with refused("wrong_stage", "等待补正"):
        draft(cast, case, "U4")
    perform(Act.RECEIVE_SUPPLEMENT, case, cast.officer_li)
    assert draft(cast, case, "U4").stage == "in_review"


def test_nobody_unknown_gets_a_reply(cast):
    case = supplementing_case(cast)
    perform(Act.RECEIVE_SUPPLEMENT, case, cast.officer_li)
    with refused("identity_not_checked"):
        draft(cast, case)
    case = register_case(cast)
    with refused("identity_not_checked"):
        on_the_spot(cast, case)


def test_a_draft_is_sent_back_with_a_reason_and_the_next_draft_counts(cast):
    case = drafted_case(cast, "G2")
    with refused("reason_missing", "退回须写明理由", field="reason"):
        replies.send_back(case_id=case.pk, reason="  ", **by(cast.head_chen, READY))
    with refused("text_too_long", "最多200个字", field="sent_back_reason"):
        replies.send_back(case_id=case.pk, reason="改" * 201, **by(cast.head_chen, READY))
    case = perform(Act.SEND_BACK, case, cast.head_chen)
    assert (case.stage, case.events.last().note) == ("processing", "请补充检索记录")
    draft(cast, case, "U1")
    case = perform(Act.SIGN, case, cast.head_chen)
    assert case.decision_code == "U1"
    first, second = Reply.objects.order_by("pk")
    assert (first.sent_back_reason, first.signed_on) == ("请补充检索记录", None)
    assert (second.sent_back_reason, second.signed_on) == ("", day(READY))


def test_signing_decides_numbers_the_letter_and_stops_nothing(cast):
    case = signed_case(cast, "N5")
    assert (case.stage, case.decision_code) == ("signed", "N5")
    assert (case.decided_on, case.concluded_on) == (day("2026-03-09"), None)
    assert Reply.objects.get().letter_number == "某审公复〔2026〕1号"
    event = case.events.last()
    assert (event.actor, event.article) == (cast.head_chen, "条例第四十五条")
    assert event.before == {"stage": "in_review", "decision_code": "", "decided_on": None}
    assert event.after == {
        "stage": "signed", "decision_code": "N5", "decided_on": "2026-03-09", "letter_number": "某审公复〔2026〕1号",
    }  # fmt: skip
    assert (case.next_duty, case.next_due_on) == ("reply", day("2026-03-30"))


def test_letter_numbers_run_without_gap(cast):
    signed_case(cast)
    case = drafted_case(cast)
    with refused("role_not_allowed"):
        perform(Act.SIGN, case, cast.officer_li)
    perform(Act.SIGN, case, cast.head_chen)
    numbers = Reply.objects.order_by("pk").values_list("letter_number", flat=True)
    assert list(numbers) == ["某审公复〔2026〕1号", "某审公复〔2026〕2号"]


def test_a_second_signature_learns_of_the_first(cast):
    case = signed_case(cast)
    with refused("wrong_stage", "已签发待送达", "陈主任", "2026-03-09 12:00", "签发"):
        perform(Act.SIGN, case, cast.head_chen)


def test_a_reply_on_the_spot_decides_hands_over_and_ends_in_one(cast):
    case = on_the_spot(cast, accepted_case(cast))
    assert (case.stage, case.decision_code) == ("concluded", "G2")
    assert (case.decided_on, case.concluded_on) == (day("2026-03-10"), day("2026-03-10"))
    stored = Reply.objects.get()
    assert stored.on_the_spot and stored.letter_number == "某审公复〔2026〕1号"
    assert case.service_records.get().receiver == "赵某某"
    assert not case.deadlines.filter(is_open=True).exists()


ON_THE_SPOT = [
    pytest.param({"code": "U1", "evidence": {}}, "evidence_missing", id="no-search-record"),
    pytest.param({"findings": ""}, "findings_missing", id="no-findings"),
    pytest.param({"fact": handed_over("2026-03-10", receiver="")}, "signature_missing", id="nobody-signed"),
    pytest.param({"fact": posted("2026-03-10")}, "not_on_the_spot", id="by-post"),
    pytest.param({"fact": handed_over("2026-03-11")}, "date_in_future", id="tomorrow"),
    pytest.param({"fact": handed_over("2026-02-27")}, "bad_fact", id="before-receipt"),
]


@pytest.mark.parametrize(("facts", "code"), ON_THE_SPOT)
def test_a_reply_on_the_spot_is_refused_like_any_other(cast, facts, code):
    case = accepted_case(cast)
    with refused(code):
        on_the_spot(cast, case, **facts)
