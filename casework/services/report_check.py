"""Checking a published annual report somebody brings along. Nothing is stored."""

from __future__ import annotations

from casework.adapters.report_files import MAX_FILE_BYTES, read_report_file
from casework.law.errors import Refused
from casework.law.published_report.check import CheckedReport, check_blocks

__all__ = ["MAX_FILE_BYTES", "check_report_file"]


def check_report_file(name: str, data: bytes) -> list[CheckedReport]:
    """Return every report found in the file, checked; raise Refused when it cannot be read or holds none."""
    reports = check_blocks(read_report_file(name, data))
    if not reports:
        raise Refused(
            "no_report", f"在“{name}”里没有找到年度报告的表二、表三、表四，也没有引用件数的句子。", field="file"
        )
    return reports
