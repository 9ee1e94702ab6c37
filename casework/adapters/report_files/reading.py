"""From the bytes of a file somebody sent to its lines and rows, or one sentence why not."""

from __future__ import annotations

from casework.adapters.report_files.child import read_in_child
from casework.adapters.report_files.kinds import Kind, kind_of
from casework.adapters.report_files.page import read_page
from casework.adapters.report_files.text import decoded, read_text
from casework.law.errors import Refused
from casework.law.published_report.blocks import Block

MAX_FILE_BYTES = 20 * 1024 * 1024
# A page or a text has no room for more: beyond it, it is no report, or it is made to keep us busy.
MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_LINES = 40_000


def read_report_file(name: str, data: bytes) -> list[Block]:
    """Return what the file holds; raise Refused with a sentence for a file that cannot be read."""
    if not data:
        raise Refused("file_empty", f"“{name}”是空文件。", field="file")
    if len(data) > MAX_FILE_BYTES:
        raise Refused(
            "file_too_large",
            f"“{name}”有{len(data) / 1024 / 1024:.1f}MB，超过{MAX_FILE_BYTES // 1024 // 1024}MB，没有读取。",
            field="file",
        )
    kind = kind_of(data)
    if kind is Kind.OLD_OFFICE:
        raise Refused(
            "old_office_file", f"“{name}”是旧版 Office 文件（doc、xls、wps、et），请另存为 docx 或 xlsx。", field="file"
        )
    if kind in (Kind.PAGE, Kind.TEXT) and len(data) > MAX_TEXT_BYTES:
        raise _too_long(name)
    if kind is Kind.PAGE:
        blocks = read_page(data, name)
    elif kind is Kind.TEXT:
        blocks = read_text(decoded(data, name))
    else:
        blocks = read_in_child(kind, data, name)
    if len(blocks) > MAX_LINES or sum(len(block.text) for block in blocks) > MAX_TEXT_BYTES:
        raise _too_long(name)
    return blocks


def _too_long(name: str) -> Refused:
    return Refused(
        "file_too_large",
        f"“{name}”的文字超过{MAX_TEXT_BYTES // 1024 // 1024}MB或{MAX_LINES}行，没有核对。",
        field="file",
    )
