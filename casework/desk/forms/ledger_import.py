"""The forms of bringing in a ledger: the file, its columns, its wordings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from casework.adapters.ledger_files import MAX_FILE_BYTES, Sheet
from casework.desk.forms.fields import DeskForm
from casework.law.ledger_columns import COLUMN_BY_KEY, IMPORTED_COLUMNS
from casework.law.ledger_words import CHOICES
from casework.services.ledger_mapping import LedgerMapping, Wording

NOT_THERE = ("", "（没有这一列）")
EXAMPLE_LENGTH = 16


class LedgerFileForm(DeskForm):
    """One ledger file."""

    file = forms.FileField(
        label="台账文件",
        help_text=f"xlsx、xls、ods 或 csv，不超过{MAX_FILE_BYTES // 1024 // 1024}MB。导入前先核对，有一行不对就一行也不导入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(f"文件超过{MAX_FILE_BYTES // 1024 // 1024}MB，请按年度分开。")
        return file


class LedgerColumnsForm(DeskForm):
    """Which sheet, which row of headings, which column of the file is which of ours."""

    sheet = forms.TypedChoiceField(label="工作表", coerce=int)
    header_row = forms.IntegerField(label="表头所在行", min_value=1, help_text="表头以下的各行导入。")

    def __init__(self, sheets: Sequence[Sheet], mapping: LedgerMapping, data: Any = None) -> None:
        initial = {"sheet": mapping.sheet, "header_row": mapping.header_row}
        super().__init__(data, initial=initial | {f"column_{key}": index for key, index in mapping.columns.items()})
        self.fields["sheet"].choices = [(number, sheet.name) for number, sheet in enumerate(sheets)]
        choices = [NOT_THERE, *_file_columns(sheets[mapping.sheet], mapping.header_row)]
        for column in IMPORTED_COLUMNS:
            self.fields[f"column_{column.key}"] = forms.TypedChoiceField(
                label=column.label, choices=choices, required=column.required, coerce=int, empty_value=None,
                error_messages={"required": f"请选定“{column.label}”是哪一列。", "invalid_choice": "请从列出的各列中选择。"},
            )  # fmt: skip

    def mapping(self, words: dict[str, dict[str, str]]) -> LedgerMapping:
        """Return the chosen reading; the wordings decided before stay decided."""
        given = self.cleaned_data
        columns = {
            column.key: given[f"column_{column.key}"]
            for column in IMPORTED_COLUMNS
            if given.get(f"column_{column.key}") is not None
        }
        return LedgerMapping(given["sheet"], given["header_row"], columns, words)

    def column_fields(self) -> list[Any]:
        """Return the fields that choose columns, in printed order."""
        return [self[f"column_{column.key}"] for column in IMPORTED_COLUMNS]


class LedgerWordsForm(DeskForm):
    """What the wordings of the file mean; every one is a choice."""

    def __init__(self, found: Sequence[Wording], data: Any = None) -> None:
        super().__init__(data)
        self.found = found
        for number, wording in enumerate(found):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=f"{COLUMN_BY_KEY[wording.column].label}：{wording.text}（{wording.count}行）",
                choices=[("", "请选择"), *CHOICES[wording.column].items()],
                required=False, initial=wording.value,
            )  # fmt: skip

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields by column, the columns with undecided wordings first."""
        groups: dict[str, dict[str, Any]] = {}
        for number, wording in enumerate(self.found):
            group = groups.setdefault(
                wording.column, {"label": COLUMN_BY_KEY[wording.column].label, "rows": [], "undecided": 0}
            )
            field = self[f"word_{number}"]
            group["rows"].append({"text": wording.text, "count": wording.count, "field": field})
            group["undecided"] += not wording.value
        return list(groups.values())

    def words(self, before: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """Return every decision, those of wordings that are not shown any more included."""
        decided = {key: dict(values) for key, values in before.items()}
        for number, wording in enumerate(self.found):
            decided.setdefault(wording.column, {})[wording.text] = self.cleaned_data[f"word_{number}"]
        return decided


def _file_columns(sheet: Sheet, header_row: int) -> list[tuple[int, str]]:
    heads = sheet.rows[header_row - 1] if header_row <= len(sheet.rows) else []
    below = sheet.rows[header_row : header_row + 50]
    width = max((len(row) for row in (heads, *below)), default=0)
    choices = []
    for index in range(width):
        head = heads[index] if index < len(heads) else ""
        example = next((row[index] for row in below if index < len(row) and row[index]), "")
        if head or example:
            shown = f"（例：{example[:EXAMPLE_LENGTH]}）" if example else "（空）"
            choices.append((index, f"{_letters(index)}列：{head.replace(chr(10), '')}{shown}"))
    return choices


def _letters(index: int) -> str:
    """Return the name a spreadsheet gives a column: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
