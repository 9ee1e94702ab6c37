"""Encrypt the addresses and secrets of webhooks written in clear, in short transactions; and back."""

from django.db import migrations

from casework.adapters.resealing import seal_clear, sealed_columns, unseal_all

TABLE = "casework_webhookendpoint"


def seal(apps, schema_editor):
    connection = schema_editor.connection
    written = sum(seal_clear(connection, column) for column in sealed_columns(apps) if column.table == TABLE)
    if written and connection.vendor == "sqlite" and not connection.in_atomic_block:
        # What was overwritten would stay readable in the free pages of the file.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def unseal(apps, schema_editor):
    for column in sealed_columns(apps):
        if column.table == TABLE:
            unseal_all(schema_editor.connection, column)


class Migration(migrations.Migration):
    # Each batch commits by itself, as when the other columns were encrypted.
    atomic = False
    dependencies = [("casework", "0048_webhooks_hold_sealed_values")]
    operations = [migrations.RunPython(seal, unseal)]
