"""The wordings of published tables brought to the official ones (law.md 3.5).

A label is compared by what is left of it without white space, punctuation and full-width forms, and with the
known synonyms replaced; then exactly, without its number, shortened, or at the end of a longer text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, FORMAT_2019, FORMAT_2021, RESULTS_HEADING

_SYNONYMS = (
    ("商业机构", "商业企业"),
    ("执法案件", "执法案卷"),
    ("危害三安全", "危及三安全"),
    ("有关政府信息", "相关政府信息"),
)
_NUMBERING = re.compile(r"(（[一二三四五六七]）|[一二三四]、|\d\.)")
# Shorter remains could be anything: "其他" and "总计" stand in the heading too.
_SHORTEST_CORE = 4
_SHORTEST_BEGINNING = 3
_MORE_ROW_ALIASES = {"results_total": ("（七）合计",), "other": ("（六）其他",)}
_PROACTIVE_ROWS = {
    "规章": "rules",
    "规范性文件": "normative",
    "行政规范性文件": "normative",
    "行政许可": "license",
    "其他对外管理服务事项": "other_service",
    "行政处罚": "penalty",
    "行政强制": "coercion",
    "行政事业性收费": "fee",
    "政府集中采购": "procurement",
}
_MORE_COLUMN_ALIASES = {"total": ("合计",)}
_DISPUTE_ALIASES = {"纠正": "corrected", "维持": "maintained", "其他": "other", "合计": "total"}


class Part(StrEnum):
    """Where in a report a line stands."""

    PROSE = "prose"
    TWO = "two"
    THREE = "three"
    FOUR = "four"


_NUMBER_OF_PART = r"[一二三四五六]?"
_TITLES = (
    (re.compile(_NUMBER_OF_PART + "主动公开政府信息(工作)?情况"), Part.TWO),
    (re.compile(_NUMBER_OF_PART + "收到和处理政府信息公开申请(的)?情况"), Part.THREE),
    (re.compile(_NUMBER_OF_PART + "(因)?政府信息公开(工作)?(被申请)?行政复议(提起)?行政诉讼(的)?情况"), Part.FOUR),
    (
        re.compile(
            _NUMBER_OF_PART + "(政府信息公开工作)?存在的主要问题.{0,8}|" + _NUMBER_OF_PART + "其他需要报告的事项"
        ),
        Part.PROSE,
    ),
)
# Cells that stand in one table only, for files that lost the titles.
_TELLING_CELLS = (
    (re.compile("第二十条第[一二三四五六七八九][项条]"), Part.TWO),
    (re.compile("本列数据的勾稽关系.*"), Part.THREE),
    (re.compile("一本年新收政府信息公开申请数量.*"), Part.THREE),
    (re.compile("(行政诉讼)?未经复议直接起诉(复议后起诉)?"), Part.FOUR),
)
_HEADING = re.compile(r"[\s#*]*[一二三四五六七八]\s*[、.．,，]")


def squeeze(text: str) -> str:
    """Return what a label is compared by.

    Compatibility forms (full-width digits, ㈠, the radicals some PDF files use for 一 and 人) become plain ones.
    """
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
    for variant, official in _SYNONYMS:
        bare = bare.replace(variant, official)
    return bare


def part_begun_by(text: str) -> Part | None:
    """Return the part of the report that starts with this line or cell, or None when it stays in its part."""
    bare = squeeze(text)
    for title, part in _TITLES:
        if title.fullmatch(bare):
            return part
    # A sentence may quote the words of a table; a cell is no sentence.
    if "。" not in text:
        for words, part in _TELLING_CELLS:
            if words.fullmatch(bare):
                return part
    if _HEADING.match(text) and not _is_heading_of_table_three(bare):
        return Part.PROSE
    return None


def _is_heading_of_table_three(bare: str) -> bool:
    results = squeeze(RESULTS_HEADING)
    return bare.startswith(results) or results.startswith(bare) or row_of_table_three([bare]) is not None


@cache
def _row_names() -> dict[str, str]:
    names = {}
    for report_format in (FORMAT_2021, FORMAT_2019):
        for row in report_format.rows:
            if row.kind != "heading" or row.key == "other":
                for label in (row.label, *row.aliases, *_MORE_ROW_ALIASES.get(row.key, ())):
                    names[squeeze(label)] = row.key
    return names


@cache
def _row_cores() -> dict[str, str]:
    """The same labels without their numbers, as far as they still tell rows apart."""
    found: dict[str, str | None] = {}
    for report_format in (FORMAT_2021, FORMAT_2019):
        for row in report_format.rows:
            if row.kind != "heading":
                core = squeeze(_NUMBERING.sub("", row.label, count=1))
                if len(core) >= _SHORTEST_CORE:
                    found[core] = row.key if found.get(core, row.key) == row.key else None
    return {core: key for core, key in found.items() if key}


def row_of_table_three(pieces: Sequence[str]) -> str | None:
    """Return the key of the row whose label ends ``pieces``, the texts read since the last figure."""
    tails = ["".join(squeeze(piece) for piece in pieces[start:]) for start in range(len(pieces))]
    tails = [tail for tail in tails if tail]
    names, cores = _row_names(), _row_cores()
    for known in (names, cores):
        for tail in tails:
            if tail in known:
                return known[tail]
    for tail in tails:
        key = _shortened(tail, names) or _shortened(tail, cores)
        if key:
            return key
    return _at_the_end(tails[0], names) if tails else None


def _shortened(tail: str, names: dict[str, str]) -> str | None:
    """A label cut short, or an official label with a remark after it."""
    if len(tail) < _SHORTEST_BEGINNING:
        return None
    keys = {key for name, key in names.items() if name.startswith(tail)}
    if len(keys) == 1:
        return keys.pop()
    longer = {key for name, key in names.items() if len(name) > _SHORTEST_CORE and tail.startswith(name)}
    return longer.pop() if len(longer) == 1 else None


def _at_the_end(text: str, names: dict[str, str]) -> str | None:
    fitting = [name for name in names if text.endswith(name)]
    return names[max(fitting, key=len)] if fitting else None


def row_of_table_two(pieces: Sequence[str]) -> str | None:
    """Return the key of the line of table 二 whose label ends ``pieces``."""
    for start in range(len(pieces)):
        tail = "".join(squeeze(piece) for piece in pieces[start:])
        if tail in _PROACTIVE_ROWS:
            return _PROACTIVE_ROWS[tail]
    return None


@cache
def _column_names() -> dict[str, str]:
    return {
        squeeze(label): column.key
        for column in COLUMNS
        for label in (column.label, *column.aliases, *_MORE_COLUMN_ALIASES.get(column.key, ()))
    }


def column_of_table_three(text: str) -> str | None:
    """Return the key of the applicant column a heading cell names."""
    return _column_names().get(squeeze(text))


def column_of_table_four(text: str) -> str | None:
    """Return the key of the outcome column a heading cell of table 四 names."""
    bare = squeeze(text)
    return {squeeze(label): key for key, label in DISPUTE_COLUMNS}.get(bare) or _DISPUTE_ALIASES.get(bare)
