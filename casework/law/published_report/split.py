"""Where one published report ends and the next begins, whose it is, and of which year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.law.published_report.blocks import Block, written_lines

_TITLE = re.compile(
    r"(?P<agency>[^,。;:!?《》<>\d()]{0,40}?)(?P<year>20\d\d)年度?(?:的)?"
    r"(?:政府信息公开(?:工作)?(?:情况)?(?:年度报告|年报|报告)(?:解读|图解|解读材料)?|收到和处理政府信息公开申请情况)"
)
# A year in Chinese numerals, 二〇二三.
_NUMERALS = {ord(c): str(i) for i, c in enumerate("〇一二三四五六七八九")} | {ord(c): "0" for c in "○零Ｏ"}
_YEAR_IN_NUMERALS = re.compile("二[〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2}(?=年)")
_LINES_OF_A_TITLE = 3
_LONGEST_TITLE = 80
_ENDING = "人民政府|政府|管理委员会|委员会|管委会|工委|办公室|办事处|服务中心|中心|[厅局院站所署]|总队|支队|大队|镇|乡|大学|医院|公司"
_AGENCY = re.compile(f"[\u4e00-\u9fff]{{1,28}}(?:{_ENDING}|[省市区县旗州])")
_AGENCY_IN_TEXT = re.compile(
    rf"[\u4e00-\u9fff]{{1,24}}?(?:{_ENDING})(?=认真|坚持|深入|全面|严格|贯彻|按照|积极|以|紧紧|持续|高质量)"
)
_PERIOD = re.compile(r"自(20\d\d)年?0?1月0?1日")
_YEAR = re.compile(r"(20\d\d)年")
# The same zone is written in full and in short, with and without the city before it.
_SHORT_FORMS = (
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """A report's own title; ``agency`` is empty when the title does not name it."""

    agency: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks of one report, from its title on. ``title`` is None for a file without any."""

    title: Title | None
    blocks: tuple[Block, ...]


def plain(text: str) -> str:
    """Return text without white space, marks of emphasis and full-width forms."""
    bare = re.sub(r"[\s#*]", "", unicodedata.normalize("NFKC", text))
    return _YEAR_IN_NUMERALS.sub(lambda found: found[0].translate(_NUMERALS), bare)


def same_agency(one: str, other: str) -> bool:
    """True when two names can be one agency's: equal, or one with the place before it. An empty name is unknown."""
    for full, short in _SHORT_FORMS:
        one, other = one.replace(full, short), other.replace(full, short)
    return one.endswith(other) or other.endswith(one)


def sections(blocks: Sequence[Block]) -> list[Section]:
    """Cut a file at the titles of its reports. What stands before the first title is no report."""
    starts: list[tuple[int, Title]] = []
    for place, title in _titles(blocks):
        if starts:
            last = starts[-1][1]
            if last.year == title.year and same_agency(last.agency, title.agency):
                if len(title.agency) > len(last.agency):
                    starts[-1] = (starts[-1][0], title)
                continue
        starts.append((place, title))
    if not starts:
        return [Section(None, tuple(blocks))]
    ends = [place for place, _ in starts[1:]] + [len(blocks)]
    return [Section(title, tuple(blocks[start:end])) for (start, title), end in zip(starts, ends, strict=True)]


def _titles(blocks: Sequence[Block]) -> Iterator[tuple[int, Title]]:
    written = [(place, plain(text)) for place, text in written_lines(blocks)]
    skip_to = 0
    for index, (place, _) in enumerate(written):
        if index < skip_to:
            continue
        for count in range(1, _LINES_OF_A_TITLE + 1):
            text = "".join(line for _, line in written[index : index + count])
            if len(text) > _LONGEST_TITLE:
                break
            found = _TITLE.fullmatch(text)
            # A line above the title belongs to it when it names an agency; else it is a menu or a date.
            first = written[index][1]
            if found and (count == 1 or found["year"] in first or _AGENCY.fullmatch(first)):
                skip_to = index + count
                agency = found["agency"] or (_named_above(written[index - 1][1]) if index else "")
                yield place, Title(agency, int(found["year"]), text)
                break


def _named_above(line: str) -> str:
    return line if _AGENCY.fullmatch(line) else ""


def agency_in_text(prose: str) -> str:
    """Return what the first sentences call the agency; empty when they do not."""
    for clause in re.split("[,，。;；、:：]", prose[:600]):
        if found := _AGENCY_IN_TEXT.match(clause):
            return found[0]
    return ""


def year_in_text(prose: str) -> int | None:
    """Return the year a report without a title is about: of its period, or the first year it names."""
    text = unicodedata.normalize("NFKC", prose)
    found = _PERIOD.search(text) or _YEAR.search(text)
    return int(found[1]) if found else None
