"""Forms are copied part by part: what a form changes of its own fields stays its own, and nothing is missing."""

import contextlib
import copy
import importlib
import pkgutil

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

import casework.desk
import casework.portal
from casework.adapters.kept_forms import KeptForm, _field, _KeptFields, _may_be_shared, own_fields, seen


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


def test_judging_changes_no_field_of_any_form():
    """Those of a class are shared by all its forms, in every thread."""
    judged = 0
    for form in every_form():
        for name, field in form.base_fields.items():
            if isinstance(field, forms.ModelChoiceField):
                continue
            before = parts(field)
            for value in ("", None, "甲", "2026-03-02", ["甲"], "x" * 30_000):
                with contextlib.suppress(forms.ValidationError, AttributeError, TypeError):
                    field.clean(value)
            if _may_be_shared(type(field), type(field.widget)):
                field.widget.value_from_datadict(QueryDict(f"{name}=甲"), MultiValueDict(), name)
            assert parts(field) == before, (form, name)
            judged += 1
    assert judged > 200


class Noting(forms.TextInput):
    """A widget that keeps something of what was sent, as the one of several lines keeps how many more were asked for."""

    asked_for = ""

    def value_from_datadict(self, data, files, name):
        self.asked_for = data.get(name, "")
        return self.asked_for


def test_what_a_widget_notes_of_one_form_the_next_one_does_not_know():
    class Lines(KeptForm):
        lines = forms.CharField(widget=Noting)

    first = Lines({"lines": "三行"})
    assert first.is_valid() and first.fields["lines"].widget.asked_for == "三行"
    assert Lines.base_fields["lines"].widget.asked_for == Lines().fields["lines"].widget.asked_for == ""


def clean_note(form: forms.Form) -> str:
    if "坏" in form.cleaned_data["note"]:
        raise forms.ValidationError("不行")
    return form.cleaned_data["note"].upper()


def asking(kind: type[forms.Form]) -> type[forms.Form]:
    """Return a form of this kind in which values come to be judged in every way there is."""
    fields = {
        "name": forms.CharField(max_length=3),
        "note": forms.CharField(required=False),
        "kind": forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")]),
        "fixed": forms.CharField(disabled=True, initial="不变"),
        "paper": forms.FileField(required=False),
        "kept": forms.FileField(required=False),
        "agreed": forms.BooleanField(required=False),
    }
    return type("Judged", (kind,), fields | {"clean_note": clean_note})


PAPER = SimpleUploadedFile("申请书.pdf", b"%PDF-1.7")
GIVEN = [
    pytest.param({"name": " 赵 ", "note": "a", "kind": "a", "agreed": "on"}, {"paper": PAPER}, id="all-right"),
    pytest.param({"name": "四个字了", "note": "坏", "kind": "c", "fixed": "另一个"}, {}, id="all-wrong"),
    pytest.param({}, {}, id="nothing"),
]


@pytest.mark.parametrize(("data", "files"), GIVEN)
@pytest.mark.parametrize("prefix", [None, "p"])
def test_every_field_is_judged_as_django_judges_it(data, files, prefix):
    def judged(form: type[forms.Form]) -> tuple[dict, dict]:
        named = (
            {f"{prefix}-{key}" if prefix else key: value for key, value in given.items()} for given in (data, files)
        )
        asked = form(*named, prefix=prefix, initial={"kept": "旧.pdf"})
        asked.is_valid()
        return asked.cleaned_data, asked.errors.get_json_data()

    assert judged(asking(KeptForm)) == judged(asking(forms.Form))


def test_a_form_that_is_sent_copies_no_field_and_one_that_is_shown_all():
    form = Asked({"kind": "a", "name": "赵"})
    del form.fields["several"]
    assert form.is_valid()
    assert own_fields(form.fields) == []
    assert seen(form.fields, "name") is Asked.base_fields["name"]
    assert [field.field for field in form] == own_fields(form.fields)
    assert all(seen(form.fields, name) is not Asked.base_fields[name] for name in ("kind", "name"))


def test_the_fields_of_a_form_are_a_mapping_like_any_other():
    fields = Asked().fields
    mine = forms.EmailField()
    fields |= {"email": mine}
    fields["name"] = mine
    del fields["kind"]
    assert list(fields) == ["name", "several", "email"] and len(fields) == 3
    assert "kind" not in fields and fields["name"] is fields["email"] is mine
    with pytest.raises(KeyError):
        fields["kind"]


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
