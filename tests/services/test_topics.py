"""主题分类: whose list holds, who sorts, what a case keeps when the list changes."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.periods import Period
from casework.law.statistics import Block, Measure
from casework.law.topics import DEFAULT_TOPICS
from casework.models import Case, CaseEvent, Role, User
from casework.queries.statistics import StatisticsQuestion, agencies_of, statistics
from casework.queries.topics import topics_of
from casework.services.topics import keep_topics, sort_by_topic
from tests.cast import day, noon, register_case, replied_case
from tests.services.acts import READY, by
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
LINES = ["征地拆迁", "古树名木"]


def superior_of(cast) -> User:
    """A clerk of the agency above the bureau."""
    root = cast.bureau.parent or cast.supervisor_sun.agency
    return User.objects.create(username="root-clerk", role=Role.CLERK, agency=root, display_name="周办事员")


def keep(actor, lines=LINES):
    return keep_topics(lines=lines, actor=actor, now=noon(READY))


def sort(case, topic, actor) -> Case:
    return sort_by_topic(case_id=case.pk, topic=topic, **by(actor, READY))


def test_the_own_list_before_the_superiors_before_the_programs(cast):
    assert topics_of(cast.bureau).names == DEFAULT_TOPICS
    keep(superior_of(cast), ["市里的分类"])
    assert topics_of(cast.bureau).names == topics_of(cast.other_bureau).names == ("市里的分类",)
    assert keep(cast.officer_li) == tuple(LINES)
    assert (topics_of(cast.bureau).names, topics_of(cast.other_bureau).names) == (tuple(LINES), ("市里的分类",))
    assert keep(cast.head_chen, ["", " "]) == ("市里的分类",)


def test_office_and_leader_keep_the_list(cast):
    for actor in (cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        with refused("role_not_allowed"):
            keep(actor)


def test_a_case_is_sorted_at_registration_later_and_anew(cast):
    case = register_case(cast, "2026-03-02", topic="征地拆迁")
    assert case.topic == "征地拆迁"
    with refused("topic_unknown"):
        register_case(cast, "2026-03-02", topic="没有的分类")
    assert sort(case, "财政预算", cast.officer_li).topic == "财政预算"
    event = CaseEvent.objects.get(act=Act.SORT_BY_TOPIC)
    assert (event.before["topic"], event.after["topic"]) == ("征地拆迁", "财政预算")
    assert sort(case, "", cast.officer_li).topic == ""
    assert CaseEvent.objects.filter(act=Act.SORT_BY_TOPIC).last().after["topic"] == "未分类"
    with refused("topic_unknown"):
        sort(case, "没有的分类", cast.officer_li)


def test_a_case_keeps_a_name_the_list_has_lost(cast):
    case = register_case(cast, "2026-03-02", topic="征地拆迁")
    keep(cast.officer_li, ["古树名木"])
    assert sort(case, "征地拆迁", cast.officer_li).topic == "征地拆迁"
    sort(case, "古树名木", cast.officer_li)
    with refused("topic_unknown"):
        sort(case, "征地拆迁", cast.officer_li)


def test_neither_clock_nor_result_of_a_concluded_case_moves(cast):
    case = replied_case(cast, "G2")
    facts = ("stage", "reply_due_on", "decision_code", "decided_on", "concluded_on")
    before = {name: getattr(Case.objects.get(pk=case.pk), name) for name in facts}
    sort(case, "征地拆迁", cast.officer_li)
    after = Case.objects.get(pk=case.pk)
    assert after.topic == "征地拆迁" and {name: getattr(after, name) for name in facts} == before


def test_the_statistics_have_a_line_a_topic_and_one_for_the_unsorted(cast):
    keep(superior_of(cast), ["环境保护", "征地拆迁", "财政预算"])
    for topic in ("征地拆迁", "征地拆迁", "环境保护", ""):
        register_case(cast, "2026-03-02", topic=topic)
    lost = register_case(cast, "2026-03-02")
    Case.objects.filter(pk=lost.pk).update(topic="旧分类")
    question = StatisticsQuestion(Period(day("2026-01-01"), day("2026-03-31")), (Block.TOPICS,))
    for user in (cast.officer_li, cast.supervisor_sun):
        (table,) = statistics(user, question, agencies=agencies_of(user), today=day(READY))
        assert [(line.label, line.counts[Measure.RECEIVED]) for line in table.lines] == [
            ("环境保护", 1), ("征地拆迁", 2), ("旧分类", 1), ("未分类", 1),
        ]  # fmt: skip
