"""主题分类: the list an office types, and what the words of a request point to."""

from __future__ import annotations

import pytest

from casework.law.errors import Refused
from casework.law.topics import DEFAULT_TOPICS, LONGEST_TOPIC, MOST_TOPICS, in_order, proposed_topic, topics_from


def code_of(lines) -> str:
    with pytest.raises(Refused) as refused:
        topics_from(lines)
    return refused.value.code


def test_one_name_a_line_blank_lines_left_out():
    assert topics_from([" 征地拆迁 ", "", "财政预算"]) == ("征地拆迁", "财政预算")
    assert topics_from(["", "  "]) == ()


def test_what_cannot_be_a_list():
    assert code_of(["长" * (LONGEST_TOPIC + 1)]) == "topic_too_long"
    assert code_of(["征地", "财政", " 征地"]) == "topic_twice"
    assert code_of(["未分类"]) == "topic_reserved"
    assert code_of([str(number) for number in range(MOST_TOPICS + 1)]) == "too_many_topics"
    assert len(topics_from([str(number) for number in range(MOST_TOPICS)])) == MOST_TOPICS


def test_the_list_of_the_program_is_one_an_office_could_type():
    assert topics_from(DEFAULT_TOPICS) == DEFAULT_TOPICS


def test_words_point_to_a_topic_of_the_own_list_only():
    assert proposed_topic("某镇集体土地征收补偿安置方案", DEFAULT_TOPICS) == "征地拆迁"
    assert proposed_topic("2025年度部门预算和决算", DEFAULT_TOPICS) == "财政预算"
    assert proposed_topic("某河断面水质监测数据", DEFAULT_TOPICS) == "环境保护"
    assert proposed_topic("某镇集体土地征收补偿安置方案", ("环境保护",)) == ""
    # A name of the office's own is its own word.
    assert proposed_topic("关于古树名木的名录", ("环境保护", "古树名木")) == "古树名木"


def test_lines_stand_in_the_order_of_the_list_lost_names_after_it_none_last():
    assert in_order(["", "乙", "旧名", "甲"], ("甲", "乙", "丙")) == ["甲", "乙", "旧名", ""]
