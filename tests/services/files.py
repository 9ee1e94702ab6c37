"""Files as people and attackers send them."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

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


SCRIPT = b"<script>fetch('/desk/')</script>"
# Refused wherever a file may be sent: name and content.
HOSTILE = [
    ("空.pdf", b""),
    ("程序.pdf", b"MZ\x90\x00" + b"\x00" * 60),
    ("网页.pdf", b"<!doctype html>" + SCRIPT),
    ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    ("图.svg", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
    ("动画.gif", b"GIF89a/*" + SCRIPT + b"*/"),
    ("压缩.zip", packed({"a.txt": b"x"})),
    ("有宏.docx", word_file(**{"word/vbaProject.bin": b"x"})),
    ("藏宏.docx", packed({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b"<x/>", "word/photo.bin": b"x"})),
    ("炸弹.docx", packed({"word/document.xml": b"\x00" * 20_000_000})),
    ("宏表.xlsm", packed({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})),
    ("旧版.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    ("前缀.pdf", SCRIPT + PDF),
    ("半张.jpg", JPEG[:20]),
]
# A PDF to a reader of PDF, a page to a browser, a Word document to an unpacker.
POLYGLOT = PDF + SCRIPT + packed({"word/document.xml": b"<x/>"})
TRAVERSALS = ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "a/../../b.pdf", "....//x"]


@cache
def ten_thousand_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(10_000):
        writer.add_blank_page(100, 100)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
