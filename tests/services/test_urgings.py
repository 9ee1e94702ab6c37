"""督办: asked by the superior, answered by the agency, reminded until then; and the weekly figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Case, Notice, OfficeDuty, Urging, User
from casework.services import urgings
from casework.services.weekly_summary import send_weekly_summaries
from tests.cast import accepted_case, day, noon, replied_case
from tests.services.test_office_sweep import sweep_daily
from tests.services.test_reminders import announced
from tests.services.watching import refused


@pytest.fixture
def case(cast):
    return accepted_case(cast, "2026-03-02")


def urge(cast, case, on: str = "2026-03-31", **values) -> Urging:
    facts = {"text": "请说明超期原因", "answer_by": day("2026-04-02"), "actor": cast.supervisor_sun}
    return urgings.urge(case_id=case.pk, **(facts | values), today=day(on), now=noon(on))


def answer(urging: Urging, actor: User, on: str = "2026-04-01", text: str = "已检索完毕，明日答复"):
    return urgings.answer_urging(urging_id=urging.pk, text=text, actor=actor, today=day(on), now=noon(on))


def test_the_agency_is_told_at_once_in_app_and_by_mail(cast, case):
    urge(cast, case)
    told = Notice.objects.order_by("pk").values_list("recipient__username", "channel", "in_digest")
    assert sorted(told) == [
        ("head_chen", "email", False), ("head_chen", "in_app", False),
        ("officer_li", "email", False), ("officer_li", "in_app", False),
    ]  # fmt: skip
    assert announced(cast.officer_li) == [("03-31", f"督办 {case.number}")]
    assert "请于2026-04-02前反馈：请说明超期原因" in Notice.objects.latest("pk").body


def test_it_is_reminded_until_it_is_answered(cast, case):
    urging = urge(cast, case)
    sweep_daily("2026-03-31", "2026-04-01")
    assert announced(cast.officer_li)[1:] == [("04-01", f"督办反馈 {case.number} 还有1个工作日")]
    answer(urging, cast.head_chen)
    sweep_daily("2026-04-02", "2026-04-09")
    assert len(announced(cast.officer_li)) == 2
    assert OfficeDuty.objects.get(duty="urging_answer").met_on == day("2026-04-01")


def test_the_supervisor_gets_the_answer(cast, case):
    answer(urge(cast, case), cast.officer_li)
    stored = Urging.objects.get()
    assert (stored.answer, stored.answered_by, stored.answered_at) == (
        "已检索完毕，明日答复",
        cast.officer_li,
        noon("2026-04-01"),
    )
    assert announced(cast.supervisor_sun) == [("04-01", f"督办反馈 {case.number}")]


def test_answered_twice_it_keeps_the_first_answer(cast, case):
    urging = urge(cast, case)
    answer(urging, cast.officer_li)
    answer(urging, cast.officer_li)
    assert len(announced(cast.supervisor_sun)) == 1
    with refused("urging_answered_already", "李经办"):
        answer(urging, cast.head_chen, text="另一个说法")


def test_a_double_click_urges_once(cast, case):
    first, second = urge(cast, case, key="k1"), urge(cast, case, key="k1")
    assert first.pk == second.pk
    assert Notice.objects.count() == 4


def test_only_a_supervisor_above_the_agency_urges(cast, case):
    for person in (cast.officer_li, cast.head_chen, cast.administrator_wu):
        with refused("role_not_allowed", "主管部门"):
            urge(cast, case, actor=person)
    stranger = User.objects.create(username="stranger", role="supervisor", agency=cast.other_bureau)
    with refused("urging_case_not_found"):
        urge(cast, case, actor=stranger)


def test_only_the_agency_answers_and_a_handler_only_in_the_own_unit(cast, case):
    urging = urge(cast, case)
    with refused("urging_not_found"):
        answer(urging, cast.officer_wang)
    with refused("urging_not_found"):
        answer(urging, cast.handler_zhou)
    with refused("role_not_allowed"):
        answer(urging, cast.supervisor_sun)
    Case.objects.filter(pk=case.pk).update(unit=cast.unit)
    assert answer(urging, cast.handler_zhou).answered_by == cast.handler_zhou


def test_what_makes_no_sense_is_refused(cast, case):
    with refused("urging_without_words", field="text"):
        urge(cast, case, text=" ")
    with refused("urging_answer_by_past", field="answer_by"):
        urge(cast, case, answer_by=day("2026-03-30"))
    urging, closed = urge(cast, case), replied_case(cast, "G1")
    with refused("urging_answer_empty", field="text"):
        answer(urging, cast.officer_li, text=" ")
    with refused("urging_of_a_closed_case"):
        urge(cast, closed)


def weekly(on: str) -> int:
    return send_weekly_summaries(today=day(on), now=noon(on))


def test_the_supervisor_gets_the_figures_once_a_week(cast, case):
    accepted_case(cast, "2026-03-05")
    urge(cast, case)
    # Thursday 2 April: due on 30 March is overdue, due on 2 April is near.
    assert (weekly("2026-04-02"), weekly("2026-04-02"), weekly("2026-04-05")) == (1, 0, 0)
    assert announced(cast.supervisor_sun) == [("04-02", "督查周报2026年第14周")]
    body = Notice.objects.filter(recipient=cast.supervisor_sun).latest("pk").body
    assert body.splitlines() == [
        "截至2026-04-02：在办2件，三日内到期1件，已超期1件，本年逾期答复0件，督办未反馈1件。",
        "某市行政审批服务局：已超期1件，三日内到期1件，督办未反馈1件。",
    ]
    assert weekly("2026-04-06") == 1
    assert {notice.in_digest for notice in Notice.objects.filter(subject__startswith="督查周报", channel="email")} == {
        True
    }


def test_a_monday_without_the_program_is_made_good_within_the_week(cast):
    sent = [weekly(str(day("2026-03-30") + timedelta(days=n))) for n in range(3, 9)]
    assert sent == [1, 0, 0, 0, 1, 0]


def test_without_a_supervisor_nobody_is_told(cast):
    User.objects.filter(role="supervisor").update(is_active=False)
    assert weekly("2026-03-30") == 0
