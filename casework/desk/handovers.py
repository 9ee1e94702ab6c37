"""交接: hand over an officer's work in one step, and the list to print and sign (交接清单)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.forms.fields import DeskForm, Section, Text
from casework.desk.shell import REFUSED, refusal_words, show
from casework.desk.words import day_told
from casework.law.duties import DUTY_NAMES, DutyKind
from casework.law.errors import Refused
from casework.law.stages import STAGE_NAMES, Stage
from casework.models.handover import Handover, HandoverItem
from casework.models.user import User
from casework.services.handovers import HANDERS, hand_over
from casework.services.permissions import CASE_WORKERS

SHOWN = 20


class HandoverForm(DeskForm):
    """Who gives, who takes, why."""

    layout = (Section((("giver", "taker"), ("reason",))),)
    giver = forms.ModelChoiceField(User.objects.none(), label="移交人", empty_label="请选择")
    taker = forms.ModelChoiceField(User.objects.none(), label="接办人", empty_label="请选择")
    reason = Text(label="事由", max_length=200, help_text="例如：调离；借调期满；产假。")

    def __init__(self, *args: Any, agency_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        workers = User.objects.filter(agency=agency_id, role__in=CASE_WORKERS).order_by("display_name")
        # Who has left hands over too; whoever takes must be there.
        self.fields["giver"].queryset = workers
        self.fields["taker"].queryset = workers.filter(is_active=True)


@require_http_methods(["GET", "HEAD", "POST"])
def handovers(request: HttpRequest) -> HttpResponse:
    """Hand over, and the lists of earlier hand-overs."""
    require_role(request.user, *HANDERS)
    user, refusal = request.user, None
    form = HandoverForm(request.POST or None, agency_id=user.agency_id)
    if request.method == "POST" and form.is_valid():
        try:
            done = hand_over(**form.cleaned_data, actor=user, today=legal_today(), now=utc_now())
        except Refused as refused:
            refusal = None if form.refuse(refused) else refusal_words(refused)
        else:
            return redirect("desk:handover", handover_id=done.pk)
    earlier = Handover.objects.filter(agency=user.agency_id).select_related("giver", "taker")[:SHOWN]
    context = {
        "form": form,
        "sections": form.sections(),
        "refusal": refusal,
        "earlier": [{"words": str(item), "url": reverse("desk:handover", args=[item.pk])} for item in earlier],
    }
    return show(request, "desk/handovers.html", context, status=REFUSED if form.is_bound else 200)


@require_safe
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Show one list as it stood on its day, to be printed and signed by both."""
    require_role(request.user, *HANDERS, *CASE_WORKERS)
    found = (
        Handover.objects.filter(pk=handover_id, agency=request.user.agency_id)
        .select_related("giver", "taker", "handed_by", "agency")
        .first()
    )
    mine = found and (request.user.role in HANDERS or request.user in (found.giver, found.taker))
    if not mine:
        raise Http404("没有这份交接清单")
    items = found.items.select_related("case").order_by("reply_due_on", "pk")
    context = {
        "handover": found,
        "rows": [_row(item, number) for number, item in enumerate(items, 1)],
        "back_url": reverse("desk:handovers") if request.user.role in HANDERS else reverse("desk:work_list"),
    }
    return show(request, "desk/handover.html", context)


def _row(item: HandoverItem, number: int) -> dict[str, Any]:
    due = day_told(item.reply_due_on, provisional=item.reply_provisional) if item.reply_due_on else "停表或未定"
    waits = f"{DUTY_NAMES[DutyKind(item.next_duty)]} {item.next_due_on}" if item.next_duty else ""
    return {
        "n": number,
        "number": item.case.number,
        "url": reverse("desk:case", args=[item.case.number]),
        "subject": item.case.subject,
        "received_on": item.case.received_on,
        "stage": STAGE_NAMES[Stage(item.stage)],
        "due": due,
        "next": waits,
    }
