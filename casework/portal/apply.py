"""The application form, one question group a page. Answers live in the session until they are sent."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.adapters.uploads import MAX_FILES
from casework.models.agency import Agency
from casework.portal import display
from casework.portal.drafts import FORM_STEPS, STEP_NUMBERS, STEPS, Draft, Step
from casework.portal.pages import agency_or_404, faults_of, page
from casework.portal.privacy import privacy_notice

STEPS_BY_NAME = {step.name: step for step in FORM_STEPS}
TEMPLATES = {
    "applicant": "portal/applicant_step.html",
    "content": "portal/content_step.html",
    "attachments": "portal/attachments_step.html",
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, agency_id: int, step: str) -> HttpResponse:
    """Show one question group, or keep its answers and go on."""
    if step not in STEPS_BY_NAME:
        raise Http404
    agency = agency_or_404(agency_id)
    if not agency.accepts_online:
        return redirect("portal:guide", agency_id)
    draft, this = Draft(request.session, agency_id), STEPS_BY_NAME[step]
    if request.method == "POST":
        return _keep(request, agency, draft, this)
    unfinished = draft.first_unfinished(before=step)
    if unfinished:
        return redirect("portal:step", agency_id, unfinished)
    return _show(request, agency, draft, this, judged="mend" in request.GET)


def _keep(request: HttpRequest, agency: Agency, draft: Draft, this: Step) -> HttpResponse:
    draft.remember(this.name, request.POST)
    refused = []
    if this.name == "attachments":
        refused = draft.files.add(request.FILES.getlist("attachments"), utc_now(), client_address(request))
        draft.files.remove(request.POST.get("remove", ""))
        draft.save()
    if display.is_display_change(request):
        return display.changed(request, request.get_full_path())
    if "back" in request.POST:
        return HttpResponseRedirect(_address_before(agency, this))
    if refused or not draft.form(this.name, judged=True).is_valid():
        return _show(request, agency, draft, this, judged=True, refused=refused)
    if "more" in request.POST or "remove" in request.POST:
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(_address_after(request, agency, this))


def _show(
    request: HttpRequest,
    agency: Agency,
    draft: Draft,
    this: Step,
    *,
    judged: bool,
    refused: list[str] | None = None,
) -> HttpResponse:
    form = draft.form(this.name, judged=judged)
    for sentence in refused or []:
        form.add_error("attachments", sentence)
    context = {
        "form": form,
        "faults": faults_of(form) if judged else [],
        "step": {
            "number": STEP_NUMBERS[this.name],
            "total": len(STEPS),
            "title": this.title,
            "lead": this.lead,
        },
        "back_url": _address_before(agency, this),
        "files": draft.files.rows,
        "max_files": MAX_FILES,
        "is_organisation": draft.is_organisation,
        # Told where the data are asked for, before any is given (个人信息保护法第十七条).
        "privacy": privacy_notice(agency) if this.name == "applicant" else None,
    }
    template = TEMPLATES.get(this.name, "portal/form_step.html")
    return page(request, template, context, agency=agency, keep_in_history=True)


def _address_before(agency: Agency, this: Step) -> str:
    number = STEP_NUMBERS[this.name]
    if number == 1:
        return reverse("portal:guide", args=[agency.pk])
    return reverse("portal:step", args=[agency.pk, STEPS[number - 2].name])


def _address_after(request: HttpRequest, agency: Agency, this: Step) -> str:
    """Return the next step; after a change from the check page, the check page again."""
    check = reverse("portal:check", args=[agency.pk])
    if "change" in request.GET or STEPS[STEP_NUMBERS[this.name]].name == "check":
        return check
    return reverse("portal:step", args=[agency.pk, STEPS[STEP_NUMBERS[this.name]].name])
