"""大字 and 高对比: two cookies, set by plain buttons, kept for a year."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

CHOICES = {
    "size": ("display_size", ("normal", "large")),
    "contrast": ("display_contrast", ("normal", "high")),
}
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set the display the reader chose and go back to the page it was chosen on."""
    back = request.POST.get("next", "")
    # "//host" and the like would lead to somebody else's page.
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("portal:home")
    return changed(request, back)


def is_display_change(request: HttpRequest) -> bool:
    """Tell whether a form was sent by one of the display buttons, not to go on."""
    return any(name in _given(request) for name in CHOICES)


def changed(request: HttpRequest, back: str) -> HttpResponse:
    """Return to ``back`` with the chosen display."""
    return _kept(request, HttpResponseRedirect(back), _chosen(request))


def shown_anew(request: HttpRequest, show: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a form that is kept nowhere with the page itself, in the chosen display."""
    chosen = _chosen(request)
    request.COOKIES |= chosen
    return _kept(request, show(), chosen)


def _given(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _chosen(request: HttpRequest) -> dict[str, str]:
    given = _given(request)
    return {cookie: given[name] for name, (cookie, words) in CHOICES.items() if given.get(name) in words}


def _kept(request: HttpRequest, response: HttpResponse, chosen: dict[str, str]) -> HttpResponse:
    for cookie, value in chosen.items():
        response.set_cookie(
            cookie, value, max_age=ONE_YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response
