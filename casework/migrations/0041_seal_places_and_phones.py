"""Encrypt the places of service and the secrets of phones written in clear, in short transactions; and back."""

from django.db import migrations, transaction
from django_otp.plugins.otp_totp.models import default_key

from casework.adapters.encryption import seal as sealed
from casework.adapters.encryption import unseal as unsealed
from casework.adapters.resealing import seal_clear, sealed_columns, unseal_all

PLACE, SECRET = "casework.servicerecord.place", "casework.phonedevice.secret"


def seal(apps, schema_editor):
    connection = schema_editor.connection
    written = sum(seal_clear(connection, column) for column in sealed_columns(apps) if column.label == PLACE)
    written += sum(_seal_phone(connection, *row) for row in _phones(connection))
    if written and connection.vendor == "sqlite" and not connection.in_atomic_block:
        # What was overwritten would stay readable in the free pages of the file.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _phones(connection):
    """Return the phones that still have their secret where django-otp keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key FROM otp_totp_totpdevice"
            " WHERE id NOT IN (SELECT totpdevice_ptr_id FROM casework_phonedevice)"
        )
        return cursor.fetchall()


def _seal_phone(connection, phone, key):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        insert = "INSERT INTO casework_phonedevice (totpdevice_ptr_id, secret) VALUES (%s, %s)"
        cursor.execute(insert, [phone, sealed(SECRET, key)])
        cursor.execute("UPDATE otp_totp_totpdevice SET key = %s WHERE id = %s", [default_key(), phone])
    return 1


def unseal(apps, schema_editor):
    connection = schema_editor.connection
    for column in sealed_columns(apps):
        if column.label == PLACE:
            unseal_all(connection, column)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT totpdevice_ptr_id, secret FROM casework_phonedevice")
        for phone, secret in cursor.fetchall():
            cursor.execute("UPDATE otp_totp_totpdevice SET key = %s WHERE id = %s", [unsealed(SECRET, secret), phone])


class Migration(migrations.Migration):
    # Each batch commits by itself, as when the other columns were encrypted.
    atomic = False
    dependencies = [("casework", "0040_planned_audit_check_and_sealed_columns")]
    operations = [migrations.RunPython(seal, unseal)]
