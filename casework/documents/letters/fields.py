"""The named fields (字段) of a letter template, and the values a letter fills them with."""

from __future__ import annotations

import re
from typing import Any

from casework.documents.letters.layout import TITLE_CHARACTERS_A_LINE
from casework.law.letters.text import SECTION_NAMES, LetterText
from casework.law.letters.words import legal_date

# Set in front of a heading in a field of several paragraphs; the renderer takes it away again.
HEADING_MARK = "\ue001"
# docxtpl begins a new paragraph, shaped like the first, at this sign.
NEW_PARAGRAPH = "\a"
# What XML cannot carry, and what the two libraries take for orders: never let typed text hold them.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")

TITLE, NUMBER, ADDRESSEE, BODY = "标题", "文号", "称谓", "正文"
ENCLOSURES, SIGNATURE, DATE, AGENCY = "附件", "署名", "日期", "机关"
SLIP = "表"
FIELDS: dict[str, str] = {
    TITLE: "机关名称和文书名称",
    NUMBER: "文号，签发取号后才有",
    ADDRESSEE: "受文人，带冒号",
    BODY: "称谓与署名之间的全部内容",
    **{name: f"正文中的“{name}”部分" for name in SECTION_NAMES.values()},
    ENCLOSURES: "附件名称",
    SIGNATURE: "落款的机关名称",
    DATE: "成文日期",
    AGENCY: "机关名称",
    SLIP: "所附表格（回执、送达回证等）",
}


def values_of(letter: LetterText, agency_name: str) -> dict[str, Any]:
    """Return the value of every field. Text is cleaned of signs a Word file cannot hold."""
    sections = {
        name: NEW_PARAGRAPH.join(_marked(line.text, line.heading) for line in letter.sections.get(key, ()))
        for key, name in SECTION_NAMES.items()
    }
    slip = letter.slip
    return {
        TITLE: shown_title(letter, agency_name),
        NUMBER: clean(letter.number),
        ADDRESSEE: clean(letter.addressee),
        BODY: NEW_PARAGRAPH.join(_marked(line.text, line.heading) for line in letter.lines),
        **sections,
        ENCLOSURES: clean("、".join(letter.enclosures)),
        SIGNATURE: clean(letter.signature),
        DATE: legal_date(letter.dated_on) if letter.dated_on else "",
        AGENCY: clean(agency_name),
        SLIP: slip
        and {
            "标题": clean(slip.title),
            "行": [{"名称": clean(row.label), "内容": _tall(row.value, row.tall)} for row in slip.rows],
            "附注": clean(slip.remark),
        },
    }


def shown_title(letter: LetterText, agency_name: str) -> str:
    """Return the title, a long one on two lines: the agency's name, then the name of the letter."""
    title = clean(letter.title)
    name = clean(agency_name)
    if len(title) <= TITLE_CHARACTERS_A_LINE or not title.startswith(name) or title == name:
        return title
    return f"{name}\n{title.removeprefix(name)}"


def clean(text: str) -> str:
    """Return text without control and private-use signs."""
    return _UNFIT.sub("", text)


def _marked(text: str, heading: bool) -> str:
    text = clean(text).replace("\n", "")
    return HEADING_MARK + text if heading else text


def _tall(value: str, tall: bool) -> str:
    lines = clean(value).split("\n")
    # Three lines leave room for a hand-written opinion.
    lines += [""] * (3 - len(lines)) if tall else []
    return NEW_PARAGRAPH.join(lines)
