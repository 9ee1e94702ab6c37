"""Text files: whatever encoding an office's program wrote."""

from __future__ import annotations

import codecs

from casework.law.errors import Refused
from casework.law.published_report.blocks import Block, Line

# GB 18030 reads almost any bytes, so it comes last.
_ENCODINGS = ("utf-8-sig", "gb18030")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file; raise Refused when it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\x00" not in data:
        for encoding in _ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _no_text(name)


def read_text(text: str) -> list[Block]:
    """Return every line, blank ones too: a blank line tells one cell from the next."""
    return [Line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(name) from error


def _no_text(name: str) -> Refused:
    return Refused(
        "file_unreadable", f"“{name}”不是可以读取的报告文件（docx、xlsx、html、txt、pdf），或者已经损坏。", field="file"
    )
