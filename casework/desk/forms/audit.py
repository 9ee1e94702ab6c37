"""The filter of 审计."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day
from casework.desk.forms.plain_words import PlainWords
from casework.queries.audit import ACTS_OF, Book


class AuditFilterForm(PlainWords):
    """Every field is optional; with one that cannot be read nothing is listed and nothing handed out."""

    person = forms.CharField(label="经手人", max_length=40, required=False, widget=forms.TextInput(attrs={"size": 10}))
    act = forms.ChoiceField(label="事项", required=False)
    number = forms.CharField(label="编号", max_length=60, required=False, widget=forms.TextInput(attrs={"size": 14}))
    first_on = Day(label="自", required=False)
    last_on = Day(label="至", required=False)

    def __init__(self, *args: Any, book: Book, **options: Any) -> None:
        super().__init__(*args, auto_id="audit_%s", **options)
        self.fields["act"].choices = [("", "全部事项"), *ACTS_OF[book]]
        if book is not Book.CASES:
            self.fields["number"].label = "用户名"
