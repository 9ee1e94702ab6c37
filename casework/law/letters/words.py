"""Words every letter shares: dates, forms of address, citations in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from casework.law.letters.facts import ApplicantWords
from casework.law.sources import FEE_MEASURES, REGULATION

REGULATION_NAME = "《中华人民共和国政府信息公开条例》"
# Room for a hand: a day, and a signature with its day.
BLANK_DATE = "　　　　年　　月　　日"
SIGNED_BELOW = f"\n签名：　　　　　　　　{BLANK_DATE}"
FEE_MEASURES_NAME = f"《政府信息公开信息处理费管理办法》（{FEE_MEASURES}）"


def legal_date(day: date) -> str:
    """Return a day as official letters write it: 2026年3月2日, no leading zeros (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def address_of(applicants: Sequence[ApplicantWords]) -> str:
    """Return how the text speaks to the applicants: 您, 你单位, or 你们 for several."""
    if len(applicants) > 1:
        return "你们"
    return "您" if not applicants or applicants[0].natural else "你单位"


def names_of(applicants: Sequence[ApplicantWords]) -> str:
    """Return the applicants' names, joined as a letter's addressee."""
    return "、".join(item.name for item in applicants)


def cited(articles: Iterable[str]) -> str:
    """Return citations joined for a letter; the Regulation is named in full once.

    条例第十四条, 条例第三十六条第三项 -> 《中华人民共和国政府信息公开条例》第十四条、第三十六条第三项.
    """
    parts: list[str] = []
    named = False
    for article in articles:
        if article.startswith(REGULATION.short + "第"):
            rest = article.removeprefix(REGULATION.short)
            parts.append(rest if named else REGULATION_NAME + rest)
            named = True
        elif article == FEE_MEASURES:
            parts.append(FEE_MEASURES_NAME)
        else:
            parts.append(article)
    return "、".join(parts)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs a person typed, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def sentence(text: str) -> str:
    """Return typed text as the end of a sentence: exactly one full stop behind it."""
    text = "；".join(paragraphs(text)).rstrip("。；;. ")
    return text if text.endswith(("？", "！")) else f"{text}。"
