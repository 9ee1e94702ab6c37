"""Files: decided by content, limited in size and number, named by us, gone when the act fails."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from casework.adapters.uploads import MAX_FILE_BYTES, check_upload
from casework.law.errors import Refused
from casework.models import Attachment, Case, CaseEvent
from casework.services import register, supplements
from tests.cast import a_request, day, noon
from tests.services.acts import by
from tests.services.files import EXE, JPEG, MACRO_TYPES, PDF, PNG, packed, upload, word_file
from tests.services.ready_cases import supplementing_case
from tests.services.watching import everything, refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def empty_disk(settings, tmp_path):
    """A place for files of each test's own: case ids begin anew with every test."""
    settings.MEDIA_ROOT = tmp_path


def registering(cast, *files):
    request = a_request(files=files)
    return register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-02")).case


def answering(cast, case, *files, received="2026-03-04", key=""):
    return supplements.receive_supplement(
        case_id=case.pk, answer="见附件", received_on=day(received), files=files,
        **by(None, "2026-03-04", key),
    )  # fmt: skip


ALLOWED = [
    pytest.param("申请书.pdf", PDF, "application/pdf", id="pdf"),
    pytest.param("证件.jpg", JPEG, "image/jpeg", id="jpeg"),
    pytest.param("证件.png", PNG, "image/png", id="png"),
    pytest.param("说明.docx", word_file(), DOCX, id="docx"),
    pytest.param("清单.xlsx", packed({"xl/workbook.xml": b"<workbook/>"}), XLSX, id="xlsx"),
    pytest.param("公文.ofd", packed({"OFD.xml": b"<OFD/>"}), "application/ofd", id="ofd"),
    pytest.param("扫描件", PDF, "application/pdf", id="no-extension"),
    pytest.param("照片.pdf", JPEG, "image/jpeg", id="the-content-and-not-the-name"),
]


@pytest.mark.parametrize(("name", "content", "content_type"), ALLOWED)
def test_an_ordinary_file_is_kept_under_a_name_of_ours(cast, name, content, content_type):
    case = registering(cast, upload(name, content))
    stored = Attachment.objects.get()
    assert (stored.name, stored.content_type, stored.size) == (name, content_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.purpose, stored.added_by, stored.added_at) == ("申请材料", cast.officer_li, noon("2026-03-02"))
    path = Path(stored.file.path)
    assert path.parent == Path(settings.MEDIA_ROOT) / "cases" / str(case.pk)
    assert len(path.name) == 32 and path.suffix == ""
    with stored.file.open() as file:
        assert file.read() == content
    assert content not in path.read_bytes(), "encrypted on the disk"
    assert path.stat().st_mode & 0o077 == 0


def two_files_in_one_place():
    """Return a ZIP whose list of parts names one lump of bytes a thousand times."""
    lump = packed({"word/document.xml": b"\x00" * 3_000_000})
    directory = lump.index(b"PK\x01\x02")
    end = lump.index(b"PK\x05\x06")
    entry = lump[directory:end]
    many = 400
    count = many.to_bytes(2, "little")
    length = (len(entry) * many).to_bytes(4, "little")
    tail = lump[end : end + 8] + count + count + length + directory.to_bytes(4, "little") + b"\x00\x00"
    return lump[:directory] + entry * many + tail


