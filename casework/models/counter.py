"""Gap-free numbers: one row a series, taken inside the transaction that uses the number."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency


class NumberSeries(models.Model):
    """The last number given out of one series (agency, kind of number, year)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "series", "year"], name="number_series_unique")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
