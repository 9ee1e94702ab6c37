"""Addresses: the applicants' pages at the top, the desk and the API below their own word."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers. It asks nothing of the database or the broker."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("desk/", include("casework.desk.urls", namespace="desk")),
    path("api/", include("casework.api.urls", namespace="api")),
    path("", include("casework.portal.urls", namespace="portal")),
]
