"""The connection as Django's settings name it."""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base

# Between two questions to the server a look at the socket is enough: what ended the connection would stand in it.
ASKED_EVERY_SECONDS = 30


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that asks the server twice a minute, not with every request, whether it is still there."""

    _asked_at = float("-inf")

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
