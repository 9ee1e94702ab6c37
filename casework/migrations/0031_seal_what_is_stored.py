"""Encrypt the personal data of rows written before there was encryption, in short transactions; and back."""

from django.db import migrations

from casework.adapters.resealing import seal_clear, sealed_columns, unseal_all


def seal(apps, schema_editor):
    connection = schema_editor.connection
    sealed = sum(seal_clear(connection, column) for column in sealed_columns(apps))
    if sealed and connection.vendor == "sqlite":
        # What was overwritten would stay readable in the free pages of the file.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def unseal(apps, schema_editor):
    for column in sealed_columns(apps):
        unseal_all(schema_editor.connection, column)


class Migration(migrations.Migration):
    # Each batch commits by itself: a million-row table is never locked as a whole, and an interruption loses nothing.
    atomic = False
    dependencies = [("casework", "0030_sealed_personal_data")]
    operations = [migrations.RunPython(seal, unseal)]
