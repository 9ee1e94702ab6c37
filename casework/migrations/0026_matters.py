import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def one_item_each(apps, schema_editor):
    """Every reply so far answered the whole request: it becomes a reply of one item."""
    reply_model, item_model = apps.get_model("casework", "Reply"), apps.get_model("casework", "ReplyItem")
    batch = []
    for reply in reply_model.objects.select_related("case").order_by("pk").iterator(chunk_size=2000):
        batch.append(
            item_model(
                reply_id=reply.pk, position=1, words=reply.case.content, decision_code=reply.decision_code,
                findings=reply.findings, evidence=reply.evidence,
                withheld=[
                    {"what": reply.evidence.get("withheld_list", ""), "ground": ground, "reason": reply.findings}
                    for ground in reply.withheld_grounds
                ],
            )
        )  # fmt: skip
        if len(batch) == 2000:
            item_model.objects.bulk_create(batch)
            batch = []
    item_model.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0025_case_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="petition_channel",
            field=models.CharField(blank=True, max_length=200, verbose_name="信访、投诉、举报渠道"),
        ),
        migrations.AddField(
            model_name="case",
            name="answered_with",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers_also",
                to="casework.case",
                verbose_name="由该件一并答复",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_off",
                to="casework.case",
                verbose_name="拆分自",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="statistical_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="改计理由"),
        ),
        migrations.AlterField(
            model_name="reply",
            name="decision_code",
            field=models.CharField(max_length=4, verbose_name="统计码"),
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="申请人的原话")),
                ("decision_code", models.CharField(blank=True, max_length=4, verbose_name="决定码")),
                ("findings", models.TextField(blank=True, verbose_name="查明情况与理由")),
                ("evidence", models.JSONField(blank=True, default=dict, verbose_name="必填材料")),
                ("withheld", models.JSONField(blank=True, default=list, verbose_name="不予提供部分的清单")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("drafted_on", models.DateField(blank=True, null=True, verbose_name="拟定日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matters",
                        to="casework.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟定人",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项",
                "ordering": ["case", "position"],
            },
        ),
        migrations.CreateModel(
            name="ReplyItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="申请人的原话")),
                ("decision_code", models.CharField(blank=True, max_length=4, verbose_name="决定码")),
                ("findings", models.TextField(blank=True, verbose_name="查明情况与理由")),
                ("evidence", models.JSONField(blank=True, default=dict, verbose_name="必填材料")),
                ("withheld", models.JSONField(blank=True, default=list, verbose_name="不予提供部分的清单")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.matter",
                        verbose_name="事项",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="casework.reply",
                        verbose_name="答复",
                    ),
                ),
            ],
            options={
                "verbose_name": "答复事项",
                "ordering": ["reply", "position"],
            },
        ),
        migrations.CreateModel(
            name="SearchRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.CharField(max_length=200, verbose_name="检索处所")),
                ("systems", models.CharField(max_length=200, verbose_name="检索的系统或目录")),
                ("keyword_sets", models.JSONField(default=list, verbose_name="关键词")),
                ("period", models.CharField(max_length=100, verbose_name="时间段")),
                ("paper_archive", models.CharField(blank=True, max_length=200, verbose_name="纸质档案检索情况")),
                ("searched_by", models.CharField(max_length=60, verbose_name="检索人")),
                ("searched_on", models.DateField(verbose_name="检索日期")),
                ("found", models.BooleanField(verbose_name="检索到相关信息")),
                ("result", models.TextField(blank=True, verbose_name="检索结果说明")),
                ("checked_by", models.CharField(blank=True, max_length=60, verbose_name="复核人")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_records",
                        to="casework.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(blank=True, related_name="+", to="casework.attachment", verbose_name="附件"),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="search_records",
                        to="casework.matter",
                        verbose_name="事项",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(fields=("case", "position"), name="matter_position_unique"),
        ),
        migrations.AddConstraint(
            model_name="replyitem",
            constraint=models.UniqueConstraint(fields=("reply", "position"), name="reply_item_position_unique"),
        ),
        migrations.RunPython(one_item_each, migrations.RunPython.noop),
    ]
