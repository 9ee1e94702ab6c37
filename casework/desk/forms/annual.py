"""What is entered for an annual report: figures, opening balance, a freeze, a word on a finding."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import DeskForm, LongText, Text
from casework.law.annual_entries import Slot, read_figure
from casework.law.annual_formats import COLUMNS
from casework.law.annual_table import TOTAL
from casework.law.errors import Refused
from casework.models.annual_record import FindingVerdict
from casework.services.annual_frame import LONGEST_REASON
from casework.services.annual_text import LONGEST_TEXT


class FiguresForm(DeskForm):
    """Tables 二 and 四, one field a cell; ``seen`` is how far the history had come."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: tuple[Slot, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        # Entering the same figures twice changes nothing by itself.
        del self.fields["key"]
        self.places = places
        for slot in places:
            attributes = {
                "inputmode": "decimal",
                "autocomplete": "off",
                "aria-label": slot.label,
                "title": slot.meaning,
            }
            self.fields[slot.key] = forms.CharField(
                label=slot.label, required=False, max_length=30, widget=forms.TextInput(attrs=attributes),
                error_messages={"max_length": "数字太长。"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say of every cell at once what is wrong with it."""
        cleaned = super().clean() or {}
        for slot in self.places:
            try:
                read_figure(cleaned.get(slot.key) or "", slot)
            except Refused as refusal:
                self.add_error(slot.key, str(refusal))
        return cleaned

    def typed(self) -> dict[str, str]:
        """Return the text of every cell by its key."""
        return {slot.key: self.cleaned_data.get(slot.key) or "" for slot in self.places}


class OpeningForm(DeskForm):
    """The carry-in of the first year, one field a column; all are needed, 0 included."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for column in COLUMNS:
            if column.key != TOTAL:
                self.fields[column.key] = forms.CharField(
                    label=column.label, max_length=9, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                    error_messages={"required": "请填写，没有的填0。", "max_length": "数字太长。"},
                )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """Return the text of every column by its key."""
        return {column.key: self.cleaned_data[column.key] for column in COLUMNS if column.key != TOTAL}


class ReasonForm(DeskForm):
    """A reason for opening what is closed."""

    reason = LongText(label="理由", rows=3, max_length=LONGEST_REASON, error_messages={"required": "请写明理由。"})


class FreezeForm(DeskForm):
    """Freezing asks nothing; ``seen`` is the hash of what the page showed."""

    seen = Text(required=False, max_length=64, widget=forms.HiddenInput)


class FindingForm(DeskForm):
    """A word on a finding, with the reason."""

    word = forms.ChoiceField(
        label="结论",
        choices=[
            (FindingVerdict.Word.CONFIRMED.value, "属实，将更正或者在报告中说明"),
            (FindingVerdict.Word.DISMISSED.value, "不成立，数据无误"),
        ],
        widget=forms.RadioSelect,
    )
    reason = LongText(label="理由", rows=3, max_length=LONGEST_REASON, error_messages={"required": "请写明理由。"})


class ReportTextForm(DeskForm):
    """The report's text, pasted or as a file; neither takes the text back."""

    text = LongText(
        label="粘贴正文", rows=12, required=False, max_length=LONGEST_TEXT,
        help_text="只核对引用件数的句子。连同表格一起粘贴也可以，表格以本系统的数据为准。",
    )  # fmt: skip
    file = forms.FileField(
        label="或者上传报告文件", required=False, help_text="docx、html、txt 或 pdf；有文件时以文件为准，文件本身不保存。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.html,.htm,.txt,.pdf"}),
    )  # fmt: skip
