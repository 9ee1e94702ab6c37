"""Forms are copied part by part: what a form changes of its own fields stays its own, and nothing is missing."""

import copy
import importlib
import pkgutil

import pytest
from django import forms

import casework.desk
import casework.portal
from casework.adapters.kept_forms import KeptForm, _field, _KeptFields


def every_form() -> list[type[KeptForm]]:
    for package in (casework.desk, casework.portal):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, open_ends = [], [KeptForm]
    while open_ends:
        children = open_ends.pop().__subclasses__()
        found += children
        open_ends += children
    return [form for form in found if form.__module__.startswith("casework.")]


def parts(thing):
    """What a field or a widget is made of, down to the last choice."""
    if isinstance(thing, forms.Field | forms.Widget):
        return type(thing), {name: parts(value) for name, value in vars(thing).items()}
    if isinstance(thing, list | tuple):
        return [parts(item) for item in thing]
    return thing


def test_every_field_of_every_form_is_copied_as_django_copies_it():
    seen = 0
    for form in every_form():
        for name, field in form.base_fields.items():
            mine, theirs = _field(field), copy.deepcopy(field)
            # What chooses among rows is left to Django, and its rows are not read for this.
            assert isinstance(field, forms.ModelChoiceField) or parts(mine) == parts(theirs), (form, name)
            assert mine is not field and mine.widget is not field.widget, (form, name)
            seen += 1
    assert seen > 200


class Asked(KeptForm):
    kind = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")])
    name = forms.CharField(max_length=5)
    several = forms.MultiValueField(fields=[forms.CharField(), forms.CharField()], widget=forms.MultiWidget({"x": forms.TextInput(), "y": forms.TextInput()}))  # fmt: skip


CHANGES = [
    pytest.param(lambda f: setattr(f["kind"], "choices", [("c", "丙")]), id="choices"),
    pytest.param(lambda f: f["kind"].widget.choices.append(("c", "丙")), id="choices-of-the-widget"),
    pytest.param(lambda f: f["name"].widget.attrs.update(rows=3), id="attributes"),
    pytest.param(lambda f: f["name"].error_messages.update(required="请填写"), id="words"),
    pytest.param(lambda f: f["name"].validators.clear(), id="validators"),
    pytest.param(lambda f: setattr(f["name"], "widget", forms.Textarea()), id="widget"),
    pytest.param(lambda f: f["several"].widget.widgets.clear(), id="widgets-of-a-widget"),
    pytest.param(lambda f: f.pop("name"), id="the-field-itself"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_one_form_changes_the_next_one_does_not_know(change):
    before = {name: parts(field) for name, field in Asked().fields.items()}
    change(Asked().fields)
    assert {name: parts(field) for name, field in Asked().fields.items()} == before


def test_a_form_that_inherits_has_fields_of_its_own():
    class More(Asked):
        email = forms.EmailField()

    assert list(Asked().fields) == ["kind", "name", "several"]
    assert list(More().fields) == ["kind", "name", "several", "email"]
    assert type(More.base_fields) is _KeptFields and More.base_fields is not Asked.base_fields
