"""身份核验 and 受理: a case is taken up once it is known who asks."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import IdentityCheck
from casework.services import acceptance, identity_checks
from tests.cast import day, noon, register_case
from tests.services.acts import READY, by, perform
from tests.services.ready_cases import submitted_case
from tests.services.watching import refused


def check(cast, case, **facts):
    values = {"documents_seen": "居民身份证", "method": "original_seen", "result": "confirmed", "note": ""} | facts
    return identity_checks.check_identity(case_id=case.pk, **values, **by(cast.officer_li, READY))


def test_acceptance_needs_a_confirmed_identity(cast):
    case = register_case(cast)
    with refused("identity_not_checked", "尚未登记身份核验结果", article="条例第二十九条第二款第一项"):
        perform(Act.ACCEPT, case, cast.officer_li)
    for result in ("incomplete", "mismatch"):
        check(cast, case, result=result)
        with refused("identity_not_checked"):
            perform(Act.ACCEPT, case, cast.officer_li)
    check(cast, case)
    case = perform(Act.ACCEPT, case, cast.officer_li)
    event = case.events.last()
    assert (event.before, event.after) == ({"stage": "registered"}, {"stage": "processing"})


def test_a_check_keeps_what_was_seen_how_with_what_result_and_by_whom(cast):
    case = check(cast, register_case(cast), note=" 照片清晰 ")
    stored = IdentityCheck.objects.get(case=case)
    assert (stored.documents_seen, stored.method, stored.result) == ("居民身份证", "original_seen", "confirmed")
    assert (stored.note, stored.checked_on, stored.checked_by) == ("照片清晰", day(READY), cast.officer_li)
    event = case.events.last()
    assert event.after == {"documents_seen": "居民身份证", "method": "当面核对原件", "result": "身份相符"}
    assert event.recorded_at == noon(READY)


def test_a_later_check_can_take_the_confirmation_back(cast):
    case = register_case(cast)
    assert check(cast, case).identity_checked
    assert not check(cast, case, result="mismatch").identity_checked
    assert IdentityCheck.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        pytest.param({"documents_seen": "  "}, "documents_missing", "documents_seen", id="nothing-seen"),
        pytest.param({"method": "telepathy"}, "choice_unknown", "method", id="unknown-method"),
        pytest.param({"result": "maybe"}, "choice_unknown", "result", id="unknown-result"),
        pytest.param({"documents_seen": "证" * 201}, "text_too_long", "documents_seen", id="too-long"),
    ],
)
def test_a_check_that_says_nothing_is_refused(cast, facts, code, field):
    case = register_case(cast)
    with refused(code, field=field):
        check(cast, case, **facts)


def test_what_is_not_confirmed_yet_cannot_be_accepted(cast):
    case = submitted_case(cast)
    with refused("wrong_stage", "待确认收件", "已登记"):
        acceptance.accept(case_id=case.pk, **by(cast.officer_li, READY))


def test_after_acceptance_no_supplement_notice_is_owed_any_more(cast):
    case = check(cast, register_case(cast))
    assert (case.next_duty, case.next_due_on) == ("supplement_notice", day("2026-03-11"))
    case = perform(Act.ACCEPT, case, cast.officer_li)
    assert (case.next_duty, case.next_due_on) == ("reply", day("2026-03-30"))
