"""Where a request comes from: the address that also counts wrong passwords, the proxy in front included."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.http import HttpRequest

BROWSER_LENGTH = 200


def client_address(request: HttpRequest) -> str:
    """Return the caller's address, or "" where there is none (a program on this machine)."""
    return str(get_client_ip_address(request) or "")


def client_browser(request: HttpRequest) -> str:
    """Return what the browser calls itself, cut to what is kept."""
    return request.META.get("HTTP_USER_AGENT", "")[:BROWSER_LENGTH]
