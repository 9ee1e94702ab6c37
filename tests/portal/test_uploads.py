"""附件: judged by content, kept while the applicant goes back and forth, gone when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from casework.adapters import draft_files
from casework.models import Attachment, Case
from tests.portal.visitor import PDF, Visitor, office_file, upload
from tests.services.files import HOSTILE, JPEG, PNG, POLYGLOT, TRAVERSALS, ten_thousand_pages


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_attachments(visitor) -> Visitor:
    visitor.fill()
    return visitor


def kept() -> list[str]:
    return default_storage.listdir("drafts")[1] if default_storage.exists("drafts") else []


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("扫描.pdf", PDF + b"0" * 30 * 1024 * 1024), "“扫描.pdf”有30.0MB，每个附件不能超过10MB"),
        (("证件.pdf", b"MZ\x90\x00 renamed program"), "“证件.pdf”不是允许的文件类型"),
        (("空白.pdf", b""), "“空白.pdf”是空文件"),
        (("有宏.docx", office_file("word/document.xml", "word/vbaProject.bin")), "“有宏.docx”不是允许的文件类型"),
    ],
    ids=["30 MB", "renamed exe", "0 byte", "macro"],
)
def test_what_may_not_be_kept_is_refused_with_a_sentence(at_attachments, file, sentence):
    response = at_attachments.answer("attachments", attachments=upload(*file))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert '<a href="#attachments">' in page
    assert kept() == []
    assert at_attachments.draft["files"] == []


def test_a_file_sent_again_because_no_answer_came_is_kept_once(at_attachments):
    for _ in range(2):
        assert at_attachments.answer("attachments", attachments=upload("身份证.pdf")).status_code == 302
    at_attachments.answer("attachments", attachments=[upload("身份证.pdf"), upload("身份证.pdf")])
    # The same paper under another name, and another paper under the same, are files of their own.
    at_attachments.answer("attachments", attachments=upload("户口簿.pdf"))
    at_attachments.answer("attachments", attachments=upload("身份证.pdf", PDF + b"%"))
    assert [row["name"] for row in at_attachments.draft["files"]] == ["身份证.pdf", "户口簿.pdf", "身份证.pdf"]
    assert len(kept()) == 3
    at_attachments.submit()
    assert sorted(len(attachment.file.read()) for attachment in Attachment.objects.all()) == [
        len(PDF),
        len(PDF),
        len(PDF) + 1,
    ]


@pytest.mark.parametrize(("name", "content"), HOSTILE)
def test_what_was_made_to_do_harm_is_refused_here_too(at_attachments, name, content):
    response = at_attachments.answer("attachments", attachments=upload(name, content))
    assert response.status_code == 200 and f"“{name}”" in response.content.decode()
    assert kept() == [] and at_attachments.draft["files"] == []


def assert_filed_under_a_name_of_ours(visitor: Visitor, folder: Path, name: str, content: bytes) -> None:
    visitor.answer("attachments", attachments=upload(name, content))
    assert [path.parent.name for path in folder.rglob("*") if path.is_file()] == ["drafts"]
    visitor.client.get(visitor.submit().url)
    attachment = Attachment.objects.get()
    assert (attachment.content_type, attachment.file.read()) == ("application/pdf", content)
    assert "/" not in attachment.name and "\\" not in attachment.name
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    assert path.parent.parent.name == "cases" and len(path.name) == 32


@pytest.mark.parametrize(("name", "content"), [("申请表.html", POLYGLOT), *((name, PDF) for name in TRAVERSALS)])
def test_what_is_only_odd_is_filed_as_what_it_is(at_attachments, tmp_path, name, content):
    assert_filed_under_a_name_of_ours(at_attachments, tmp_path, name, content)


def test_ten_thousand_pages_are_filed(at_attachments, tmp_path):
    assert_filed_under_a_name_of_ours(at_attachments, tmp_path, "很长.pdf", ten_thousand_pages())


def test_a_sixth_file_is_refused_and_the_five_stay(at_attachments):
    page = at_attachments.answer("attachments", attachments=[upload(f"{n}.pdf") for n in range(6)]).content.decode()
    assert "最多上传5个附件，“5.pdf”没有上传" in page
    assert "已上传5个" in page
    assert len(kept()) == 5


def test_a_good_file_beside_a_bad_one_is_kept(at_attachments):
    page = at_attachments.answer(
        "attachments", attachments=[upload("好.pdf"), upload("坏.pdf", b"MZ")]
    ).content.decode()
    assert "“坏.pdf”不是允许的文件类型" in page
    assert "已上传1个" in page


@pytest.mark.parametrize(
    "content",
    [
        PDF, JPEG, PNG, office_file("word/document.xml"),
        office_file("xl/workbook.xml"), office_file("OFD.xml"),
    ],
    ids=["pdf", "jpg", "png", "docx", "xlsx", "ofd"],
)  # fmt: skip
def test_the_six_kinds_are_kept_whatever_they_are_called(at_attachments, content):
    assert at_attachments.answer("attachments", attachments=upload("材料.bin", content)).status_code == 302
    assert len(kept()) == 1


def test_files_survive_the_way_back_and_are_filed(at_attachments):
    response = at_attachments.answer("attachments", attachments=upload("身份证.pdf"), back="1")
    assert response.url == at_attachments.step_url("wanted")
    at_attachments.answer("wanted")
    assert "身份证.pdf" in at_attachments.client.get(at_attachments.step_url("attachments")).content.decode()
    assert "身份证.pdf" in at_attachments.check()
    at_attachments.submit()
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.file.read()) == ("身份证.pdf", PDF)


def test_more_files_can_be_added_and_one_removed(at_attachments):
    at_attachments.answer("attachments", attachments=upload("甲.pdf"), more="1")
    at_attachments.answer("attachments", attachments=upload("乙.pdf"), more="1")
    rows = at_attachments.draft["files"]
    response = at_attachments.answer("attachments", remove=rows[0]["token"])
    assert response.url == at_attachments.step_url("attachments")
    page = at_attachments.client.get(response.url).content.decode()
    assert "甲.pdf" not in page
    assert "乙.pdf" in page
    assert kept() == [rows[1]["token"]]


def test_nobody_removes_a_file_of_another_draft(at_attachments):
    at_attachments.answer("attachments", attachments=upload(), more="1")
    stranger = Visitor(at_attachments.agency)
    stranger.fill()
    stranger.answer("attachments", remove=kept()[0])
    stranger.answer("attachments", remove="../../casework.sqlite3")
    assert len(kept()) == 1


def test_kept_files_go_when_the_receipt_is_shown(at_attachments):
    at_attachments.answer("attachments", attachments=upload())
    response = at_attachments.submit()
    at_attachments.client.get(response.url)
    assert kept() == []
    assert Attachment.objects.get().file.read() == PDF


def test_a_file_that_is_gone_stops_the_submission_with_a_sentence(at_attachments):
    at_attachments.answer("attachments", attachments=upload("身份证.pdf"))
    draft_files.discard(kept()[0])
    page = at_attachments.submit().content.decode()
    assert "“身份证.pdf”已过保存时间，请移除后重新上传" in page
    assert f"{at_attachments.step_url('attachments')}?change=1#attachments" in page
    assert not Case.objects.exists()


def test_files_nobody_came_back_to_are_swept(db):
    draft_files.keep(upload())
    now = datetime.now(UTC)
    assert draft_files.discard_older_than(now - timedelta(hours=1)) == 0
    assert draft_files.discard_older_than(now + timedelta(hours=1)) == 1
    assert kept() == []
