"""The worked examples of the law, lived through: the stored dates at every step.

Dates are those counted by hand on the notices of 2025 and 2026: days off 2026-01-01-03, 02-15-23,
04-04-06, 05-01-05, 06-19-21; worked weekends 01-04, 02-14, 02-28, 05-09.
"""

from __future__ import annotations

from casework.adapters.working_calendar import current_calendar
from casework.law.acts import Act
from casework.models import Case
from casework.services import consultations, extensions, letter_service, supplements
from casework.services.deadlines import read_clock
from tests.cast import accepted_case, day, handed_over, posted, register_case
from tests.services.acts import at, perform


def due(case):
    """Return the stored last day to reply, in the form the steps below are written in."""
    stored = Case.objects.get(pk=case.pk)
    assert stored.reply_due_on == read_clock(stored, current_calendar(), day("2026-07-20")).reply.due_on
    return stored.reply_due_on and stored.reply_due_on.isoformat()


def stored_due(case, duty):
    row = case.deadlines.get(duty=duty)
    return row.due_on.isoformat()


def consult(cast, case, kind, sent, delivered=None, on=None):
    consultations.consult(
        case_id=case.pk, kind=kind, addressee=f"{kind} {sent}", about="所涉内容", sent_on=day(sent),
        delivered_on=delivered and day(delivered), **at(cast.officer_li, on or delivered or sent),
    )  # fmt: skip
    return case.consultations.last()


def answer(cast, item, on):
    consultations.record_opinion(
        consultation_id=item.pk, opinion="agree", reasons="", answered_on=day(on), **at(cast.officer_li, on)
    )


def extend(cast, case, working_days, on):
    extensions.request_extension(
        case_id=case.pk, working_days=working_days, reason="涉及多个部门", **at(cast.officer_li, on)
    )
    assert due(case) == "2026-06-02"
    extensions.approve_extension(case_id=case.pk, **at(cast.head_chen, on))
    assert due(case) == "2026-06-02"
    extensions.serve_extension(case_id=case.pk, fact=posted(on), **at(cast.officer_li, on))


def test_c1_no_holiday(cast):
    assert due(register_case(cast, "2026-03-02")) == "2026-03-30"


def test_c2_across_the_year_with_a_worked_sunday(cast):
    case = register_case(cast, "2025-12-15")
    assert due(case) == "2026-01-13"
    assert stored_due(case, "supplement_notice") == "2025-12-24"
    assert (case.next_duty, case.next_due_on) == ("supplement_notice", day("2025-12-24"))


def test_c8_the_supplement_restarts_the_clock(cast):
    case = register_case(cast, "2026-04-01")
    assert (due(case), stored_due(case, "supplement_notice")) == ("2026-04-30", "2026-04-13")
    supplements.request_supplement(
        case_id=case.pk, what_is_unclear="名称", guidance="", answer_by=day("2026-04-30"), fact=posted("2026-04-09"),
        **at(cast.officer_li, "2026-04-09"),
    )  # fmt: skip
    assert (due(case), stored_due(case, "supplement_answer")) == (None, "2026-04-30")
    supplements.receive_supplement(
        case_id=case.pk, answer="补正", received_on=day("2026-04-24"), **at(cast.officer_li, "2026-04-24")
    )
    assert due(case) == "2026-05-26"


def test_c9_a_third_party_that_answers_early(cast):
    case = accepted_case(cast, "2026-03-02")
    item = consult(cast, case, "third_party", "2026-03-09")
    assert due(case) is None
    answer(cast, item, "2026-03-20")
    assert due(case) == "2026-04-13"


def test_c10_a_third_party_that_keeps_silent(cast):
    case = accepted_case(cast, "2026-03-02")
    item = consult(cast, case, "third_party", "2026-03-09")
    assert due(case) is None
    consultations.record_delivery(
        consultation_id=item.pk, delivered_on=day("2026-03-11"), **at(cast.officer_li, "2026-03-12")
    )
    assert (due(case), stored_due(case, "third_party_opinion")) == ("2026-04-23", "2026-04-01")
    # Its answer after the 15 working days changes nothing: the days were given up to 04-01 only.
    answer(cast, item, "2026-04-08")
    assert due(case) == "2026-04-23"


