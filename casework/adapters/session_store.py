"""Django's sessions in the database, read and written by statements that are put together once: every page begins with one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection

from casework.adapters.clock import utc_now
from casework.adapters.kept_statements import KeptStatement
from casework.models.kept_insert import Change
from casework.models.prepared import prepared_cursor

# The key of no session.
_WHICH = "-"
_session = KeptStatement(
    lambda: Session.objects.filter(pk=_WHICH).order_by().values_list("session_data", "expire_date")
)
_UPDATE = f"UPDATE {Session._meta.db_table} SET session_data = %s, expire_date = %s WHERE session_key = %s"


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
        """Write the session. Raises UpdateError for one that was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        statement, values = self.change_to(self._get_session())
        with prepared_cursor(connection) as cursor:
            cursor.execute(statement, values)
            if not cursor.rowcount:
                raise UpdateError

    def change_to(self, content: dict[str, Any]) -> Change:
        """Return what stores ``content`` in place of what the session holds, to be done together with something else.

        Once that is done, ``adopt`` the content. A session that was ended meanwhile stays ended.
        """
        until = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        return Change(_UPDATE, [self.encode(content), until, self.session_key])

    def adopt(self, content: dict[str, Any]) -> None:
        """Hold what is stored already."""
        self._session_cache = content
        self.modified = False
