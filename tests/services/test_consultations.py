"""征求意见: what is asked of whom, and the days it takes out of the clock (Art. 32-34)."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.consultations import ThirdPartyCheck
from casework.law.letters.compose import compose
from casework.law.letters.forms import service_elements
from casework.law.letters.kinds import LETTER_KINDS
from casework.models import Consultation
from casework.queries.letter_facts import letter_facts, services_of
from casework.services import consultations, replies
from casework.services.matters import Decision, decide_matter
from casework.services.presumed_consent import presume_consent
from tests.cast import accepted_case, day, evidence_for, noon, register_case, third_party_asked
from tests.services.acts import by, perform
from tests.services.ready_cases import consulting_case, divided_case, drafted_case
from tests.services.watching import refused


def consult(cast, case, sent="2026-03-09", delivered=None, today=None, **facts):
    values = {"kind": "third_party", "addressee": "某公司", "about": "报价清单"} | facts
    return consultations.consult(
        case_id=case.pk, sent_on=day(sent), delivered_on=delivered and day(delivered), **values,
        **by(cast.officer_li, today or delivered or sent),
    )  # fmt: skip


def delivered(cast, item, on, today=None):
    return consultations.record_delivery(
        consultation_id=item.pk, delivered_on=day(on), **by(cast.officer_li, today or on)
    )


def answered(cast, item, on, today=None, **facts):
    values = {"opinion": "agree", "reasons": ""} | facts
    return consultations.record_opinion(
        consultation_id=item.pk, answered_on=day(on), **values, **by(cast.officer_li, today or on)
    )


def test_the_event_tells_whom_was_asked_and_that_the_date_is_open_now(cast):
    case = consult(cast, accepted_case(cast))
    event = case.events.last()
    assert (event.act, event.article, event.happened_on) == ("consult", "条例第三十二条", day("2026-03-09"))
    assert event.before == {"reply_due_on": "2026-03-30"}
    assert event.after == {"reply_due_on": None, "consultation": "征求第三方意见：某公司"}


def test_a_refusal_of_the_third_party_keeps_its_reasons(cast):
    item = consult(cast, accepted_case(cast), delivered="2026-03-10").consultations.get()
    for opinion in ("refuse", "partly"):
        with refused("reasons_missing", "须写明理由", field="reasons"):
            answered(cast, item, "2026-03-12", opinion=opinion)
    case = answered(cast, item, "2026-03-12", opinion="refuse", reasons="涉及商业秘密")
    item = Consultation.objects.get(pk=item.pk)
    assert (item.opinion, item.reasons, item.answered_on) == ("refuse", "涉及商业秘密", day("2026-03-12"))
    assert case.events.last().after["opinion"] == "不同意公开"


INCOMPLETE = [
    pytest.param({"addressee": " "}, "consultation_incomplete", "addressee", id="nobody"),
    pytest.param({"about": ""}, "consultation_incomplete", "about", id="nothing"),
    pytest.param({"kind": "fortune_teller"}, "choice_unknown", "kind", id="unknown-kind"),
    pytest.param({"today": "2026-03-06"}, "date_in_future", "sent_on", id="not-sent-yet"),
    pytest.param(
        {"delivered": "2026-03-11", "today": "2026-03-10"}, "date_in_future", "delivered_on", id="not-arrived-yet"
    ),
    pytest.param({"delivered": "2026-03-08", "today": "2026-03-10"}, "bad_fact", None, id="arrived-before-sent"),
    pytest.param({"sent": "2026-02-27"}, "bad_fact", None, id="before-receipt"),
    pytest.param({"addressee": "某" * 121}, "text_too_long", "addressee", id="name-too-long"),
]


@pytest.mark.parametrize(("facts", "code", "field"), INCOMPLETE)
def test_a_letter_that_cannot_be_is_refused(cast, facts, code, field):
    case = accepted_case(cast)
    with refused(code, field=field):
        consult(cast, case, **facts)


def test_only_a_case_being_worked_on_consults(cast):
    registered, in_review = register_case(cast), drafted_case(cast)
    with refused("wrong_stage", "已登记"):
        consult(cast, registered)
    with refused("wrong_stage", "审核中"):
        consult(cast, in_review)


def test_delivery_is_recorded_once(cast):
    case = consulting_case(cast)
    other = consult(cast, case, kind="other_agency", addressee="某局", about="批准").consultations.last()
    item = case.consultations.first()
    with refused("date_in_future", field="delivered_on"):
        delivered(cast, item, "2026-03-10", today="2026-03-09")
    with refused("bad_fact", "不能早于征求意见书发出之日"):
        delivered(cast, item, "2026-03-03", today="2026-03-09")
    delivered(cast, item, "2026-03-06", today="2026-03-09")
    with refused("delivery_known", "某公司", "2026-03-06"):
        delivered(cast, item, "2026-03-09")
    delivered(cast, other, "2026-03-10")
    with refused("no_consultation_underway", "没有等待登记送达"):
        delivered(cast, other, "2026-03-10")


def test_an_opinion_is_recorded_once(cast):
    case = consulting_case(cast, "2026-03-05")
    consult(cast, case, addressee="某厂", about="合同")
    item = case.consultations.first()
    for words, code, field in [
        ({"opinion": "perhaps"}, "opinion_unknown", "opinion"),
        ({"on": "2026-03-11", "today": "2026-03-10"}, "date_in_future", "answered_on"),
        ({"on": "2026-03-04", "today": "2026-03-10"}, "bad_fact", None),
    ]:
        with refused(code, field=field):
            answered(cast, item, **({"on": "2026-03-10"} | words))
    answered(cast, item, "2026-03-10")
    with refused("opinion_known", "某公司", "2026-03-10"):
        answered(cast, item, "2026-03-11")
    answered(cast, case.consultations.last(), "2026-03-11")
    with refused("no_consultation_open", "没有等待意见"):
        answered(cast, item, "2026-03-12")


def test_a_letter_that_is_not_there_is_refused_in_words(cast):
    gone = Consultation(pk=999_999)
    with refused("consultation_not_found"):
        delivered(cast, gone, "2026-03-10")
    with refused("consultation_not_found"):
        answered(cast, gone, "2026-03-10")


def test_a_late_answer_can_still_come_in_during_review(cast):
    # Delivered 03-05, so the 15 working days end on 03-26; decided on 03-27, answered on 03-30.
    case = consulting_case(cast, "2026-03-05")
    perform(Act.RULE_ON_OPINION, case, cast.officer_li, "2026-03-27")
    case = perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-03-27", code="N1")
    assert answered(cast, case.consultations.get(), "2026-03-30").stage == "in_review"


def test_the_alarm_does_not_trust_a_letter_of_which_nothing_was_heard(cast):
    case = consult(cast, accepted_case(cast))
    assert (case.reply_due_on, case.alarm_on) == (None, day("2026-03-30"))
    assert case.next_duty == "reply"


TO_THIRD_PARTIES = ["third_party_inquiry", "third_party_opinion", "disclosure_notice"]
OWN = "经核对，所涉单价采取了保密措施，公开会损害其竞争地位，理由成立。"
INTEREST = "价款由财政资金支付，不公开将使公众无法监督"


def ruled(cast, item, on, actor=None, **facts):
    values = {"ruling": "withhold", "judgement": OWN, "public_interest": ""} | facts
    return consultations.rule_on_opinion(consultation_id=item.pk, **values, **by(actor or cast.officer_li, on))


def draft(cast, case, on, code="G2"):
    return replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="经查，情况如下。",
        **by(cast.officer_li, on),
    )  # fmt: skip


def test_several_third_parties_each_have_their_own_days(cast):
    case = accepted_case(cast)
    consult(cast, case, "2026-03-09", "2026-03-11", addressee="甲公司")
    case = consult(cast, case, "2026-03-10", "2026-03-16", today="2026-03-16", addressee="乙公司")
    # From 03-12: 12, 13, 16-20, 23-27, 30, 31, 04-01; from 03-17: 17-20, 23-27, 30-04-03, 04-07 (04-06 is off).
    assert [str(row.due_on) for row in case.deadlines.filter(duty="third_party_opinion").order_by("index")] == [
        "2026-04-01", "2026-04-07",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "code"),
    [("2026-04-01", "opinion_awaited"), ("2026-04-02", "opinion_undecided")],
    ids=["last-day", "day-after"],
)
def test_a_silent_third_party_is_decided_about_by_a_person_and_nothing_goes_to_review_before(cast, on, code):
    case = consult(cast, accepted_case(cast), delivered="2026-03-11")
    item = case.consultations.get()
    with refused(code, "某公司"):
        draft(cast, case, on)
    if code == "opinion_awaited":
        with refused("no_opinion_to_rule_on"):
            ruled(cast, item, on)
        return
    ruled(cast, item, on, ruling="disclose")
    assert draft(cast, case, on).stage == "in_review"
    item.refresh_from_db()
    assert (item.ruled_by, item.ruled_on, item.opinion) == (cast.officer_li, day(on), "")


def test_a_refusal_is_neither_ignored_nor_followed_blindly(cast):
    item = consult(cast, accepted_case(cast), delivered="2026-03-10").consultations.get()
    case = answered(cast, item, "2026-03-12", opinion="refuse", reasons="涉及商业秘密")
    with refused("opinion_undecided"):
        draft(cast, case, "2026-03-12", "N4")
    with refused("judgement_not_own", field="judgement"):
        ruled(cast, item, "2026-03-12", judgement="第三方不同意公开")
    with refused("public_interest_missing", "公共利益", article="条例第三十二条", field="public_interest"):
        ruled(cast, item, "2026-03-12", ruling="disclose")
    ruled(cast, item, "2026-03-12")
    with refused("reply_against_ruling", "某公司"):
        draft(cast, case, "2026-03-12", "G2")
    assert draft(cast, case, "2026-03-12", "N4").stage == "in_review"


def test_disclosure_against_a_third_party_waits_until_it_was_told(cast):
    item = consult(cast, accepted_case(cast), delivered="2026-03-10").consultations.get()
    case = answered(cast, item, "2026-03-12", opinion="refuse", reasons="涉及商业秘密")
    ruled(cast, item, "2026-03-12", ruling="disclose", public_interest=INTEREST)
    draft(cast, case, "2026-03-12")
    perform(Act.SIGN, case, cast.head_chen, "2026-03-13")
    with refused("third_party_not_told", "决定公开告知书", article="条例第三十二条"):
        perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-16")
    perform(Act.TELL_THIRD_PARTY, case, cast.officer_li, "2026-03-16")
    with refused("served_before_third_party_told", "2026-03-16", field="posted_on"):
        perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-16", fact_on="2026-03-13")
    case = perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-16")
    record = case.service_records.get(letter="disclosure_notice")
    assert (case.stage, record.consultation, record.in_time_on) == ("concluded", item, day("2026-03-16"))


def test_the_spot_is_no_place_to_overrule_a_third_party(cast):
    case = third_party_asked(cast, accepted_case(cast), "2026-03-09", ruling="disclose")
    with refused("third_party_first", "先书面告知第三方"):
        perform(Act.REPLY_ON_THE_SPOT, case, cast.officer_li, "2026-03-09")


def test_a_letter_sent_in_error_never_stopped_the_clock(cast):
    case = consult(cast, accepted_case(cast), delivered="2026-03-11")
    assert case.reply_due_on == day("2026-04-23")
    item = case.consultations.get()
    with refused("withdrawal_reason_missing", field="reason"):
        consultations.withdraw_consultation(consultation_id=item.pk, reason=" ", **by(cast.officer_li, "2026-03-12"))
    case = perform(Act.WITHDRAW_CONSULTATION, case, cast.officer_li, "2026-03-12")
    assert case.reply_due_on == day("2026-03-30")
    assert not case.deadlines.filter(duty="third_party_opinion").exists()
    with refused("no_consultation_open"):
        answered(cast, item, "2026-03-13")
    other = consult(cast, case, "2026-03-13", kind="other_agency", addressee="某局").consultations.last()
    with refused("consultation_withdrawn", "2026-03-12"):
        answered(cast, item, "2026-03-13")
    answered(cast, other, "2026-03-13")
    assert draft(cast, case, "2026-03-13").stage == "in_review"


def test_a_co_producing_agency_that_keeps_silent_consents_and_the_file_says_so(cast):
    case = consult(cast, accepted_case(cast, "2026-04-20"), "2026-04-24", "2026-04-27", kind="co_producer")
    assert presume_consent(today=day("2026-05-20"), now=noon("2026-05-20")) == 0
    assert presume_consent(today=day("2026-05-21"), now=noon("2026-05-21")) == 1
    assert presume_consent(today=day("2026-05-22"), now=noon("2026-05-22")) == 0
    event = case.events.last()
    assert (event.act, event.actor_name, event.happened_on) == ("presume_consent", "系统", day("2026-05-20"))
    assert case.consultations.get().presumed_on == day("2026-05-21")
    assert not case.deadlines.get(duty="co_producer_opinion").is_open
    assert draft(cast, case, "2026-05-21").stage == "in_review"


def test_consent_by_silence_does_not_wait_for_the_night(cast):
    case = consult(cast, accepted_case(cast, "2026-04-20"), "2026-04-24", "2026-04-27", kind="co_producer")
    with refused("opinion_awaited"):
        draft(cast, case, "2026-05-20")
    assert draft(cast, case, "2026-05-21").stage == "in_review"


def test_another_agency_is_asked_for_a_day_and_only_a_person_stops_waiting(cast):
    case = accepted_case(cast)
    with refused("answer_by_before_sent", field="answer_by"):
        consult(cast, case, kind="other_agency", answer_by=day("2026-03-09"))
    case = consult(cast, case, kind="other_agency", answer_by=day("2026-03-13"))
    item = case.consultations.get()
    assert case.deadlines.get(duty="other_agency_opinion").due_on == day("2026-03-13")
    with refused("opinion_awaited"):
        draft(cast, case, "2026-03-13")
    with refused("opinion_undecided"):
        draft(cast, case, "2026-03-16")
    assert type(case).objects.get(pk=case.pk).reply_due_on is None
    case = ruled(
        cast, item, "2026-03-16", ruling="disclose", judgement="经再次联系，对方未提出依据，本机关自行判断可以公开。"
    )
    # Used 03-03 to 03-09 (5); stopped 03-10 to 03-16; 15 more from 03-17: 17-20, 23-27, 30-04-03, 04-07.
    assert case.reply_due_on == day("2026-04-07")


@pytest.mark.parametrize("words", ["赵某某要求公开贵公司报价", "申请人电话13800000000"])
def test_a_letter_that_tells_who_applied_is_refused(cast, words):
    case = accepted_case(cast)
    with refused("applicant_disclosed", "不得透露申请人身份", field="about"):
        consult(cast, case, about=words)


@pytest.mark.parametrize("kind", ["co_producer", "other_agency"])
def test_no_inquiry_tells_who_applied(cast, kind):
    case = accepted_case(cast)
    with refused("applicant_disclosed", field="about"):
        consult(cast, case, kind=kind, about="赵某某要求公开的会议纪要")


def test_no_text_for_a_third_party_names_the_applicant(cast):
    """Every piece of a text that goes to a third party: the letter, the notice, its receipt."""
    case = third_party_asked(cast, accepted_case(cast), "2026-03-09", ruling="disclose")
    item = case.consultations.get()
    with refused("applicant_disclosed", field="public_interest"):
        ruled(cast, item, "2026-03-09", ruling="disclose", public_interest="赵某某一再要求公开，事关公共利益")
    draft(cast, case, "2026-03-09")
    perform(Act.SIGN, case, cast.head_chen, "2026-03-09")
    case = perform(Act.TELL_THIRD_PARTY, case, cast.officer_li, "2026-03-10")
    told = next(one for one in services_of(case) if one.letter == "决定公开告知书")
    texts = [item.about, item.public_interest, *(row.value for row in service_elements(told, case.number))]
    facts = letter_facts(case, today=day("2026-03-10"))
    for key in TO_THIRD_PARTIES:
        free = {part.key: "一段文字" for part in LETTER_KINDS[key].free}
        texts.append(str(compose(key, facts, free=free, about=item.pk)))
    for piece in consultations.applicant_identity(case):
        assert [text for text in texts if piece in text] == [], piece


@pytest.mark.parametrize("counted_as", ["P1", "N5"])
def test_whoever_is_overruled_is_told_by_whatever_code_the_case_is_counted(cast, counted_as):
    """Matter 1 is disclosed against an objection, matter 2 is not: confirmed as N5, matter 1 is disclosed all the same."""
    case = third_party_asked(cast, divided_case(cast), "2026-03-09", ruling="disclose")
    for position, code in ((1, "G2"), (2, "N5"), (3, "N5")):
        decided = Decision(code, "经查。", evidence_for(code) | {"third_party_check": ThirdPartyCheck.ASKED.value})
        decided = decided if code == "G2" else Decision(code, "经查。", evidence_for(code))
        decide_matter(case_id=case.pk, position=position, decision=decided, **by(cast.officer_li, "2026-03-09"))
    case = replies.submit_for_review(
        case_id=case.pk,
        decision_code=counted_as,
        statistical_reason="多数事项不予公开",
        **by(cast.officer_li, "2026-03-10"),
    )
    case = perform(Act.SIGN, case, cast.head_chen, "2026-03-10")
    with refused("third_party_not_told", "某某公司", article="条例第三十二条"):
        perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-11")
    case = perform(Act.TELL_THIRD_PARTY, case, cast.officer_li, "2026-03-11")
    assert perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-11").stage == "concluded"


def test_an_opinion_that_arrives_while_a_supplement_is_awaited_is_recorded(cast):
    case = perform(Act.REQUEST_SUPPLEMENT, consult(cast, accepted_case(cast)), cast.officer_li, "2026-03-10")
    case = delivered(cast, case.consultations.get(), "2026-03-11")
    case = answered(cast, case.consultations.get(), "2026-03-12", opinion="refuse", reasons="涉及商业秘密")
    assert (case.stage, case.consultations.get().answered_on) == ("supplementing", day("2026-03-12"))
    assert not case.deadlines.filter(duty="third_party_opinion", is_open=True).exists()


@pytest.mark.parametrize(
    ("kind", "article"),
    [("third_party", "条例第三十二条"), ("co_producer", "条例第三十四条"), ("other_agency", "条例第十一条")],
)
def test_each_kind_is_asked_and_refused_under_its_own_article(cast, kind, article):
    case = consult(cast, accepted_case(cast), kind=kind, delivered="2026-03-10")
    assert case.events.last().article == article
    with refused("reasons_missing", article=article):
        answered(cast, case.consultations.get(), "2026-03-12", opinion="refuse")
    with refused("bad_fact", article=article):
        answered(cast, case.consultations.get(), "2026-03-09")
    assert answered(cast, case.consultations.get(), "2026-03-12").events.last().article == article
    with refused("consultation_incomplete", article=article):
        consult(cast, case, kind=kind, about=" ")