def test_c11_two_consultations_at_once_stop_the_clock_once(cast):
    case = accepted_case(cast, "2026-03-02")
    third = consult(cast, case, "third_party", "2026-03-09")
    other = consult(cast, case, "other_agency", "2026-03-16")
    answer(cast, third, "2026-03-20")
    assert due(case) is None
    answer(cast, other, "2026-03-31")
    assert due(case) == "2026-04-22"


def test_c12_an_extension_of_twenty_and_of_ten_working_days(cast):
    case = accepted_case(cast, "2026-05-06")
    assert due(case) == "2026-06-02"
    extend(cast, case, 20, "2026-06-02")
    assert due(case) == "2026-07-01"
    case = accepted_case(cast, "2026-05-06")
    extend(cast, case, 10, "2026-06-02")
    assert due(case) == "2026-06-16"


def test_c13_a_consultation_within_the_extension(cast):
    case = accepted_case(cast, "2026-05-06")
    extend(cast, case, 20, "2026-06-02")
    item = consult(cast, case, "third_party", "2026-06-15")
    assert due(case) is None
    answer(cast, item, "2026-06-26")
    assert due(case) == "2026-07-13"


def test_c15_a_co_producing_agency_has_fifteen_working_days(cast):
    case = accepted_case(cast, "2026-04-20")
    consult(cast, case, "co_producer", "2026-04-24", "2026-04-27")
    assert stored_due(case, "co_producer_opinion") == "2026-05-20"
    # Four days used (04-21 to 24); sixteen from 05-21: 21, 22, 25-29, 06-01-05, 08-11.
    assert due(case) == "2026-06-11"


def test_a_whole_life_with_everything_in_it(cast):
    """Supplement, two consultations and an extension, then a reply posted on the last day."""
    case = register_case(cast, "2026-04-01")
    supplements.request_supplement(
        case_id=case.pk, what_is_unclear="名称", guidance="", answer_by=day("2026-04-30"), fact=posted("2026-04-09"),
        **at(cast.officer_li, "2026-04-09"),
    )  # fmt: skip
    supplements.receive_supplement(
        case_id=case.pk, answer="补正", received_on=day("2026-04-24"), **at(None, "2026-04-24")
    )
    assert due(case) == "2026-05-26"
    perform(Act.CHECK_IDENTITY, case, cast.officer_li, "2026-04-27")
    # Used by 05-08: 04-27-30 (4), 05-06, 07, 08 (7). Stopped 05-09 to 05-15.
    item = consult(cast, case, "third_party", "2026-05-08")
    answer(cast, item, "2026-05-15")
    # 13 more from 05-18: 18-22 (5), 25-29 (10), 06-01, 02, 03.
    assert due(case) == "2026-06-03"
    extensions.request_extension(case_id=case.pk, working_days=5, reason="会商", **at(cast.officer_li, "2026-06-03"))
    extensions.approve_extension(case_id=case.pk, **at(cast.head_chen, "2026-06-03"))
    extensions.serve_extension(case_id=case.pk, fact=handed_over("2026-06-03"), **at(cast.officer_li, "2026-06-03"))
    # 5 more: 06-04, 05, 08, 09, 10.
    assert due(case) == "2026-06-10"
    perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-06-09")
    perform(Act.SIGN, case, cast.head_chen, "2026-06-10")
    letter_service.conclude(case_id=case.pk, fact=posted("2026-06-10"), **at(cast.officer_li, "2026-06-11"))
    assert due(case) == "2026-06-10"
    perform(Act.ARCHIVE, case, cast.officer_li, "2026-06-12")
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.decided_on, case.concluded_on) == ("archived", day("2026-06-10"), day("2026-06-10"))
    assert read_clock(case, current_calendar(), day("2026-07-20")).reply.state == "met"
    assert list(case.events.values_list("act", flat=True)) == [
        "register", "request_supplement", "receive_supplement", "check_identity", "consult", "record_opinion",
        "request_extension", "approve_extension", "serve_extension", "submit_for_review", "sign", "conclude",
        "archive",
    ]  # fmt: skip
