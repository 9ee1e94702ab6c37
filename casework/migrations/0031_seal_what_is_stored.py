"""Encrypt the personal data of rows written before there was encryption, in short transactions; and back."""

from django.db import migrations

from casework.adapters.resealing import seal_clear, sealed_columns, unseal_all


def seal(apps, schema_editor):
    for column in sealed_columns(apps):
        seal_clear(schema_editor.connection, column)


def unseal(apps, schema_editor):
    for column in sealed_columns(apps):
        unseal_all(schema_editor.connection, column)


class Migration(migrations.Migration):
    # Each batch commits by itself: a million-row table is never locked as a whole, and an interruption loses nothing.
    atomic = False
    dependencies = [("casework", "0030_sealed_personal_data")]
    operations = [migrations.RunPython(seal, unseal)]
