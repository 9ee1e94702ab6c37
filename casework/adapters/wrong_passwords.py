"""Under which name wrong passwords are counted, until the lockout is over."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from casework.models.user import User


def counted_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str | None:
    """Return the name that was typed, or a fingerprint of what is nobody's name.

    That may be a password typed into the wrong field: it is counted and kept nowhere.
    """
    name = (request.POST if credentials is None else credentials).get("username")
    fingerprint = salted_hmac("sign-in", name or "").hexdigest()
    return name if not name or User.objects.filter(username=name).exists() else fingerprint
