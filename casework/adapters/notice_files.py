"""A holiday notice handed in as a file: text in whatever encoding the office's program wrote."""

from __future__ import annotations

from casework.adapters.report_files.text import decoded
from casework.law.errors import Refused

MAX_FILE_BYTES = 200 * 1024


def notice_text(data: bytes) -> str:
    """Return the text of the file. Raises Refused for a file that is no text or far too long."""
    if len(data) > MAX_FILE_BYTES:
        raise Refused(
            "notice_file_too_large", f"文件超过{MAX_FILE_BYTES // 1024}KB，不像是一份通知，没有读取。", field="file"
        )
    try:
        return decoded(data, "")
    except Refused:
        raise Refused(
            "notice_file_unreadable", "这不是文本文件。请把通知另存为 txt，或者直接粘贴全文。", field="file"
        ) from None
