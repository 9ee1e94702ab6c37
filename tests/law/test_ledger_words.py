"""What offices write and what it means: the reviewed wordings, and those a person must decide."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.applicants import ApplicantKind
from casework.law.ledger_columns import IMPORTED_COLUMNS, LEDGER_COLUMNS, columns_named_by
from casework.law.ledger_dates import ledger_day
from casework.law.ledger_words import CHOICES, meaning
from casework.law.letter_service import ServiceMethod
from casework.law.outcomes import CODES
from casework.law.receipt import Channel

# Reviewed by hand against table 三.
OUTCOMES = {
    "予以公开": "G2", "公开": "G2", "（一）予以公开": "G2", "同意公开": "G2", "主动公开": "G1", "部分公开": "P1",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "P1", "属于国家秘密": "N1", "不予公开（国家秘密）": "N1",
    "（三）不予公开 1.属于国家秘密": "N1", "2.其他法律行政法规禁止公开": "N2", "3.危及“三安全一稳定”": "N3",
    "4.保护第三方合法权益": "N4", "不予公开：个人隐私": "N4", "5.属于三类内部事务信息": "N5", "过程性信息": "N6",
    "7.属于行政执法案卷": "N7", "8.属于行政查询事项": "N8", "信息不存在": "U1", "无法提供（不存在）": "U1",
    "1.本机关不掌握相关政府信息": "U1", "不属于本机关负责公开": "U2", "2.没有现成信息需要另行制作": "U3",
    "3.补正后申请内容仍不明确": "U4", "1.信访举报投诉类申请": "X1", "不予处理-重复申请": "X2", "3.要求提供公开出版物": "X3",
    "4.无正当理由大量反复申请": "X4", "5.要求行政机关确认或重新出具已获取信息": "X5", "逾期不补正": "O1",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "O1", "逾期未缴费": "O2",
    "申请人撤回": "O3", "3.其他": "O4", "非政府信息": "O4",
}  # fmt: skip
OTHERS = {
    ("channel", "网上"): Channel.ONLINE, ("channel", "当面"): Channel.COUNTER, ("channel", "邮寄"): Channel.REGISTERED_MAIL,
    ("channel", "ＥＭＳ"): Channel.REGISTERED_MAIL, ("channel", "平信"): Channel.ORDINARY_MAIL, ("channel", "传 真"): Channel.FAX,
    ("channel", "电子邮件"): Channel.EMAIL, ("channel", "口头"): Channel.ORAL,
    ("applicant_kind", "公民"): ApplicantKind.NATURAL, ("applicant_kind", "企业"): ApplicantKind.COMMERCIAL,
    ("applicant_kind", "律师事务所"): ApplicantKind.LEGAL, ("applicant_kind", "其他"): ApplicantKind.OTHER_ORG,
    ("service_method", "自取"): ServiceMethod.IN_PERSON, ("service_method", "挂号信"): ServiceMethod.POSTAL,
    ("service_method", "电子邮件"): ServiceMethod.ELECTRONIC,
}  # fmt: skip


@pytest.mark.parametrize(("wording", "code"), OUTCOMES.items())
def test_outcomes_are_understood(wording, code):
    assert meaning("outcome", wording) == code


@pytest.mark.parametrize(("place", "value"), OTHERS.items())
def test_the_other_wordings_are_understood(place, value):
    assert meaning(*place) == value


@pytest.mark.parametrize(
    ("column", "wording"),
    [
        ("outcome", "不予公开"), ("outcome", "无法提供"), ("outcome", "不予处理"), ("outcome", "已办结"), ("outcome", "同意"),
        ("applicant_kind", "法人"), ("applicant_kind", "组织"), ("channel", "其他"), ("outcome", ""), ("outcome", "1."),
    ],
)  # fmt: skip
def test_what_fits_two_meanings_is_left_to_a_person(column, wording):
    assert meaning(column, wording) == ""


def test_our_own_words_are_read_again():
    assert all(meaning(column, name) == value for column, values in CHOICES.items() for value, name in values.items())
    assert all(meaning("outcome", row.name) == code for code, row in CODES.items())


def test_our_own_headings_are_read_again():
    labels = [column.label for column in LEDGER_COLUMNS]
    found = columns_named_by(labels)
    assert found == {column.key: labels.index(column.label) for column in IMPORTED_COLUMNS}


def test_the_same_heading_twice_is_the_request_and_then_the_reply():
    found = columns_named_by(["编号", "签收日期", "邮件单号", "办理结果（表三）", "邮件单号", "签收日期", "经办人"])
    assert found == {
        "number": 0, "signed_on": 1, "postal_number": 2, "outcome": 3, "service_postal_number": 4, "service_signed_on": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-02",
        "2021/3/2",
        "2021.3.2",
        "2021．3．2",
        "2021年3月2日",
        "2021年03月02号",
        "20210302",
        "2021-03-02 14:05:00",
    ],
)
def test_days_are_read_as_offices_write_them(text):
    assert ledger_day(text) == date(2021, 3, 2)


@pytest.mark.parametrize("text", ["", "三月", "2021-02-30", "2021", "21-3-2", "44257", "2021-03", "2021-03-02至05"])
def test_what_is_no_day_is_none(text):
    assert ledger_day(text) is None
