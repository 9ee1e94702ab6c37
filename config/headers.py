"""What a browser is told beside what Django and django-csp say."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No page of ours asks for any of it; a photograph comes through a file field, which needs no permission.
DENIED = "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class PermissionsPolicyMiddleware:
    """Deny every page the sensors and devices of the visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = DENIED
        return response
