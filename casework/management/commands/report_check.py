"""manage.py report_check: is a published annual report right in itself (design section 6). Needs no database."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.documents.report_check_json import report_check_json
from casework.documents.report_check_words import (
    VERDICTS,
    blanks,
    cells_to_show,
    heading,
    judged,
    tables_found,
    unread,
)
from casework.law.annual_table import Verdict
from casework.law.errors import Refused
from casework.law.published_report.check import CheckedReport, contradictions
from casework.services.report_check import MAX_FILE_BYTES, check_report_file

CONTRADICTIONS = 1
UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Find tables 二, 三 and 四 of the annual reports in FILE (docx, xlsx, html, txt, pdf) and hold every identity and "
        "every quoted count against them. Exit code 0: no contradiction; 1: contradictions; 2: unreadable, one line on stderr."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print JSON, as described in docs/report_check.md")

    def handle(self, *args: object, file: str, json: bool, **options: object) -> None:
        for stream in (self.stdout, self.stderr):
            # Whatever the terminal's locale: other programs rely on UTF-8.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        name = Path(file).name
        try:
            reports = check_report_file(name, _content(file))
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=UNREADABLE) from refusal
        except OSError as error:
            raise CommandError(f"打不开“{file}”：{_reason(error)}", returncode=UNREADABLE) from error
        self.stdout.write(report_check_json(name, reports) if json else "\n".join(_lines(reports)))
        if contradictions(reports):
            sys.exit(CONTRADICTIONS)


def _content(file: str) -> bytes:
    with Path(file).open("rb") as stream:
        # One byte more than allowed tells a file that is too large from one that just fits.
        return stream.read(MAX_FILE_BYTES + 1)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件。"
    if isinstance(error, IsADirectoryError):
        return "这是一个目录，不是文件。"
    return "没有读取的权限。" if isinstance(error, PermissionError) else f"{error.strerror}。"


def _lines(reports: Sequence[CheckedReport]) -> Iterator[str]:
    for report in reports:
        yield f"■ {heading(report)}：{tables_found(report)}"
        for finding in report.findings:
            yield f"  [{VERDICTS[finding.verdict]}] {finding.identity} {finding.table} {judged(finding)}"
            for cell in cells_to_show(finding):
                yield f"      {cell}"
        for sentence in unread(report):
            yield f"  [读不出] {sentence}"
        for sentence in blanks(report):
            yield f"  [空白] {sentence}"
        for hint in report.hints:
            yield f"  [提示] {hint.code} {hint.sentence}"
        counts = "，".join(f"{VERDICTS[verdict]} {report.count(verdict)}" for verdict in Verdict)
        yield f"  {counts}"
    found = len(contradictions(reports))
    yield f"共{len(reports)}份报告，" + (f"{found}处不符" if found else "没有发现不符")
