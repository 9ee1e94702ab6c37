"""假设推算: when would this case be due, if. A page of a case that stores nothing.

The question is the address itself, so that an answer can be kept, sent and printed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.case_words import case_head
from casework.desk.clock_bar import due_text
from casework.desk.forms.what_if import WhatIfForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.errors import Refused
from casework.queries.what_if import Answer, what_if


@require_safe
def case_what_if(request: HttpRequest, number: str) -> HttpResponse:
    """Show the questions, and below them what would follow from the answers given."""
    found = case_or_404(request, number)
    asked = any(request.GET.values())
    form = WhatIfForm(request.GET if asked else None, found=found)
    answer: Answer | None = None
    refusal: Refused | None = None
    if asked and form.is_valid():
        try:
            answer = what_if(found=found, answers=form.cleaned_data)
        except Refused as error:
            refusal = None if form.refuse(error) else error
    reply = found.reading.reply
    context: dict[str, Any] = {
        "case": case_head(found.case) | {"url": reverse("desk:case", args=[number])},
        "form": form,
        "sections": form.sections(),
        "as_it_stands": due_text(found, reply) if reply else found.reading.unknown or found.reading.receipt.waiting,
        "today": found.today,
        "answer": answer,
        "refusal": refusal_words(refusal),
    }
    return show(request, "desk/case_what_if.html", context, status=REFUSED if asked and answer is None else 200)
