"""A letter as PDF by typst: what its Word file says, in embedded Chinese fonts, selectable and tagged.

The compiler and the fonts are read once and kept; a kept compiler sets a letter in a fraction of the time
of a single call. Values travel as data and are never read as typst.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import typst
from lxml.etree import LxmlError

from casework.documents.letters.layout import Faces, chain
from casework.documents.letters.reading.pages import printed
from casework.law.errors import Refused

CONTENT_TYPE = "application/pdf"
_SOURCES = Path(__file__).parent / "typst"
_ONE_AT_A_TIME = threading.Lock()
_UNDATED = date(2000, 1, 1)
_SEMIBOLD = 600


@cache
def _fonts(font_folders: tuple[str, ...]) -> tuple[typst.Fonts, dict[str, str], frozenset[str]]:
    """Return the fonts of this machine, their names by the folded name, and those that have bold letters."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=list(font_folders))
    bold = frozenset(font.family for font in fonts.fonts() if font.weight >= _SEMIBOLD)
    return fonts, {family.casefold(): family for family in fonts.families()}, bold


@cache
def _compiler(source: str, font_folders: tuple[str, ...]) -> typst.Compiler:
    return typst.Compiler(str(_SOURCES / source), root=str(_SOURCES), font_paths=_fonts(font_folders)[0])


def pdf_file(word: bytes, *, dated_on: date | None, font_folders: Sequence[str] = ()) -> bytes:
    """Return a Word letter as PDF: its wording, order and look.

    Raises Refused ``no_chinese_font`` when the machine has none, ValueError for what cannot be read as a Word
    file, RuntimeError when it cannot be set.
    """
    return _typeset("word.typ", "word", shown_values(word, font_folders), font_folders, dated_on or _UNDATED)


def shown_values(word: bytes, font_folders: Sequence[str] = ()) -> dict[str, Any]:
    """Return a Word file as the values its PDF is set from, with the fonts this machine has. Raises ValueError."""
    _, known, bold = _fonts(tuple(font_folders))
    try:
        values = printed(word)
    except (BadZipFile, LxmlError, LookupError, AttributeError, TypeError) as problem:
        raise ValueError(f"这个Word文件的结构读不出来（{problem}）") from problem
    faces = []
    for latin, chinese in values["faces"]:
        families: list[Any] = _usable(chinese, known)
        has_bold = families[0] in bold
        if latin.casefold() in known and latin != chinese:
            # Chinese quotation marks stay with the Chinese face.
            families = [{"name": known[latin.casefold()], "covers": "latin-in-cjk"}, *families]
        faces.append({"families": families, "bold": has_bold})
    return values | {"faces": faces}


def typeset(
    source: str, name: str, values: dict[str, Any], *, faces: Faces, font_folders: Sequence[str], dated_on: date
) -> bytes:
    """Return the PDF of one of our own sheets; ``values`` reach it as JSON under ``name``."""
    known = _fonts(tuple(font_folders))[1]
    shown = {part: _usable(getattr(faces, part), known) for part in ("text", "title", "heading", "page_number")}
    return _typeset(source, name, values | {"faces": shown}, font_folders, dated_on)


def _typeset(source: str, name: str, values: dict[str, Any], font_folders: Sequence[str], dated_on: date) -> bytes:
    compiler = _compiler(source, tuple(font_folders))
    # The day of the letter and not of the machine: the same letter makes the same file.
    stamp = datetime(dated_on.year, dated_on.month, dated_on.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        return compiler.compile(
            format="pdf", sys_inputs={name: json.dumps(values, ensure_ascii=False)}, timestamp=stamp
        )


def _usable(face: str, known: dict[str, str]) -> list[str]:
    """Return the fonts of this machine that may stand for a face, best first.

    Raises Refused when not one Chinese font is there: a letter of empty boxes must not leave the house.
    """
    names = [known[name.casefold()] for name in chain(face) if name.casefold() in known]
    if not names:
        raise Refused(
            "no_chinese_font",
            "本机没有可用的中文字体，不能生成PDF；Word文件不受影响。请安装仿宋字体，或者开源的 Noto Serif CJK SC 字体。",
        )
    return names
