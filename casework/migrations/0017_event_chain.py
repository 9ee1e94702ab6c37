"""Columns of the hash chain, and the seals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_review")]

    operations = [
        migrations.AddField(
            "caseevent",
            "previous_hash",
            models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="前一记录哈希"),
            preserve_default=False,
        ),
        migrations.AddField(
            "caseevent",
            "hash",
            models.CharField(default="", editable=False, max_length=64, verbose_name="哈希"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("last_event", models.BigIntegerField(verbose_name="末条记录")),
                ("events", models.PositiveIntegerField(verbose_name="记录数")),
                ("previous_digest", models.CharField(max_length=64, unique=True, verbose_name="上一封存值")),
                ("digest", models.CharField(max_length=64, verbose_name="封存值")),
            ],
            options={"verbose_name": "审计封存", "ordering": ["pk"]},
        ),
    ]
