"""Forms that are made for every request, without the deep copies that Django makes of each of their fields.

A form of thirty fields costs Django more than storing what was filled in: every field and widget is copied by way of the
pickle protocol, every choice one by one. Here a field is copied when a form asks for it, which it does to show or to change
it; what is sent by a form that is not shown again is judged by the fields as they were declared.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any, Self, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget

Thing = TypeVar("Thing", forms.Field, forms.Widget)


class KeptForm(forms.Form):
    """A form whose fields are copied late and quickly; what a form does to its own fields never reaches the class."""

    base_fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        # Nothing stands behind a label of ours; Django would look up its colon in the language of the page.
        options.setdefault("label_suffix", "")
        if type(self.base_fields) is not _KeptFields:
            type(self).base_fields = _KeptFields(self.declared(self.base_fields))
        super().__init__(*args, **options)

    @classmethod
    def declared(cls, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
        """Return the fields that all forms of this class begin with; asked once, so that a class may change its own."""
        return fields

    def _clean_fields(self) -> None:
        """Judge every field as Django does, which makes one more object of each for a page that is seldom shown."""
        for name in self.fields:
            field = seen(self.fields, name)
            try:
                if field.disabled or not _may_be_shared(type(field), type(field.widget)):
                    bound = self[name]
                    value = cast(Any, bound.field)._clean_bound_field(bound)
                else:
                    value = field.clean(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
                self.cleaned_data[name] = value
                if judge := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = judge()
            except ValidationError as error:
                self.add_error(name, error)


def seen(fields: MutableMapping[str, forms.Field], name: str) -> forms.Field:
    """Return a field of a form to be read, not to be changed: it may be that of the class."""
    return fields.seen(name) if isinstance(fields, _OwnFields) else fields[name]


def own_fields(fields: MutableMapping[str, forms.Field]) -> list[forms.Field]:
    """Return the fields that a form has asked for, or was given, so far."""
    return fields.own() if isinstance(fields, _OwnFields) else list(fields.values())


class _KeptFields(dict[str, forms.Field]):
    def __deepcopy__(self, memo: dict[int, Any]) -> _OwnFields:
        return _OwnFields(self)


class _OwnFields(MutableMapping[str, forms.Field]):
    """The fields of one form: each is that of the class until somebody asks for it."""

    def __init__(self, declared: dict[str, forms.Field]) -> None:
        self._now, self._declared = dict(declared), set(declared)

    def seen(self, name: str) -> forms.Field:
        return self._now[name]

    def own(self) -> list[forms.Field]:
        return [field for name, field in self._now.items() if name not in self._declared]

    def __getitem__(self, name: str) -> forms.Field:
        if name in self._declared:
            self._now[name] = _field(self._now[name])
            self._declared.remove(name)
        return self._now[name]

    def __setitem__(self, name: str, field: forms.Field) -> None:
        self._now[name] = field
        self._declared.discard(name)

    def __delitem__(self, name: str) -> None:
        del self._now[name]
        self._declared.discard(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def __contains__(self, name: object) -> bool:
        return name in self._now

    def __ior__(self, others: MutableMapping[str, forms.Field]) -> Self:
        self.update(others)
        return self


@cache
def _may_be_shared(kind: type[forms.Field], widget: type[forms.Widget]) -> bool:
    """Tell whether a kind of field asks for nothing but what was sent, by a widget that keeps nothing of it.

    A field of files looks at what was there before; a widget that reads what was sent in a way of its own may note something.
    """
    return (
        cast(Any, kind)._clean_bound_field is cast(Any, forms.Field)._clean_bound_field
        and widget.value_from_datadict.__module__ == forms.Widget.__module__
    )


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
