"""The words of a case as they are searched: its bigrams, for substrings and for likeness alike.

Chinese words have two characters and no spaces between them, so pairs of neighbouring characters are
the smallest thing worth an index. PostgreSQL keeps them in an array under a GIN index; one PC with
SQLite keeps them as text and reads through them, which a few thousand cases allow.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.kept_insert import KeptInsert


class NumberArray(models.Field):
    """A list of 32-bit numbers: an array on PostgreSQL, JSON text elsewhere."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type on this database."""
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[int]:
        """Return the numbers as a list."""
        return json.loads(value) if isinstance(value, str) else value

    def get_db_prep_value(self, value: Sequence[int], connection: Any, prepared: bool = False) -> Any:
        """Return what the database's driver takes."""
        if connection.vendor == "postgresql":
            # As the text of an array: for the driver to write a list takes ten times as long.
            return f"{{{','.join(map(str, value))}}}"
        return json.dumps(list(value))

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Return how a value stands in a statement."""
        return "%s::integer[]" if connection.vendor == "postgresql" else "%s"


class CaseWords(KeptInsert):
    """The bigrams of what a case is searched by: number, subject, content, supplement, applicants (law.similarity.bigram_codes).

    Derived, so it may be thrown away and made again; ``agency`` repeats the case's own.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="words", verbose_name="办件")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    bigrams = NumberArray("二字组")

    class Meta:
        verbose_name = "办件词语"

    def __str__(self) -> str:
        return f"{self.case_id}"
