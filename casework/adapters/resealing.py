"""Columns of personal data as a whole: encrypting what stood in clear, and writing it anew with another key.

In batches that commit by themselves, and resumable: what is done already is left out by how it begins. A
value that somebody changes meanwhile is left to that change, which was written with the key in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from casework.adapters.encryption import current_prefix, fingerprints, is_sealed, seal, unseal
from casework.models.sealed import MASK_IS_KEPT, MASKS, NORMALISERS, BlindIndexField, SealedField, SealedJSONField

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column; ``kind`` is empty for plain values, ``index`` where it has no blind index."""

    table: str
    key: str
    name: str
    label: str
    kind: str
    index: str

    def sealed(self, clear: str) -> tuple[str, str]:
        """Return what is stored of a clear text, and its blind index."""
        shown = MASKS[self.kind](clear) if self.kind in MASK_IS_KEPT else ""
        normal = NORMALISERS[self.kind](clear) if self.index else ""
        return seal(self.label, clear, shown), fingerprints(self.kind, normal)[0] if normal else ""


def sealed_columns(apps: Any) -> Iterator[Column]:
    """Yield every encrypted column of the models in ``apps`` (today's, or those of a migration)."""
    for model in apps.get_models():
        meta = model._meta
        indexes = {field.of: field.column for field in meta.local_fields if isinstance(field, BlindIndexField)}
        for field in meta.local_concrete_fields:
            if isinstance(field, SealedField | SealedJSONField):
                kind = getattr(field, "kind", "")
                index = indexes.get(field.name, "")
                yield Column(meta.db_table, meta.pk.column, field.column, field.label, kind, index)


def seal_clear(connection: BaseDatabaseWrapper, column: Column) -> int:
    """Encrypt what stands in clear; return how many values there were."""

    def sealed(value: str) -> tuple[str, str] | None:
        return None if is_sealed(value) else column.sealed(value)

    return _rewrite(connection, column, sealed)


def unseal_all(connection: BaseDatabaseWrapper, column: Column) -> int:
    """Write every value back in clear, as it was before there was encryption; return how many."""

    def clear(value: str) -> tuple[str, str] | None:
        return (unseal(column.label, value), "") if is_sealed(value) else None

    return _rewrite(connection, column, clear)


def reseal(connection: BaseDatabaseWrapper, column: Column) -> int:
    """Write with the key and the algorithm in use what was written with others; return how many values."""

    def anew(value: str) -> tuple[str, str] | None:
        return column.sealed(unseal(column.label, value))

    return _rewrite(connection, column, anew, done=current_prefix())


def count_old(connection: BaseDatabaseWrapper, column: Column) -> int:
    """Return how many values are not written with the key and the algorithm in use."""
    name, table = _quoted(connection, column.name, column.table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {table} WHERE {name} <> '' AND SUBSTR({name}, 1, %s) <> %s",
            [len(current_prefix()), current_prefix()],
        )
        return cursor.fetchone()[0]


def any_value(connection: BaseDatabaseWrapper, column: Column) -> str:
    """Return one stored value, or "" where there is none."""
    name, table = _quoted(connection, column.name, column.table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE {name} <> '' LIMIT 1")
        found = cursor.fetchone()
    return found[0] if found else ""


def _rewrite(
    connection: BaseDatabaseWrapper, column: Column, change: Callable[[str], tuple[str, str] | None], *, done: str = ""
) -> int:
    """Put ``change`` of every value in its place, batch by batch; None leaves a value alone."""
    table, key, name = _quoted(connection, column.table, column.key, column.name)
    index = f", {connection.ops.quote_name(column.index)} = %s" if column.index else ""
    undone = f" AND SUBSTR({name}, 1, {len(done)}) <> %s" if done else ""
    read = f"SELECT {key}, {name} FROM {table} WHERE {key} > %s AND {name} <> ''{undone} ORDER BY {key} LIMIT {ROWS_AT_ONCE}"
    write = f"UPDATE {table} SET {name} = %s{index} WHERE {key} = %s AND {name} = %s"
    last, written = 0, 0
    while True:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(read, [last, done] if done else [last])
            rows = cursor.fetchall()
            if not rows:
                return written
            for pk, value in rows:
                changed = change(value)
                if changed is None:
                    continue
                cursor.execute(write, [changed[0], *([changed[1]] if index else []), pk, value])
                written += cursor.rowcount
            last = rows[-1][0]


def _quoted(connection: BaseDatabaseWrapper, *names: str) -> tuple[str, ...]:
    return tuple(connection.ops.quote_name(name) for name in names)
