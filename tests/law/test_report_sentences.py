"""Sentences that quote counts: what they claim, in both readings, and the sentences that claim nothing here."""

import pytest

from casework.law.published_report.sentences import claims


def claimed(text: str, year: int | None = 2023) -> list[tuple[str, int]]:
    return [(claim.subject, claim.number) for claim in claims(text, year)]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("全年共办理依申请公开89件。", 89),
        ("2023年,我部门共收到政府信息公开申请1份,同比减少50%", 1),
        ("截至目前，全区收到依申请公开 131件，其中政府层面22件。", 131),
        ("2023年，本机关受理政府信息公开申请81件。", 81),
        ("本年共新收政府信息公开申请3,511件。", 3511),
        ("共收到246件政府信息公开申请。", 246),
        ("依申请公\n开申请3\n件。", 3),
    ],
)
def test_a_sentence_about_requests_received_claims_their_number(sentence, number):
    assert ("收到的申请", number) in claimed(sentence)


def test_received_may_mean_the_new_ones_or_all_in_hand():
    claim = claims("2022年共受理政府信息公开申请75件。", 2022)[0]
    assert [reading.name for reading in claim.readings] == ["新收", "新收加上年结转"]
    claim = claims("2022年新收政府信息公开申请74件。", 2022)[0]
    assert [reading.name for reading in claim.readings] == ["新收"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年办理人大建议12件,政协提案10件,全部按时办结。",
        "共收到代表建议、批评和意见148件。因功能区优化调整，移交有关区县28件，实际办理120件。",
        "中心全年共受理行政审批和公共服务事项411731件，办结411731件。",
        "解决群众反映问题24个。",
        "依法公开政策性文件6件、规范性文件1件。",
        "2021年,共主动公开政府信息196条。",
        "其中，通过网络收到政府信息公开申请8件。",
        "去年收到政府信息公开申请2件。",
        "自条例施行以来收到政府信息公开申请500件。",
        "部分公开内容形式过度简单化。",
        "全市法院审理行政诉讼134件。",
        "本年度无因依申请公开收取费用的情况。",
        "收到依申请公开申请后,由相关业务科室承办。",
        "行政复议无被纠正案件，政府信息公开工作平稳。",
    ],
)
def test_a_sentence_about_something_else_claims_nothing(sentence):
    assert claimed(sentence) == []


def test_a_number_of_another_year_is_not_this_years():
    assert claimed("2021年收到政府信息公开申请2件。", 2023) == []
    assert claimed("2021年收到政府信息公开申请2件。", 2021) == [("收到的申请", 2)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年度,我部门未收到政府依信息公开申请。",
        "2023年没有收到依申请公开政府信息申请。",
        "本年度无政府信息公开申请。",
    ],
)
def test_none_received_is_a_claim_of_zero(sentence):
    assert claimed(sentence, None) == [("没有收到申请", 0)]


def test_everything_done_leaves_nothing_for_next_year():
    assert claimed("全年共办理依申请公开89件,全部按时办结。") == [
        ("收到的申请", 89), ("全部办结，没有结转下年度的申请", 0),
    ]  # fmt: skip
    # It is the motions that were all done here.
    assert claimed("收到政府信息公开申请5件,办理建议提案6件,全部按时办结。") == [("收到的申请", 5)]


def test_outcomes_and_what_is_carried_are_claimed_one_by_one():
    text = (
        "收到政府信息公开申请10件,上年结转2件,其中予以公开4件、部分公开1件、不予公开3件、无法提供2件、不予处理1件,"
        "办结11件,结转下年度继续办理1件。"
    )
    assert claimed(text) == [
        ("收到的申请", 10), ("办结", 11), ("上年结转", 2), ("结转下年度", 1), ("予以公开", 4), ("部分公开", 1),
        ("不予公开", 3), ("无法提供", 2), ("不予处理", 1),
    ]  # fmt: skip


def test_an_applicant_kind_narrows_the_claim_to_its_column():
    (claim,) = claims("2023年,共办理自然人提交的政府信息公开申请7件。", 2023)
    assert [place[2] for place in claim.readings[0].places] == ["natural"]
    found = claims("收到政府信息公开申请131件。其中自然人108件,商业企业15件,法人或其他组织23件。", 2023)
    assert [(claim.subject, claim.number) for claim in found] == [
        ("收到的申请", 131), ("自然人的申请", 108), ("商业企业的申请", 15), ("法人或其他组织的申请", 23),
    ]  # fmt: skip


def test_disputes_are_claimed_by_number_or_as_none():
    assert claimed("因政府信息公开引起行政复议134件,行政诉讼57件。") == [("行政复议", 134), ("行政诉讼", 57)]
    assert claimed("收到申请答复及时,未出现因信息公开引发的行政复议、诉讼和举报。") == [
        ("没有行政复议", 0),
        ("没有行政诉讼", 0),
    ]
    assert claimed("政府信息公开工作未发生行政复议。") == [("没有行政复议", 0)]


def test_normative_documents_issued_and_in_force_are_claimed():
    assert claimed("全年，共制发行政规范性文件\n 0 件。") == [("制发规范性文件", 0)]
    assert claimed("现行有效行政规范性文件393件,废止规范性文件27件。") == [
        ("现行有效规范性文件", 393),
        ("废止规范性文件", 27),
    ]


def test_the_quote_is_the_clause_as_the_report_has_it():
    assert (
        claims("(二)依申请公开情况。2021年度,我部门未收到政府依信息公开申请。", 2021)[0].quote
        == "我部门未收到政府依信息公开申请"
    )
