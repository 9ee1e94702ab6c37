"""The ledger (台账) as a spreadsheet, written row by row: memory stays flat however long it is.

Names stand in full for the own agency, masked for others; telephone numbers are masked, identity numbers never leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from casework.documents.safe_text import begins_a_formula
from casework.law.annual_formats import FORMAT_2021
from casework.law.applicants import APPLICANT_KIND_NAMES, ApplicantKind
from casework.law.disputes import DISPUTE_KIND_NAMES, RESULTS, DisputeKind
from casework.law.ledger_columns import LEDGER_COLUMNS, Kind, LedgerColumn
from casework.law.letter_service import SERVICE_METHOD_NAMES, ServiceMethod
from casework.law.masking import mask_name
from casework.law.outcomes import CODES
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.models.case import Case
from casework.queries.ledger import LedgerCase, Related, ledger_batches

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = "台账"
ABOUT_SHEET = "说明"
# Below the format's own limit of 1,048,576 lines; the rest goes on on the next sheet.
ROWS_A_SHEET = 1_000_000
# Day 0 of the spreadsheet's calendar, as Python counts days.
_DAY_ZERO = date(1899, 12, 30).toordinal()

_CHANNELS = {item.value: CHANNEL_NAMES[item] for item in Channel}
_KINDS = {item.value: APPLICANT_KIND_NAMES[item] for item in ApplicantKind}
_METHODS = {item.value: SERVICE_METHOD_NAMES[item] for item in ServiceMethod}
_DISPUTES = {item.value: DISPUTE_KIND_NAMES[item] for item in DisputeKind}
_RESULTS = {key: row.name for key, row in RESULTS.items()}
_OUTCOMES = {code: row.name for code, row in CODES.items()}


def _printed_row(key: str) -> str:
    row = FORMAT_2021.row(key)
    heading = FORMAT_2021.row(row.parent).label if row.parent and row.parent != "results" else ""
    return f"{heading}{row.label}"


_ROWS = {code: _printed_row(row.row) if row.row else "不计入表三" for code, row in CODES.items()}
_NOTHING = (None,) * 4


@dataclass(frozen=True, slots=True)
class LedgerExport:
    """Which cases are written, and what the sheet 说明 says of them."""

    title: str
    cases: QuerySet[Case]
    as_of: date
    filters: str = "全部办件"
    with_agency: bool = False
    masked_names: bool = False


def write_ledger(export: LedgerExport, target: BinaryIO | str, *, folder: str | None = None) -> int:
    """Write the ledger to a file or an open stream; return the number of rows. ``folder`` holds what is half done."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
    columns = [column for column in LEDGER_COLUMNS if export.with_agency or column.key != "agency"]
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": export.title})
        book = _Book(workbook, columns)
        written = 0
        for row in ledger_rows(export):
            if written % ROWS_A_SHEET == 0:
                book.next_sheet()
            book.write(written % ROWS_A_SHEET + 1, row)
            written += 1
        if not written:
            book.next_sheet()
        book.about(export, written)
    return written


def ledger_rows(export: LedgerExport) -> Iterator[tuple]:
    """Yield the rows in the order of the columns; a day is a date, what is not known is None or ""."""
    serial = 0
    for cases, related in ledger_batches(export.cases):
        for case in cases:
            serial += 1
            row = _row(serial, case, related, masked=export.masked_names)
            yield row if export.with_agency else (row[0], *row[2:])


