"""Days as offices write them in a ledger."""

from __future__ import annotations

import re
from datetime import date

_FORMS = (
    re.compile(r"(\d{4})\s*[-/.．年]\s*(\d{1,2})\s*[-/.．月]\s*(\d{1,2})\s*[日号]?(?:[\sT]+\d{1,2}[:：].*)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)


def ledger_day(text: str) -> date | None:
    """Return the day a text writes (2021-03-02, 2021/3/2, 2021.3.2, 2021年3月2日, 20210302), or None when it writes none."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found:
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                return None
    return None
