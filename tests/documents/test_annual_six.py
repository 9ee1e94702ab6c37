"""六部分报告: the draft's parts, its sentences, and that the reader of published reports finds nothing wrong in it."""

import io
from dataclasses import replace

from docx import Document

from casework.documents.annual_six import annual_six
from casework.law.annual_sentences import dispute_sentence, request_sentences
from casework.law.annual_table import Verdict
from casework.queries.fees import FeeYear
from casework.services.report_check import check_report_file
from tests.annual_reports import annual_report


def words(report) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(annual_six(report))).paragraphs if paragraph.text]


def test_the_six_parts_stand_in_their_order_with_the_three_tables():
    heads = [text for text in words(annual_report()) if text[1:2] == "、"]
    assert heads == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip
    assert len(Document(io.BytesIO(annual_six(annual_report()))).tables) == 3


def test_new_and_carried_in_are_both_named():
    """Ten new ones (eight of natural persons), one carried in, ten answered, one carried out."""
    assert request_sentences(2023, annual_report().cells) == [
        "2023年，新收政府信息公开申请10件，其中自然人申请8件、法人或者其他组织申请2件；上年结转1件，本年度应办理（新收加结转）共11件。",
        "本年度办理结果总计10件：予以公开5件、部分公开0件、不予公开2件、无法提供0件、不予处理0件、其他处理3件；"
        "结转下年度继续办理1件。",
    ]


def test_what_only_people_know_is_marked_and_missing_figures_are_not_guessed():
    text = "".join(words(annual_report()))
    assert text.count("【请填写") == 7
    assert dispute_sentence(2023, {}) == "【请填写：行政复议、行政诉讼的主要情况】"
    figures = {f"four-{group}-total": "3" for group in ("review", "suit_direct", "suit_after_review")}
    assert dispute_sentence(2023, figures) == (
        "2023年，因政府信息公开发生的案件：行政复议3件，未经复议直接起诉3件，复议后起诉3件。"
    )


def test_part_six_says_what_was_charged():

    report = replace(annual_report(), fee_sentence=FeeYear(2023, 2, 420, 1, 140).sentence)
    assert "2023年，本机关发出政府信息公开信息处理费收费通知2件，总金额420元，实际收取140元。" in words(report)


def test_the_reader_of_published_reports_finds_no_contradiction_in_it():
    (read,) = check_report_file("报告.docx", annual_six(annual_report()))
    wrong = [check for check in read.findings if check.verdict is Verdict.FAILED]
    assert wrong == []
    assert {table.part.value for table in read.read.tables} == {"two", "three", "four"}
