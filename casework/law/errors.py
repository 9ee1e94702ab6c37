"""The one shape in which this system refuses something."""

from __future__ import annotations


class Refused(Exception):
    """An act or a fact that the law, or plain sense, does not allow.

    ``code`` is stable and meant for programs, ``sentence`` is what a clerk reads,
    ``article`` is the legal source (may be empty), ``field`` names the input at fault.
    """

    def __init__(self, code: str, sentence: str, *, article: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.article = article
        self.field = field

    @property
    def is_absence(self) -> bool:
        """Tell whether what was asked for does not exist, or not for this person: one answer for both."""
        return self.code.endswith("_not_found") and not self.field

    def __str__(self) -> str:
        return f"{self.sentence}（{self.article}）" if self.article else self.sentence


class BadFact(Refused):
    """A fact that cannot be true beside the others; ``field`` and ``rule`` say which and why."""

    def __init__(self, field: str, rule: str, *, article: str = "") -> None:
        super().__init__("bad_fact", rule, article=article, field=field)
        self.rule = rule


class CalendarNotPublished(Refused):
    """A day in a year for which no State Council holiday notice is loaded: never guessed."""

    def __init__(self, year: int, field: str = "") -> None:
        super().__init__(
            "calendar_not_published",
            f"没有{year}年的国务院办公厅放假安排，不能确定工作日。请先在日历中载入该年通知。",
            article="国务院办公厅年度放假通知",
            field=field,
        )
        self.year = year
