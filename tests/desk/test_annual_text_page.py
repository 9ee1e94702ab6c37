"""正文核对 as people use it: pasted, uploaded, taken back; its findings stand beside the table and in every file."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from casework.law.errors import Refused
from casework.models import AnnualText
from casework.services.annual_freezing import freeze_year
from casework.services.annual_text import enter_report_text
from tests.cast import day, noon, register_case

pytestmark = pytest.mark.django_db
TODAY = "2027-01-05"
URL = reverse("desk:annual_text", args=[2026])
TABLE = reverse("desk:annual_table", args=[2026])
WRONG = "2026年，共收到政府信息公开申请3件。"


@pytest.fixture(autouse=True)
def _today(on, cast):
    register_case(cast, "2026-03-02")
    on(TODAY)


def sent(client, **typed):
    """Post the form as it was shown, with what the person typed."""
    return client.post(URL, {"key": client.get(URL).context["form"]["key"].value(), "text": ""} | typed)


def test_a_pasted_text_is_checked_at_every_look(as_user, cast, read):
    client = as_user(cast.officer_li)
    assert "还没有录入报告正文" in read(client.get(TABLE))
    assert sent(client, text=f"一、总体情况\n{WRONG}").status_code == 302
    told = "正文“共收到政府信息公开申请3件”"
    assert told in read(client.get(URL))
    shown = client.get(TABLE)
    line = next(line for line in shown.context["checks"] if line["code"] == "C6")
    assert (line["passed"], line["soft"]) == (False, True)
    assert line["url"].startswith(reverse("desk:annual_cell", args=[2026, "new", "total"]))
    assert line["judge_url"]
    for kind in ("csv", "html"):
        assert told in client.get(reverse("desk:annual_export", args=[2026, kind])).content.decode()
    # The register catches up with the sentence, and the finding is gone without anybody's doing.
    register_case(cast, "2026-04-01")
    register_case(cast, "2026-04-02")
    assert "正文中的件数与表一致" in read(client.get(TABLE))
    assert [line["passed"] for line in client.get(URL).context["checks"]] == [True]


def test_a_report_comes_as_a_file_and_its_own_tables_do_not_count(as_user, cast, read):
    document = Document()
    for text in ("某局2026年政府信息公开工作年度报告", "一、总体情况", WRONG, "三、收到和处理政府信息公开申请情况"):
        document.add_paragraph(text)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "一、本年新收政府信息公开申请数量", "3"
    stream = BytesIO()
    document.save(stream)
    client = as_user(cast.officer_li)
    assert sent(client, file=SimpleUploadedFile("报告.docx", stream.getvalue())).status_code == 302
    record = AnnualText.objects.get()
    assert (record.source, record.actor_name) == ("报告.docx", "李经办")
    assert WRONG in record.prose
    assert [line["passed"] for line in client.get(URL).context["checks"]] == [False]


def test_an_empty_text_takes_the_last_one_back_and_the_record_stays(as_user, cast, read):
    client = as_user(cast.officer_li)
    sent(client, text=WRONG)
    sent(client, text="")
    assert "正文已撤下" in read(client.get(URL))
    assert [record.prose == "" for record in AnnualText.objects.order_by("pk")] == [False, True]
    assert "还没有录入报告正文" in read(client.get(TABLE))


def test_a_text_that_quotes_nothing_cannot_be_assessed(as_user, cast, read):
    client = as_user(cast.officer_li)
    sent(client, text="本局高度重视政务公开工作。")
    assert "没有找到引用表中件数的句子" in read(client.get(TABLE))


def test_a_frozen_year_is_checked_by_its_frozen_figures(as_user, cast):
    freeze_year(agency=cast.bureau, year=2026, actor=cast.head_chen, today=day(TODAY), now=noon(TODAY))
    register_case(cast, "2026-12-30")
    client = as_user(cast.officer_li)
    sent(client, text="2026年，共收到政府信息公开申请2件。")
    (line,) = client.get(URL).context["checks"]
    assert (line["passed"], "新收 1，" in line["text"]) == (False, True)


def test_a_form_sent_twice_counts_once(as_user, cast):
    client = as_user(cast.officer_li)
    form = {"key": client.get(URL).context["form"]["key"].value(), "text": WRONG}
    assert [client.post(URL, form).status_code for _ in range(2)] == [302, 302]
    assert AnnualText.objects.count() == 1


def test_who_may_bring_a_text(as_user, cast):
    assert as_user(cast.handler_zhou).post(URL, {"key": "a", "text": WRONG}).status_code == 403
    with pytest.raises(Refused, match="只能办理本机关"):
        enter_report_text(agency=cast.bureau, year=2026, text=WRONG, actor=cast.officer_wang, now=noon(TODAY))
    assert not AnnualText.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "\x00"}, "含有无法保存的字符，请删去后重新填写。"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")}, "a.pdf"),
        ({"file": SimpleUploadedFile("a.txt", b"   \n ")}, "没有读到正文"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stores_nothing(as_user, cast, read, given, words):
    answer = sent(as_user(cast.officer_li), **given)
    assert (answer.status_code, AnnualText.objects.count()) == (422, 0)
    assert words in read(answer)
