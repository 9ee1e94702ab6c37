"""期限推算: anybody reckons a deadline from dates; nobody signs in and nothing is stored.

The question is the address itself: it can be kept, sent and printed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.law.errors import Refused
from casework.law.facts import CONSULTATION_NAMES, MAX_EXTENSION_WORKING_DAYS
from casework.law.receipt import CHANNEL_NAMES
from casework.law.supposing import (
    EXTENDED_TOO_LITTLE,
    EXTENDED_TOO_MUCH,
    GROUPS,
    NOBODY_ASKED,
    QUESTIONS,
    Asked,
    Question,
)
from casework.models.agency import Agency
from casework.portal import display
from casework.portal.form_parts import PortalForm, one_of
from casework.portal.pages import faults_of, page
from casework.queries.what_if import Answer, calculate

NOT_READ = 422
# In the address after a change of the display: nobody has asked yet.
UNFINISHED = "unfinished"
_DAY_FORM = "日期应写成2026-03-02的形式"


class _LawDay(forms.DateField):
    """A day the law asks for: not marked as optional, and left empty the law says why it is needed."""

    def validate(self, value: Any) -> None:
        """Leave an empty field to the clock, which knows the channel."""


def _day(label: str, hint: str = "", *, by_law: bool = False) -> forms.DateField:
    return (_LawDay if by_law else forms.DateField)(
        label=label,
        required=by_law,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _DAY_FORM},
    )


def _supposed(question: Question) -> forms.Field:
    """Return the field of a question about what may happen; none has to be answered."""
    if question.kind is Asked.ADDRESSEE:
        return forms.ChoiceField(
            label=question.label,
            required=False,
            choices=[("", NOBODY_ASKED), *((kind.value, name) for kind, name in CONSULTATION_NAMES.items())],
            error_messages={"invalid_choice": "请从列出的各项中选择"},
        )
    if question.kind is Asked.WORKING_DAYS:
        said = {"invalid": "请填写整数", "min_value": EXTENDED_TOO_LITTLE, "max_value": EXTENDED_TOO_MUCH}
        return forms.IntegerField(
            label=question.label, required=False, min_value=1, max_value=MAX_EXTENSION_WORKING_DAYS, error_messages=said
        )
    return _day(question.label, question.hint)


class CalculatorForm(PortalForm):
    """How and when a request came, and what may happen to it."""

    channel = one_of(
        "申请怎样提交",
        [(channel.value, name) for channel, name in CHANNEL_NAMES.items()],
        missing="请选择申请怎样提交",
        initial="counter",
    )
    submitted_on = _day("提交（寄出）日期", "邮寄、平常信函和传真可以不填", by_law=True)
    signed_on = _day("行政机关签收日期", "仅需签收的邮寄填写", by_law=True)
    confirmed_on = _day("双方确认日期", "平常信函、传真以双方确认之日为收到申请之日")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {name: _supposed(question) for name, question in QUESTIONS.items()}

    def suppositions(self) -> list[dict[str, Any]]:
        """Return the other questions in groups; a group with answers or errors is shown open."""
        found = []
        for group in GROUPS:
            fields = [self[question.name] for question in group.questions]
            is_open = any(field.errors or (self.is_bound and field.data) for field in fields)
            found.append({"title": group.title, "fields": fields, "open": is_open})
        return found


@login_not_required
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Show the questions and, below, what follows; ``agency`` in the address takes its calendar."""
    agency = _agency(request.GET.get("agency", ""))
    if display.is_display_change(request):
        kept = [(name, value) for name, value in request.GET.items() if value and name not in display.CHOICES]
        return display.changed(request, f"?{urlencode([*kept, (UNFINISHED, 1)])}")
    asked = any(value for name, value in request.GET.items() if name not in ("agency", UNFINISHED))
    form = CalculatorForm(request.GET if asked else None)
    answer: Answer | None = None
    if asked and form.is_valid():
        try:
            answer = calculate(answers=form.cleaned_data, agency=agency, today=legal_today())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if answer is None and UNFINISHED in request.GET:
        # Only the display was changed: what is still missing is nobody's fault yet.
        form.unjudged()
        asked = False
    context = {
        "form": form,
        "faults": faults_of(form) if asked else [],
        "answer": answer,
        "today": legal_today(),
        "agency_id": agency.pk if agency else "",
    }
    return page(
        request, "portal/calculator.html", context, agency=agency, status=NOT_READ if asked and answer is None else 200
    )


def _agency(text: str) -> Agency | None:
    return Agency.objects.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 18 else None
