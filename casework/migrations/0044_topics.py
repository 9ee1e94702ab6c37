"""Cases may carry a topic (主题分类); agencies may keep a list of their own."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0043_natural_days_of_duties")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="topic",
            field=models.CharField(blank=True, max_length=12, verbose_name="主题分类"),
        ),
        migrations.CreateModel(
            name="TopicList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=list, verbose_name="主题分类")),
                ("kept_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_list",
                        to="casework.agency",
                        verbose_name="机关",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
            ],
            options={"verbose_name": "主题分类表"},
        ),
    ]
