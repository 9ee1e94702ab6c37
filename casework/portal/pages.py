"""What every page for applicants is given: the agency it is about, and how it may be kept."""

from functools import cache
from typing import Any, NamedTuple

from django.forms import BoundField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from casework.adapters.agencies import agency_of
from casework.models.agency import Agency


class Fault(NamedTuple):
    """One line of the error summary and the address of the answer to be changed, if any."""

    text: str
    url: str = ""


def agency_or_404(agency_id: int) -> Agency:
    """Return the agency an address names. Raises Http404."""
    agency = agency_of(agency_id)
    if agency is None:
        raise Http404
    return agency


def receipt_address(case_id: int) -> str:
    """Return the address of the receipt of a case; every filing is answered with one."""
    return _receipt_of_any().replace(_CASE, str(case_id))


# Stands for the key of a case where an address is made once for all of them.
_CASE = "1234567890"


@cache
def _receipt_of_any() -> str:
    return reverse("portal:receipt", args=[int(_CASE)])


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    agency: Agency | None = None,
    keep_in_history: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render a page; only a form step may stay in the browser's history, so that "back" loses nothing."""
    home = reverse("portal:guide", args=[agency.pk]) if agency else reverse("portal:home")
    frame = {"agency": agency_card(agency), "portal_home": home}
    response = render(request, template, frame | context, status=status)
    if keep_in_history:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        add_never_cache_headers(response)
    return response


def agency_card(agency: Agency | None) -> dict[str, str]:
    """Return what head and foot of a page say about the agency."""
    if agency is None:
        return {}
    return {"name": agency.name, "phone": agency.telephone, "address": agency.address}


def faults_of(form: Form) -> list[Fault]:
    """Return the lines of the error summary: every error once, with its field to jump to."""
    lines = [Fault(str(error)) for error in form.non_field_errors()]
    for field in form.visible_fields():
        lines += [Fault(str(error), f"#{target_of(field)}") for error in field.errors]
    return lines


def target_of(field: BoundField) -> str:
    """Return the id to jump to for an answer."""
    # Radio buttons have an id each; the group itself cannot take the focus.
    return field.id_for_label or f"{field.auto_id}_0"
