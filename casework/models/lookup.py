"""Failed looks at the public progress page, so that a query code cannot be guessed."""

from __future__ import annotations

from django.db import models


class FailedLookup(models.Model):
    """One wrong number or query code. Kept by what was typed, whether or not it exists."""

    number = models.CharField(max_length=40)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["number", "happened_at"], name="failed_lookup_recent")]

    def __str__(self) -> str:
        return f"{self.number} {self.happened_at}"
