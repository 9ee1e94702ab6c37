"""更正, 协查协办, 投诉举报: entered with a number and a day, ended once, and in no table of the year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.law.outcomes import RemedyKind
from casework.law.rectifications import remedy
from casework.models import AgencyHoliday, Assistance, Complaint, OfficeDuty, OfficeReminder, Rectification
from casework.queries.annual_table import year_table
from casework.services import assistances, complaints, incoming_mail, rectifications
from casework.services.office_sweep import sweep_offices
from tests.cast import accepted_case, day, noon
from tests.services.acts import at
from tests.services.watching import refused

pytestmark = pytest.mark.django_db


def rectification(cast, on="2026-03-02", **facts):
    given = {
        "from_whom": "赵某某", "contact": "13800000000", "subject": "不动产登记信息中的姓名有误",
        "evidence": "居民身份证、户口簿", "received_on": day(on),
    }  # fmt: skip
    return rectifications.register_rectification(**(given | facts), **at(cast.officer_li, on))


def decide(cast, row, outcome, on="2026-03-10", **facts):
    given = {"proof": "经核对户籍档案，记录有误", "answer": "已更正并书面告知", "closed_on": day(on)}
    return rectifications.decide_rectification(
        rectification_id=row.pk, outcome=outcome, **(given | facts), **at(cast.officer_li, on)
    )


def test_a_rectification_is_decided_with_its_own_number_and_enters_no_table(cast):
    row = rectification(cast)
    duty = OfficeDuty.objects.get()
    # Monday 03-02 and 20 working days: 03-30, as in C1.
    assert (row.number, row.due_on, duty.due_on) == ("某审更正〔2026〕1号", day("2026-03-30"), day("2026-03-30"))
    row = decide(cast, row, "corrected")
    duty.refresh_from_db()
    assert (row.letter_number, row.closed_by, duty.met_on) == (
        "某审公更〔2026〕1号",
        cast.officer_li,
        day("2026-03-10"),
    )
    assert remedy() is RemedyKind.CHOICE
    assert not any(line["total"] for line in year_table(cast.bureau, 2026).cells.values())
    with refused("matter_closed", "李经办"):
        decide(cast, row, "accurate")


def test_the_period_is_the_agencys_to_set(cast):
    cast.bureau.policy = {"correction_days": 10}
    cast.bureau.save()
    cast.officer_li.refresh_from_db()
    assert rectification(cast).due_on == day("2026-03-16")


def test_what_article_41_asks_for(cast):
    bare, row = rectification(cast, evidence=""), rectification(cast, on="2026-03-03")
    with refused("rectification_without_evidence", "证据", field="outcome"):
        decide(cast, bare, "corrected")
    with refused("evidence_missing", "核实结果", field="evidence_rectification_proof"):
        decide(cast, row, "accurate", proof=" ")
    with refused("rectification_without_addressee", field="addressee"):
        decide(cast, row, "forwarded")
    with refused("rectification_outcome_unknown", field="outcome"):
        decide(cast, row, "done")
    with refused("matter_answer_missing", field="answer"):
        decide(cast, row, "accurate", answer="")
    with refused("matter_closed_before_receipt", field="closed_on"):
        decide(cast, row, "accurate", closed_on=day("2026-03-02"))
    assert decide(cast, bare, "told", addressee="某市公安局，电话3110000").addressee


def test_an_entry_needs_words_a_day_that_has_come_and_a_case_of_the_house(cast):
    with refused("matter_incomplete", field="from_whom"):
        rectification(cast, from_whom=" ")
    with refused("matter_incomplete", field="subject"):
        rectification(cast, subject="")
    with refused("date_in_future", field="received_on"):
        rectification(cast, received_on=day("2026-03-03"))
    with refused("matter_case_unknown", field="case_number"):
        rectification(cast, case_number="无此编号")
    case = accepted_case(cast)
    assert rectification(cast, case_number=case.number).case == case
    with refused("matter_case_unknown"):
        rectifications.register_rectification(
            from_whom="钱", contact="", subject="事", evidence="", received_on=day("2026-03-02"),
            case_number=case.number, **at(cast.officer_wang, "2026-03-02"),
        )  # fmt: skip
    with refused("role_not_allowed"):
        rectifications.register_rectification(
            from_whom="钱", contact="", subject="事", evidence="", received_on=day("2026-03-02"),
            **at(cast.supervisor_sun, "2026-03-02"),
        )  # fmt: skip


def test_the_same_form_twice_is_one_entry_and_numbers_have_no_gap(cast):
    first = rectification(cast, key="form-a")
    assert rectification(cast, key="form-a") == first
    with refused("matter_incomplete"):
        rectification(cast, subject="")
    assert rectification(cast, key="form-b").number == "某审更正〔2026〕2号"
    assert Rectification.objects.count() == OfficeDuty.objects.count() == 2


def assistance(cast, on="2026-03-02", **facts):
    given = {
        "kind": "search", "from_whom": "某市人民政府办公室", "contact": "", "subject": "协查2023年批复",
        "received_on": day(on),
    }  # fmt: skip
    return assistances.register_assistance(**(given | facts), **at(cast.officer_li, on))


def test_help_for_others_has_its_feedback_day_and_stops_no_clock(cast):
    case = accepted_case(cast)
    # Monday 03-02: 3, 4, 5, 6, 9.
    row = assistance(cast, case_number=case.number)
    assert (row.number, row.due_on) == ("某审协〔2026〕1号", day("2026-03-09"))
    case.refresh_from_db()
    assert case.reply_due_on == day("2026-03-30")
    assert assistance(cast, due_on=day("2026-03-04")).due_on == day("2026-03-04")
    with refused("matter_due_before_receipt", field="due_on"):
        assistance(cast, due_on=day("2026-03-01"))
    given = {"assistance_id": row.pk, "answer": "找到3件", "closed_on": day("2026-03-06")}
    with refused("assistance_result_unknown", field="result"):
        assistances.give_feedback(result="", **given, **at(cast.officer_li, "2026-03-06"))
    with refused("assistance_hours_wrong", field="hours"):
        assistances.give_feedback(result="found", hours=Decimal(-1), **given, **at(cast.officer_li, "2026-03-06"))
    row = assistances.give_feedback(result="partly", hours=Decimal("2.5"), **given, **at(cast.officer_li, "2026-03-06"))
    assert (row.get_result_display(), row.hours, row.closed_on) == ("部分有", Decimal("2.5"), day("2026-03-06"))
    assert OfficeDuty.objects.filter(met_on=None).count() == 1
    table = year_table(cast.bureau, 2026).cells
    assert (table["new"]["total"], table["carried_out"]["total"]) == (1, 1)


def test_a_complaint_is_looked_into_and_seen_by_the_superior_only(cast):
    row = complaints.register_complaint(
        from_whom="赵某某", contact="", subject="逾期不答复", received_on=day("2026-03-02"), against=cast.bureau,
        **at(cast.supervisor_sun, "2026-03-02"),
    )  # fmt: skip
    # 15 working days after Monday 03-02: 6, 13 and 20 March end the first three weeks (4, 9, 14), then 03-23.
    assert (row.agency, row.due_on) == (cast.city, day("2026-03-23"))
    seen = {person: Complaint.objects.visible_to(person).count() for person in (cast.supervisor_sun, cast.officer_li)}
    assert seen == {cast.supervisor_sun: 1, cast.officer_li: 0}
    given = {"complaint_id": row.pk, "answer": "已书面告知投诉人", "closed_on": day("2026-03-10")}
    with refused("complaint_without_measures", "督促整改", field="measures"):
        complaints.answer_complaint(finding="upheld", measures=" ", **given, **at(cast.supervisor_sun, "2026-03-10"))
    with refused("complaint_finding_unknown", field="finding"):
        complaints.answer_complaint(finding="", measures="", **given, **at(cast.supervisor_sun, "2026-03-10"))
    with refused("matter_not_found"):
        complaints.answer_complaint(finding="unfounded", measures="", **given, **at(cast.officer_li, "2026-03-10"))
    row = complaints.answer_complaint(
        finding="upheld", measures="责令10日内答复", **given, **at(cast.supervisor_sun, "2026-03-10")
    )
    assert (row.finding, row.closed_on) == ("upheld", day("2026-03-10"))
    with refused("complaint_outside", field="against"):
        complaints.register_complaint(
            from_whom="赵", contact="", subject="事", received_on=day("2026-03-02"), against=cast.city,
            **at(cast.officer_li, "2026-03-02"),
        )  # fmt: skip


def test_the_day_before_the_day_and_the_day_after_are_announced_once(cast):
    row = assistance(cast)
    steps = []
    for on in ("2026-03-05", "2026-03-06", "2026-03-09", "2026-03-09", "2026-03-10"):
        sweep_offices(today=day(on), now=noon(on))
        found = OfficeReminder.objects.filter(office_duty__about=str(row.pk)).order_by("pk")
        steps.append(list(found.values_list("step", flat=True)))
    assert steps == [[], [1], [1, 0], [1, 0], [1, 0, -1]]
    assert Assistance.objects.get().is_open


def test_a_day_off_declared_later_moves_the_entry_with_its_reminder(cast):
    # The working day after Tuesday 03-03; the 4th is declared off, so Thursday the 5th.
    row = incoming_mail.register_mail(
        from_whom="赵某某", addressed_to="", postal_number="", signed_by="门卫", subject="信", received_on=day("2026-03-03"),
        **at(cast.officer_li, "2026-03-03"),
    )  # fmt: skip
    assert row.due_on == day("2026-03-04")
    AgencyHoliday.objects.create(agency=cast.bureau, day=day("2026-03-04"), name="地方节日")
    sweep_offices(today=day("2026-03-03"), now=noon("2026-03-03"))
    row.refresh_from_db()
    assert row.due_on == OfficeDuty.objects.get(about=str(row.pk)).due_on == day("2026-03-05")
