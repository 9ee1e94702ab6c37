"""A field of several alike lines (matters, key words, what is withheld): no JavaScript needed for more of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

SPARE_LINES = 2
MORE = "more_lines"


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a line. ``choices`` makes it a selection, ``rows`` a paragraph of that height."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    rows: int = 0


class LinesWidget(forms.Widget):
    """Draws one line for everything given and some empty ones; the value is a list of mappings."""

    template_name = "forms/lines.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[Column], *, at_least: int) -> None:
        super().__init__()
        self.columns, self.at_least, self.extra = columns, at_least, 0

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        count = data.get(f"{name}_lines", "")
        lines = [
            {column.name: data.get(f"{name}_{column.name}_{index}", "").strip() for column in self.columns}
            for index in range(min(int(count), 200) if count.isdigit() else 0)
        ]
        if data.get(MORE) == name:
            self.extra = len(lines)
        return [line for line in lines if any(line.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_lines" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = list(value or [])
        count = max(self.at_least, len(given) + SPARE_LINES * bool(given), self.extra and self.extra + self.at_least)
        lines = given + [{} for _ in range(count - len(given))]
        context["widget"] |= {
            "columns": self.columns,
            "count": count,
            "lines": [
                [
                    {
                        "column": column,
                        "name": f"{name}_{column.name}_{index}",
                        "value": line.get(column.name, ""),
                        "id": context["widget"]["attrs"].get("id", "") if index == place == 0 else "",
                    }
                    for place, column in enumerate(self.columns)
                ]
                for index, line in enumerate(lines)
            ],
        }  # fmt: skip
        return context


class Lines(forms.Field):
    """Cleans to a list of mappings, one a filled line; what is missing in a line is for the law to say."""

    def __init__(self, columns: Sequence[Column], *, at_least: int = 3, **options: Any) -> None:
        super().__init__(widget=LinesWidget(columns, at_least=at_least), **options)

    def validate(self, value: Any) -> None:
        """Nothing is required here: the service refuses in the law's words."""
