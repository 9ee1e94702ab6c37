"""Emptying a record as a whole is refused as well: triggers for single rows are not asked about TRUNCATE."""

from django.db import migrations

TABLES = {
    "casework_caseevent": "casework_event_is_not_truncated",
    "casework_auditseal": "casework_seal_is_not_truncated",
    "casework_accountevent": "casework_account_event_is_not_truncated",
}


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, trigger in TABLES.items():
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION casework_event_is_permanent()"
            )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, trigger in TABLES.items():
            schema_editor.execute(f"DROP TRIGGER {trigger} ON {table}")


class Migration(migrations.Migration):
    dependencies = [("casework", "0046_fewer_indexes")]

    operations = [migrations.RunPython(refuse, allow)]
