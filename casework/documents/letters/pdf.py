"""A letter as PDF by typst: embedded Chinese font, selectable text, tagged.

The compiler and the fonts are read once and kept; a kept compiler sets a letter in a seventh of the time
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

import typst

from casework.documents.letters import layout as gb
from casework.documents.letters.fields import clean, shown_title
from casework.documents.letters.layout import Faces, chain
from casework.law.errors import Refused
from casework.law.letters.text import LetterText
from casework.law.letters.words import legal_date

CONTENT_TYPE = "application/pdf"
_SOURCES = Path(__file__).parent / "typst"
_ONE_AT_A_TIME = threading.Lock()


@cache
def _compiler(source: str, font_folders: tuple[str, ...]) -> tuple[typst.Compiler, frozenset[str]]:
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=list(font_folders))
    compiler = typst.Compiler(str(_SOURCES / source), root=str(_SOURCES), font_paths=fonts)
    return compiler, frozenset(fonts.families())


def pdf_file(
    letter: LetterText, *, page_style: str, agency_name: str, faces: Faces, font_folders: Sequence[str] = ()
) -> bytes:
    """Return the letter as PDF. Raises Refused ``no_chinese_font`` when the machine has none."""
    values = _values(letter, page_style, agency_name)
    day = letter.dated_on or date(2000, 1, 1)
    return typeset("letter.typ", "letter", values, faces=faces, font_folders=font_folders, dated_on=day)


def typeset(
    source: str, name: str, values: dict[str, Any], *, faces: Faces, font_folders: Sequence[str], dated_on: date
) -> bytes:
    """Return the PDF of one of our typst sources; ``values`` reach it as JSON under ``name``."""
    compiler, families = _compiler(source, tuple(font_folders))
    shown = values | {"faces": usable_faces(faces, families), "layout": _LAYOUT}
    # The day of the letter and not of the machine: the same letter makes the same file.
    stamp = datetime(dated_on.year, dated_on.month, dated_on.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        return compiler.compile(format="pdf", sys_inputs={name: json.dumps(shown, ensure_ascii=False)}, timestamp=stamp)


def usable_faces(faces: Faces, families: frozenset[str]) -> dict[str, list[str]]:
    """Return the fonts of each face that this machine has, best first.

    Raises Refused when not one Chinese font is there: a letter of empty boxes must not leave the house.
    """
    known = {family.casefold(): family for family in families}
    found = {}
    for part in ("text", "title", "heading", "second_heading", "page_number"):
        names = [known[name.casefold()] for name in chain(getattr(faces, part)) if name.casefold() in known]
        if not names:
            raise Refused(
                "no_chinese_font",
                "本机没有可用的中文字体，不能生成PDF；Word文件不受影响。请安装仿宋字体，或者开源的 Noto Serif CJK SC 字体。",
            )
        found[part] = names
    return found


_LAYOUT = {
    "text_pt": gb.TEXT_PT,
    "title_pt": gb.TITLE_PT,
    "page_number_pt": gb.PAGE_NUMBER_PT,
    "line_pt": gb.LINE_PT,
    "page_width_mm": gb.PAGE_WIDTH_MM,
    "page_height_mm": gb.PAGE_HEIGHT_MM,
    "top_mm": gb.TOP_MM,
    "left_mm": gb.LEFT_MM,
    "right_mm": gb.RIGHT_MM,
    "bottom_mm": gb.BOTTOM_MM,
}


def _values(letter: LetterText, page_style: str, agency_name: str) -> dict[str, Any]:
    slip, listing = letter.slip, letter.listing
    return {
        "page_style": page_style,
        "agency": clean(agency_name),
        # A long name is set smaller, so that the red head stays on its line.
        "mark_pt": min(gb.MARK_PT, max(12, int(440 / max(len(agency_name), 1)))),
        "title": clean(letter.title),
        "shown_title": shown_title(letter, agency_name),
        "number": clean(letter.number),
        "addressee": clean(letter.addressee),
        "lines": [{"text": clean(line.text), "heading": line.heading} for line in letter.lines],
        "enclosures": clean("、".join(letter.enclosures)),
        "signature": clean(letter.signature),
        "date": legal_date(letter.dated_on) if letter.dated_on else "",
        "slip": slip
        and {
            "title": clean(slip.title),
            "rows": [{"label": clean(r.label), "value": clean(r.value), "tall": r.tall} for r in slip.rows],
            "remark": clean(slip.remark),
        },
        "listing": listing
        and {
            "head": list(listing.head),
            "rows": [[clean(cell) for cell in row] for row in listing.rows],
        },
    }
