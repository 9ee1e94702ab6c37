"""Forms of 主题分类: the list of an agency, and the topic of one case."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import DeskForm, LongText
from casework.law.acts import Act
from casework.law.topics import LONGEST_TOPIC, MOST_TOPICS, UNSORTED, proposed_topic
from casework.queries.topics import topics_of
from casework.services.topics import sort_by_topic


class TopicListForm(DeskForm):
    """The list, one name a line."""

    names = LongText(
        label="主题分类", rows=14, required=False,
        help_text=f"一行一个，按统计表中的顺序；每个最多{LONGEST_TOPIC}个字，最多{MOST_TOPICS}个。",
    )  # fmt: skip


def topic_choices(names: tuple[str, ...], *, now: str = "", none: str = UNSORTED) -> list[tuple[str, str]]:
    """Return the choices of a select: none first, then the list; ``now`` is offered even if the list has lost it."""
    lost = [(now, now)] if now and now not in names else []
    return [("", none), *((name, name) for name in names), *lost]


class SortByTopicForm(ActForm):
    """主题分类."""

    act = Act.SORT_BY_TOPIC
    service = staticmethod(sort_by_topic)
    topic = forms.ChoiceField(label="主题分类", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        case = self.found.case
        self.names = topics_of(case.agency).names
        self.fields["topic"].choices = topic_choices(self.names, now=case.topic)
        self.proposal = "" if case.topic else proposed_topic(f"{case.subject}\n{case.content}", self.names)
        self.initial["topic"] = case.topic or self.proposal

    def consequences(self) -> list[str]:
        text = "用于本机关的统计、台账和查找，不影响期限、答复和年度报告。"
        return [f"按申请内容建议“{self.proposal}”，请核对。", text] if self.proposal else [text]