REFUSED = [
    pytest.param("病毒.pdf", EXE, "file_kind_not_allowed", id="renamed-exe"),
    pytest.param("页面.pdf", b"<html><script>alert(1)</script>", "file_kind_not_allowed", id="html"),
    pytest.param("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind_not_allowed", id="svg"),
    pytest.param("旧版.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_kind_not_allowed", id="old-word"),
    pytest.param("空.pdf", b"", "file_empty", id="empty"),
    pytest.param("宏.docx", word_file(word__vbaProject__bin=b"x"), "file_kind_not_allowed", id="macro-part"),
    pytest.param(
        "宏.docx", packed({"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "file_kind_not_allowed", id="macro"
    ),
    pytest.param(
        "宏.docx", packed({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b"x", "word/photo.bin": b"x"}),
        "file_kind_not_allowed", id="macro-under-another-name",
    ),
    pytest.param("压缩.zip", packed({"readme.txt": b"hello"}), "file_kind_not_allowed", id="plain-zip"),
    pytest.param(
        "炸弹.docx", word_file(word__media__zeros=b"\x00" * 9_000_000), "file_kind_not_allowed", id="zip-bomb"
    ),
    pytest.param("炸弹.docx", two_files_in_one_place(), "file_kind_not_allowed", id="zip-bomb-of-shared-bytes"),
    pytest.param(
        "零件.docx", packed({"word/document.xml": b"x"} | {f"p{n}": b"" for n in range(2_000)}),
        "file_kind_not_allowed", id="too-many-parts",
    ),
    pytest.param("断.docx", word_file()[:-30], "file_kind_not_allowed", id="cut-off-zip"),
    pytest.param(
        "新.docx", word_file().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
        "file_kind_not_allowed", id="zip-of-a-future-version",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), REFUSED)
def test_what_is_not_an_allowed_document_is_refused_and_nothing_is_kept(cast, name, content, code):
    with refused(code, name, field="attachments"):
        registering(cast, upload("申请书.pdf"), upload(name, content))


def test_the_future_version_is_really_one_that_zipfile_does_not_know():
    content = word_file().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff")
    with pytest.raises(NotImplementedError):
        zipfile.ZipFile(upload("x", content))


# 10 MB is the most; 30 MB is what a phone's video or a thick scan has.
SIZES = [(MAX_FILE_BYTES, False), (MAX_FILE_BYTES + 1, True), (30 * 1024 * 1024, True)]


@pytest.mark.parametrize(("size", "too_large"), SIZES)
def test_a_file_of_more_than_10_mb_is_refused_by_its_size(cast, size, too_large):
    file = upload("扫描.pdf", PDF + b"\x00" * (size - len(PDF)))
    if not too_large:
        registering(cast, file)
        assert Attachment.objects.get().size == size
        return
    with refused("file_too_large", "扫描.pdf", f"{size / 1024 / 1024:.1f}MB", "不能超过10MB", field="attachments"):
        registering(cast, file)


def test_at_most_five_files_at_once(cast):
    registering(cast, *[upload(f"{n}.pdf") for n in range(5)])
    with refused("too_many_files", "最多上传5个", field="attachments"):
        registering(cast, *[upload(f"{n}.pdf") for n in range(6)])


NAMES = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Users\\zhao\\申请.pdf", "申请.pdf"),
    ("/etc/cron.d/job", "job"),
    ("a\x00b\n\u202ec.pdf", "abc.pdf"),
    ("长" * 300, "长" * 200),
    ("..", "附件"),
]


@pytest.mark.parametrize(("sent", "shown"), NAMES)
def test_a_path_in_the_name_leads_nowhere(cast, sent, shown):
    file = upload("x.pdf")
    file._name = sent
    case = registering(cast, file)
    stored = Attachment.objects.get()
    assert stored.name == shown
    assert Path(stored.file.path).parent == Path(settings.MEDIA_ROOT) / "cases" / str(case.pk)


def test_files_given_by_a_generator_are_all_kept(cast):
    request = a_request(files=(upload(f"{n}.pdf") for n in range(3)))
    case = register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-02")).case
    assert case.attachments.count() == 3


def test_the_applicant_sends_files_with_the_answer(cast):
    case = answering(cast, supplementing_case(cast), upload("证件.jpg", JPEG))
    stored = case.attachments.get()
    assert (stored.purpose, stored.added_by) == ("补正材料", None)


def test_an_answer_refused_after_its_files_were_read_leaves_no_file(cast):
    case = supplementing_case(cast)
    with refused("bad_fact", field="supplement.received_on"):
        answering(cast, case, upload("证件.jpg", JPEG), received="2026-03-02")


def test_an_answer_sent_twice_keeps_its_files_once(cast):
    case = supplementing_case(cast)
    answering(cast, case, upload("证件.jpg", JPEG), key="one-form")
    after_first = everything()
    answering(cast, case, upload("证件.jpg", JPEG), key="one-form")
    assert everything() == after_first


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_full_disk_leaves_neither_case_nor_half_a_file(cast, monkeypatch, fails_at):
    written = []
    real_save = FileSystemStorage._save

    def save_on_a_small_disk(storage, name, content):
        kept = real_save(storage, name, content)
        written.append(kept)
        if len(written) == fails_at:
            raise OSError(28, "No space left on device")
        return kept

    monkeypatch.setattr(FileSystemStorage, "_save", save_on_a_small_disk)
    before = everything()
    with pytest.raises(OSError, match="No space left"):
        registering(cast, upload("一.pdf"), upload("二.pdf"), upload("三.pdf"))
    assert len(written) == fails_at
    assert everything() == before
    assert not Case.objects.exists() and not CaseEvent.objects.exists()


def test_a_failed_answer_keeps_the_files_the_case_had(cast, monkeypatch):
    case = supplementing_case(cast)
    kept = Attachment.objects.create(
        case=case, file=upload("旧.pdf"), name="旧.pdf", content_type="application/pdf", size=len(PDF), sha256="0" * 64,
        added_at=noon("2026-03-02"),
    )  # fmt: skip
    monkeypatch.setattr(Attachment, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        answering(cast, case, upload("新.pdf"))
    with kept.file.open() as file:
        assert file.read() == PDF


def test_the_check_reads_the_whole_file_and_leaves_it_at_its_beginning():
    file = upload("x.pdf", PDF * 1000)
    file.seek(17)
    found = check_upload("x.pdf", file.size, file)
    assert found.sha256 == hashlib.sha256(PDF * 1000).hexdigest()
    assert file.read() == PDF * 1000
    with pytest.raises(Refused, match="按内容判断"):
        check_upload("x.pdf", len(EXE), upload("x.pdf", EXE))
