"""Registration at the desk fixes the number, the day of receipt and the first deadlines."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import Applicant, Case, NumberSeries, Representative
from casework.services import receipt, register
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import a_request, day, noon, register_case
from tests.services.acts import by, perform
from tests.services.ready_cases import submitted_case
from tests.services.watching import refused


def registering(cast, on="2026-03-02", **facts):
    return register.register(
        agency=cast.bureau, request=a_request(**({"submitted_on": day(on)} | facts)), **by(cast.officer_li, on)
    )


def test_a_counter_request_is_due_twenty_working_days_after_it_was_handed_in(cast):
    case = register_case(cast, "2026-03-02")
    assert case.number == "某审2026-0001"
    assert case.received_on == day("2026-03-02")
    assert case.reply_due_on == day("2026-03-30")
    assert Case.objects.get().events.get().act == "register"


def test_the_event_says_who_when_by_which_article_and_what_came_of_it(cast):
    event = register_case(cast, "2026-03-02").events.get()
    assert (event.actor, event.actor_name) == (cast.officer_li, "李经办")
    assert (event.happened_on, event.recorded_at) == (day("2026-03-02"), noon("2026-03-02"))
    assert event.article == "条例第二十九条"
    assert event.before == {}
    # What is still unknown has not changed and is not told.
    assert event.after == {
        "stage": "registered", "received_on": "2026-03-02", "reply_due_on": "2026-03-30", "decision_code": "",
    }  # fmt: skip


# Art. 31: which of the three days counts. The fourth column is None while the clock waits.
CHANNELS = [
    pytest.param("counter", {"submitted_on": "2026-03-02"}, "2026-03-02", id="counter"),
    pytest.param("oral", {"submitted_on": "2026-03-02"}, "2026-03-02", id="oral-written-down-for-the-applicant"),
    pytest.param(
        "registered_mail", {"submitted_on": "2026-02-26", "signed_on": "2026-03-02"}, "2026-03-02", id="registered-mail"
    ),
    pytest.param(
        "ordinary_mail", {"submitted_on": "2026-02-26", "confirmed_on": "2026-03-02"}, "2026-03-02", id="ordinary-mail"
    ),
    pytest.param("ordinary_mail", {"submitted_on": "2026-02-26"}, None, id="ordinary-mail-unconfirmed"),
    pytest.param("fax", {"submitted_on": "2026-02-26", "confirmed_on": "2026-03-02"}, "2026-03-02", id="fax"),
    pytest.param("fax", {"submitted_on": "2026-02-26"}, None, id="fax-unconfirmed"),
    pytest.param("email", {"submitted_on": "2026-03-02"}, "2026-03-02", id="e-mail"),
    pytest.param("online", {"submitted_on": "2026-03-02"}, "2026-03-02", id="online-typed-in-by-a-clerk"),
]


@pytest.mark.parametrize(("channel", "days", "received_on"), CHANNELS)
def test_the_day_of_receipt_follows_from_the_channel(cast, channel, days, received_on):
    days = {"submitted_on": None} | {name: day(text) for name, text in days.items()}
    case = registering(cast, channel=channel, **days).case
    assert case.received_on == (received_on and day(received_on))
    assert case.reply_due_on == (received_on and day("2026-03-30"))
    if received_on is None:
        assert (case.next_duty, case.alarm_on) == ("", None)
        assert not case.deadlines.exists()


MISSING_DAYS = [
    pytest.param("counter", {"submitted_on": None}, "submitted_on", id="counter"),
    pytest.param("oral", {"submitted_on": None}, "submitted_on", id="oral"),
    pytest.param("registered_mail", {}, "signed_on", id="registered-mail-unsigned"),
    pytest.param("email", {"submitted_on": None}, "submitted_on", id="e-mail"),
]


@pytest.mark.parametrize(("channel", "days", "field"), MISSING_DAYS)
def test_the_day_a_channel_cannot_do_without_is_asked_for(cast, channel, days, field):
    with refused("bad_fact", "必填", "条例第三十一条", field=field):
        registering(cast, channel=channel, **days)


OUT_OF_ORDER = [
    pytest.param({"signed_on": "2026-03-01"}, "signed_on", id="signed-before-sent"),
    pytest.param({"signed_on": "2026-03-02", "confirmed_on": "2026-02-28"}, "confirmed_on", id="confirmed-before-sent"),
]


@pytest.mark.parametrize(("days", "field"), OUT_OF_ORDER)
def test_days_out_of_order_are_refused(cast, days, field):
    with refused("bad_fact", "不能早于", field=field):
        registering(cast, channel="registered_mail", **{name: day(text) for name, text in days.items()})


@pytest.mark.parametrize("field", ["submitted_on", "signed_on", "confirmed_on"])
def test_nothing_can_be_registered_that_has_not_happened_yet(cast, field):
    with refused("date_in_future", "2026-03-03", "2026-03-02", field=field):
        registering(cast, channel="registered_mail", **{"signed_on": day("2026-03-02"), field: day("2026-03-03")})


INCOMPLETE = [
    pytest.param({"channel": "pigeon"}, "channel_unknown", "channel", id="channel"),
    pytest.param({"applicant": ApplicantData(kind="alien", name="某")}, "applicant_kind_unknown", "kind", id="kind"),
    pytest.param(
        {"applicant": ApplicantData(kind="natural", name=" ")}, "applicant_name_missing", "name", id="no-name"
    ),
    pytest.param({"content": " \n "}, "content_missing", "content", id="no-content"),
]


@pytest.mark.parametrize(("facts", "code", "field"), INCOMPLETE)
def test_what_article_29_requires_is_required(cast, facts, code, field):
    with refused(code, field=field):
        registering(cast, **facts)


# Mail signed for on Friday 2026-03-06, found later. Working days used: 9th 1, 10th 2.
BACK_DATED = [
    pytest.param("2026-03-06", None, id="same-day"),
    pytest.param("2026-03-07", None, id="saturday-after"),
    pytest.param("2026-03-08", None, id="sunday-after"),
    pytest.param("2026-03-09", 1, id="monday-after"),
    pytest.param("2026-03-10", 2, id="tuesday-after"),
]


@pytest.mark.parametrize(("today", "used"), BACK_DATED)
def test_mail_registered_late_needs_a_reason_once_a_working_day_is_gone(cast, today, used):
    mail = {"channel": "registered_mail", "submitted_on": day("2026-03-04"), "signed_on": day("2026-03-06")}
    if used:
        with refused("late_reason_missing", "2026-03-06", f"用去{used}个工作日", field="late_registration_reason"):
            registering(cast, today, **mail)
        with refused("late_reason_missing"):
            registering(cast, today, late_registration_reason="  ", **mail)
        mail["late_registration_reason"] = "收发室未及时转交"
    case = registering(cast, today, **mail).case
    # The clock runs from the signature, whenever it was noticed: 9-13 (5), 16-20, 23-27, 30-04-03.
    assert (case.received_on, case.reply_due_on) == (day("2026-03-06"), day("2026-04-03"))
    assert case.events.get().note == mail.get("late_registration_reason", "")


def test_numbers_run_without_gap_by_agency_and_year_of_receipt(cast):
    assert register_case(cast, "2025-12-31").number == "某审2025-0001"
    assert register_case(cast, "2026-01-04").number == "某审2026-0001"
    with refused("content_missing"):
        registering(cast, content="")
    assert register_case(cast, "2026-01-05").number == "某审2026-0002"
    other = register.register(agency=cast.other_bureau, request=a_request(), **by(cast.officer_wang, "2026-03-02"))
    assert other.case.number == "某资2026-0001"
    assert NumberSeries.objects.get(agency=cast.bureau, series="case", year=2026).last == 2


# GB 11643-1999 and GB 32100-2015; the good ones are the standards' own examples.
DOCUMENTS = [
    pytest.param("resident_id", "11010519491231002X", "", id="resident-id"),
    pytest.param("resident_id", "11010519491231002x", "", id="small-x"),
    pytest.param("resident_id", "110105194912310021", "校验位不符", id="broken-check-digit"),
    pytest.param("credit_code", "91350100M000100Y43", "", id="credit-code"),
    pytest.param("credit_code", "91310115MA1H8R7C6D", "校验位不符", id="broken-credit-code"),
]


@pytest.mark.parametrize(("kind", "number", "warning"), DOCUMENTS)
def test_a_broken_check_digit_warns_and_does_not_block(cast, kind, number, warning):
    person = ApplicantData(kind="natural", name="赵某某", document_kind=kind, document_number=number)
    done = registering(cast, applicant=person)
    assert [warning in text for text in done.warnings] == ([True] if warning else [])
    assert Applicant.objects.get(case=done.case).document_number == number.upper()


def test_the_representative_is_kept_beside_the_applicant(cast):
    lawyer = RepresentativeData(name=" 钱律师 ", document_kind="resident_id", document_number="110105 19491231 002x",
                                telephone="13900000000", has_power_of_attorney=True)  # fmt: skip
    case = registering(cast, representative=lawyer).case
    stored = Representative.objects.get(applicant__case=case)
    assert (stored.name, stored.document_number) == ("钱律师", "11010519491231002X")
    assert case.applicant_kind == "natural"


def test_an_empty_representative_is_none_and_a_nameless_one_is_refused(cast):
    registering(cast, representative=RepresentativeData(name=""))
    assert not Representative.objects.exists()
    with refused("representative_name_missing", field="representative_name"):
        registering(cast, representative=RepresentativeData(name=" ", telephone="13900000000"))


def test_the_subject_is_the_beginning_of_the_content_when_none_is_given(cast):
    assert registering(cast, content="第一行\n第二行").case.subject == "第一行 第二行"
    assert registering(cast, content="长" * 100).case.subject == "长" * 60
    assert registering(cast, subject=" 补偿方案 ").case.subject == "补偿方案"


def test_a_request_that_waits_for_confirmation_gets_its_day_when_both_have_spoken(cast):
    case = registering(cast, channel="fax").case
    at = by(cast.officer_li, "2026-03-05")
    with refused("date_in_future", field="confirmed_on"):
        receipt.record_confirmation(case_id=case.pk, confirmed_on=day("2026-03-06"), note="", **at)
    with refused("bad_fact", "不能早于提交", field="confirmed_on"):
        receipt.record_confirmation(case_id=case.pk, confirmed_on=day("2026-03-01"), note="", **at)
    case = receipt.record_confirmation(case_id=case.pk, confirmed_on=day("2026-03-04"), note="电话13:05", **at)
    # 5, 6 (2), 9-13 (7), 16-20 (12), 23-27 (17), 30, 31, 04-01.
    assert (case.received_on, case.reply_due_on) == (day("2026-03-04"), day("2026-04-01"))
    event = case.events.last()
    assert (event.act, event.happened_on, event.note) == ("record_confirmation", day("2026-03-04"), "电话13:05")
    assert event.before == {"received_on": None, "reply_due_on": None}
    assert event.after == {"received_on": "2026-03-04", "reply_due_on": "2026-04-01"}
    with refused("receipt_already_fixed", "2026-03-04", "李经办", "登记双方确认"):
        receipt.record_confirmation(case_id=case.pk, confirmed_on=day("2026-03-05"), note="", **at)


def test_the_desk_confirms_what_came_in_on_line_and_the_day_stays_that_of_submission(cast):
    case = submitted_case(cast, "2026-03-02")
    at = by(cast.officer_li, "2026-03-04")
    with refused("date_in_future", field="confirmed_on"):
        receipt.confirm_receipt(case_id=case.pk, confirmed_on=day("2026-03-05"), **at)
    with refused("bad_fact", field="confirmed_on"):
        receipt.confirm_receipt(case_id=case.pk, confirmed_on=day("2026-03-01"), **at)
    case = receipt.confirm_receipt(case_id=case.pk, confirmed_on=day("2026-03-04"), **at)
    assert (case.stage, case.officer) == ("registered", cast.officer_li)
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), day("2026-03-30"))
    assert (case.events.last().before, case.events.last().after) == ({"stage": "submitted"}, {"stage": "registered"})
    with refused("wrong_stage", "李经办", "2026-03-04 12:00", "确认收件"):
        receipt.confirm_receipt(case_id=case.pk, confirmed_on=day("2026-03-04"), **at)


def test_an_agency_that_counts_from_confirmation_starts_the_clock_then(cast):
    cast.bureau.policy = {"online_receipt": "confirmed"}
    cast.bureau.save()
    case = submitted_case(cast, "2026-03-02")
    assert (case.received_on, case.reply_due_on) == (None, None)
    case = receipt.confirm_receipt(case_id=case.pk, confirmed_on=day("2026-03-03"), **by(cast.officer_li, "2026-03-03"))
    assert (case.received_on, case.reply_due_on) == (day("2026-03-03"), day("2026-03-31"))


def test_a_case_without_day_of_receipt_is_not_accepted(cast):
    case = registering(cast, channel="fax").case
    perform(Act.CHECK_IDENTITY, case, cast.officer_li, "2026-03-02")
    with refused("receipt_not_fixed", "尚未与申请人确认"):
        perform(Act.ACCEPT, case, cast.officer_li, "2026-03-02")
