"""协查、协办: work an agency does in somebody else's matter. It is no request: it enters no table and stops no clock.

Source: law.md 10; 条例第三十三条第三款 stops the clock for the opinion of another agency only, which is a consultation.
"""

from __future__ import annotations

from enum import StrEnum


class AssistanceKind(StrEnum):
    """What was asked."""

    SEARCH = "search"
    HELP = "help"


class AssistanceResult(StrEnum):
    """What was found."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    PARTLY = "partly"


ASSISTANCE_KIND_NAMES: dict[AssistanceKind, str] = {AssistanceKind.SEARCH: "协查", AssistanceKind.HELP: "协办"}
ASSISTANCE_RESULT_NAMES: dict[AssistanceResult, str] = {
    AssistanceResult.FOUND: "有",
    AssistanceResult.NOT_FOUND: "无",
    AssistanceResult.PARTLY: "部分有",
}
