import django.db.models.deletion
from django.db import migrations, models

# Of a foreign key each, and the one for prefixes of a once-only key, which nobody looks for.
DROPPED = {
    "casework_case_agency_id_02413a55": ("casework_case", "agency_id"),
    "casework_case_answered_with_id_1f9e0a1a": ("casework_case", "answered_with_id"),
    "casework_case_split_from_id_4a9947be": ("casework_case", "split_from_id"),
    "casework_case_unit_id_4ccc6d40": ("casework_case", "unit_id"),
    "casework_caseevent_case_id_46aaa1c4": ("casework_caseevent", "case_id"),
    "casework_caseevent_key_489f36dc_like": ("casework_caseevent", "key varchar_pattern_ops"),
    "casework_deadline_case_id_956d335b": ("casework_deadline", "case_id"),
    "casework_notice_reminder_id_b8651dbf": ("casework_notice", "reminder_id"),
    "casework_numberseries_agency_id_3c41477f": ("casework_numberseries", "agency_id"),
}


def drop(apps, schema_editor):
    for name in DROPPED:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


def make_again(apps, schema_editor):
    for name, (table, column) in DROPPED.items():
        if schema_editor.connection.vendor == "postgresql" or " " not in column:
            schema_editor.execute(f"CREATE INDEX {name} ON {table} ({column})")


class Migration(migrations.Migration):
    """Only the indexes change: altering the fields would have SQLite write every table anew."""

    dependencies = [
        ("casework", "0045_lists_read_their_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("unit__isnull", False)), fields=["unit"], name="case_of_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)), fields=["split_from"], name="case_split_off"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("answered_with__isnull", False)),
                fields=["answered_with"],
                name="case_answered_together",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make_again)],
            state_operations=[
                migrations.AlterField(
                    model_name="case",
                    name="agency",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="casework.agency",
                        verbose_name="机关",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="answered_with",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_together",
                        to="casework.case",
                        verbose_name="合并办理的首件",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="split_from",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_off",
                        to="casework.case",
                        verbose_name="拆分自",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="unit",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="casework.unit",
                        verbose_name="承办科室",
                    ),
                ),
                migrations.AlterField(
                    model_name="caseevent",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.case",
                        verbose_name="办件",
                    ),
                ),
                migrations.AlterField(
                    model_name="deadline",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadlines",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="notice",
                    name="reminder",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="casework.reminder",
                    ),
                ),
                migrations.AlterField(
                    model_name="numberseries",
                    name="agency",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.agency",
                    ),
                ),
            ],
        ),
    ]
