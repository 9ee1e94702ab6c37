"""Where a report begins, whose it is, and of which year."""

import random
from pathlib import Path

import pytest

from casework.law.published_report.blocks import Line, Row
from casework.law.published_report.check import check_blocks
from casework.law.published_report.split import agency_in_text, same_agency, sections, year_in_text

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"


def found(*lines: str) -> list[tuple[str, int] | None]:
    cut = sections([Line(line) for line in lines])
    return [section.title and (section.title.agency, section.title.year) for section in cut]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["淄博市行政审批服务局2023年政府信息公开工作年度报告"], ("淄博市行政审批服务局", 2023)),
        (["淄博市行政审批服务局2023年政府信息公开工", "", "作年度报告"], ("淄博市行政审批服务局", 2023)),
        (["张店区人民政府", "2020年政府信息公开工作年度报告"], ("张店区人民政府", 2020)),
        (["高新区行政审批服务局2020年度政府信息公开工作年度报告"], ("高新区行政审批服务局", 2020)),
        (["# **淄博市行政审批服务局 2020年度政府信息公开工作年度报告解读**"], ("淄博市行政审批服务局", 2020)),
        (["某区人民政府二〇二三年政府信息公开工作年度报告"], ("某区人民政府", 2023)),
        (["某区人民政府２０２３年度政府信息公开年报"], ("某区人民政府", 2023)),
        (["首页", "2023年政府信息公开工作年度报告"], ("", 2023)),
    ],
)
def test_a_title_names_agency_and_year(lines, title):
    assert found(*lines, "一、总体情况") == [title]


def test_a_title_printed_twice_begins_one_report():
    assert found(
        "高新技术产业开发区行政审批服务局2023年政府信息公开工作年度报告", "时间:2024-01-30",
        "高新技术产业开发区行政审批服务局", "2023年政府信息公开工作年度报告", "一、总体情况",
    ) == [("高新技术产业开发区行政审批服务局", 2023)]  # fmt: skip


def test_another_year_or_another_agency_begins_another_report():
    assert found("甲局2023年政府信息公开工作年度报告", "乙局2023年政府信息公开工作年度报告", "乙局2022年政府信息公开工作年度报告") == [
        ("甲局", 2023), ("乙局", 2023), ("乙局", 2022),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "《关于做好2017年政府信息公开工作年度报告编制工作的通知》",
        "现将我局2023年政府信息公开工作年度报告公布如下。",
        "上一篇：某局2022年政府信息公开工作年度报告",
        "2023年政府信息公开工作要点",
    ],
)
def test_a_sentence_about_a_report_is_no_title(line):
    assert found(line) == [None]


def test_two_names_of_one_agency_are_one_agency():
    full, short = "淄博高新技术产业开发区行政审批服务局", "高新区行政审批服务局"
    assert same_agency(full, short)
    assert same_agency("", short)
    assert not same_agency("甲市行政审批服务局", "乙市行政审批服务局")


def test_a_file_without_a_title_is_named_by_its_first_sentences():
    text = "2020年,在市委、市政府的正确领导下,市行政审批服务局认真落实《中华人民共和国政府信息公开条例》"
    assert (agency_in_text(text), year_in_text(text)) == ("市行政审批服务局", 2020)
    assert year_in_text("2024年1月编制。统计期限自2023年1月1日起") == 2023
    assert (agency_in_text("今天天气很好"), year_in_text("今天天气很好")) == ("", None)


def test_a_list_of_other_years_titles_is_no_report():
    lines = [
        "某局2023年政府信息公开工作年度报告",
        "某局2022年政府信息公开工作年度报告",
        "某局2021年政府信息公开工作年度报告",
    ]
    assert check_blocks([Line(line) for line in lines]) == []


def test_torn_and_shuffled_reports_never_raise():
    lines = [line for file in REPORTS.iterdir() for line in file.read_text(encoding="utf-8").split("\n")]
    chance = random.Random(7)
    reports = []
    for _ in range(60):
        blocks = []
        for _ in range(chance.randrange(300)):
            cells = tuple(chance.choice([None, "", "0", chance.choice(lines)]) for _ in range(chance.randrange(18)))
            blocks.append(Line(chance.choice(lines)) if chance.random() < 0.7 else Row(cells))
        reports += check_blocks(blocks)
    assert reports
    assert [report for report in reports if not (report.read.tables or report.findings)] == []
