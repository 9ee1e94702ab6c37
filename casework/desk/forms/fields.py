"""Fields and the base form of the desk: a once-only key, sections that can be revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import QueryDict

from casework.desk.forms.plain_words import PlainWords
from casework.law.errors import Refused

ACCEPTED_FILES = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"


class AskedByLaw:
    """A field that counts as required on the page; left empty, the service refuses in the law's words."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class Text(forms.CharField):
    """A line of text."""


class LawText(AskedByLaw, forms.CharField):
    """A line of text the law asks for."""


class LawChoice(AskedByLaw, forms.ChoiceField):
    """A choice the law asks for."""


class Day(forms.DateField):
    """A legal day."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)


class LawDay(AskedByLaw, Day):
    """A legal day the law asks for."""


class LongText(forms.CharField):
    """A paragraph."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class LawChoices(AskedByLaw, forms.MultipleChoiceField):
    """Several choices of which the law asks at least one."""


class LawLongText(AskedByLaw, LongText):
    """A paragraph the law asks for."""


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files; what they really are is for the service to find out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_ManyFilesInput(attrs={"accept": ACCEPTED_FILES}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(given)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together. ``show_when`` is "name=value value" for js/reveal.js."""

    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    show_when: str = ""


class DeskForm(PlainWords):
    """A form with a once-only key: the same key again is the same act, done once."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput, initial=lambda: uuid4().hex)
    layout: tuple[Section, ...] = ()

    def sections(self) -> list[dict[str, Any]]:
        """Return the visible fields in the order of ``layout``; what it does not name comes last."""
        self._say_what_files_are_gone()
        found, placed = [], set()
        visible = {field.name for field in self.visible_fields()}
        for section in self.layout:
            rows = [[self[name] for name in row if name in visible] for row in section.rows]
            rows = [row for row in rows if row]
            placed |= {field.name for row in rows for field in row}
            if rows:
                found.append(
                    {"title": section.title, "note": section.note, "show_when": section.show_when, "rows": rows}
                )
        rest = [[field] for field in self.visible_fields() if field.name not in placed]
        if rest:
            found.append({"title": "", "note": "", "show_when": "", "rows": rest})
        return found

    def _say_what_files_are_gone(self) -> None:
        # No browser fills in a file again: a page shown anew has lost them, and says which.
        for name, field in self.fields.items():
            if self.is_bound and isinstance(field, Files):
                chosen = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) or []
                field.chosen_before = [file.name for file in chosen]

    def start_from(self, typed: QueryDict) -> None:
        """Begin with what was typed before; hidden fields and files begin anew."""
        for name, field in self.fields.items():
            widget, place = field.widget, self.add_prefix(name)
            if widget.is_hidden or isinstance(field, Files) or widget.value_omitted_from_data(typed, {}, place):
                continue
            self.initial[name] = widget.value_from_datadict(typed, {}, place)

    def show_again(self) -> None:
        """Show what was typed without judging it: more lines were asked for, nothing is done yet."""
        self._errors = ErrorDict()

    def refuse(self, refusal: Refused) -> bool:
        """Put a refusal at the field it names; return False when no field is at fault."""
        name = self.field_at_fault(refusal.field)
        if name not in self.fields:
            return False
        self.add_error(name, str(refusal))
        return True

    def field_at_fault(self, name: str) -> str:
        """Return the field a refusal points to: supplement.received_on is this form's received_on."""
        return name.rpartition(".")[2]
