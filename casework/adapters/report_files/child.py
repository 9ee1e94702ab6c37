"""Reading in a second process: a file made to exhaust memory or time ends that process, not ours.

The libraries for Office files and PDF unpack whatever they are given, so they run with limits of their own.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from casework.adapters.report_files.kinds import Kind
from casework.adapters.report_files.packages import check_package
from casework.law.errors import Refused
from casework.law.published_report.blocks import Block, Line, Row

# Less than the web server waits for an answer.
MAX_SECONDS = 40
MAX_MEMORY_BYTES = 1536 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_WANTED = frozenset({"PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TEMP"})


def read_in_child(kind: Kind, data: bytes, name: str) -> list[Block]:
    """Return what a docx, xlsx or pdf file holds; raise Refused with a sentence when it cannot be read."""
    if kind is not Kind.PORTABLE:
        check_package(data, name)
    environment = {key: value for key, value in os.environ.items() if key in _WANTED}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, kind.value],
            input=data, capture_output=True, timeout=MAX_SECONDS, cwd=_ROOT, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused("file_too_large", f"“{name}”太复杂，{MAX_SECONDS}秒内没有读完。", field="file") from error
    if done.returncode != 0:
        raise Refused("file_unreadable", f"“{name}”已经损坏、加了密码或者太复杂，不能读取。", field="file")
    blocks = [Line(item) if isinstance(item, str) else Row(tuple(item)) for item in json.loads(done.stdout)]
    if kind is Kind.PORTABLE and not any(block.text.strip() for block in blocks):
        raise Refused("file_without_text", f"“{name}”里没有文字，可能是扫描件；请用能复制文字的 PDF。", field="file")
    return blocks


def _main() -> None:
    _limit()
    logging.disable()
    data, kind = sys.stdin.buffer.read(), Kind(sys.argv[1])
    if kind is Kind.WORD:
        from casework.adapters.report_files.word import read_word as read
    elif kind is Kind.SHEET:
        from casework.adapters.report_files.sheet import read_sheet as read
    else:
        from casework.adapters.report_files.portable import read_portable as read
    found = [block.text if isinstance(block, Line) else block.cells for block in read(data)]
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=True).encode())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still ends us.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


if __name__ == "__main__":
    _main()
