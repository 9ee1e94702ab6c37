"""What an applicant files on line: stamped that day, told to the desk, opened by number and code."""

from __future__ import annotations

import pytest

from casework.models import Case, Notice, Role
from casework.services import query_codes, register
from casework.services.register import ApplicantData
from tests.cast import a_request, day, noon, person
from tests.services.ready_cases import submitted_case
from tests.services.watching import refused


def file_online(cast, key="form-1", on="2026-03-02", **facts):
    request = a_request(**({"channel": "online", "submitted_on": day(on)} | facts))
    return register.submit_online(agency=cast.bureau, request=request, today=day(on), now=noon(on), key=key)


def test_it_is_a_case_at_once_and_its_clock_runs(cast):
    case = file_online(cast).case
    assert (case.number, case.stage, case.officer) == ("某审2026-0001", "submitted", None)
    assert (case.received_on, case.reply_due_on) == (day("2026-03-02"), day("2026-03-30"))
    event = case.events.get()
    assert (event.act, event.actor, event.actor_name) == ("submit", None, "申请人")


def test_the_day_and_the_channel_are_stamped_and_not_taken_from_the_form(cast):
    back_dated = {"channel": "registered_mail", "submitted_on": day("2026-02-02"), "signed_on": day("2026-02-03")}
    case = file_online(cast, **back_dated).case
    assert (case.channel, case.submitted_on, case.signed_on) == ("online", day("2026-03-02"), None)
    assert case.received_on == day("2026-03-02")


def test_a_request_filed_on_a_holiday_counts_from_that_day_by_the_strict_reading(cast):
    # C5: 2026-02-17 is New Year's Day by the moon; the first working day after it is 02-24.
    assert file_online(cast, on="2026-02-17").case.reply_due_on == day("2026-03-20")


def test_the_query_code_opens_this_case_only_and_is_not_stored(cast):
    first, second = file_online(cast), file_online(cast, key="form-2")
    assert len(first.query_code) == 8 and first.query_code != second.query_code
    assert query_codes.query_code_matches(first.case, first.query_code)
    assert query_codes.query_code_matches(first.case, f" {first.query_code.lower()} ")
    assert not query_codes.query_code_matches(first.case, second.query_code)
    assert not query_codes.query_code_matches(first.case, "")
    stored = Case.objects.filter(pk=first.case.pk).values().get()
    assert first.query_code not in map(str, stored.values())


def test_a_case_from_the_counter_has_no_code_that_opens_it(cast):
    case = register.register(
        agency=cast.bureau, request=a_request(), actor=cast.officer_li, today=day("2026-03-02"), now=noon("2026-03-02")
    ).case
    assert not query_codes.query_code_matches(case, "")
    assert not query_codes.query_code_matches(case, query_codes.query_code(""))


def test_every_clerk_of_the_agency_is_told_and_nobody_else(cast):
    second_clerk = person("second_clerk", Role.CLERK, cast.bureau, "冯经办")
    gone = person("gone", Role.CLERK, cast.bureau, "已离任")
    gone.is_active = False
    gone.save()
    case = file_online(cast).case
    told = Notice.objects.filter(channel="in_app")
    assert {notice.recipient for notice in told} == {cast.officer_li, second_clerk}
    assert all(notice.subject == f"网上新收件 {case.number}" for notice in told)
    assert not Notice.objects.filter(channel="email").exists()


def test_the_applicant_gets_a_mail_without_the_code(cast):
    done = file_online(cast, applicant=ApplicantData(kind="natural", name="赵某某", email="zhao@example.test"))
    mail = Notice.objects.get(channel="email")
    assert (mail.address, mail.state, mail.recipient) == ("zhao@example.test", "pending", None)
    assert done.case.number in mail.subject and "2026-03-02" in mail.body
    assert done.query_code not in mail.body


def test_an_agency_without_online_intake_says_how_else_to_ask(cast):
    cast.bureau.accepts_online = False
    cast.bureau.save()
    with refused("online_closed", "未开通网上申请", "当面提交或者邮寄"):
        file_online(cast)


def test_a_submission_without_a_key_is_a_programming_error(cast):
    with pytest.raises(ValueError, match="key"):
        file_online(cast, key="")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param({"content": ""}, "content_missing", id="no-content"),
        pytest.param({"applicant": ApplicantData(kind="natural", name="")}, "applicant_name_missing", id="no-name"),
        pytest.param(
            {"applicant": ApplicantData(kind="natural", name="赵", email="nobody")}, "email_invalid", id="no-address"
        ),
    ],
)
def test_an_incomplete_form_files_nothing_and_tells_nobody(cast, facts, code):
    with refused(code):
        file_online(cast, **facts)


def test_what_the_applicant_files_waits_for_the_desk(cast):
    assert submitted_case(cast).next_duty == "supplement_notice"
    # The 7th working day after 03-02: 3, 4, 5, 6, 9, 10, 11.
    assert Case.objects.get().next_due_on == day("2026-03-11")
