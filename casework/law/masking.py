"""Personal data as it may be shown: enough to recognise it, too little to use it (law.md 8.1)."""

from __future__ import annotations

import re
from typing import Any

COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 轩辕 端木 闻人 南宫 独孤".split()
)
HIDDEN = "已遮盖"
_LIKE_AN_IDENTITY = re.compile(r"[0-9]{14,17}[0-9Xx]")
# A shorter number would be given away by what is left of it.
_WHOLE_TELEPHONE = 11


def mask_name(value: Any) -> str:
    """李** for any length: the number of stars must not give the length away."""
    name = str(value or "").strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    return f"{surname}**"


def mask_identity(value: Any) -> str:
    """3302**********1234: four signs at each end of a resident ID, fewer of a shorter number."""
    text = str(value or "").strip()
    shown = min(4, len(text) // 4)
    return _mask_middle(text, head=shown, tail=shown)


def mask_phone(value: Any) -> str:
    """138****1234: three and four digits of a whole number, fewer of a shorter one."""
    text = str(value or "").strip()
    few = len(text) // 4
    return (
        _mask_middle(text, head=3, tail=4) if len(text) >= _WHOLE_TELEPHONE else _mask_middle(text, head=few, tail=few)
    )


def mask_email(value: Any) -> str:
    """First character and the host: l***@example.cn."""
    local, at, host = str(value or "").strip().partition("@")
    return f"{local[:1]}***@{host}" if at else "*" * len(local)


def mask_address(value: Any) -> str:
    """Nothing of an address: a part of it may be the whole of it."""
    return HIDDEN if str(value or "").strip() else ""


def mask_contact(value: Any) -> str:
    """What somebody wrote to be reached by: a telephone number, an e-mail address or anything else."""
    text = str(value or "").strip()
    if "@" in text and not any(sign.isspace() for sign in text):
        return mask_email(text)
    return mask_phone(text) if text and all(sign in "0123456789+-() " for sign in text) else mask_address(text)


def mask_typed(value: Any) -> str:
    """What somebody typed to search for: a number of a person is masked, words stay."""
    text = str(value or "").strip()
    number = "".join(sign for sign in text if sign not in " -()（）")
    if number.isdecimal() and len(number) == _WHOLE_TELEPHONE:
        return mask_phone(number)
    return mask_identity(number) if _LIKE_AN_IDENTITY.fullmatch(number) else text


def _mask_middle(text: str, *, head: int, tail: int) -> str:
    if head == 0:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[-tail:]}"
