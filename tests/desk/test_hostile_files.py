"""Files made to do harm: what is taken in, what becomes of it, and as what it leaves."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from casework.models import Attachment, Case
from casework.services.attachments import check_files
from tests.services.files import HOSTILE, JPEG, PDF, POLYGLOT, SCRIPT, TRAVERSALS, packed, ten_thousand_pages, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def sent(desk, *files):
    """Send the form of the desk with these files."""
    form = {"kind": "natural", "name": "赵某某", "content": "某方案", "submitted_on": "2026-03-02", "key": "form-1"}
    return desk.post(f"{reverse('desk:register')}?channel=counter", form | {"attachments": files})


@pytest.fixture
def handed_out(cast, on, as_user):
    """Register a request with one file at the desk and fetch the file there."""
    on("2026-03-02")

    def fetch(name: str, content: bytes):
        desk = as_user(cast.officer_li)
        registered = sent(desk, upload(name, content))
        assert registered.status_code == 302, registered.content.decode()
        attachment = Attachment.objects.get()
        answer = desk.get(reverse("desk:attachment", args=[attachment.case.number, attachment.pk]))
        return answer, b"".join(answer.streaming_content)

    return fetch


@pytest.mark.parametrize(("name", "content"), HOSTILE)
def test_what_is_not_taken_in(cast, on, as_user, tmp_path, name, content):
    on("2026-03-02")
    answer = sent(as_user(cast.officer_li), upload("好.pdf"), upload(name, content))
    assert answer.status_code == 422 and name in answer.content.decode()
    assert not Case.objects.exists() and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_polyglot_leaves_as_what_it_is_and_nothing_else(handed_out):
    answer, content = handed_out("申请表.html", POLYGLOT)
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


@pytest.mark.parametrize("name", TRAVERSALS)
def test_a_name_leads_nowhere(handed_out, tmp_path, name):
    answer, content = handed_out(name, PDF)
    assert content == PDF
    assert ".." not in answer["Content-Disposition"].replace("....", "") and "/" not in answer[
        "Content-Disposition"
    ].split("filename")[1].replace("''", "")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1 and files[0].parent.parent.name == "cases" and len(files[0].name) == 32


def test_ten_thousand_pages_are_taken_in_and_handed_out_at_once(handed_out):
    pages = ten_thousand_pages()
    began = time.process_time()
    check_files([upload("很长.pdf", pages)])
    assert time.process_time() - began < 1
    began = time.process_time()
    answer, content = handed_out("很长.pdf", pages)
    assert time.process_time() - began < 2
    assert answer["Content-Type"] == "application/pdf" and content == pages
