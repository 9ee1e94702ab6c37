"""Files made to do harm: what is taken in, what becomes of it, and as what it leaves."""

from __future__ import annotations

import io
import time

import pytest
from django.urls import reverse
from pypdf import PdfWriter

from casework.law.errors import Refused
from casework.services.attachments import check_files
from tests.cast import register_case
from tests.services.files import JPEG, MACRO_TYPES, PDF, packed, upload, word_file

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>fetch('/desk/')</script>"


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def handed_out(cast, on, as_user):
    """Register a request with one file and fetch the file as the desk does."""
    on("2026-03-02")

    def fetch(name: str, content: bytes):
        case = register_case(cast, files=[upload(name, content)])
        url = reverse("desk:attachment", args=[case.number, case.attachments.get().pk])
        answer = as_user(cast.officer_li).get(url)
        return answer, b"".join(answer.streaming_content)

    return fetch


@pytest.mark.parametrize(
    ("name", "content"),
    [
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
    ],
)  # fmt: skip
def test_what_is_not_taken_in(name, content):
    with pytest.raises(Refused):
        check_files([upload(name, content)])


def test_a_polyglot_leaves_as_what_it_is_and_nothing_else(handed_out):
    answer, content = handed_out("申请表.html", PDF + SCRIPT + packed({"word/document.xml": b"<x/>"}))
    assert content.startswith(PDF) and answer["Content-Type"] == "application/pdf"
    # Saved and opened by its ending, it is a PDF and no page.
    assert answer["Content-Disposition"].endswith(".html.pdf")


def test_a_photo_loses_the_page_and_the_archive_hung_behind_it(handed_out):
    answer, content = handed_out("照片.php", JPEG + SCRIPT + packed({"a": b"b"}))
    assert content == JPEG and answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].endswith(".php.jpg")


def test_a_file_is_handed_out_with_nothing_a_browser_could_run(handed_out):
    answer, _ = handed_out("申请.PDF", PDF)
    assert answer["Content-Disposition"].startswith("attachment;") and answer["Content-Disposition"].endswith(".PDF")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "a/../../b.pdf", "....//x"])
def test_a_name_leads_nowhere(handed_out, tmp_path, name):
    answer, content = handed_out(name, PDF)
    assert content == PDF
    assert ".." not in answer["Content-Disposition"].replace("....", "") and "/" not in answer[
        "Content-Disposition"
    ].split("filename")[1].replace("''", "")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1 and files[0].parent.parent.name == "cases" and len(files[0].name) == 32


def test_ten_thousand_pages_are_taken_in_at_once(cast):
    writer = PdfWriter()
    for _ in range(10_000):
        writer.add_blank_page(100, 100)
    stream = io.BytesIO()
    writer.write(stream)
    began = time.process_time()
    check_files([upload("很长.pdf", stream.getvalue())])
    assert time.process_time() - began < 1
