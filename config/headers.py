"""What a browser is told beside what Django and django-csp say."""

from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
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


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with the policy put together once for all pages that ask for no other."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the policy; whatever a view has asked of django-csp is left to django-csp."""
        has_own = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if has_own or HEADER in response or settings.DEBUG:
            return super().process_response(request, response)
        response[HEADER] = self._policy
        return response

    @cached_property
    def _policy(self) -> str:
        return build_policy()
