"""The statistics of a period as a file: xlsx with real numbers and native charts, or csv."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from casework.documents.charts import charts_of
from casework.documents.charts_xlsx import write_charts
from casework.documents.safe_text import marked_as_text
from casework.law.periods import Period
from casework.law.statistics import BLOCK_NAMES, MEASURE_MEANINGS, MEASURE_NAMES, Measure
from casework.queries.statistics import BlockTable

BYTE_ORDER_MARK = "\ufeff"
SHEET_NAME = "统计"
# Whatever a cell's text begins with, it stays text.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class StatisticsReport:
    """What is handed out: whose, for which days, which columns of which tables."""

    agency_name: str
    period: Period
    measures: Sequence[Measure]
    tables: Sequence[BlockTable]
    as_of: date
    word: str = ""

    @property
    def title(self) -> str:
        """The heading of the file."""
        return f"{self.agency_name}依申请公开统计"

    @property
    def note(self) -> str:
        """Period, filter and the day the figures were read."""
        word = f"　内容摘要含：{self.word}" if self.word else ""
        return f"统计期间：{self.period.first}至{self.period.last}{word}　取数日期：{self.as_of}"

    @property
    def file_name(self) -> str:
        """A file name without its ending, free of signs that a file system refuses."""
        name = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self.agency_name)
        return f"{name}-依申请公开统计-{self.period.first}至{self.period.last}"

    def columns_of(self, table: BlockTable) -> list[Measure]:
        """The columns of one table: those asked for that it can say something about, else all of its own."""
        return [measure for measure in table.measures if measure in self.measures] or list(table.measures)

    def meanings(self) -> list[str]:
        """What each column counts, in one line each."""
        shown = {measure for table in self.tables for measure in self.columns_of(table)}
        return [f"{MEASURE_NAMES[measure]}：{MEASURE_MEANINGS[measure]}" for measure in Measure if measure in shown]


def statistics_csv(report: StatisticsReport) -> bytes:
    """Return the tables one below the other."""
    stream = StringIO()
    writer = csv.writer(stream)
    for line in _lines(report):
        writer.writerow([marked_as_text(cell) if isinstance(cell, str) else cell for cell in line])
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def statistics_xlsx(report: StatisticsReport) -> bytes:
    """Return the workbook: the tables on one sheet, the charts on another."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": report.title})
        sheet = workbook.add_worksheet(SHEET_NAME)
        box = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        title = workbook.add_format({"bold": True, "font_size": 14, "font_name": "宋体"})
        note = workbook.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#595959"})
        head = workbook.add_format({**box, "bold": True, "bg_color": "#F2F2F2"})
        text, number = workbook.add_format(box), workbook.add_format({**box, "num_format": "0"})
        headings = {BLOCK_NAMES[table.block] for table in report.tables}
        for at, line in enumerate(_lines(report)):
            is_head = len(line) > 1 and line[0] in headings
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(at, column, value, number)
                else:
                    plain = title if at == 0 else note
                    sheet.write_string(at, column, value, head if is_head else text if len(line) > 1 else plain)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, len(Measure), 12)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        write_charts(workbook, charts_of(report.tables))
    return stream.getvalue()


def _lines(report: StatisticsReport) -> Iterator[list[str | int]]:
    yield [report.title]
    yield [report.note]
    for table in report.tables:
        columns = report.columns_of(table)
        yield []
        yield [BLOCK_NAMES[table.block], *(MEASURE_NAMES[measure] for measure in columns)]
        for line in table.lines:
            yield [line.label, *(line.counts[measure] for measure in columns)]
    yield []
    for meaning in report.meanings():
        yield [meaning]


@dataclass(frozen=True, slots=True)
class StatisticsFile:
    """One format: what its button says, its type, and who writes it."""

    label: str
    content_type: str
    write: Callable[[StatisticsReport], bytes]


STATISTICS_FILES = {
    "xlsx": StatisticsFile(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", statistics_xlsx
    ),
    "csv": StatisticsFile("CSV", "text/csv; charset=utf-8", statistics_csv),
}
