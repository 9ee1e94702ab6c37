"""The wordings real reports use for rows, columns and headings (law.md 3.5), each brought to the official one."""

import pytest

from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, FORMATS
from casework.law.published_report.labels import (
    Part,
    column_of_table_four,
    column_of_table_three,
    part_begun_by,
    row_of_table_three,
    row_of_table_two,
)

FIGURE_ROWS = [(key, row) for key, form in FORMATS.items() for row in form.rows if row.kind != "heading"]


@pytest.mark.parametrize(("form", "row"), FIGURE_ROWS, ids=[f"{key}-{row.key}" for key, row in FIGURE_ROWS])
def test_every_official_label_is_its_own_row(form, row):
    assert row_of_table_three([row.label]) == row.key
    assert (
        row_of_table_three([row.label.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')])
        == row.key
    )
    assert row_of_table_three([" ".join(row.label)]) == row.key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (["3.危害“三安全一稳定”"], "denied_security"),
        (["３．危及＂三安全一稳定＂"], "denied_security"),
        (["7.属于行政执法案件"], "denied_case_file"),
        (["1.信访举报投诉类"], "np_petition"),
        (["信访举报投诉类申请"], "np_petition"),
        (["1.逾期不补正"], "other_no_supplement"),
        (["2.逾期不缴费"], "other_fee_unpaid"),
        (["1.申请人无正当理由逾期不补", "正、行政机关不再处理其政府信", "息公开申请"], "other_no_supplement"),
        (["5.要求行政机关确认或重新", "出具已获取信息"], "np_confirm"),
        (["（六）其他处理", "3.其他"], "other_misc"),
        (["(六)其他处理"], "other"),
        (["（六）其他"], "other"),
        (["㈦总计"], "results_total"),
        (["(七)合计"], "results_total"),
        (["（二）部分公开"], "partial"),
        (["（二）部分公开（区分处理的,只计这一情形,不计其他情形）"], "partial"),
        (["三、本年度办理结果", "（一）予以公开"], "granted"),
        (["三", "、", "本", "年", "度", "办", "理", "结", "果", "（一）予以公开"], "granted"),
        (["（三）不予公开 1.属于国家秘密"], "denied_secret"),
        (["1、属于国家秘密"], "denied_secret"),
        (["1.本机关不掌握有关政府信息"], "unable_not_held"),
        (["⼀、本年新收政府信息公开申请数量"], "new"),
        (["总计", "其他", "一、本年新收政府信息公开申请数量"], "new"),
        (["四、结转下年度继续办理数量"], "carried_out"),
    ],
)
def test_the_variants_of_a_row_label_are_that_row(written, key):
    assert row_of_table_three(written) == key


@pytest.mark.parametrize(
    "written",
    [
        [],
        [""],
        ["总计"],
        ["其他"],
        ["（三）不予公开"],
        ["申请人情况"],
        ["法人或其他组织", "总计"],
        ["第20页"],
        ["三、本年度办理结果"],
    ],
)
def test_a_heading_is_no_row_with_figures(written):
    assert row_of_table_three(written) is None


def test_a_label_that_fits_two_rows_fits_none():
    # "属于" begins four leaves, "2." four others.
    assert row_of_table_three(["属于"]) is None
    assert row_of_table_three(["2."]) is None


@pytest.mark.parametrize(
    ("written", "key"),
    [("商业企业", "commercial"), ("商业机构", "commercial"), ("商业\n企业", "commercial"), ("社会公\n益组织", "social"),
     ("其他组织", "other_org"), ("总 计", "total"), ("合计", "total")],
)  # fmt: skip
def test_the_variants_of_an_applicant_column_are_that_column(written, key):
    assert column_of_table_three(written) == key
    assert {column_of_table_three(column.label) for column in COLUMNS} == {column.key for column in COLUMNS}


def test_dispute_columns_may_be_shortened_and_broken():
    assert [column_of_table_four(label) for _, label in DISPUTE_COLUMNS] == [key for key, _ in DISPUTE_COLUMNS]
    assert [column_of_table_four(label) for label in ("纠正", "结果\n维持", "总\n计", "行政复议")] == [
        "corrected", "maintained", "total", None,
    ]  # fmt: skip


def test_both_names_of_a_normative_document_are_one_line():
    assert row_of_table_two(["规范性文件"]) == row_of_table_two(["行政规范性文件"]) == "normative"
    assert row_of_table_two(["对外公开总数量", "规章"]) == "rules"
    assert row_of_table_two(["政策性文件"]) is None


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("二、主动公开政府信息情况", Part.TWO),
        ("    二、主动公开政府信息情况", Part.TWO),
        ("第二十条第(八)条 |", Part.TWO),
        ("三、收到和处理政府信息公开申请情况", Part.THREE),
        ("收到和处理政府信息公开申请情况", Part.THREE),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", Part.THREE),
        ("四.政府信息公开行政复议、行政诉讼情况", Part.FOUR),
        ("未经复议直接起诉 复议后起诉", Part.FOUR),
        ("五、主要问题及改进措施", Part.PROSE),
        ("\xa0五、存在的主要问题及改进情况", Part.PROSE),
        ("存在的主要问题及改进情况", Part.PROSE),
        ("四、政府信息公开的收费及减免情况", Part.PROSE),
        ("三、本年度办理结果", None),
        ("二、上年结转政府信息公开申", None),
        ("四、结转下年度继续办理", None),
        ("（五）不予处理", None),
        ("2023年未经复议直接起诉的案件2件。", None),
    ],
)
def test_a_heading_opens_its_part_and_a_row_label_does_not(line, part):
    assert part_begun_by(line) == part
