"""重复申请: measured on labelled pairs; another year, place, number or name is another request."""

from __future__ import annotations

import pytest

from casework.law.similarity import asked, bigram_codes, bigrams, differs, fold, is_repeat, likeness
from tests.law.repeat_pairs import Pair, measured, pairs

ALL = pairs()
HELD_OUT = [pair for pair in ALL if pair.held_out]
TUNED_ON = [pair for pair in ALL if not pair.held_out]


def test_there_are_enough_pairs_of_every_kind():
    assert len(ALL) >= 300 and len(HELD_OUT) >= 150
    assert {label: sum(pair.label == label for pair in ALL) >= 20 for label in "=ypom"} == dict.fromkeys("=ypom", True)


@pytest.mark.parametrize("half", [TUNED_ON, HELD_OUT, ALL], ids=["tuned-on", "held-out", "all"])
def test_precision_and_recall_are_at_least_nine_in_ten(half: list[Pair]):
    precision, recall = measured(half, is_repeat)
    print(f"{len(half)} pairs: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.9 and recall >= 0.9


@pytest.mark.parametrize("label", "yp")
def test_another_year_or_place_is_hardly_ever_taken_for_a_repeat(label):
    wrong = [pair for pair in ALL if pair.label == label and is_repeat(pair.earlier, pair.later)]
    assert len(wrong) <= 0.1 * sum(pair.label == label for pair in ALL), wrong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("２０２４年“三公”经费", "2024年三公经费", id="full-width-and-quotes"),
        pytest.param("政办字〔2023〕15号文件", "申请公开政办字[2023]15号文件", id="brackets-of-a-document-number"),
        pytest.param("二〇二四年防汛预案", "2024年防汛预案", id="year-in-words"),
        pytest.param("请公开某路施工许可证，谢谢！", "某路施工许可证", id="words-of-asking"),
    ],
)
def test_how_it_is_written_makes_no_difference(one, other):
    assert is_repeat(one, other)


@pytest.mark.parametrize(
    ("one", "other", "slot"),
    [
        ("2023年部门决算", "2024年部门决算", "year"),
        ("东高村征收补偿方案", "西高村征收补偿方案", "村"),
        ("张店区学区划分方案", "桓台县学区划分方案", "区"),
        ("北京路公厕选址资料", "南京路公厕选址资料", "路"),
        ("政办字〔2023〕15号", "政办字〔2023〕51号", "document"),
        ("2号楼验收资料", "5号楼验收资料", "number"),
        ("张某的工伤认定决定", "刘某的工伤认定决定", "person"),
        ("“鑫源”洗车店检查笔录", "“宏达”洗车店检查笔录", "quoted"),
        ("3月第一季度水质数据", "3月第三季度水质数据", "quarter"),
    ],
)
def test_what_tells_two_requests_apart_is_named(one, other, slot):
    assert differs(asked(one), asked(other)) == slot
    assert likeness(asked(one), asked(other)) == 0


def test_a_rewording_may_leave_the_district_out():
    assert differs(asked("张店区马尚街道东高村补偿方案"), asked("马尚街道东高村补偿方案")) == ""


def test_the_index_form_finds_every_substring_of_two_signs():
    text, words = "申请公开2024年 张店区\n土地征收（补偿）方案", "土地征收补偿"
    assert fold(words) in fold(text)
    assert set(bigram_codes(words)) <= set(bigram_codes(text))
    assert bigrams("") == frozenset() and bigram_codes("。") == []
    assert all(-(2**31) <= code < 2**31 for code in bigram_codes("龘靐𠮷a1公开"))


def test_two_bigrams_never_share_a_code():
    text = "申请公开土地征收补偿方案及附图2024abc"
    assert len(bigram_codes(text)) == len(bigrams(fold(text)))
