"""The failures agencies have lost by, one line each, and the tests that hold what prevents them.

The lines are those of the research about how agencies lose; where the feature has tests of its own,
the line names them, and what no other test tells as a story is told here.
"""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import calendar_of
from casework.law.annual_formats import FORMAT_2021
from casework.law.errors import Refused
from casework.law.letters.compose import compose
from casework.law.letters.kinds import reply_kind
from casework.law.letters.narrative import quoted_request
from casework.law.periods import Period
from casework.law.statistics import Block, Measure
from casework.models import CaseEvent, EventIsPermanent, IncomingMail, Notice
from casework.queries.case_page import read_case
from casework.queries.letter_facts import letter_facts
from casework.queries.statistics import StatisticsQuestion, statistics
from casework.services import incoming_mail, matters, replies, search_records
from casework.services.audit import verify_events
from casework.services.deadlines import read_clock
from casework.services.dossiers import record_sheet
from casework.services.office_sweep import sweep_offices
from tests.cast import a_search, accepted_case, day, evidence_for, noon, register_case, replied_case
from tests.journeys import test_every_outcome as outcomes
from tests.journeys import test_how_agencies_lose as lose
from tests.law import test_letter_remedies as remedies
from tests.services import test_extensions as extensions
from tests.services import test_former_names as former_names
from tests.services import test_matters as divided
from tests.services import test_office_sweep as sweeps
from tests.services import test_supplements as supplements
from tests.services.acts import READY, at, by
from tests.services.ready_cases import divided_case, signed_case, submitted_case
from tests.services.watching import refused


def mail(cast, on="2026-03-02", **facts) -> IncomingMail:
    given = {
        "from_whom": "赵某某", "addressed_to": "王局长亲启", "postal_number": "XA12345678937", "signed_by": "门卫老郑",
        "subject": "信封一件，内容未拆", "received_on": day(on), "officer": cast.officer_li,
    }  # fmt: skip
    return incoming_mail.register_mail(**(given | facts), **at(cast.head_chen, on))


def words_of(facts) -> str:
    """Return the reply as it is printed."""
    return compose(reply_kind(facts.matters[0].code), facts).body


def test_that_an_online_request_arrived_is_proved_by_a_record_nobody_can_change(cast):
    case = submitted_case(cast)
    event = case.events.get(act="submit")
    assert (event.happened_on, event.recorded_at, len(event.hash)) == (day("2026-03-02"), noon("2026-03-02"), 64)
    with pytest.raises(EventIsPermanent):
        event.delete()
    with pytest.raises(EventIsPermanent):
        CaseEvent.objects.filter(pk=event.pk).update(happened_on=day("2026-03-09"))
    assert verify_events().faults == 0
    # And it can be handed to a court: moment and hash stand in the dossier.
    (row,) = record_sheet(read_case(cast.officer_li, case.number, today=day("2026-03-02"))).rows
    assert row[-1] == f"2026-03-02 12:00:00\n{event.hash}"


def test_an_email_of_the_weekend_counts_by_the_rule_that_is_shown(cast):
    """Saturday 2026-03-07: strictly Monday is day 1; leniently it arrives on Monday and Tuesday is day 1."""
    facts = {"channel": "email", "submitted_on": day("2026-03-07"), "late_registration_reason": "周末来件"}
    case = register_case(cast, "2026-03-09", **facts)
    reading = read_clock(case, calendar_of(case.agency_id), day("2026-03-09"))
    first = next(line for line in reading.ledger if line.counts)
    # 9-13 (5), 16-20 (10), 23-27 (15), 30, 31, 04-01, 2, 3; Qingming is 04-04 to 04-06.
    assert (case.received_on, first.day, case.reply_due_on) == (day("2026-03-07"), day("2026-03-09"), day("2026-04-03"))
    assert reading.receipt.explanation and reading.receipt.basis
    cast.bureau.policy = {"nonworkday_receipt": "next_working_day"}
    cast.bureau.save()
    case = register_case(cast, "2026-03-09", **facts)
    assert (case.received_on, case.reply_due_on) == (day("2026-03-09"), day("2026-04-07"))


