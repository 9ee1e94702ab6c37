"""Reading a State Council holiday notice (国务院办公厅关于××年部分节假日安排的通知).

The text is taken sentence by sentence: days given off, weekend days to be worked, and advice
that changes nothing. A sentence that names a day but fits none of the known forms is refused by
name: a calendar that was half understood is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from casework.law.calendar import YearNotice
from casework.law.errors import Refused

_ARTICLE = "国务院办公厅年度放假通知"
_NOTES = re.compile(r"[（(][^（()）]*[)）]")
_TITLE_YEAR = re.compile(r"(20\d\d)年(?:部分节假日|[^，。]{0,30}(?:假期|放假))")
_NUMBER = re.compile(r"国办发明电\s*[〔\[［]\s*(20\d\d)\s*[〕\]］]\s*(\d+)\s*号")
_SIGNED = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日\s*$")
_HEADING = re.compile(r"^\s*[一二三四五六七八九十]+、\s*([^：:\d]{2,20}?)\s*[：:]")
_DAY = r"(?:(?P<{0}y>20\d\d)年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*(?:至|—|－|-|~|～)\s*" + _DAY.format("b") + r")?")
_OFF = re.compile(r"放假|休息|补休|延长")
_WORKED = re.compile(r"上班")
_ADVICE = re.compile(r"鼓励|倡导|结合带薪|落实|妥善安排|值班")


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence as understood: the days it gives off or orders to be worked."""

    text: str
    holiday: str
    days_off: tuple[date, ...] = ()
    days_worked: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as understood, before anything is stored."""

    notice: YearNotice
    sentences: tuple[ReadSentence, ...]


class NoticeUnreadable(Refused):
    """A sentence of the notice could not be read; ``text`` is that sentence."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__("notice_unreadable", f"看不懂这一句：“{text}”。{why}", article=_ARTICLE)
        self.text = text


def read_notice(text: str) -> ReadNotice:
    """Return what a notice says, sentence by sentence.

    Raises NoticeUnreadable naming the first sentence that cannot be read, and Refused
    ``notice_without_year`` when the text does not say which year it arranges.
    """
    year = _year_of(text)
    holidays: dict[date, str] = {}
    worked: set[date] = set()
    sentences: list[ReadSentence] = []
    for holiday, sentence in _sentences(text):
        read = _read_sentence(sentence, holiday, year)
        if read is None:
            continue
        sentences.append(read)
        holidays |= dict.fromkeys(read.days_off, read.holiday)
        worked |= set(read.days_worked)
    if not holidays:
        raise NoticeUnreadable(text.strip()[:40], "全文没有找到放假日期。")
    contradiction = sorted(worked & set(holidays))
    if contradiction:
        raise NoticeUnreadable(
            f"{contradiction[0].month}月{contradiction[0].day}日", "同一天既放假又上班。"
        )
    number = _NUMBER.search(text)
    notice = YearNotice(
        year,
        dict(sorted(holidays.items())),
        frozenset(worked),
        f"国办发明电〔{number[1]}〕{number[2]}号" if number else "",
        _signed_on(text),
    )
    return ReadNotice(notice, tuple(sentences))


def _year_of(text: str) -> int:
    found = _TITLE_YEAR.search(text)
    if not found:
        raise Refused(
            "notice_without_year",
            "通知中没有写明是哪一年的节假日安排（应有“关于××××年部分节假日安排的通知”）。",
            article=_ARTICLE,
        )
    return int(found[1])


def _signed_on(text: str) -> date | None:
    last = next((line.strip() for line in reversed(text.strip().splitlines()) if line.strip()), "")
    found = _SIGNED.match(last)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _sentences(text: str) -> list[tuple[str, str]]:
    """Return (holiday, sentence) for every sentence below a numbered holiday heading."""
    holiday = ""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            holiday = heading[1].replace("和", "、")
            line = line[heading.end() :]
        if not holiday or _SIGNED.match(line.strip()):
            continue
        found += [(holiday, part.strip()) for part in re.split(r"[。；;]", line) if part.strip()]
    return found


def _read_sentence(sentence: str, holiday: str, year: int) -> ReadSentence | None:
    plain = _NOTES.sub("", sentence)
    if not _SPAN.search(plain) or _ADVICE.search(plain):
        return None
    off, worked = bool(_OFF.search(plain)), bool(_WORKED.search(plain))
    if off == worked:
        why = "既写放假又写上班，请分成两句。" if off else "有日期，但没有写明放假还是上班。"
        raise NoticeUnreadable(sentence, why)
    days = _days(plain, sentence, year)
    if worked:
        for day in days:
            if day.weekday() < 5:
                raise NoticeUnreadable(sentence, f"{day.month}月{day.day}日不是周末，无须调休上班。")
        return ReadSentence(sentence, holiday, days_worked=days)
    _check_count(plain, sentence, days)
    return ReadSentence(sentence, holiday, days_off=days)


def _days(plain: str, sentence: str, year: int) -> tuple[date, ...]:
    days: list[date] = []
    month = 0
    for span in _SPAN.finditer(plain):
        month = int(span["am"] or month)
        first_year = int(span["ay"] or year)
        first = _day(first_year, month, int(span["ad"]), sentence)
        last = first
        if span["bd"]:
            month = int(span["bm"] or month)
            last = _day(int(span["by"] or first_year), month, int(span["bd"]), sentence)
        if last < first or (last - first).days > 15:
            raise NoticeUnreadable(sentence, "起止日期颠倒或者过长。")
        days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple(days)


def _day(year: int, month: int, day: int, sentence: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoticeUnreadable(sentence, f"没有{year}年{month}月{day}日这一天。") from None


def _check_count(plain: str, sentence: str, days: tuple[date, ...]) -> None:
    said = re.search(r"共\s*(\d+)\s*天", plain)
    if said and int(said[1]) != len(days):
        raise NoticeUnreadable(sentence, f"写明共{said[1]}天，日期却有{len(days)}天。")
