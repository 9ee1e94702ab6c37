"""复议诉讼 through the services: the agency's duties, the result, deciding anew, tables 三 and 四."""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import calendar_of
from casework.law.acts import Act
from casework.law.calendar import notice_from_spans
from casework.models import Case, Dispute, OfficeDuty
from casework.models.duty_names import DEFENCE, RECONSIDERATION_ANSWER, REDECISION
from casework.services import closing, disputes, letter_service, replies
from casework.services.calendars import load_notices
from casework.services.office_duties import recount
from tests.cast import accepted_case, day, evidence_for, noon, posted, replied_case
from tests.services.acts import by, perform
from tests.services.ready_cases import disputed_case, lost_case
from tests.services.watching import refused

pytestmark = pytest.mark.django_db


def register(cast, case, on="2026-03-06", **facts):
    given = {
        "kind": "reconsideration", "against": "reply", "claimant": "赵某某", "authority": "某市人民政府",
        "received_on": day(on),
    }  # fmt: skip
    return disputes.register_dispute(case_id=case.pk, **(given | facts), **by(cast.officer_li, on))


def ended(cast, case, on, result, **facts):
    dispute = case.disputes.filter(result="").last()
    given = {"decided_on": day(on), "result_received_on": day(on), "reasons": "理由不足"}
    return disputes.record_dispute_result(
        case_id=case.pk, dispute_id=dispute.pk, result=result, **(given | facts), **by(cast.officer_li, on)
    )


def refusal(cast):
    return replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")


@pytest.mark.parametrize(
    ("facts", "duty", "due"),
    [
        # Friday 03-06: 5 working days 03-13, 10 working days 03-20, 15 days Saturday 03-21 -> Monday 03-23.
        ({"procedure": "simplified"}, RECONSIDERATION_ANSWER, "2026-03-13"),
        ({"procedure": "ordinary"}, RECONSIDERATION_ANSWER, "2026-03-20"),
        ({"kind": "first_instance"}, DEFENCE, "2026-03-23"),
    ],
)
def test_the_papers_begin_the_agencys_own_days_and_the_answer_ends_them(cast, facts, duty, due):
    case = register(cast, refusal(cast), **facts)
    row = OfficeDuty.objects.get(case=case)
    assert (row.duty, row.due_on, row.met_on) == (duty, day(due), None)
    case = disputes.answer_dispute(
        case_id=case.pk, dispute_id=case.disputes.get().pk, answered_on=day("2026-03-12"),
        **by(cast.officer_li, "2026-03-12"),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.met_on, row.met_by) == (day("2026-03-12"), cast.officer_li)
    with refused("dispute_answered_already", "2026-03-12"):
        perform(Act.ANSWER_DISPUTE, case, cast.officer_li, "2026-03-13")


def test_what_cannot_be_is_refused_with_nothing_changed(cast):
    case = refusal(cast)
    with refused("dispute_incomplete", "原告", field="claimant"):
        register(cast, case, claimant=" ")
    with refused("dispute_incomplete", "人民法院", field="authority"):
        register(cast, case, authority="")
    with refused("dispute_before_request", field="received_on"):
        register(cast, case, received_on=day("2026-03-01"))
    with refused("date_in_future", field="received_on"):
        register(cast, case, received_on=day("2026-03-07"))
    with refused("choice_unknown", field="kind"):
        register(cast, case, kind="arbitration")
    with refused("appeal_without_first_instance", field="preceded_by"):
        register(cast, case, kind="second_instance")
    with refused("dispute_before_unknown", field="preceded_by"):
        register(cast, case, kind="first_instance", preceded_by=99)
    silent = accepted_case(cast)
    with refused("dispute_without_reply", "逾期不予答复", field="against"):
        register(cast, silent)
    with refused("case_not_found"):
        disputes.register_dispute(
            case_id=case.pk, kind="reconsideration", against="reply", claimant="赵", authority="府",
            received_on=day("2026-03-06"), **by(cast.officer_wang, "2026-03-06"),
        )  # fmt: skip
    assert not Dispute.objects.exists() and not OfficeDuty.objects.exists()