def test_a_letter_to_the_director_lies_at_the_gate_for_no_longer_than_a_working_day(cast):
    row = mail(cast)
    assert (row.number, row.due_on) == ("某审来〔2026〕1号", day("2026-03-03"))
    announced = []
    for on in ("2026-03-02", "2026-03-03", "2026-03-04"):
        sweep_offices(today=day(on), now=noon(on))
        announced.append([
            Notice.objects.filter(recipient=who, channel="in_app", subject__contains="来件").count()
            for who in (cast.officer_li, cast.head_chen)
        ])  # fmt: skip
    # On the day the clerk, a day later the leader as well.
    assert announced == [[0, 0], [1, 0], [2, 1]]
    case = register_case(cast, "2026-03-04", channel="registered_mail", submitted_on=day("2026-02-27"),
                         signed_on=day("2026-03-02"), late_registration_reason="门卫未及时转交")  # fmt: skip
    taken = {"mail_id": row.pk, "closed_on": day("2026-03-04"), **at(cast.officer_li, "2026-03-04")}
    with refused("mail_without_case", field="case_number"):
        incoming_mail.take_over_mail(outcome="request", **taken)
    row = incoming_mail.take_over_mail(outcome="request", case_number=case.number, **taken)
    # From the signature at the gate, and not from the day the desk got it.
    assert (row.case, row.closed_by, case.received_on) == (case, cast.officer_li, day("2026-03-02"))
    sweep_offices(today=day("2026-03-05"), now=noon("2026-03-05"))
    assert Notice.objects.filter(recipient=cast.head_chen, channel="in_app", subject__contains="来件").count() == 1


def test_every_letter_that_came_is_on_record_with_who_signed_and_who_took_it(cast):
    first, second = mail(cast), mail(cast, addressed_to="", postal_number="")
    assert [row.number for row in IncomingMail.objects.order_by("pk")] == ["某审来〔2026〕1号", "某审来〔2026〕2号"]
    assert mail(cast, key="form") == mail(cast, key="form")
    with refused("mail_signed_by_nobody", field="signed_by"):
        mail(cast, signed_by=" ")
    with refused("matter_incomplete", field="from_whom"):
        mail(cast, from_whom=" ")
    with refused("date_in_future", field="received_on"):
        incoming_mail.register_mail(
            from_whom="赵某某", addressed_to="", postal_number="", signed_by="门卫", subject="一件",
            received_on=day("2026-03-03"), **at(cast.officer_li, "2026-03-02"),
        )  # fmt: skip
    taken = {"closed_on": day("2026-03-02"), **at(cast.handler_zhou, "2026-03-02")}
    with refused("matter_not_found"):
        incoming_mail.take_over_mail(mail_id=first.pk, outcome="other", passed_to="审批一科", **taken)
    taken |= at(cast.officer_li, "2026-03-02")
    with refused("mail_passed_to_nobody", field="passed_to"):
        incoming_mail.take_over_mail(mail_id=second.pk, outcome="other", **taken)
    with refused("mail_outcome_unknown", field="outcome"):
        incoming_mail.take_over_mail(mail_id=second.pk, outcome="lost", **taken)
    row = incoming_mail.take_over_mail(mail_id=second.pk, outcome="other", passed_to="审批一科", **taken)
    assert (row.signed_by, row.passed_to, row.closed_by) == ("门卫老郑", "审批一科", cast.officer_li)


def test_the_letter_quotes_what_was_asked_and_answers_each_part_of_it(cast):
    """What was asked stands in the letter word for word, so that another question cannot be answered instead."""
    case = divided_case(cast)
    for position in (1, 2, 3):
        decision = matters.Decision("G2", f"第{position}项经查在案。", evidence_for("G2"))
        matters.decide_matter(case_id=case.pk, position=position, decision=decision, **by(cast.officer_li, READY))
    replies.submit_for_review(case_id=case.pk, decision_code="G2", **by(cast.officer_li, READY))
    replies.sign(case_id=case.pk, **by(cast.head_chen, READY))
    case.refresh_from_db()
    facts = letter_facts(case, today=day(READY))
    assert "1.补偿方案；2.评估报告；3.会议纪要" in "".join(quoted_request(facts))
    text = words_of(facts)
    for words, finding in (("补偿方案", "第1项"), ("评估报告", "第2项"), ("会议纪要", "第3项")):
        assert words in text and f"{finding}经查在案。" in text


def test_one_key_word_and_no_look_into_the_paper_prove_nothing(cast):
    case = accepted_case(cast, "2026-03-02")
    record = {"case_id": case.pk, **by(cast.handler_zhou, READY)}
    type(case).objects.filter(pk=case.pk).update(unit=cast.unit)
    with refused("search_too_narrow", "至少要用2组不同的关键词", field="keyword_sets"):
        search_records.record_search(fact=a_search(READY, keyword_sets=("征收",)), **record)
    with refused("search_incomplete", "纸质档案", field="paper_archive"):
        search_records.record_search(fact=a_search(READY, paper_archive=""), **record)


def test_how_often_the_office_says_it_holds_nothing_is_on_the_statistics_page(cast):
    replied_case(cast, "U1")
    replied_case(cast, "G2")
    (found,) = statistics(
        cast.officer_li, StatisticsQuestion(Period(day("2026-03-01"), day("2026-03-31")), [Block.OUTCOMES]),
        agencies=[cast.bureau], today=day("2026-04-01"),
    )  # fmt: skip
    label = next(row.label for row in FORMAT_2021.result_rows if row.key == "unable_not_held")
    assert {line.label: line.counts[Measure.DECIDED] for line in found.lines}[label] == 1
    assert sum(line.counts[Measure.DECIDED] for line in found.lines) == 2


