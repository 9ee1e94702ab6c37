"""填报表二、表四: the figures no case tells, cell by cell, with every change on record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.annual_access import asked_agency, asked_year, may_edit, may_lead, require
from casework.desk.annual_words import COLUMN_NAMES, Address, figure_tables
from casework.desk.forms.annual import FiguresForm, OpeningForm, ReasonForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.annual_entries import shown, slots
from casework.law.annual_formats import format_for_year
from casework.law.annual_table import APPLICANT_KINDS
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import OpeningBalance
from casework.queries.annual_records import (
    figure_history,
    figures_of,
    freezes_of,
    last_pk,
    opening_history,
)
from casework.services.annual_figures import enter_figures
from casework.services.annual_opening import enter_opening, unlock_opening

HISTORY_LINES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def annual_figures(request: HttpRequest, year: int) -> HttpResponse:
    """Show tables 二 and 四 with their history, to editors as a form; POST enters what is other than before."""
    agency, _ = asked_agency(request)
    year = asked_year(year)
    places = slots(format_for_year(year))
    if request.method == "POST":
        require(may_edit(request.user, agency))
        form = FiguresForm(request.POST, places=places)
        if not form.is_valid():
            return _figures_page(request, agency, year, form)
        try:
            number = enter_figures(
                agency=agency, year=year, typed=form.typed(), seen=form.cleaned_data["seen"] or 0,
                actor=request.user, today=legal_today(), now=utc_now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
            return _figures_page(request, agency, year, form, refusal=refusal)
        messages.success(request, f"已保存，改动{number}格。" if number else "没有改动。")
        return redirect(reverse("desk:annual_figures", args=[year]))
    initial = {key: shown(value) for key, value in figures_of(agency, year).items()}
    seen = last_pk(figure_history(agency, year))
    return _figures_page(request, agency, year, FiguresForm(initial=initial | {"seen": seen}, places=places))


def _figures_page(
    request: HttpRequest, agency: Agency, year: int, form: FiguresForm, *, refusal: Refused | None = None
) -> HttpResponse:
    report_format = format_for_year(year)
    tables = figure_tables(report_format, figures_of(agency, year))
    for table in tables:
        for block in table["blocks"]:
            for row in block["rows"]:
                for cell in row["cells"]:
                    cell["field"] = form[cell["key"]]
    names = {slot.key: slot.label for slot in slots(report_format)}
    history = [
        {"at": item.recorded_at, "by": item.actor_name, "cell": names.get(item.slot, item.slot),
         "old": shown(item.old) or "空", "new": shown(item.new) or "空"}
        for item in figure_history(agency, year)[:HISTORY_LINES]
    ]  # fmt: skip
    frozen = bool(freezes_of([agency], year))
    context = {
        **_head(request, agency, year),
        "form": form,
        "refusal": refusal_words(refusal),
        "tables": tables,
        "frozen": frozen,
        "may_edit": may_edit(request.user, agency) and not frozen,
        "history": history,
    }
    return show(request, "desk/annual_figures.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def annual_opening(request: HttpRequest, year: int) -> HttpResponse:
    """Show the opening balance and its history; POST enters it once, or (the leader) unlocks it."""
    agency, _ = asked_agency(request)
    year = asked_year(year)
    entry, unlock, refusal = OpeningForm(), ReasonForm(), None
    if request.method == "POST":
        unlocking = "unlock" in request.POST
        require(may_lead(request.user, agency) if unlocking else may_edit(request.user, agency))
        form = ReasonForm(request.POST) if unlocking else OpeningForm(request.POST)
        entry, unlock = (entry, form) if unlocking else (form, unlock)
        if form.is_valid():
            try:
                return _change_opening(request, agency, year, form)
            except Refused as error:
                refusal = None if form.refuse(error) else error
    last = opening_history(agency).first()
    locked = last is not None and last.act == OpeningBalance.Act.ENTERED
    if last is not None and not entry.is_bound:
        entry.initial |= last.cells
    cells = [{"label": COLUMN_NAMES[kind], "value": last.cells[kind]} for kind in APPLICANT_KINDS] if last else []
    history = [
        {"at": item.recorded_at, "by": item.actor_name, "act": item.get_act_display(), "year": item.year,
         "cells": "、".join(f"{COLUMN_NAMES[kind]} {item.cells[kind]}" for kind in APPLICANT_KINDS), "reason": item.reason}
        for item in opening_history(agency)
    ]  # fmt: skip
    context = {
        **_head(request, agency, year),
        "form": unlock if unlock.is_bound else entry,
        "entry": entry,
        "unlock": unlock,
        "refusal": refusal_words(refusal),
        "balance": last and {"year": last.year, "locked": locked, "cells": cells, "total": sum(last.cells.values())},
        "may_enter": may_edit(request.user, agency) and not locked,
        "may_unlock": may_lead(request.user, agency) and locked,
        "history": history,
    }
    return show(request, "desk/annual_opening.html", context, status=REFUSED if request.method == "POST" else 200)


def _change_opening(request: HttpRequest, agency: Agency, year: int, form: OpeningForm | ReasonForm) -> HttpResponse:
    done = {"agency": agency, "actor": request.user, "now": utc_now(), "key": form.cleaned_data["key"]}
    if isinstance(form, ReasonForm):
        unlock_opening(reason=form.cleaned_data["reason"], **done)
        messages.success(request, "已解除锁定，可以重新填报。")
    else:
        enter_opening(year=year, typed=form.typed(), today=legal_today(), **done)
        messages.success(request, f"{year}年度期初余额已填报并锁定。")
    return redirect(reverse("desk:annual_opening", args=[year]))


def _head(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    return {
        "year": year,
        "agency_name": agency.name,
        "format_label": format_for_year(year).document,
        "table_url": Address(request, agency).of("annual_table", year),
    }
