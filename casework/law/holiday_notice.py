"""Reading a State Council holiday notice (国务院办公厅关于××年部分节假日安排的通知, 放假办法第七条).

The text is taken sentence by sentence: days given off, weekend days to be worked, a holiday made
longer, and advice that changes nothing. A sentence that names a day but is not wholly understood
is refused by name: a calendar that was half understood is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.notice_text import (
    DAY,
    DAYS,
    NOTE,
    TO,
    amended_holiday,
    arranges_year,
    notice_number,
    sentences_of,
    signed_on,
    year_of,
)
from casework.law.sources import HOLIDAY_NOTICE

# 全国年节及纪念日放假办法第二条: a yearly notice that leaves one out was not pasted whole.
YEARLY_HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
LONGEST_SPAN = 16
WEEKDAYS = "一二三四五六日"

_OFF = re.compile(
    rf"(?P<days>{DAYS})(?:放假|休息|补休)(?:调休)?(?P<said>\d+天)?"
    r"(?:[，,](?:与周末连休|不调休|共(?P<total>\d+)天))*"
)
_WORKED = re.compile(rf"(?P<days>{DAYS})(?:照常|正常)?上班")
_PROLONGED = re.compile(
    rf"(?:将|把)?延长(?:20\d\d年)?(?P<name>[\u4e00-\u9fff]{{2,8}}?)假期至(?P<until>{DAY})"
    rf"(?:[，,](?P<back>{DAY})起?(?:照常|正常)上班)?"
)
_ANY_DAY = re.compile(r"\d{1,2}日")
_ADVICE = re.compile(r"^(?:鼓励|倡导|提倡|建议)")
_SPAN = re.compile(rf"(?P<first>{DAY})(?:{TO}(?P<last>{DAY}))?")
_DAY_PARTS = re.compile(r"(?:(?P<y>\d{4})年)?(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})日(?P<note>.*)")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


class Effect(StrEnum):
    """What a sentence does to the calendar."""

    OFF = "off"
    WORKED = "worked"
    PROLONGED = "prolonged"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence as understood. ``days`` are given off, to be worked, or the last day off."""

    text: str
    holiday: str
    effect: Effect
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as understood, before it is held against the calendar in force.

    ``amends`` names the one holiday that a notice within the year changes; empty for a yearly one.
    """

    year: int
    amends: str
    notice_number: str
    published_on: date | None
    sentences: tuple[ReadSentence, ...]

    def days(self, effect: Effect) -> dict[date, str]:
        """Return the days of one effect with the holiday they belong to."""
        return {day: item.holiday for item in self.sentences if item.effect is effect for day in item.days}


class NoticeUnreadable(Refused):
    """A sentence of the notice could not be read; ``text`` is that sentence."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__("notice_unreadable", f"看不懂这一句：“{text}”。{why}", article=HOLIDAY_NOTICE, field="text")
        self.text = text


def read_notice(text: str) -> ReadNotice:
    """Return what a notice says, sentence by sentence. Source: 放假办法第二条、第七条.

    Raises NoticeUnreadable naming the first sentence that cannot be read, and Refused
    ``notice_without_year`` when the text does not say which year it arranges.
    """
    year, amends = year_of(text), amended_holiday(text)
    if year is None:
        raise Refused(
            "notice_without_year",
            "通知中没有写明是哪一年的节假日安排（应有“关于××××年部分节假日安排的通知”）。",
            article=HOLIDAY_NOTICE,
            field="text",
        )
    amends = "" if arranges_year(text) else amends
    sentences = tuple(
        _read_sentence(sentence, holiday or amends, year, amends) for holiday, sentence in sentences_of(text)
    )
    found = ReadNotice(year, amends, notice_number(text), signed_on(text), sentences)
    _check_whole(found, text)
    return found


def _check_whole(found: ReadNotice, text: str) -> None:
    """Refuse what no single sentence shows: nothing found, holidays missing, a day named twice."""
    off, worked = found.days(Effect.OFF), found.days(Effect.WORKED)
    if not off and not found.days(Effect.PROLONGED):
        raise NoticeUnreadable(text.strip()[:40], "全文没有找到放假日期。")
    if not found.amends:
        named = {name for label in off.values() for name in label.split("、")}
        missing = [name for name in YEARLY_HOLIDAYS if name not in named]
        if missing:
            raise Refused(
                "notice_incomplete",
                f"{found.year}年的通知中没有找到{'、'.join(missing)}的放假日期，请粘贴通知全文。",
                article=HOLIDAY_NOTICE,
                field="text",
            )
    seen: dict[date, ReadSentence] = {}
    for item in found.sentences:
        if item.effect not in (Effect.OFF, Effect.WORKED):
            continue
        for day in item.days:
            before = seen.setdefault(day, item)
            if before is not item:
                both = day in off and day in worked
                why = "同一天既放假又上班" if both else "同一天写了两次"
                raise NoticeUnreadable(item.text, f"{day.month}月{day.day}日：{why}（另见“{before.text}”）。")


