"""Where a request comes from, the proxy in front included, and by what of it tries are counted."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

BROWSER_LENGTH = 200
# What one house, and often one machine, is given of IPv6: whoever has it has every address in it.
HOUSE_BITS = 64


def client_address(request: HttpRequest) -> str:
    """Return the caller's address, or "" where there is none (a program on this machine)."""
    return import_string(settings.CLIENT_ADDRESS)(request)


def counted_address(request: HttpRequest) -> str:
    """Return the address that tries are counted by, so that nobody has a new one for every try."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """Return an IPv4 address as it is, the house's network of an IPv6 address, and anything else unchanged."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((found, HOUSE_BITS), strict=False).network_address)


def client_browser(request: HttpRequest) -> str:
    """Return what the browser calls itself, cut to what is kept."""
    return request.META.get("HTTP_USER_AGENT", "")[:BROWSER_LENGTH]
