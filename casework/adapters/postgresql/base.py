"""The connection as Django's settings name it."""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper

from casework.adapters.postgresql.prepared import ASKED_BEFORE_PREPARED, MOST_PREPARED, LentCursor, PreparedCursor

# Between two questions to the server a look at the socket is enough: what ended the connection would stand in it.
ASKED_EVERY_SECONDS = 30
_PREPARED = "prepared"


class DatabaseOperations(base.DatabaseOperations):
    """Django's, which knows the text of a statement that was kept."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return what was asked, for whoever logs it; the driver forgets the text of what the server has planned before."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that asks the server twice a minute, not with every request, whether it is still there.

    With the option ``keeps_plans`` off it prepares no statements, as a pooler that changes servers between transactions needs it.
    """

    ops_class = DatabaseOperations
    # Not lent at the moment.
    kept_cursor: PreparedCursor | None = None
    _asked_at = float("-inf")

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver is told."""
        parameters = super().get_connection_params()
        keeps_plans = parameters.pop("keeps_plans", True)
        return parameters | {"prepare_threshold": ASKED_BEFORE_PREPARED if keeps_plans else None}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection that keeps as many plans as the program has statements to keep."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_PREPARED
        return connection

    def prepared_cursor(self) -> CursorWrapper | LentCursor:
        """Return a cursor whose statements the server plans once and not every time they are asked."""
        if self.connection is None or self.queries_logged or self.execute_wrappers:
            return self._cursor(_PREPARED)
        self.validate_thread_sharing()
        return LentCursor(self)

    def create_cursor(self, name: str | None = None) -> Any:
        """Return the driver's cursor of that kind."""
        return PreparedCursor(self.connection) if name is _PREPARED else super().create_cursor(name)

    def is_usable(self) -> bool:
        """Tell whether the connection can be used; False when the server has closed it."""
        if self.connection is None or self.connection.closed:
            return False
        now = time.monotonic()
        if now - self._asked_at < ASKED_EVERY_SECONDS and self._is_silent():
            return True
        self._asked_at = now
        return super().is_usable()

    def _is_silent(self) -> bool:
        """Tell whether nothing has come since the last answer: neither a farewell nor the end."""
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
