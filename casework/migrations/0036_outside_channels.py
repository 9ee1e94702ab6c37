"""The channels replies send applicants to become rows: one a kind, with who entered it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_is_there(apps, schema_editor) -> None:
    channels = apps.get_model("casework", "OutsideChannel").objects
    agencies = apps.get_model("casework", "Agency").objects.exclude(petition_channel="")
    channels.bulk_create(
        channels.model(agency=agency, kind="petition_channel", text=agency.petition_channel) for agency in agencies
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0035_attachment_scan_state")]
    operations = [
        migrations.CreateModel(
            name="OutsideChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("petition_channel", "信访、投诉、举报渠道"),
                            ("special_rule", "工商、不动产登记等另有规定的查询窗口"),
                            ("case_file_guidance", "当事人查阅行政执法案卷的办法"),
                            ("publication_source", "公报、报刊、书籍等公开出版物的获取途径"),
                        ],
                        max_length=30,
                        verbose_name="渠道",
                    ),
                ),
                ("text", models.TextField(verbose_name="告知的内容")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_channels",
                        to="casework.agency",
                        verbose_name="机关",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "告知渠道",
                "constraints": [
                    models.UniqueConstraint(fields=["agency", "kind"], name="outside_channel_once"),
                ],
            },
        ),
        migrations.RunPython(keep_what_is_there, migrations.RunPython.noop),
        migrations.RemoveField(model_name="agency", name="petition_channel"),
    ]
