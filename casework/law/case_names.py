"""What a case is called: its number, and the first words of what was asked."""

from __future__ import annotations

SUBJECT_LENGTH = 60


def case_number(prefix: str, year: int, serial: int) -> str:
    """Return 编号, the year and four figures behind the agency's own prefix: 某审2026-0001 (Art. 45)."""
    return f"{prefix}{year}-{serial:04d}"


def subject_of(words: str) -> str:
    """Return 内容摘要 of what was asked: one line, at most ``SUBJECT_LENGTH`` signs."""
    return words.replace("\n", " ")[:SUBJECT_LENGTH]
