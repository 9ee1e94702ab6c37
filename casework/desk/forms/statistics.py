"""What a person asks of the statistics, read from the address."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day
from casework.desk.forms.plain_words import PlainWords
from casework.law.periods import PERIOD_NAMES, Period, PeriodKind
from casework.law.statistics import BLOCK_NAMES, MEASURE_NAMES, Block, Measure

LONGEST_YEARS = 20
PERIODS = [(item.value, PERIOD_NAMES[item]) for item in PeriodKind]
BLOCKS = [(item.value, BLOCK_NAMES[item]) for item in Block]
MEASURES = [(item.value, MEASURE_NAMES[item]) for item in Measure]


class StatisticsForm(PlainWords):
    """Period, blocks, columns, and what to narrow the cases to."""

    kind = forms.ChoiceField(label="期间", choices=PERIODS)
    first = Day(label="起", required=False)
    last = Day(label="止", required=False)
    agency = forms.ChoiceField(label="机关", required=False)
    word = forms.CharField(label="内容摘要含", max_length=40, required=False)
    blocks = forms.MultipleChoiceField(
        label="内容", choices=BLOCKS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选择一项内容。"},
    )  # fmt: skip
    measures = forms.MultipleChoiceField(
        label="列", choices=MEASURES, widget=forms.CheckboxSelectMultiple, error_messages={"required": "至少选择一列。"}
    )

    def __init__(self, *args: Any, agencies: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(agencies) > 1:
            self.fields["agency"].choices = [("", "全部机关"), *((str(item.pk), item.name) for item in agencies)]
        else:
            del self.fields["agency"]
            self.fields["blocks"].choices = [choice for choice in BLOCKS if choice[0] != Block.AGENCIES]

    def clean(self) -> dict[str, Any]:
        """Two days of one's own need both, in their order, and not too far apart."""
        found = super().clean()
        if found.get("kind") == PeriodKind.DATES and not self.errors:
            first, last = found.get("first"), found.get("last")
            if not first or not last:
                self.add_error("first" if not first else "last", "请填写起止日期。")
            elif last < first:
                self.add_error("last", "止日不能早于起日。")
            elif last.year - first.year > LONGEST_YEARS:
                self.add_error("last", f"一次最多统计{LONGEST_YEARS}年。")
            else:
                found["period"] = Period(first, last)
        return found
