"""Django's sessions in the database, read by a statement that is put together once: every page begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from casework.adapters.clock import utc_now
from casework.adapters.kept_statements import KeptStatement

# The key of no session.
_WHICH = "-"
_session = KeptStatement(
    lambda: Session.objects.filter(pk=_WHICH).order_by().values_list("session_data", "expire_date")
)


class SessionStore(DatabaseStore):
    """A session as Django keeps it."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing once it is over."""
        found = _session.rows({_WHICH: self.session_key})
        data, until = found[0] if found else ("", None)
        if until is None or until <= utc_now():
            self._session_key = None
            return {}
        return self.decode(data)
