"""年报核对 at the desk: a file goes in, its contradictions come out, nothing is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.adapters.report_files import MAX_FILE_BYTES
from casework.models import Attachment

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"
ADDRESS = "/desk/report-check/"


@pytest.fixture
def send(cast, as_user):
    client = as_user(cast.officer_li)

    def send(name: str, content: bytes):
        return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})

    return send


def test_the_page_is_behind_the_sign_in_and_in_the_navigation(cast, as_user, read):
    assert reverse("desk:report_check") == ADDRESS
    assert Client().get(ADDRESS).status_code == 302
    page = as_user(cast.officer_li).get(ADDRESS)
    assert page.status_code == 200
    assert "年报核对" in read(page)
    assert f'href="{ADDRESS}" aria-current="page"' in page.content.decode()


def test_a_report_shows_its_contradiction_with_the_cells(send, read):
    page = send("张店区.txt", (REPORTS / "张店区人民政府-2020.txt").read_bytes())
    words = read(page)
    assert page.status_code == 200
    assert "“张店区.txt”：1份报告，1处不符" in words
    assert "张店区人民政府 2020年度（国办公开办函〔2019〕60号）" in words
    assert "行政复议：9 ≠ 18（总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结）" in words
    assert "表四 行政复议·结果维持：14 表四 行政复议·结果纠正：4" in words
    assert "通过41处" in words
    assert not Attachment.objects.exists()


def test_every_report_of_a_file_has_its_own_section(send, read):
    page = send("高新区.txt", (REPORTS / "淄博高新区行政审批服务局-2016至2023.txt").read_bytes())
    assert page.content.decode().count('class="panel report-check"') == 8
    words = read(page)
    assert "8份报告，1处不符" in words
    assert "表四“表四”：应有15格，无法确定每个数字属于哪一列（找到12个数字）" in words
    assert "上年现行有效2 + 本年制发0 − 本年废止0 = 2，本年现行有效为0" in words


def test_a_report_without_contradiction_says_so(send, read):
    words = read(send("淄博市.txt", (REPORTS / "淄博市行政审批服务局-2023.txt").read_bytes()))
    assert "1份报告，没有发现不符" in words


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("天气.txt", "今天天气很好。".encode(), "没有找到年度报告的表二、表三、表四"),
        ("年报.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "请另存为 docx 或 xlsx"),
        ("空.txt", b"", "这是空文件，请重新选择"),
        ("<b>.txt", b"\x00\x01", "不是可以读取的报告文件"),
    ],
)
def test_a_file_that_cannot_be_checked_is_a_form_error(send, read, name, content, sentence):
    page = send(name, content)
    assert page.status_code == 400
    assert sentence in read(page)
    assert "<b>.txt" not in page.content.decode()


def test_no_file_and_a_file_too_large_are_form_errors(cast, as_user, send, read, monkeypatch):
    assert "请选择年度报告文件" in read(as_user(cast.head_chen).post(ADDRESS, {}))
    monkeypatch.setattr("casework.desk.report_check.MAX_FILE_BYTES", 10)
    assert "没有读取" in read(send("年报.txt", b"12345678901"))
    assert MAX_FILE_BYTES == 20 * 1024 * 1024
