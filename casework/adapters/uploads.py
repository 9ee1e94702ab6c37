"""What may be uploaded: decided by content, never by the name or the type a browser claims."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from casework.law.errors import Refused

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
ALLOWED_NAMES = "PDF、JPG、PNG、DOCX、XLSX、OFD"
# A document of many thousand parts, or one that swells a hundredfold, is made to do harm.
MAX_ZIP_MEMBERS = 2_000
MAX_ZIP_RATIO = 100
# The list of parts of a real document is some kilobytes long.
MAX_CONTENT_TYPES_BYTES = 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
# A macro may hide under any file name; Office finds it by the type declared for the part.
_MACRO_MARKS = (b"vbaproject", b"macroenabled")
# What zipfile and zlib raise for files made or broken on purpose.
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, OverflowError,
    RuntimeError, NotImplementedError,
)  # fmt: skip

# What a file is called when it leaves: a program that goes by the ending must not take it for something else.
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/ofd": (".ofd",),
}

_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_ZIP_KINDS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a look at the content found: type, size in bytes, SHA-256."""

    content_type: str
    size: int
    sha256: str


def check_upload(name: str, size: int, stream: BinaryIO) -> CheckedFile:
    """Return what the file really is; raise Refused with a sentence for anything not allowed."""
    if size > MAX_FILE_BYTES:
        raise Refused(
            "file_too_large",
            f"“{name}”有{size / 1024 / 1024:.1f}MB，每个附件不能超过"
            f"{MAX_FILE_BYTES // 1024 // 1024}MB。请压缩或分开上传，也可以邮寄或当面提交。",
            field="attachments",
        )
    if size == 0:
        raise Refused("file_empty", f"“{name}”是空文件，请重新选择。", field="attachments")
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    content_type = _content_type(stream, size)
    stream.seek(0)
    if not content_type:
        raise Refused(
            "file_kind_not_allowed",
            f"“{name}”不是允许的文件类型，只接受{ALLOWED_NAMES}（按内容判断，改扩展名无效）。",
            field="attachments",
        )
    return CheckedFile(content_type, size, digest)


def download_name(name: str, content_type: str) -> str:
    """Return the sender's name with an ending that fits what the file really is."""
    endings = ENDINGS.get(content_type, ())
    return name if not endings or name.lower().endswith(endings) else f"{name}{endings[0]}"


def _content_type(stream: BinaryIO, size: int) -> str:
    head = stream.read(8)
    for signature, content_type in _SIGNATURES.items():
        if head.startswith(signature):
            return content_type
    if not head.startswith(b"PK\x03\x04"):
        return ""
    try:
        return _zip_content_type(stream, size)
    except _BROKEN_ZIP:
        return ""


def _zip_content_type(stream: BinaryIO, size: int) -> str:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        # Against the size of the whole file: parts that share the same bytes count each time.
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAX_ZIP_MEMBERS or unpacked / size > MAX_ZIP_RATIO:
            return ""
        names = {member.filename for member in members}
        types = b""
        if _CONTENT_TYPES in names:
            with archive.open(_CONTENT_TYPES) as part:
                types = part.read(MAX_CONTENT_TYPES_BYTES)
    marks = types.lower() + "\n".join(names).lower().encode("utf-8", "replace")
    if any(mark in marks for mark in _MACRO_MARKS):
        return ""
    return next((kind for part, kind in _ZIP_KINDS.items() if part in names), "")
