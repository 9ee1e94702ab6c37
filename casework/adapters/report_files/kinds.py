"""What kind of file it is, by its content: names of downloaded reports are often wrong."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

_HEAD_BYTES = 4096
_PAGE_MARKS = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|div|p|meta|span|h[1-6])[\s>/]", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(StrEnum):
    """The kinds of file a report is published as."""

    WORD = "docx"
    SHEET = "xlsx"
    PORTABLE = "pdf"
    PAGE = "html"
    TEXT = "txt"
    OLD_OFFICE = "ole"


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file; what nothing else claims is text."""
    if data.startswith(_OLD_OFFICE):
        return Kind.OLD_OFFICE
    # Some programs write a few bytes before the mark; readers of PDF accept it within the first 1024.
    if b"%PDF-" in data[:1024]:
        return Kind.PORTABLE
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    if _PAGE_MARKS.search(data[:_HEAD_BYTES].replace(b"\x00", b"")):
        return Kind.PAGE
    return Kind.TEXT


def _kind_of_package(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return Kind.TEXT
    if any(name.startswith("word/") for name in names):
        return Kind.WORD
    return Kind.SHEET if any(name.startswith("xl/") for name in names) else Kind.TEXT
