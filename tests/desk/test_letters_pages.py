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

from casework.models import CaseLetter, LetterTemplate
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
    client.post(reverse("desk:template_retire", args=[second.pk]))
    assert "停用" in read(client.get(reverse("desk:letter_settings")))


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
        "卷内目录", "某市行政审批服务局政府信息公开申请答复书", "送达记录", "检索记录", "办理记录", "期限逐日说明",
    ]  # fmt: skip
    pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in reader.pages]
    assert f"第1页共{len(pages)}页" in pages[0] and f"第{len(pages)}页共{len(pages)}页" in pages[-1]
    assert "卷内目录" in pages[0] and case.number.replace(" ", "") in pages[0]
    # The page the index names is the page the bookmark opens.
    opened = reader.get_destination_page_number(reader.outline[-1])
    assert "期限逐日说明" in pages[opened] and str(opened + 1) in pages[0]
    assert "2026-03-02" in pages[opened]


def test_the_zip_holds_every_file_with_its_hash(cast, on, as_user):

    on("2026-03-12")
    case, client = replied_case(cast, "U1"), as_user(cast.officer_li)
    made(client, case, "reply_U1")
    answer = client.get(reverse("desk:dossier_zip", args=[case.number]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        lines = archive.read("SHA256SUMS.txt").decode().splitlines()
        named = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
        assert set(named) == set(archive.namelist()) - {"SHA256SUMS.txt"}
        for name, digest in named.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    assert any(name.endswith(".docx") for name in named) and "卷宗.pdf" in named
