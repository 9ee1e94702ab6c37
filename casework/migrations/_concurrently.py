"""Indexes that come and go while an office works: on PostgreSQL concurrently, on SQLite, which has one writer, as usual.

A migration that uses them has ``atomic = False``. One that breaks off leaves its index behind: docs/operations.md,
"Migrations and locks".
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres import operations
from django.db import migrations


class _AsTheDatabaseCan:
    usual: ClassVar[Any]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._way(schema_editor).database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._way(schema_editor).database_backwards(self, app_label, schema_editor, from_state, to_state)

    def _way(self, schema_editor: Any) -> Any:
        # The parent named last is the one of Django that works concurrently.
        return type(self).__bases__[-1] if schema_editor.connection.vendor == "postgresql" else self.usual


class AddIndexConcurrently(_AsTheDatabaseCan, operations.AddIndexConcurrently):
    """Make an index and keep nobody from writing."""

    usual = migrations.AddIndex


class RemoveIndexConcurrently(_AsTheDatabaseCan, operations.RemoveIndexConcurrently):
    """Take an index away and keep nobody from reading."""

    usual = migrations.RemoveIndex