def _read_sentence(sentence: str, holiday: str, year: int, amends: str) -> ReadSentence:
    plain = NOTE.sub("", sentence)
    if not _ANY_DAY.search(plain) or _ADVICE.search(plain):
        return ReadSentence(sentence, holiday, Effect.NONE)
    prolonged = _PROLONGED.fullmatch(sentence)
    if prolonged and amends:
        return _read_prolonged(prolonged, sentence, year)
    read = _read_off(sentence, holiday, year) or _read_worked(sentence, holiday, year)
    if read is None:
        raise NoticeUnreadable(sentence, _why_not_understood(plain))
    if not holiday:
        raise NoticeUnreadable(sentence, "没有写明是哪个节日（应写作“一、元旦：……”）。")
    return read


def _why_not_understood(plain: str) -> str:
    off, worked = bool(re.search("放假|休息|补休", plain)), "上班" in plain
    if off and worked:
        return "既写放假又写上班，请分成两句。"
    if not off and not worked:
        return "有日期，但没有写明放假还是上班。"
    return "写法与历年通知不同，请按“×月×日至×日放假调休，共×天”“×月×日（星期×）上班”的写法核对。"


def _read_off(sentence: str, holiday: str, year: int) -> ReadSentence | None:
    found = _OFF.fullmatch(sentence)
    if not found:
        return None
    days = _days(found["days"], sentence, year)
    for said in (found["said"] or "").removesuffix("天"), found["total"]:
        if said and int(said) != len(days):
            raise NoticeUnreadable(sentence, f"写明{said}天，日期却有{len(days)}天。")
    return ReadSentence(sentence, holiday, Effect.OFF, days)


def _read_worked(sentence: str, holiday: str, year: int) -> ReadSentence | None:
    found = _WORKED.fullmatch(sentence)
    if not found:
        return None
    days = _days(found["days"], sentence, year)
    for day in days:
        if day.weekday() < 5:
            raise NoticeUnreadable(sentence, f"{day.year}年{day.month}月{day.day}日不是周末，无须调休上班。")
    return ReadSentence(sentence, holiday, Effect.WORKED, days)


def _read_prolonged(found: re.Match[str], sentence: str, year: int) -> ReadSentence:
    (until,) = _days(found["until"], sentence, year)
    if found["back"]:
        (back,) = _days(found["back"], sentence, year)
        between = {until + timedelta(days=n) for n in range(1, (back - until).days)}
        if back <= until or any(day.weekday() < 5 for day in between):
            raise NoticeUnreadable(sentence, "延长至的日期和恢复上班的日期不相接。")
    return ReadSentence(sentence, found["name"], Effect.PROLONGED, (until,))


@dataclass(slots=True)
class _Reading:
    """Year and month carried from one day of a sentence to the next, as people write them."""

    sentence: str
    notice_year: int
    year: int
    month: int = 0

    def day(self, text: str) -> date:
        parts = _DAY_PARTS.fullmatch(text)
        assert parts is not None
        self.year = int(parts["y"] or self.year)
        self.month = int(parts["m"] or self.month)
        if not self.month:
            raise NoticeUnreadable(self.sentence, f"“{parts['d']}日”没有写明月份。")
        try:
            found = date(self.year, self.month, int(parts["d"]))
        except ValueError:
            why = f"没有{self.year}年{self.month}月{parts['d']}日这一天。"
            raise NoticeUnreadable(self.sentence, why) from None
        self._check_weekday(found, parts["note"])
        # New Year's days off may begin in the December before.
        if not date(self.notice_year - 1, 12, 1) <= found <= date(self.notice_year, 12, 31):
            raise NoticeUnreadable(
                self.sentence, f"{found.year}年{found.month}月{found.day}日不属于{self.notice_year}年的安排。"
            )
        return found

    def _check_weekday(self, found: date, note: str) -> None:
        said = _WEEKDAY.search(note)
        is_weekday = WEEKDAYS[found.weekday()]
        if said and said[1].replace("天", "日") != is_weekday:
            why = f"{found.year}年{found.month}月{found.day}日是星期{is_weekday}，不是星期{said[1]}。"
            raise NoticeUnreadable(self.sentence, why)


def _days(text: str, sentence: str, year: int) -> tuple[date, ...]:
    reading = _Reading(sentence, year, year)
    days: list[date] = []
    for span in _SPAN.finditer(text):
        first = last = reading.day(span["first"])
        if span["last"]:
            last = reading.day(span["last"])
        if last < first:
            raise NoticeUnreadable(sentence, "起止日期颠倒。")
        if (last - first).days >= LONGEST_SPAN:
            raise NoticeUnreadable(sentence, f"连续放假超过{LONGEST_SPAN}天，请核对。")
        days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple(days)
