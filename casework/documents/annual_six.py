"""The whole yearly report in its six parts as a Word draft: sentences out of the figures, tables 二 三 四, placeholders.

What only people know stands in 【】 and yellow; the findings of the checks stay in the file of the tables.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt

from casework.documents.annual_docx import dispute_table, part_head, prepare, proactive_table, request_table
from casework.documents.annual_docx_cells import CENTRE, TITLE_FONT, write
from casework.documents.annual_report import PART_FOUR, PART_THREE, PART_TWO, AnnualReport
from casework.law.annual_sentences import PLACEHOLDERS, dispute_sentence, request_sentences

PART_ONE, PART_FIVE, PART_SIX = "一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"


def annual_six(report: AnnualReport) -> bytes:
    """Return the draft of the report as a Word file."""
    document = Document()
    prepare(document, report)
    write(document.add_paragraph(), report.document_title, size=18, font=TITLE_FONT, bold=True, alignment=CENTRE)
    part_head(document, PART_ONE)
    _say(document, "（一）主动公开。" + PLACEHOLDERS["proactive"])
    _say(document, "（二）依申请公开。" + "".join(request_sentences(report.year, report.cells)))
    _say(document, "（三）政府信息管理。" + PLACEHOLDERS["management"])
    _say(document, "（四）平台建设。" + PLACEHOLDERS["platform"])
    _say(document, "（五）监督保障。" + PLACEHOLDERS["supervision"])
    part_head(document, PART_TWO)
    proactive_table(document, report)
    part_head(document, PART_THREE)
    request_table(document, report)
    part_head(document, PART_FOUR)
    _say(document, dispute_sentence(report.year, report.figures))
    dispute_table(document, report)
    part_head(document, PART_FIVE)
    _say(document, PLACEHOLDERS["problems"])
    _say(document, PLACEHOLDERS["improvements"])
    part_head(document, PART_SIX)
    if report.fee_sentence:
        _say(document, report.fee_sentence)
    _say(document, PLACEHOLDERS["other"])
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _say(document, text: str) -> None:
    paragraph = document.add_paragraph()
    before, mark, rest = text.partition("【")
    if before:
        write(paragraph, before, size=14)
    if mark:
        write(paragraph, mark + rest, size=14)
        paragraph.runs[-1].font.highlight_color = WD_COLOR_INDEX.YELLOW
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.paragraph_format.line_spacing = Pt(26)
