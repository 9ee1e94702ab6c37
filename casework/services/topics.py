"""主题分类: an agency keeps its list, a case gets one of it, at registration or whenever somebody sorts it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.topics import UNSORTED, topics_from
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.topic import TopicList
from casework.models.user import Role, User
from casework.queries.topics import topics_of
from casework.services.fitting import refuse_unfit_texts
from casework.services.performing import Performance
from casework.services.permissions import refuse_other_role

KEEPERS = (Role.CLERK, Role.LEADER)


@transaction.atomic
def keep_topics(*, lines: Iterable[str], actor: User, now: datetime) -> tuple[str, ...]:
    """Store the list of the actor's agency; an empty one goes back to the superior's. Return the list in force.

    Cases keep the name they carry, whether the list still has it or not.
    """
    refuse_other_role(actor, "主题分类设置", *KEEPERS)
    names = topics_from(lines)
    refuse_unfit_texts({"names": "".join(names)})
    if names:
        values = {"names": list(names), "kept_by": actor, "kept_at": now}
        TopicList.objects.update_or_create(agency=actor.agency, defaults=values)
    else:
        TopicList.objects.filter(agency=actor.agency).delete()
    return topics_of(actor.agency).names


@transaction.atomic
def sort_by_topic(*, case_id: int, topic: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Give the case a topic of its agency's list, another one, or none ("").

    Neither clock nor annual table depends on it, so it can be done in every stage.
    """
    act = Performance(case_id=case_id, act=Act.SORT_BY_TOPIC, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    # A name that the list has lost since may stay.
    if topic != act.case.topic:
        refuse_unknown_topic(act.case.agency, topic)
    act.before["topic"] = act.case.topic or UNSORTED
    act.case.topic = topic
    return act.finish(topic=topic or UNSORTED)


def refuse_unknown_topic(agency: Agency, topic: str) -> None:
    """Raise Refused for a topic that the agency's list does not have; "" is none."""
    if topic and topic not in topics_of(agency).names:
        raise Refused("topic_unknown", f"本机关的主题分类里没有“{topic}”，请从列表中选择。", field="topic")
