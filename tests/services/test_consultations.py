"""征求意见: what is asked of whom, and the days it takes out of the clock (Art. 32-34)."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import Consultation
from casework.services import consultations
from tests.cast import accepted_case, day, register_case
from tests.services.acts import by, consulting_case, drafted_case, perform
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
