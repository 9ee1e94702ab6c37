"""文书 on the desk: the tab, the page of a letter, its files, settings and templates, and the dossier."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from casework.documents.manifests import Digest
from casework.documents.manifests import digest_of as digest
from casework.models import CaseLetter, LetterTemplate
from casework.queries.dossier import dossier
from casework.services import letters
from tests.cast import accepted_case, register_case, replied_case

pytestmark = pytest.mark.django_db


def tab(case) -> str:
    return reverse("desk:case", args=[case.number]) + "?tab=letters"


def made(client, case, kind, **free):
    url = reverse("desk:letter_new", args=[case.number, kind])
    answer = client.post(url, {"key": "k"} | free)
    assert answer.status_code == 302
    return CaseLetter.objects.last()


def test_a_clerk_makes_numbers_and_voids_a_letter(cast, on, as_user, read):
    on("2026-03-02")
    case, client = register_case(cast), as_user(cast.officer_li)
    assert "还没有文书" in read(client.get(tab(case)))
    item = made(client, case, "receipt", note="请带身份证。")
    page = client.get(reverse("desk:letter", args=[case.number, item.pk]))
    assert "请带身份证。" in read(page) and "（草稿，未取文号）" in read(page)
    client.post(reverse("desk:letter_number", args=[case.number, item.pk]))
    assert "某审公收〔2026〕1号" in read(client.get(tab(case)))
    void = reverse("desk:letter_void", args=[case.number, item.pk])
    assert client.post(void, {"reason": ""}).status_code == 422
    client.post(void, {"reason": "重复"})
    assert "作废：重复" in read(client.get(tab(case)))


def test_the_files_of_a_letter(cast, on, as_user):
    on("2026-03-12")
    case, client = replied_case(cast, "U1"), as_user(cast.officer_li)
    item = made(client, case, "reply_U1")
    at = [case.number, item.pk]
    word = client.get(reverse("desk:letter_word", args=at))
    text = "\n".join(p.text for p in Document(io.BytesIO(b"".join(word.streaming_content))).paragraphs)
    assert "该信息不存在" in text and "某审公复〔2026〕1号" in text
    assert client.get(reverse("desk:letter_pdf", args=at)).status_code == 404
    letters.print_letters()
    pdf = client.get(reverse("desk:letter_pdf", args=at))
    assert pdf["Content-Type"] == "application/pdf" and b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_nobody_else_sees_the_letters(cast, on, as_user):
    on("2026-03-02")
    case = register_case(cast)
    item = made(as_user(cast.officer_li), case, "receipt")
    at = [case.number, item.pk]
    stranger, supervisor = as_user(cast.officer_wang), as_user(cast.supervisor_sun)
    for name in ("letter", "letter_word", "letter_pdf"):
        assert stranger.get(reverse(f"desk:{name}", args=at)).status_code == 404
        assert supervisor.get(reverse(f"desk:{name}", args=at)).status_code == 403
    assert stranger.get(reverse("desk:dossier_pdf", args=[case.number])).status_code == 404
    assert supervisor.get(reverse("desk:dossier_pdf", args=[case.number])).status_code == 404
    assert item.title not in supervisor.get(tab(case)).content.decode()


def test_the_tab_costs_no_more_with_many_letters(cast, on, as_user):
    on("2026-03-12")
    case, client = replied_case(cast, "G2"), as_user(cast.officer_li)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(tab(case))
        return len(seen)

    made(client, case, "reply_G2")
    first = statements()
    for number in range(4):
        client.post(reverse("desk:letter_new", args=[case.number, "receipt"]), {"key": f"k{number}"})
    assert case.letters.count() == 5
    assert statements() == first <= 16


def test_a_missing_part_is_named_at_its_field(cast, on, as_user, read):
    on("2026-03-05")
    case = accepted_case(cast)
    url = reverse("desk:letter_new", args=[case.number, "assistance_request"])
    answer = as_user(cast.officer_li).post(url, {"addressee": "某区档案馆", "answer_by": "2026年3月9日前"})
    assert answer.status_code == 422 and "请填写“协查事项”" in read(answer)
    assert not case.letters.exists()


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


GOOD = ("本机关专用", "{{ 文号 }}", "{{ 称谓 }}", "{{ 正文 }}", "{{ 署名 }}", "{{ 日期 }}")


def upload(client, data: bytes, name: str = "答复书.docx", kind: str = "reply"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("desk:letter_settings"), {"part": "template", "kind": kind, "file": file})


def test_an_agencys_template_is_versioned_and_a_letter_keeps_its_version(cast, on, as_user, read):
    on("2026-03-12")
    case, client = replied_case(cast, "G2"), as_user(cast.officer_li)
    assert upload(client, template(*GOOD)).status_code == 302
    first = made(client, case, "reply_G2")
    assert upload(client, template("第二版", *GOOD[1:])).status_code == 302
    first.refresh_from_db()
    assert first.template.version == 1
    with first.word.open("rb") as stream:
        assert Document(stream).paragraphs[0].text == "本机关专用"
    client.post(reverse("desk:letter_remake", args=[case.number, first.pk]), {"note": ""})
    first.refresh_from_db()
    with first.word.open("rb") as stream:
        assert Document(stream).paragraphs[0].text == "第二版"
    second = LetterTemplate.objects.get(version=2)
    sample = client.get(reverse("desk:template_preview", args=[second.pk]))
    assert "示例公复〔2026〕1号" in "".join(p.text for p in Document(io.BytesIO(sample.content)).paragraphs)
    pdf = client.get(reverse("desk:template_preview", args=[second.pk]) + "?pdf")
    assert "示例公复〔2026〕1号" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    client.post(reverse("desk:template_retire", args=[second.pk]))
    assert "第2版 2026-03-12停用" in read(client.get(reverse("desk:letter_settings")))


def test_remedy_authority_is_entered_with_its_day(cast, on, as_user, read):
    on("2026-03-12")
    client = as_user(cast.officer_li)
    page = reverse("desk:letter_settings")
    assert "复议机关为某市人民政府" in read(client.get(page))
    given = {
        "part": "authority",
        "valid_from": "2026-01-01",
        "authority": "某市某区人民政府",
        "court": "某市某区人民法院",
    }
    assert client.post(page, given).status_code == 302
    assert "某市某区人民法院" in read(client.get(page))
    assert client.post(page, given | {"court": ""}).status_code == 422


def test_a_pattern_that_would_repeat_numbers_is_refused(cast, on, as_user, read):
    on("2026-03-12")
    client, page = as_user(cast.officer_li), reverse("desk:letter_settings")
    bad = {"part": "look", "page_style": "plain", "pattern": "{机关代字}公复{序号}号"}
    assert "否则会重号" in read(client.post(page, bad))
    good = bad | {"pattern": "{机关代字}〔{年份}〕第{序号}号-{种类}"}
    assert client.post(page, good).status_code == 302
    replied_case(cast, "G2")
    assert cast.bureau.letter_numbers.get().text == "某审〔2026〕第1号-复"


def test_an_administrator_keeps_no_templates(cast, on, as_user):
    on("2026-03-12")
    assert as_user(cast.administrator_wu).get(reverse("desk:letter_settings")).status_code == 403


def test_the_dossier_is_one_pdf_with_index_numbers_and_bookmarks(cast, on, as_user):
    on("2026-03-12")
    case, client = replied_case(cast, "U1"), as_user(cast.officer_li)
    made(client, case, "reply_U1")
    answer = client.get(reverse("desk:dossier_pdf", args=[case.number]))
    reader = PdfReader(io.BytesIO(answer.content))
    assert [item.title for item in reader.outline] == [
        "卷内目录", "检索记录", "某市行政审批服务局政府信息公开申请答复书", "送达记录", "办理记录", "期限逐日说明",
    ]  # fmt: skip
    pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in reader.pages]
    assert f"第1页共{len(pages)}页" in pages[0] and f"第{len(pages)}页共{len(pages)}页" in pages[-1]
    assert "卷内目录" in pages[0] and case.number.replace(" ", "") in pages[0]
    # The page the index names is the page the bookmark opens.
    opened = reader.get_destination_page_number(reader.outline[-1])
    assert "期限逐日说明" in pages[opened] and str(opened + 1) in pages[0]
    assert "2026-03-02" in pages[opened]


def test_the_page_the_pdf_and_the_zip_hold_one_table_of_contents(cast, on, as_user, read):
    """A letter the program wrote stands for the fact behind it; what lies in the cupboard only has no page."""
    on("2026-03-12")
    case, client = replied_case(cast, "U1"), as_user(cast.officer_li)
    voided = made(client, case, "receipt")
    client.post(reverse("desk:letter_void", args=[case.number, voided.pk]), {"reason": "重复"})
    client.post(reverse("desk:letter_new", args=[case.number, "reply_U1"]), {"key": "r"})
    papers = dossier(case)
    titles = [paper.title for paper in papers]
    assert titles == [
        "政府信息公开申请表", "身份核验记录（居民身份证）", "某市行政审批服务局政府信息公开申请登记回执", "登记回执",
        "检索记录", "答复呈批单", "某市行政审批服务局政府信息公开申请答复书", "送达回证（答复书）", "送达记录",
        "办理记录", "期限逐日说明",
    ]  # fmt: skip
    assert papers[2].note == "作废：重复" and papers[6].number == "某审公复〔2026〕1号"
    shown = read(client.get(reverse("desk:dossier", args=[case.number])))
    pdf = PdfReader(io.BytesIO(client.get(reverse("desk:dossier_pdf", args=[case.number])).content))
    index = pdf.pages[0].extract_text().replace(" ", "").replace("\n", "")
    at = 0
    for title in titles:
        assert title in index
        at = shown.index(title, at) + len(title)
    assert index.count("纸质") == len([paper for paper in papers if not paper.content]) == 5


@pytest.mark.parametrize(
    ("asked", "name", "algorithm", "digest_of"),
    [
        ("", "SHA256SUMS.txt", "SHA-256", lambda data: hashlib.sha256(data).hexdigest()),
        ("?digest=sm3", "SM3SUMS.txt", "SM3（GB/T 32905-2016）", lambda data: digest(data, Digest.SM3)),
    ],
)
def test_the_zip_holds_every_file_with_its_digest(cast, on, as_user, asked, name, algorithm, digest_of):
    on("2026-03-12")
    case, client = replied_case(cast, "U1"), as_user(cast.officer_li)
    made(client, case, "reply_U1")
    answer = client.get(reverse("desk:dossier_zip", args=[case.number]) + asked)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        first, *lines = archive.read(name).decode().splitlines()
        assert first == f"# 摘要算法：{algorithm}"
        named = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
        assert set(named) == set(archive.namelist()) - {name}
        for file, digest in named.items():
            assert digest_of(archive.read(file)) == digest
    assert any(file.endswith(".docx") for file in named) and "卷宗.pdf" in named


def test_no_other_digest_is_known(cast, on, as_user):
    on("2026-03-12")
    case = register_case(cast)
    address = reverse("desk:dossier_zip", args=[case.number]) + "?digest=md5"
    assert as_user(cast.officer_li).get(address).status_code == 404
