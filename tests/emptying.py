"""Emptying the database after a test that commits, in a few milliseconds.

Django's own way truncates every one of ninety tables and has every app write its permissions anew: half a second a test.
Here the tables that hold rows are emptied, and content types and permissions, which no test changes, stay.
"""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = {"django_content_type", "auth_permission"}


def empty_tables(alias: str) -> None:
    """Delete every row of every table of the models, whatever refers to it or forbids it."""
    connection = connections[alias]
    with connection.constraint_checks_disabled(), transaction.atomic(using=alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Neither triggers nor foreign keys: an event may not be deleted otherwise.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled_tables(alias):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def filled_tables(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the tables that hold rows, found by one statement; content types and permissions are not looked at."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_question(connections[alias]))
        return [table for (table,) in cursor.fetchall()]


@cache
def _question(connection: BaseDatabaseWrapper) -> str:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    parts = (
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in sorted(tables)
    )
    return " UNION ALL ".join(parts)
