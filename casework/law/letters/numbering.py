"""Letter numbers (文号): how the parts of a number are put together, and what a pattern must hold.

Source: GB/T 9704-2012 (〔2026〕, no leading zeros); law.md 6.4: no national form, so each agency has its pattern.
"""

from __future__ import annotations

import re

from casework.law.errors import Refused

# The series of replies is called 复; every other series by the word of its letter kind.
REPLY_SERIES = "复"
DEFAULT_PATTERN = "{机关代字}公{种类}〔{年份}〕{序号}号"
PARTS = ("机关代字", "种类", "年份", "序号")
_PART = re.compile(r"\{([^{}]*)\}")


def letter_number(pattern: str, *, prefix: str, series: str, year: int, serial: int) -> str:
    """Return the number, e.g. 某审公复〔2026〕12号. Raises Refused for a pattern that is none."""
    check_pattern(pattern)
    values = {"机关代字": prefix, "种类": series, "年份": str(year), "序号": str(serial)}
    return _PART.sub(lambda found: values[found[1]], pattern)


def check_pattern(pattern: str) -> None:
    """Raise Refused ``number_pattern`` unless a pattern gives every number of a series another text."""
    parts = _PART.findall(pattern)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise Refused(
            "number_pattern", f"文号格式里没有“{unknown[0]}”这一项，可用：{'、'.join(PARTS)}。", field="pattern"
        )
    if "序号" not in parts or "年份" not in parts or "种类" not in parts:
        raise Refused("number_pattern", "文号格式必须含有{种类}、{年份}和{序号}，否则会重号。", field="pattern")
    if _PART.sub("", pattern).strip("{}") != _PART.sub("", pattern) or "\n" in pattern:
        raise Refused("number_pattern", "文号格式的大括号不成对。", field="pattern")
