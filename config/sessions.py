"""How long a signed-in desk stays open, when nobody touches it and at the most; and from where somebody signs in."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

# A session row is written once a minute at most, not once a request.
REFRESH_SECONDS = 60
KEPT_BY_NOBODY = "private, no-store"
REFRESHED_AT = "refreshed_at"
SIGNED_IN_AT = "signed_in_at"


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from: behind our proxy what the proxy itself has seen.

    That stands last in X-Forwarded-For; whatever stands before it is a visitor's own claim.
    """
    if settings.BEHIND_HTTPS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


class IdleTimeoutMiddleware:
    """Move the end of a signed-in session forward while its owner works, for a working day at the most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Asking an untouched session would load it and make every public page vary by cookie.
        if session.accessed and SESSION_KEY in session:
            now = int(time.time())
            if now - session.get(REFRESHED_AT, 0) >= min(REFRESH_SECONDS, settings.DESK_IDLE_SECONDS // 2):
                session[REFRESHED_AT] = now
                left = session.setdefault(SIGNED_IN_AT, now) + settings.DESK_DAY_SECONDS - now
                if left > 0:
                    session.set_expiry(min(settings.DESK_IDLE_SECONDS, left))
                else:
                    session.flush()
            # On a shared machine nothing of the desk stays behind in the browser.
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = KEPT_BY_NOBODY
        return response
