"""文书 of a case decided anew: the new decision's words, number, day and remedy; what was replied first stays."""

from __future__ import annotations

import pytest

from casework.desk.letters_tab import offers
from casework.law.acts import Act
from casework.models import Case
from casework.queries.letter_facts import letter_facts
from casework.queries.progress import progress_of
from casework.services import closing, disputes, letters
from tests.cast import day, noon, replied_case
from tests.services.acts import by, perform
from tests.services.ready_cases import lost_case, supplementing_case
from tests.services.test_disputes import again, ended, register
from tests.services.test_letters import make, words
from tests.services.watching import refused

pytestmark = pytest.mark.django_db


def reopened(cast, case: Case, on: str = "2026-04-20") -> Case:
    """Return a concluded case that lost its reconsideration on the day ``on`` and was taken up again."""
    case = ended(cast, register(cast, case, on), on, "revoked", redo_ordered=True)
    return disputes.redo(case_id=case.pk, **by(cast.officer_li, on))


def test_who_was_deemed_to_have_given_up_gets_the_new_decision_and_not_the_old(cast):
    case = supplementing_case(cast)
    # The supplement was awaited until the end of March.
    case = closing.lapse(case_id=case.pk, review="经联系，没有正当理由", **by(cast.officer_li, "2026-04-14"))
    assert "不再处理" in words(make(cast, case, "reply_O1", on="2026-04-14"))
    case = reopened(cast, case)
    perform(Act.CHECK_IDENTITY, case, cast.officer_li, "2026-04-21")
    case = perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-04-21")
    text = words(make(cast, case, "reply_G2", on="2026-04-21"))
    assert "予以公开" in text and "视为您放弃" not in text
    case = perform(Act.SIGN, case, cast.head_chen, "2026-04-22")
    letter = make(cast, case, "reply_G2", on="2026-04-22")
    assert "予以公开" in words(letter) and "视为您放弃" not in words(letter)
    assert (letter.dated_on, letter.number.text) == (day("2026-04-22"), case.replies.last().letter_number)
    perform(Act.CONCLUDE, case, cast.officer_li, "2026-04-23")
    assert "予以公开" in words(make(cast, Case.objects.get(pk=case.pk), "reply_G2", on="2026-04-24"))


def test_the_draft_in_review_takes_neither_number_nor_day_of_the_reply_that_fell(cast):
    case = lost_case(cast)
    first = make(cast, case, "reply_N5", on="2026-03-09")
    assert first.number is not None and first.dated_on == day("2026-03-04")
    case = disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    assert letter_facts(case, today=day("2026-03-10")).matters == ()
    case = perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-03-20", code="N5")
    draft = make(cast, case, "reply_N5", on="2026-03-20")
    assert (draft.number, draft.dated_on) == (None, None)
    case = perform(Act.SIGN, case, cast.head_chen, "2026-03-23")
    at = {"free": None, "actor": cast.officer_li, "today": day("2026-03-23"), "now": noon("2026-03-23")}
    made = letters.remake_letter(letter_id=draft.pk, **at)
    assert (made.number.text, made.dated_on) == (case.replies.last().letter_number, day("2026-03-23"))
    assert made.number != first.number
    with refused("reply_of_former_decision", "2026-03-10", field="kind"):
        letters.remake_letter(letter_id=first.pk, **at)


@pytest.mark.parametrize("concluded", [False, True])
def test_the_remedy_is_that_of_the_day_the_new_decision_was_made(cast, concluded):
    """Decided first on 2023-12-20 (a choice), again in 2026: reconsideration comes first (行政复议法第二十三条)."""
    case = replied_case(cast, "N5", on="2023-12-11", signed="2023-12-20", served="2023-12-21")
    assert "或者自收到" in words(make(cast, case, "reply_N5", on="2023-12-21"))
    case = reopened(cast, case, "2026-03-09")
    case = perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-03-20", code="N5")
    assert "第二十三条第一款第四项" in words(make(cast, case, "reply_N5", on="2026-03-20"))
    case = perform(Act.SIGN, case, cast.head_chen, "2026-03-23")
    if concluded:
        case = perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-24")
    text = words(make(cast, case, "reply_N5", on="2026-03-24"))
    assert "第二十三条第一款第四项" in text and "或者自收到" not in text


def test_each_receipt_of_service_names_the_number_of_the_reply_it_delivered(cast):
    case = disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10"))
    case = again(cast, case)
    numbers = [item.number for item in letter_facts(case, today=day("2026-03-24")).services]
    assert numbers == [item.letter_number for item in case.replies.all()]
    assert len(set(numbers)) == 2


def test_the_page_offers_the_reply_of_the_round_that_is_open(cast):
    case = disputes.redo(case_id=lost_case(cast).pk, **by(cast.officer_li, "2026-03-10"))
    assert not [item for item in offers(case) if item["short"].startswith("答复书")]
    case = perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-03-20")
    assert [item["label"] for item in offers(case) if item["short"].startswith("答复书")] == ["答复书（G2 予以公开）"]


def test_the_applicant_is_told_of_the_reply_that_came_after_all(cast):
    case = closing.lapse(
        case_id=supplementing_case(cast).pk, review="经联系，没有正当理由", **by(cast.officer_li, "2026-04-14")
    )
    assert progress_of(case_id=case.pk, today=day("2026-04-14")).state == "lapsed"
    case = reopened(cast, case)
    assert progress_of(case_id=case.pk, today=day("2026-04-20")).state == "processing"
    perform(Act.CHECK_IDENTITY, case, cast.officer_li, "2026-04-21")
    again(cast, case, signed="2026-04-22", served="2026-04-23")
    found = progress_of(case_id=case.pk, today=day("2026-04-24"))
    assert (found.state, found.concluded_on, found.reply.on) == ("replied", day("2026-04-23"), day("2026-04-23"))
    ends = [(on.isoformat(), kind.value) for on, kind in found.steps[-3:]]
    assert ends == [("2026-04-14", "lapsed"), ("2026-04-20", "reopened"), ("2026-04-23", "replied")]
