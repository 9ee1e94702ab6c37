"""One small form on a page of its own: shown, posted, refused at its field, or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from casework.desk.forms.fields import DeskForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.errors import Refused


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the page says beside its form."""

    title: str
    back_label: str
    back_url: str
    submit_label: str
    lead: str = ""
    notes: list[str] = field(default_factory=list)
    quoted: str = ""
    done_url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def form_page(
    request: HttpRequest, page: FormPage, form: DeskForm, act: Callable[[dict[str, Any]], str | HttpResponse]
) -> HttpResponse:
    """Show the form, or do ``act`` with what was typed and go back with the words, or show the page, it returns."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            done = act(dict(form.cleaned_data))
        except Refused as refused:
            _hide(refused)
            refusal = None if form.refuse(refused) else refused
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
            return redirect(page.done_url or page.back_url)
    context = {
        "page": page,
        "form": form,
        "sections": form.sections(),
        "refusal": refusal_words(refusal),
        **page.extra,
    }
    return show(request, "desk/form_page.html", context, status=REFUSED if form.is_bound else 200)


def row_faults(rows: BaseFormSet) -> list[dict[str, str]]:
    """Return what is wrong in a set of alike rows: [{text, url}], each with its row and a link to its field."""
    return [
        {"text": f"第{number}行{field.label}：{error}", "url": f"#{field.id_for_label}"}
        for number, row in enumerate(rows, 1)
        for field in row.visible_fields()
        for error in field.errors
    ]


def post_or_say(request: HttpRequest, act: Callable[[], str | HttpResponse], back_url: str) -> HttpResponse:
    """Do a one-button act; its words, or the refusal, are a message on the page it came from."""
    try:
        done = act()
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
    except Refused as refusal:
        _hide(refusal)
        messages.error(request, str(refusal))
    return redirect(back_url)


def _hide(refusal: Refused) -> None:
    """Answer 404 where a row is not there, for whatever reason: a stranger learns nothing from it."""
    if refusal.is_absence:
        raise Http404(refusal.sentence) from refusal
