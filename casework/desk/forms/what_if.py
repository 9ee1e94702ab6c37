"""The questions of 假设推算, of which a case is asked those that are still open."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, Section
from casework.law.facts import CONSULTATION_NAMES, MAX_EXTENSION_WORKING_DAYS
from casework.law.supposing import ASSUMED, QUESTIONS
from casework.models.facts import current_extension
from casework.queries.case_page import CaseRead


def _day(name: str, hint: str = "") -> Day:
    return Day(label=QUESTIONS[name], required=False, help_text=hint or ASSUMED.get(name, ""))


class WhatIfForm(DeskForm):
    """Suppositions about one case; all optional, at least one is given."""

    consultation_kind = forms.ChoiceField(
        label=QUESTIONS["consultation_kind"],
        required=False,
        choices=[("", "不征求意见"), *((kind.value, name) for kind, name in CONSULTATION_NAMES.items())],
    )
    consultation_sent_on = _day("consultation_sent_on")
    consultation_delivered_on = _day("consultation_delivered_on")
    consultation_answered_on = _day("consultation_answered_on")
    extension_working_days = forms.IntegerField(
        label=QUESTIONS["extension_working_days"],
        required=False,
        min_value=1,
        max_value=MAX_EXTENSION_WORKING_DAYS,
        error_messages={
            "min_value": "至少延长1个工作日。",
            "max_value": f"最长延长{MAX_EXTENSION_WORKING_DAYS}个工作日（条例第三十三条第二款）。",
        },
    )
    extension_served_on = _day("extension_served_on")
    supplement_served_on = _day("supplement_served_on")
    supplement_received_on = _day("supplement_received_on")
    fee_served_on = _day("fee_served_on")
    fee_paid_on = _day("fee_paid_on")
    concluded_on = _day("concluded_on", "看是否按期")
    layout = (
        Section((("consultation_kind", "consultation_sent_on"), ("consultation_delivered_on", "consultation_answered_on")), "如果征求意见"),
        Section((("extension_working_days", "extension_served_on"),), "如果延期"),
        Section((("supplement_served_on", "supplement_received_on"),), "如果补正"),
        Section((("fee_served_on", "fee_paid_on"),), "如果收费"),
        Section((("concluded_on",),), "如果答复"),
    )  # fmt: skip

    def __init__(self, *args: Any, found: CaseRead, **options: Any) -> None:
        super().__init__(*args, **options)
        # Nothing is done here, so nothing can be done twice.
        del self.fields["key"]
        for name in _settled(found):
            del self.fields[name]


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
