"""Forms that are made for every request, without the deep copies that Django makes of each of their fields.

A form of thirty fields costs Django more than storing what was filled in: every field and widget is copied by way of the
pickle protocol, every choice one by one. The same parts are copied here and nothing else, so that a form may still change its own.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any, TypeVar, cast

from django import forms
from django.forms.widgets import ChoiceWidget

Thing = TypeVar("Thing", forms.Field, forms.Widget)


class KeptForm(forms.Form):
    """A form whose fields are copied quickly; what a form does to its own fields never reaches the class."""

    base_fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        # Nothing stands behind a label of ours; Django would look up its colon in the language of the page.
        options.setdefault("label_suffix", "")
        if type(self.base_fields) is not _KeptFields:
            type(self).base_fields = _KeptFields(self.base_fields)
        super().__init__(*args, **options)


class _KeptFields(dict[str, forms.Field]):
    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: _field(field) for name, field in self.items()}


def _field(field: forms.Field) -> forms.Field:
    has_parts, has_choices = _parts(type(field), forms.ChoiceField)
    if not has_parts:
        return copy.deepcopy(field)
    twin = _same(field)
    twin.widget = _widget(field.widget)
    twin.error_messages = field.error_messages.copy()
    twin.validators = field.validators[:]
    if has_choices:
        # One of Django's iterators, or a list of pairs; neither is changed in place.
        cast(Any, twin)._choices = copy.copy(cast(Any, field)._choices)
    return twin


def _widget(widget: forms.Widget) -> forms.Widget:
    has_parts, has_choices = _parts(type(widget), ChoiceWidget)
    if not has_parts:
        return copy.deepcopy(widget)
    twin = _same(widget)
    twin.attrs = widget.attrs.copy()
    if has_choices:
        # Not by the property: it would look through them all once more.
        cast(Any, twin)._choices = copy.copy(cast(Any, widget).choices)
    return twin


@cache
def _parts(kind: type, chooser: type) -> tuple[bool, bool]:
    """Return whether a kind of field or widget is copied as Django's own are, and whether it has choices."""
    copying = kind.__deepcopy__
    of_choices = copying is chooser.__deepcopy__
    return of_choices or copying in (forms.Field.__deepcopy__, forms.Widget.__deepcopy__), of_choices


def _same(thing: Thing) -> Thing:
    twin = object.__new__(type(thing))
    twin.__dict__ = thing.__dict__.copy()
    return twin