def test_a_result_names_its_reasons_and_its_days_in_order(cast):
    case = disputed_case(cast)
    with refused("reasons_of_loss_missing", "重新办理", field="reasons"):
        ended(cast, case, "2026-03-09", "revoked", reasons=" ")
    with refused("dispute_days_out_of_order", field="result_received_on"):
        ended(cast, case, "2026-03-09", "revoked", result_received_on=day("2026-03-08"))
    with refused("redo_of_a_standing_reply", "维持", field="redo_ordered"):
        ended(cast, case, "2026-03-09", "maintained", redo_ordered=True)
    with refused("dispute_result_unknown", field="result"):
        ended(cast, case, "2026-03-09", "judged_revoked")
    with refused("redo_due_before_its_start", field="redo_due_by"):
        ended(cast, case, "2026-03-09", "revoked", redo_ordered=True, redo_due_by=day("2026-03-08"))
    case = ended(cast, case, "2026-03-09", "maintained")
    dispute = case.disputes.get()
    assert (dispute.result, dispute.decided_on, dispute.redo_ordered) == ("maintained", day("2026-03-09"), False)
    # Nothing is owed any more, though no answer was entered.
    assert not OfficeDuty.objects.filter(met_on=None).exists()
    with refused("no_open_dispute"):
        ended_again = {"dispute_id": dispute.pk, "result": "maintained", "decided_on": day("2026-03-09")}
        disputes.record_dispute_result(
            case_id=case.pk, result_received_on=day("2026-03-09"), **ended_again, **by(cast.officer_li, "2026-03-10")
        )
    with refused("no_redo_ordered"):
        disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))


def test_an_order_is_owed_from_the_day_it_came_or_to_the_day_it_names(cast):
    row = OfficeDuty.objects.get(case=lost_case(cast), duty=REDECISION)
    # Monday 03-09 and 20 working days: see tests/law/test_redo.py.
    assert (row.due_on, row.working_days, row.met_on) == (day("2026-04-07"), 20, None)
    named = lost_case(cast, redo_due_by=day("2026-03-27"))
    assert OfficeDuty.objects.get(case=named, duty=REDECISION).due_on == day("2026-03-27")


def again(cast, case, code="G2", signed="2026-03-20", served="2026-03-23"):
    replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="重新审查。",
        **by(cast.officer_li, signed),
    )  # fmt: skip
    replies.sign(case_id=case.pk, **by(cast.head_chen, signed))
    return letter_service.conclude(case_id=case.pk, fact=posted(served), **by(cast.officer_li, served))


def test_a_lost_case_is_decided_anew_with_its_own_clock_and_the_first_decision_stands(cast):
    case = lost_case(cast)
    first = (case.decision_code, case.decided_on, case.concluded_on)
    case = disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    assert (case.stage, case.reply_due_on, case.next_duty) == ("processing", day("2026-04-07"), "re_decision")
    assert case.events.last().note == "没有说明属于哪一类内部事务信息"
    assert not OfficeDuty.objects.filter(duty=REDECISION, met_on=None).exists()
    with refused("not_while_redoing", "延期"):
        perform(Act.REQUEST_EXTENSION, case, cast.officer_li)
    case = again(cast, case)
    assert (case.stage, case.decision_code, case.decided_on, case.concluded_on) == ("concluded", *first)
    redo = case.redos.get()
    assert (redo.decision_code, redo.decided_on, redo.concluded_on) == ("G2", day("2026-03-20"), day("2026-03-23"))
    assert (redo.former_reply.decision_code, case.replies.last().decision_code) == ("N5", "G2")
    assert redo.former_reply.letter_number != case.replies.last().letter_number
    signed = case.events.filter(act="sign").last()
    assert (signed.after["decision_code"], signed.after["decided_on"]) == ("G2", "2026-03-20")
    # The first reply's own day is the one lists compare with its service again.
    assert case.reply_due_on == day("2026-03-30")
    assert not case.deadlines.filter(is_open=True).exists()
    with refused("no_redo_ordered"):
        disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-24"))


