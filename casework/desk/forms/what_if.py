"""The questions of 假设推算, of which a case is asked those that are still open."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, Section
from casework.law.facts import CONSULTATION_NAMES, MAX_EXTENSION_WORKING_DAYS
from casework.law.supposing import (
    EXTENDED_TOO_LITTLE,
    EXTENDED_TOO_MUCH,
    GROUPS,
    NOBODY_ASKED,
    QUESTIONS,
    Asked,
    Question,
)
from casework.models.facts import current_extension
from casework.queries.case_page import CaseRead


def _field(question: Question) -> forms.Field:
    """Return the field of one question; none has to be answered."""
    if question.kind is Asked.ADDRESSEE:
        choices = [("", NOBODY_ASKED), *((kind.value, name) for kind, name in CONSULTATION_NAMES.items())]
        return forms.ChoiceField(label=question.label, required=False, choices=choices)
    if question.kind is Asked.WORKING_DAYS:
        said = {"min_value": f"{EXTENDED_TOO_LITTLE}。", "max_value": f"{EXTENDED_TOO_MUCH}。"}
        return forms.IntegerField(
            label=question.label, required=False, min_value=1, max_value=MAX_EXTENSION_WORKING_DAYS, error_messages=said
        )
    return Day(label=question.label, required=False, help_text=question.hint)


class WhatIfForm(DeskForm):
    """Suppositions about one case; all optional, at least one is given."""

    layout = tuple(
        Section(tuple(tuple(item.name for item in row) for row in group.rows), f"如果{group.title}") for group in GROUPS
    )

    def __init__(self, *args: Any, found: CaseRead, **options: Any) -> None:
        super().__init__(*args, **options)
        # Nothing is done here, so nothing can be done twice.
        del self.fields["key"]
        settled = _settled(found)
        self.fields |= {name: _field(question) for name, question in QUESTIONS.items() if name not in settled}


def _settled(found: CaseRead) -> set[str]:
    """Return the questions that facts have answered already."""
    settled: set[str] = set()
    supplement, extension = getattr(found.case, "supplement", None), current_extension(found.case)
    if supplement:
        settled.add("supplement_served_on")
        if supplement.received_on:
            settled.add("supplement_received_on")
    if extension:
        settled.add("extension_working_days")
        if extension.served_on:
            settled.add("extension_served_on")
    if found.case.concluded_on:
        settled.add("concluded_on")
    return settled
