"""Reading in a second process: the libraries for Office files and PDF unpack whatever they are given."""

from __future__ import annotations

import json
import sys

from casework.adapters.limited_process import MAX_SECONDS, ReaderFailed, ReaderTooSlow, be_limited, run_reader
from casework.adapters.report_files.kinds import Kind
from casework.adapters.report_files.packages import check_package
from casework.law.errors import Refused
from casework.law.published_report.blocks import Block, Line, Row


def read_in_child(kind: Kind, data: bytes, name: str) -> list[Block]:
    """Return what a docx, xlsx or pdf file holds; raise Refused with a sentence when it cannot be read."""
    if kind is not Kind.PORTABLE:
        check_package(data, name)
    try:
        answer = run_reader(__name__, data, kind.value)
    except ReaderTooSlow as error:
        raise Refused(
            "file_too_large",
            f"“{name}”太复杂，{MAX_SECONDS}秒内没有读完。请删去图片，或者另存为网页后再核对。",
            field="file",
        ) from error
    except ReaderFailed as error:
        raise Refused(
            "file_unreadable",
            f"“{name}”已经损坏、加了密码或者太复杂，不能读取。请另存为 docx 或者网页后再核对。",
            field="file",
        ) from error
    blocks = [Line(item) if isinstance(item, str) else Row(tuple(item)) for item in json.loads(answer)]
    if kind is Kind.PORTABLE and not any(block.text.strip() for block in blocks):
        raise Refused("file_without_text", f"“{name}”里没有文字，可能是扫描件；请用能复制文字的 PDF。", field="file")
    return blocks


def _main() -> None:
    be_limited()
    data, kind = sys.stdin.buffer.read(), Kind(sys.argv[1])
    if kind is Kind.WORD:
        from casework.adapters.report_files.word import read_word as read
    elif kind is Kind.SHEET:
        from casework.adapters.report_files.sheet import read_sheet as read
    else:
        from casework.adapters.report_files.portable import read_portable as read
    found = [block.text if isinstance(block, Line) else block.cells for block in read(data)]
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=True).encode())


if __name__ == "__main__":
    _main()
