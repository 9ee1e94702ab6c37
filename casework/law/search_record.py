"""检索记录: what proves that information was looked for (Art. 36(4)), as courts ask to see it.

Source: Art. 36(4) of the Regulation; 指导案例101号: an agency that answers "does not exist" proves a
diligent search. A search that found nothing names two sets of key words and the paper archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.law.errors import Refused
from casework.law.letters.words import legal_date
from casework.law.sources import regulation

KEYWORD_SETS_AT_LEAST = 2
ARTICLE = regulation(36, item=4)


@dataclass(frozen=True, slots=True)
class SearchFact:
    """One search. ``keyword_sets`` holds one text a set, ``period`` the years searched, in words."""

    places: str
    systems: str
    keyword_sets: tuple[str, ...]
    period: str
    searched_by: str
    searched_on: date | None
    found: bool | None
    paper_archive: str = ""


def check_search(fact: SearchFact, *, today: date) -> None:
    """Raise Refused for a search that would prove nothing, naming the field that is missing.

    Only a search without result must show two sets of key words and what was done in the paper
    archive: what was found needs no proof that it was looked for. Source: Art. 36(4).
    """
    needed = (
        ("places", fact.places, "检索的处所（档案室、业务科室等）"),
        ("systems", fact.systems, "检索的系统或目录"),
        ("period", fact.period, "检索所覆盖的时间段"),
        ("searched_by", fact.searched_by, "检索人"),
    )
    for field, value, label in needed:
        if not value.strip():
            raise Refused("search_incomplete", f"检索记录须写明{label}。", article=ARTICLE, field=field)
    if fact.searched_on is None:
        raise Refused("search_incomplete", "检索记录须写明检索日期。", article=ARTICLE, field="searched_on")
    if fact.searched_on > today:
        raise Refused(
            "search_in_future", f"检索日期{fact.searched_on}晚于今天{today}。", article=ARTICLE, field="searched_on"
        )
    if fact.found is None:
        raise Refused("search_incomplete", "检索记录须写明检索结果。", article=ARTICLE, field="found")
    sets = {text.strip() for text in fact.keyword_sets if text.strip()}
    if not sets:
        raise Refused("search_incomplete", "检索记录须写明关键词。", article=ARTICLE, field="keyword_sets")
    if not fact.found and len(sets) < KEYWORD_SETS_AT_LEAST:
        raise Refused(
            "search_too_narrow",
            f"未检索到信息的，至少要用{KEYWORD_SETS_AT_LEAST}组不同的关键词检索过，现有{len(sets)}组。",
            article=ARTICLE,
            field="keyword_sets",
        )
    if not fact.found and not fact.paper_archive.strip():
        raise Refused(
            "search_incomplete",
            "未检索到信息的，须写明纸质档案的检索情况；没有纸质档案的，写明没有及原因。",
            article=ARTICLE,
            field="paper_archive",
        )


def proves_absence(facts: Iterable[SearchFact]) -> bool:
    """Tell whether the searches carry a reply "does not exist": some were made, none found it (Art. 36(4))."""
    results = [fact.found for fact in facts]
    return bool(results) and not any(results)


def refuse_contradiction(facts: Iterable[SearchFact]) -> None:
    """Raise Refused when a recorded search found what the reply would call non-existent (Art. 36(4))."""
    if any(fact.found for fact in facts):
        raise Refused(
            "search_found_it",
            "检索记录写明已检索到相关信息，不能再以“信息不存在”答复。",
            article=ARTICLE,
            field="decision_code",
        )


def describe_search(fact: SearchFact) -> str:
    """Return the search in one sentence, as a reply and a court file quote it."""
    keywords = "；".join(fact.keyword_sets)
    result = "检索到相关信息" if fact.found else "未检索到相关信息"
    paper = f"纸质档案：{fact.paper_archive}。" if fact.paper_archive else ""
    return (
        f"{legal_date(fact.searched_on)}，{fact.searched_by}在{fact.places}检索{fact.systems}，"
        f"时间段{fact.period}，关键词：{keywords}。{paper}结果：{result}。"
    )
