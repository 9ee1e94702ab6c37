"""One line of events a case; on PostgreSQL the database itself refuses to change or delete one."""

from django.db import migrations, models

REFUSE = """
CREATE FUNCTION casework_event_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'case events are never changed nor deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER casework_event_is_permanent BEFORE UPDATE OR DELETE ON casework_caseevent
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
CREATE TRIGGER casework_seal_is_permanent BEFORE UPDATE OR DELETE ON casework_auditseal
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
"""
ALLOW = """
DROP TRIGGER casework_event_is_permanent ON casework_caseevent;
DROP TRIGGER casework_seal_is_permanent ON casework_auditseal;
DROP FUNCTION casework_event_is_permanent();
"""


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_chain_old_events")]

    operations = [
        migrations.AddConstraint(
            "caseevent",
            models.UniqueConstraint(fields=("case", "previous_hash"), name="event_chain_is_one_line"),
        ),
        migrations.RunPython(refuse, allow),
    ]