def test_the_ground_is_chosen_from_the_law_and_words_cannot_stand_in_for_it(cast):
    case = accepted_case(cast)
    draft = {"case_id": case.pk, "findings": "依照有关规定不予公开。", "evidence": {}, **by(cast.officer_li, READY)}
    for code in ("", "不予公开", "N9"):
        with pytest.raises(Refused):
            replies.submit_for_review(decision_code=code, **draft)
    signed = signed_case(cast, "N5")
    assert "第十六条第一款" in words_of(letter_facts(signed, today=day(READY)))


def test_a_whole_file_is_refused_only_after_somebody_said_why_it_cannot_be_separated(cast):
    case = accepted_case(cast)
    evidence = {name: text for name, text in evidence_for("N5").items() if name != "not_separable"}
    with refused("evidence_missing", "能否区分处理", field="evidence_not_separable"):
        replies.submit_for_review(
            case_id=case.pk, decision_code="N5", findings="内部事务。", evidence=evidence, **by(cast.officer_li, READY)
        )


# Failure, and the tests that hold the feature against it.
HELD_BY = {
    "网上申请没有人看": [lose.test_an_online_request_nobody_reads_is_on_the_list_with_its_date_from_the_first_minute],
    "机关称没有收到网上申请": [test_that_an_online_request_arrived_is_proved_by_a_record_nobody_can_change],
    "公布的邮箱没有人查看": [sweeps.test_a_working_day_without_a_tick_alarms_the_officer_and_then_the_leader],
    "周末的电子邮件从哪天起算": [test_an_email_of_the_weekend_counts_by_the_rule_that_is_shown],
    "门卫签收后搁置": [lose.test_mail_signed_at_the_gate_and_found_three_weeks_later_counts_from_the_signature],
    "写给负责人的信遗失": [test_a_letter_to_the_director_lies_at_the_gate_for_no_longer_than_a_working_day],
    "来件没有登记": [test_every_letter_that_came_is_on_record_with_who_signed_and_who_took_it],
    "投递员虚假签收": [lose.test_a_courier_who_signed_falsely_leaves_both_dates_on_file],
    "送错内设机构": [lose.test_a_transfer_inside_the_house_does_not_move_the_date],
    "机关更名、合并": [
        former_names.test_the_clerk_who_registers_is_told_who_answers_for_the_old_name,
        former_names.test_letters_name_the_succession_where_the_applicant_wrote_the_old_name,
    ],
    "多项内容漏答": [divided.test_a_reply_waits_until_every_matter_has_its_decision],
    "答非所问": [test_the_letter_quotes_what_was_asked_and_answers_each_part_of_it],
    "没有检索就说不存在": [lose.test_information_not_held_needs_a_search_record],
    "检索词过窄": [
        test_one_key_word_and_no_look_into_the_paper_prove_nothing,
        test_how_often_the_office_says_it_holds_nothing_is_on_the_statistics_page,
    ],
    "类别、依据错误": [
        test_the_ground_is_chosen_from_the_law_and_words_cannot_stand_in_for_it,
        outcomes.test_article_row_remedy_and_letter_are_those_of_the_specification,
    ],
    "补正两次、迟延或者没有写明": [
        supplements.test_it_is_asked_once_only,
        supplements.test_only_a_notice_in_time_stops_and_restarts_the_clock,
        supplements.test_a_notice_that_asks_nothing_or_cannot_be_is_refused,
    ],
    "延期没有告知或者迟告": [
        extensions.test_it_counts_only_once_asked_approved_and_told,
        extensions.test_it_is_told_while_the_period_runs_or_has_no_effect,
    ],
    "没有征求第三方意见或者盲从": [
        lose.test_a_third_party_is_neither_forgotten_nor_followed_blindly,
        lose.test_before_anything_is_given_somebody_looks_for_trade_secrets_and_privacy,
    ],
    "没有区分处理": [test_a_whole_file_is_refused_only_after_somebody_said_why_it_cannot_be_separated],
    "重新处理逾期或者理由相同": [
        lose.test_a_case_lost_in_reconsideration_has_a_day_of_its_own_and_shows_why_it_was_lost
    ],
    "救济告知错误": [remedies.test_remedy_by_code_day_and_agency],
    "当作信访不予答复": [lose.test_a_petition_gets_a_decision_and_is_not_deleted],
}
# As many as the research found.
FAILURES = 22


def test_every_failure_is_held_by_a_test():
    assert len(HELD_BY) == FAILURES
    assert all(test.__name__.startswith("test_") for tests in HELD_BY.values() for test in tests)
    assert all(HELD_BY.values())