def _row(serial: int, case: LedgerCase, related: Related, *, masked: bool) -> tuple:
    pk, code = case.pk, case.decision_code
    name, telephone, email, _ = (*related.applicants.get(pk, ("", "", "")), None)
    supplement = related.supplements.get(pk, _NOTHING)
    consultation = related.consultations.get(pk, _NOTHING)
    extension = related.extensions.get(pk, _NOTHING)
    service = related.services.get(pk, _NOTHING)
    return (
        serial,
        case.agency,
        case.number,
        mask_name(name) if masked and case.applicant_kind == "natural" else name,
        _KINDS[case.applicant_kind],
        (telephone or email).masked if telephone or email else "",
        _CHANNELS[case.channel],
        case.postal_number,
        case.submitted_on,
        case.signed_on,
        case.confirmed_on,
        case.received_on,
        case.subject,
        case.topic,
        case.unit,
        related.assigned.get(pk, _NOTHING)[0],
        supplement[0],
        supplement[1],
        supplement[2],
        consultation[0],
        consultation[1],
        related.opinions_due.get(pk, _NOTHING)[0],
        extension[0] or extension[1],
        extension[2],
        extension[3],
        # A day that is only estimated must not be read as the legal one.
        None if case.reply_provisional else case.reply_due_on,
        case.decided_on,
        related.replies.get(pk, _NOTHING)[0],
        _OUTCOMES.get(code),
        _ROWS.get(code),
        service[0] and _METHODS[service[0]],
        service[1],
        service[2],
        service[3],
        _fee(case),
        _disputes(related.disputes.get(pk, ())),
        case.archive_number,
        case.late_registration_reason,
    )


def _disputes(found: tuple[str, ...]) -> str:
    pairs = zip(found[::2], found[1::2], strict=True)
    return "；".join(f"{_DISPUTES[kind]}：{_RESULTS[result] if result else '尚未审结'}" for kind, result in pairs)


def _fee(case: LedgerCase) -> str | None:
    if case.fee_amount is None:
        return None
    return f"{case.fee_amount}元（{'已缴' if case.fee_paid_on else '未缴'}）"


class _Book:
    """The sheets of one workbook and the formats of their cells."""

    def __init__(self, workbook: Workbook, columns: list[LedgerColumn]) -> None:
        self.workbook, self.columns = workbook, columns
        self.head = workbook.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", "text_wrap": True})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        # Excel keeps such a cell as text even when a person opens and leaves it.
        self.quoted = workbook.add_format({"quote_prefix": True})
        self.sheets: list[Worksheet] = []

    def next_sheet(self) -> None:
        """Begin a sheet with its headings."""
        number = len(self.sheets) + 1
        sheet = self.workbook.add_worksheet(SHEET_NAME if number == 1 else f"{SHEET_NAME}{number}")
        for at, column in enumerate(self.columns):
            sheet.set_column(at, at, column.width, self.day if column.kind is Kind.DATE else None)
            sheet.write_string(0, at, column.label, self.head)
        sheet.freeze_panes(1, 3)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self.sheets.append(sheet)

    def write(self, at: int, row: tuple) -> None:
        """Write one row of the sheet begun last."""
        sheet = self.sheets[-1]
        write_string, write_number, day, zero = sheet.write_string, sheet.write_number, self.day, _DAY_ZERO
        for column, value in enumerate(row):
            if not value:
                continue
            if value.__class__ is str:
                if begins_a_formula(value):
                    write_string(at, column, value, self.quoted)
                else:
                    write_string(at, column, value)
            elif value.__class__ is date:
                write_number(at, column, value.toordinal() - zero, day)
            else:
                write_number(at, column, value)

    def about(self, export: LedgerExport, written: int) -> None:
        """Add the sheet that says what the ledger holds."""
        for number, sheet in enumerate(self.sheets):
            rows = min(written - number * ROWS_A_SHEET, ROWS_A_SHEET)
            sheet.autofilter(0, 0, max(rows, 1), len(self.columns) - 1)
        names = "自然人姓名已隐去" if export.masked_names else "姓名按本机关台账列出"
        lines = (
            export.title,
            f"取数日期：{export.as_of}　共{written}件",
            f"筛选条件：{export.filters}",
            f"个人信息：{names}；联系方式已部分隐去；不含证件号码。请按个人信息保护要求保管。",
            "法定期限为空的，是停表、未定或者跨越尚未公布放假安排的年度。",
        )
        sheet = self.workbook.add_worksheet(ABOUT_SHEET)
        sheet.set_column(0, 0, 100)
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line, self.quoted if begins_a_formula(line) else None)
