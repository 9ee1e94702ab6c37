"""Addresses: the ledger as a file, out and in. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk.ledger_export import ledger_export
from casework.desk.ledger_import import (
    ledger_import,
    ledger_import_check,
    ledger_import_columns,
    ledger_import_confirm,
    ledger_import_discard,
    ledger_import_errors,
)

urlpatterns = [
    path("ledger/export/", ledger_export, name="ledger_export"),
    path("ledger/import/", ledger_import, name="ledger_import"),
    path("ledger/import/<int:ledger_id>/", ledger_import_columns, name="ledger_import_columns"),
    path("ledger/import/<int:ledger_id>/check/", ledger_import_check, name="ledger_import_check"),
    path("ledger/import/<int:ledger_id>/errors/", ledger_import_errors, name="ledger_import_errors"),
    path("ledger/import/<int:ledger_id>/confirm/", ledger_import_confirm, name="ledger_import_confirm"),
    path("ledger/import/<int:ledger_id>/discard/", ledger_import_discard, name="ledger_import_discard"),
]
