"""补发查询码: a new code for a person who was identified, the old one dead, the act in the chain and the code nowhere."""

from __future__ import annotations

import json

import pytest

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models import Case, CaseEvent
from casework.models.event_chain import event_hash
from casework.services import case_splitting, closing, lookup, matters
from casework.services.query_codes import parts_of, query_code_matches, reissue_query_code
from tests.cast import day, noon, register_case
from tests.portal.visitor import filed_case
from tests.services.acts import by, perform
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
FILED, LOST = "2026-03-02", "2026-03-09"


def reissued(cast, case: Case, *, actor=None, key: str = "", **given) -> str:
    asked = {"documents_seen": "居民身份证原件", "reason": "回执遗失"} | given
    return reissue_query_code(case_id=case.pk, **asked, **by(actor or cast.officer_li, LOST, key))


def opens(case: Case, code: str) -> bool:
    try:
        return lookup.find_case(number=case.number, code=code, now=noon(LOST)) == case.pk
    except Refused:
        return False


def test_the_new_code_opens_the_case_and_the_old_one_no_more(cast):
    case, old = filed_case(cast, FILED)
    assert opens(case, old)
    new = reissued(cast, case)
    assert new != old and len(new) == 8
    assert (opens(case, new), opens(case, old)) == (True, False)


def test_the_event_says_who_when_what_was_seen_and_why_and_never_the_code(cast):
    case, old = filed_case(cast, FILED)
    before = case.events.last()
    new = reissued(cast, case)
    event = case.events.last()
    assert (event.act, event.actor, event.happened_on, event.recorded_at) == (
        Act.REISSUE_QUERY_CODE, cast.officer_li, day(LOST), noon(LOST),
    )  # fmt: skip
    assert (event.note, event.article) == ("回执遗失", "个人信息保护法第五十一条")
    assert event.after == {"documents_seen": "居民身份证原件", "method": "当面核对原件"}
    # One more link of the chain, behind the filing.
    assert event.previous_hash == before.hash and event.hash == event_hash(event)
    said = json.dumps([list(row) for row in CaseEvent.objects.values_list()], default=str)
    assert new not in said and old not in said
    assert new not in Case.objects.get(pk=case.pk).query_code_hash


def test_the_clock_and_the_stage_are_not_touched(cast):
    case, _ = filed_case(cast, FILED)
    before = Case.objects.filter(pk=case.pk).values("stage", "reply_due_on", "next_due_on", "alarm_on").get()
    reissued(cast, case)
    assert Case.objects.filter(pk=case.pk).values("stage", "reply_due_on", "next_due_on", "alarm_on").get() == before


def test_the_same_form_twice_gives_one_code_and_one_event(cast):
    case, _ = filed_case(cast, FILED)
    first = reissued(cast, case, key="form-1")
    assert reissued(cast, case, key="form-1") == first
    assert case.events.filter(act=Act.REISSUE_QUERY_CODE).count() == 1
    # Lost again: the first form's code is dead and is not shown as if it were not.
    second = reissued(cast, case, key="form-2")
    assert (opens(case, first), opens(case, second)) == (False, True)
    with refused("query_code_replaced", "请刷新页面"):
        reissued(cast, case, key="form-1")


def test_the_code_of_a_closed_case_can_be_given_anew(cast):
    case, _ = filed_case(cast, FILED)
    perform(Act.CONFIRM_RECEIPT, case, cast.officer_li, FILED)
    case = closing.withdraw(case_id=case.pk, statement="不再需要", **by(None, FILED))
    assert opens(case, reissued(cast, case))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"documents_seen": " "}, "reissue_documents_missing", "documents_seen"),
        ({"reason": ""}, "reissue_reason_missing", "reason"),
        ({"documents_seen": "证" * 201}, "text_too_long", "documents_seen"),
        ({"reason": "\x00"}, "text_not_storable", "reason"),
    ],
)
def test_without_what_was_seen_or_why_nothing_is_given(cast, given, code, field):
    case, old = filed_case(cast, FILED)
    with refused(code, field=field):
        reissued(cast, case, **given)
    assert opens(case, old)


def test_a_case_of_the_counter_has_no_code_to_lose(cast):
    case = register_case(cast, FILED)
    with refused("query_code_never_given", "不是在网上提交的"):
        reissued(cast, case)


@pytest.mark.parametrize("who", ["handler_zhou", "head_chen", "supervisor_sun", "administrator_wu", "officer_wang"])
def test_only_the_clerks_of_the_agency_give_it(cast, who):
    case, old = filed_case(cast, FILED)
    with pytest.raises(Refused) as caught:
        reissued(cast, case, actor=getattr(cast, who))
    assert caught.value.code in ("role_not_allowed", "case_not_found")
    assert opens(case, old) and not case.events.filter(act=Act.REISSUE_QUERY_CODE).exists()


def test_the_parts_of_a_split_request_follow(cast):
    case, old = filed_case(cast, FILED)
    perform(Act.CONFIRM_RECEIPT, case, cast.officer_li, FILED)
    case = matters.list_matters(case_id=case.pk, words=["补偿方案", "评估报告"], **by(cast.officer_li, FILED))
    case_splitting.split_case(case_id=case.pk, positions=[2], **by(cast.officer_li, FILED))
    (before,) = parts_of(case.pk)
    part = Case.objects.get(pk=before.case_id)
    with refused("query_code_of_part", case.number):
        reissued(cast, part)
    new = reissued(cast, case)
    (after,) = parts_of(case.pk)
    assert (opens(case, new), opens(case, old)) == (True, False)
    assert (opens(part, after.query_code), opens(part, before.query_code)) == (True, False)
    event = part.events.last()
    assert (event.act, event.note, event.actor) == (Act.REISSUE_QUERY_CODE, f"随{case.number}补发", cast.officer_li)
    assert query_code_matches(Case.objects.get(pk=part.pk), after.query_code)
