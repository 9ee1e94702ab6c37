"""What may be uploaded as a template: a plain .docx, by its content. Macros, links outside and bombs are refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

from casework.law.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_RATIO = 100
MAX_PART_BYTES = 20 * 1024 * 1024
_MACRO_MARKS = (b"vbaproject", b"macroenabled", b"activex")


def read_template(name: str, size: int, stream) -> bytes:
    """Return the bytes of a harmless .docx; raise Refused with a sentence for anything else."""
    if "/" in name or "\\" in name or ".." in name or not name.strip():
        raise _refused("template_name", "文件名里不能有路径，请改名后重新上传。")
    if not name.lower().endswith(".docx"):
        raise _refused(
            "template_ending", f"“{name}”不是 .docx 文件。启用宏的文档（.docm）和旧格式（.doc）请先另存为 .docx。"
        )
    if size > MAX_BYTES:
        raise _refused(
            "template_too_large", f"“{name}”有{size / 1024 / 1024:.1f}MB，模板不能超过{MAX_BYTES // 1024 // 1024}MB。"
        )
    stream.seek(0)
    data = stream.read(MAX_BYTES + 1)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(archive, len(data))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        raise _refused("template_broken", "这个文件打不开，不是完好的 Word 文档（.docx）。") from None
    return data


def _check_parts(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    too_much = unpacked > MAX_UNPACKED_BYTES or largest > MAX_PART_BYTES or len(members) > MAX_MEMBERS
    if too_much or unpacked / max(size, 1) > MAX_RATIO:
        raise _refused("template_bomb", "这个文件解压后过大，可能是恶意文件，不能作为模板。")
    names = [member.filename for member in members]
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name for name in names):
        raise _refused("template_part_path", "这个文件的内部名称含有路径，可能是恶意文件，不能作为模板。")
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise _refused("template_not_word", "这个文件不是 Word 文档（.docx）。")
    marks = archive.read("[Content_Types].xml").lower() + "\n".join(names).lower().encode("utf-8", "replace")
    if any(mark in marks for mark in _MACRO_MARKS):
        raise _refused("template_macros", "这个文件含有宏或控件，不能作为模板，请另存为不含宏的 .docx。")
    for name in names:
        if name.endswith((".xml", ".rels")):
            part = archive.read(name)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise _refused("template_entities", "这个文件含有不允许的内容（实体声明），不能作为模板。")
            if name.endswith(".rels") and b'TargetMode="External"' in part and b"hyperlink" not in part:
                raise _refused("template_outside", "这个文件引用了外部文件或网址，不能作为模板，请把内容放进文档里。")


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, field="file")
