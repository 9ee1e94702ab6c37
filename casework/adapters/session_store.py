"""Django's sessions in the database, read by a statement that is put together once: every page begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import OperationalError

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

    def save(self, must_create: bool = False) -> None:
        """Write the session. A database that went away is a fault of ours, and no session that was ended meanwhile."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