def test_the_new_reply_is_not_served_before_it_is_signed(cast):
    case = disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10"))
    case = perform(Act.SIGN, perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li), cast.head_chen, "2026-03-20")
    with refused("served_before_signed", "2026-03-20"):
        perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-20", fact_on="2026-03-19")


def test_a_filed_case_is_taken_up_again_and_filed_under_its_old_number(cast):
    case = refusal(cast)
    case = closing.archive(case_id=case.pk, archive_number="2026-7", **by(cast.officer_li, "2026-03-06"))
    case = ended(cast, register(cast, case), "2026-03-09", "ordered", redo_ordered=True)
    case = disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    assert (case.stage, case.archived_on, case.archive_number) == ("processing", None, "2026-7")
    case = again(cast, case)
    case = closing.archive(case_id=case.pk, archive_number="", **by(cast.officer_li, "2026-03-24"))
    assert (case.stage, case.archived_on, case.archive_number) == ("archived", day("2026-03-24"), "2026-7")


def test_a_silence_that_was_sued_is_answered_in_the_case_itself(cast):
    case = register(cast, accepted_case(cast), "2026-04-01", kind="first_instance", against="no_reply")
    case = ended(cast, case, "2026-04-10", "judged_ordered", redo_ordered=True, redo_due_by=day("2026-04-24"))
    assert OfficeDuty.objects.get(duty=REDECISION).due_on == day("2026-04-24")
    with refused("wrong_stage"):
        disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-04-13"))
    case = again(cast, case, signed="2026-04-20", served="2026-04-21")
    assert (case.decision_code, case.concluded_on) == ("G2", day("2026-04-21"))
    assert OfficeDuty.objects.get(duty=REDECISION).met_on == day("2026-04-21")


def test_reconsidered_sued_and_appealed_and_lost_at_last(cast):
    case = ended(cast, disputed_case(cast), "2026-03-09", "maintained")
    case = register(cast, case, "2026-03-16", kind="first_instance", preceded_by=case.disputes.get().pk)
    with refused("appeal_without_first_instance"):
        register(cast, case, "2026-03-17", kind="second_instance", preceded_by=case.disputes.last().pk)
    case = ended(cast, case, "2026-04-01", "judged_revoked", redo_ordered=True)
    case = register(cast, case, "2026-04-10", kind="second_instance", preceded_by=case.disputes.last().pk)
    assert [item.after_reconsideration for item in case.disputes.all()] == [False, True, True]
    case = ended(cast, case, "2026-05-06", "appeal_dismissed", reasons="一审认定正确")
    assert case.disputes.last().result == "appeal_dismissed"


def test_the_same_form_twice_enters_one_dispute(cast):
    case = refusal(cast)
    given = {
        "case_id": case.pk, "kind": "reconsideration", "against": "reply", "claimant": "赵", "authority": "府",
        "received_on": day("2026-03-06"), **by(cast.officer_li, "2026-03-06", key="one-form"),
    }  # fmt: skip
    disputes.register_dispute(**given)
    disputes.register_dispute(**given)
    assert Dispute.objects.count() == OfficeDuty.objects.count() == 1
    assert Case.objects.get(pk=case.pk).events.filter(act="register_dispute").count() == 1


def test_a_defence_past_the_calendar_is_provisional_and_follows_the_notice(cast):
    """Day 15 after 2026-12-17 is New Year's Day 2027, for which no notice is out."""
    register(cast, refusal(cast), "2026-12-17", kind="first_instance")
    row = OfficeDuty.objects.get(duty=DEFENCE)
    assert (row.due_on, row.provisional) == (day("2027-01-02"), True)
    year = notice_from_spans(2027, [("01-01", "01-04", "元旦")], [], "通知", day("2026-12-20"))
    load_notices(notices=[year], now=noon("2026-12-21"))
    assert recount(row, calendar_of(cast.bureau.pk))
    assert (row.due_on, row.provisional) == (day("2027-01-05"), False)
