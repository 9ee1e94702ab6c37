"""Files as people and attackers send them."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n%%EOF\n"


def picture(kind: str, **more: object) -> bytes:
    """Return a small picture of the kind JPEG or PNG; ``more`` goes to its writer (exif, comment, pnginfo)."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 4), "red").save(stream, kind, **more)
    return stream.getvalue()


JPEG, PNG = picture("JPEG"), picture("PNG")
EXE = b"MZ\x90\x00" + b"\x00" * 60
WORD_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
MACRO_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/photo.bin" '
    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>'
)


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word_file(**more: bytes) -> bytes:
    """Return a small Word document; ``more`` parts by their name with / written as __."""
    parts = {"[Content_Types].xml": WORD_TYPES, "word/document.xml": b"<w:document/>" * 4}
    return packed(parts | {name.replace("__", "/"): content for name, content in more.items()})
