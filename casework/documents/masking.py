"""Personal data as it may be shown: enough to recognise it, too little to use it."""

from __future__ import annotations

from typing import Any

COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 轩辕 端木 闻人 南宫 独孤".split()
)


def mask_name(value: Any) -> str:
    """李** for any length: the number of stars must not give the length away."""
    name = str(value or "").strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    return f"{surname}**"


def mask_identity(value: Any) -> str:
    """First three and last four characters of an identity number."""
    return _mask_middle(value, head=3, tail=4)


def mask_phone(value: Any) -> str:
    """First three and last four digits of a telephone number."""
    return _mask_middle(value, head=3, tail=4)


def mask_email(value: Any) -> str:
    """First character and the host: l***@example.cn."""
    local, at, host = str(value or "").strip().partition("@")
    return f"{local[:1]}***@{host}" if at else "*" * len(local)


def _mask_middle(value: Any, *, head: int, tail: int) -> str:
    text = str(value or "").strip()
    if not text:
        return ""
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[-tail:]}"
