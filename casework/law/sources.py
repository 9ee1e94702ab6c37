"""Sources of law and how they are cited.

Articles of the Regulation and of the laws below are cited through them, so that a renumbered article is changed in
one place; a source that is cited once or twice stands where it is cited. Validity dates follow law.md section 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return 1..99 in Chinese numerals as statutes print them: 31 -> 三十一."""
    if not 1 <= number <= 99:
        raise ValueError(f"an article number must be 1..99, not {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Source:
    """An act of law or an interpretive letter, with the days between which it holds."""

    key: str
    title: str
    short: str
    valid_from: date
    valid_to: date | None = None

    def cite(self, article: int, paragraph: int = 0, item: int = 0) -> str:
        """Return the citation, e.g. 条例第三十三条第二款; zero leaves a level out."""
        text = f"{self.short}第{chinese_numeral(article)}条"
        if paragraph:
            text += f"第{chinese_numeral(paragraph)}款"
        if item:
            text += f"第{chinese_numeral(item)}项"
        return text

    def in_force_on(self, day: date) -> bool:
        """Tell whether the source holds on ``day`` (a legal day)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


REGULATION = Source("regulation", "中华人民共和国政府信息公开条例（国务院令第711号）", "条例", date(2019, 5, 15))
RECONSIDERATION_LAW = Source(
    "reconsideration_law", "中华人民共和国行政复议法（2023年修订）", "行政复议法", date(2024, 1, 1)
)
LITIGATION_LAW = Source("litigation_law", "中华人民共和国行政诉讼法（2017年修正）", "行政诉讼法", date(2017, 7, 1))

FEE_MEASURES = "国办函〔2020〕109号"
SERVICE_LETTER = "国办公开办函〔2016〕235号"
RECEIPT_LETTER = "国办公开办函〔2015〕207号"
HOLIDAY_NOTICE = "国务院办公厅年度放假通知"
# What makes an agency decide again; each names its own articles.
REDO_ORDER = "行政复议决定或者行政判决"
REPORT_FORMAT_2021 = "国办公开办函〔2021〕30号"
REPORT_FORMAT_2019 = "国办公开办函〔2019〕60号"


@cache
def regulation(article: int, paragraph: int = 0, item: int = 0) -> str:
    """Cite the Disclosure Regulation, e.g. ``regulation(31, item=3)`` -> 条例第三十一条第三项."""
    return REGULATION.cite(article, paragraph, item)
