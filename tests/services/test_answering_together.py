"""合并办理: examined together, and still one number, one clock, one reply and one count a case."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.letters.narrative import narrative
from casework.models import Case
from casework.queries.annual_table import cases_in_cell
from casework.queries.letter_facts import letter_facts
from casework.queries.related_cases import like_open_cases
from casework.services import case_splitting, letter_service, replies
from casework.services.answering_together import answer_separately, answer_together
from casework.services.register import ApplicantData
from tests.cast import accepted_case, day, evidence_for, make_cast, posted
from tests.crowds import at_once
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import divided_case, drafted_case, lost_case
from tests.services.watching import refused

OTHER_PERSON = ApplicantData(kind="natural", name="钱某某", telephone="13900000000")


def join(cast, case, other, actor=None) -> Case:
    return answer_together(case_id=case.pk, other=other.number, **by(actor or cast.officer_li, READY))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def together(case: Case) -> list[Case]:
    return list(Case.objects.together_with(fresh(case)).order_by("pk"))


def test_each_keeps_its_number_its_clock_its_reply_and_its_count(cast):
    first, second = accepted_case(cast, "2026-03-02"), accepted_case(cast, "2026-03-04")
    join(cast, second, first)
    # 03-02: four working days, then 9-13 (9), 16-20 (14), 23-27 (19), 30. 03-04: 5, 6 (2), 13 (7), 20 (12), 27 (17), 04-01.
    assert [fresh(case).reply_due_on for case in (first, second)] == [day("2026-03-30"), day("2026-04-01")]
    for case in (first, second):
        replies.submit_for_review(
            case_id=case.pk, decision_code="G2", evidence=evidence_for("G2"), findings="经查，可以公开。",
            **by(cast.officer_li, READY),
        )  # fmt: skip
        replies.sign(case_id=case.pk, **by(cast.head_chen, READY))
        letter_service.conclude(case_id=case.pk, fact=posted(READY), **by(cast.officer_li, READY))
    assert set(cases_in_cell(cast.bureau, 2026, "new", "natural")) == {first, second}
    assert set(cases_in_cell(cast.bureau, 2026, "granted", "natural")) == {first, second}
    assert len({case.replies.get().letter_number for case in (first, second)}) == 2


def test_the_reply_names_the_applicants_own_and_only_counts_those_of_others(cast):
    first, second = accepted_case(cast), accepted_case(cast)
    stranger = accepted_case(cast, applicant=OTHER_PERSON)
    join(cast, second, first)
    join(cast, stranger, first)
    told = narrative(letter_facts(fresh(first), today=day(READY)))
    assert f"您另行提出的申请（登记编号：{second.number}）和其他申请人提出的1件申请与本申请内容相同或者相近" in told
    assert "本机关一并审查，分别答复。" in told and stranger.number not in told
    told = narrative(letter_facts(fresh(stranger), today=day(READY)))
    assert "其他申请人提出的2件申请" in told and first.number not in told
    assert "一并审查" not in narrative(letter_facts(accepted_case(cast), today=day(READY)))


def test_groups_join_and_shrink_and_every_case_remembers(cast):
    one, two, three, four = [accepted_case(cast) for _ in range(4)]
    join(cast, two, one)
    join(cast, four, three)
    case = join(cast, three, two)
    assert together(four) == [one, two, three]
    assert [item.events.last().act for item in (one, two, three, four)] == ["answer_together"] * 4
    assert case.events.last().after["together"] == "、".join(item.number for item in (one, two, three, four))
    # The first leaves: the others stay together without it.
    answer_separately(case_id=one.pk, **by(cast.officer_li, READY))
    assert (together(one), together(two)) == ([], [three, four])
    for case in (two, three):
        answer_separately(case_id=case.pk, **by(cast.officer_li, READY))
    assert together(four) == [] and fresh(four).answered_with is None
    with refused("not_together", "没有与其他申请合并办理"):
        answer_separately(case_id=four.pk, **by(cast.officer_li, READY))


def test_what_cannot_be_joined(cast):
    case, other = accepted_case(cast), accepted_case(cast)
    with refused("together_itself", field="other"):
        join(cast, case, case)
    drafted = drafted_case(cast)
    with refused("together_too_late", "审核中", field="other"):
        join(cast, case, drafted)
    join(cast, case, other)
    with refused("together_already", field="other"):
        join(cast, case, other)
    for number in ("", "某审2026-9999"):
        with refused("together_unknown", field="other"):
            answer_together(case_id=case.pk, other=number, **by(cast.officer_li, READY))
    again = perform(Act.REDO, lost_case(cast), cast.officer_li)
    with refused("redo_not_joined"):
        join(cast, again, other)
    with refused("together_too_late", field="other"):
        join(cast, case, again)


def test_what_was_drafted_with_others_keeps_its_company(cast):
    """The draft of the first tells with which requests it was examined: nobody joins or leaves any more."""
    drafted, second, third = [accepted_case(cast) for _ in range(3)]
    join(cast, second, drafted)
    perform(Act.SUBMIT_FOR_REVIEW, drafted, cast.officer_li)
    with refused("together_too_late", drafted.number, "审核中", field="other"):
        join(cast, third, second)
    with refused("together_too_late", drafted.number):
        answer_separately(case_id=second.pk, **by(cast.officer_li, READY))
    assert together(drafted) == [second]


def test_a_handler_joins_only_what_the_unit_may_see(cast):
    case, other = accepted_case(cast), accepted_case(cast)
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    with refused("together_unknown", field="other"):
        join(cast, case, other, cast.handler_zhou)
    Case.objects.filter(pk=other.pk).update(unit=cast.unit)
    assert join(cast, case, other, cast.handler_zhou).answered_with_id == case.pk


def test_only_open_requests_for_the_same_are_offered(cast):
    case = accepted_case(cast, content="请公开东高村2024年征收补偿的安置方案")
    like = accepted_case(cast, content="2024年东高村征收补偿安置方案", applicant=OTHER_PERSON)
    accepted_case(cast, content="2023年东高村征收补偿安置方案")
    drafted = accepted_case(cast, content="2024年东高村征收补偿安置方案")
    perform(Act.SUBMIT_FOR_REVIEW, drafted, cast.officer_li)
    assert like_open_cases(cast.officer_li, fresh(case)) == [like]
    join(cast, case, like)
    assert like_open_cases(cast.officer_li, fresh(case)) == []


def test_parts_of_a_split_stand_alone(cast):
    whole, other = divided_case(cast), accepted_case(cast)
    join(cast, whole, other)
    case_splitting.split_case(case_id=whole.pk, positions=[2], **by(cast.officer_li, READY))
    assert Case.objects.get(split_from=whole).answered_with is None
    assert together(whole) == [other]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_joining_the_same_cases_crosswise_do_not_wait_for_each_other(transactional_db):
    cast = make_cast()
    for _ in range(10):
        one, two = accepted_case(cast), accepted_case(cast)
        done = at_once(lambda: join(cast, one, two), lambda: join(cast, two, one))  # noqa: B023
        assert sorted(type(item).__name__ for item in done) == ["Case", "Refused"], done
        assert together(one) == [two]
