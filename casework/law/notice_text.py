"""A holiday notice as text: title, number, signature, and its sentences below their headings.

What people paste differs in line breaks, blanks and full-width figures; nothing else is forgiven.
The form is that of the notices themselves (放假办法第七条).
"""

from __future__ import annotations

import re
from datetime import date

NOTE = re.compile(r"[（(][^（()）]*[）)]")
DAY = r"(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:[（(][^（()）]*[）)])?"
TO = r"(?:至|到|—+|－|-|~|～)"
DAYS = rf"{DAY}(?:{TO}{DAY})?(?:[、和及]{DAY}(?:{TO}{DAY})?)*"

_YEARLY = re.compile(r"(20\d\d)年部分节假日|(20\d\d)年[^，。]{0,40}放假调休日期的具体安排")
_AMENDING = re.compile(r"(?:调整|延长)(20\d\d)年([\u4e00-\u9fff、]{2,12}?)(?:假期|放假)")
_NUMBER = re.compile(r"国办发(?:明电)?[〔\[［【](20\d\d)[〕\]］】](\d+)号")
_SIGNATURE = re.compile(r"(?:国务院办公厅)?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:[（(]此件[^（()）]*[）)])?")
_COUNT = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_NUMERAL = rf"(?:[（(]{_COUNT}[）)]|{_COUNT}[、.．])"
_HEADING = re.compile(rf"{_NUMERAL}([^：:，。\d]{{2,20}})[：:]")
_BARE_HEADING = re.compile(r"((?:元旦|春节|清明节|劳动节|端午节|中秋节|国庆节)(?:[、和](?:中秋节|国庆节))?)[：:]")
_BEGINS = re.compile(rf"{_NUMERAL}(?!\d{{1,2}}日)[^\d]|[（(]此件")
_ENDS = ("。", "；", ";", "！", "：", ":", "的通知")
_ALONE = re.compile(rf"{_NUMBER.pattern}|{_SIGNATURE.pattern}|国务院办公厅")
_RUN_TOGETHER = re.compile(r"(?<=。)(?=[一二三四五六七八九十]{1,3}、)")
_SENTENCE_END = re.compile(r"[。；;！]")
# Full-width figures become plain ones; marks that cannot be seen are dropped.
_PLAIN = {ord("０") + n: str(n) for n in range(10)} | {0x200B: None, 0xFEFF: None}


def arranges_year(text: str) -> bool:
    """Tell whether the text is the notice of a whole year."""
    return _YEARLY.search(_joined(text)) is not None


def year_of(text: str) -> int | None:
    """Return the year whose days the notice arranges, or None when it does not say."""
    found = _YEARLY.search(_joined(text)) or _AMENDING.search(_joined(text))
    return int(next(group for group in found.groups() if group)) if found else None


def amended_holiday(text: str) -> str:
    """Return the holiday a notice within the year changes or makes longer; "" for none."""
    found = _AMENDING.search(_joined(text))
    return found[2].replace("和", "、") if found else ""


def notice_number(text: str) -> str:
    """Return the number of the notice in its usual form, or ""."""
    found = _NUMBER.search(_joined(text))
    return f"国办发明电〔{found[1]}〕{found[2]}号" if found else ""


def signed_on(text: str) -> date | None:
    """Return the day below the text, or None when it is missing or impossible."""
    for _, sentence in reversed(_split(text)):
        found = _SIGNATURE.fullmatch(sentence)
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def sentences_of(text: str) -> list[tuple[str, str]]:
    """Return (holiday, sentence) for every sentence; the holiday is that of the heading above it."""
    return [(holiday, sentence) for holiday, sentence in _split(text) if not _SIGNATURE.fullmatch(sentence)]


def _split(text: str) -> list[tuple[str, str]]:
    holiday = ""
    found: list[tuple[str, str]] = []
    for paragraph in _paragraphs(text):
        heading = _HEADING.match(paragraph) or _BARE_HEADING.match(paragraph)
        if heading:
            holiday = heading[1].replace("和", "、")
            paragraph = paragraph[heading.end() :]
        else:
            paragraph = re.sub(rf"^{_NUMERAL}(?!\d{{1,2}}日)", "", paragraph)
        found += [(holiday, part) for part in _SENTENCE_END.split(paragraph) if part]
    return found


def _joined(text: str) -> str:
    return "".join(text.translate(_PLAIN).split())


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs without blanks; a line broken off in mid-sentence is joined again."""
    plain = "\n".join("".join(line.split()) for line in text.translate(_PLAIN).splitlines())
    found: list[str] = []
    for line in _RUN_TOGETHER.sub("\n", plain).splitlines():
        if not line:
            continue
        begins = any((_BEGINS.match(line), _BARE_HEADING.match(line), _ALONE.fullmatch(line)))
        if found and not begins and not found[-1].endswith(_ENDS) and not _NUMBER.fullmatch(found[-1]):
            found[-1] += line
        else:
            found.append(line)
    return found
