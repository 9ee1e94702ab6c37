"""Accounts: the three administrators, account events, sign-ins, second factor rules, audit checks."""

import casework.models.account_event
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


REFUSE = """
CREATE TRIGGER casework_account_event_is_permanent BEFORE UPDATE OR DELETE ON casework_accountevent
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
"""
ALLOW = "DROP TRIGGER casework_account_event_is_permanent ON casework_accountevent;"


def keep_administrators(apps, schema_editor):
    """Whoever administers stays one; what only Django's own admin site asks for is switched off."""
    people = apps.get_model("casework", "User").objects
    people.filter(role="administrator").update(administers_as="administrator")
    people.filter(is_superuser=True).update(is_superuser=False)


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("casework", "0031_seal_what_is_stored"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=casework.models.account_event.account_act_choices, max_length=30, verbose_name="行为"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "previous_hash",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="前一记录哈希"),
                ),
                ("hash", models.CharField(editable=False, max_length=64, verbose_name="哈希")),
            ],
            options={
                "verbose_name": "账号记录",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(verbose_name="核对时间")),
                ("events", models.PositiveBigIntegerField(verbose_name="记录数")),
                ("seals", models.PositiveIntegerField(verbose_name="封存数")),
                ("faults", models.PositiveIntegerField(verbose_name="不符数")),
                ("broken", models.TextField(blank=True, verbose_name="第一处不符")),
            ],
            options={
                "verbose_name": "审计核对",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SecondFactorRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20, verbose_name="角色")),
            ],
            options={
                "verbose_name": "动态口令要求",
            },
        ),
        migrations.CreateModel(
            name="SignedInSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("signed_in_at", models.DateTimeField(verbose_name="登录时间")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                ("browser", models.CharField(blank=True, max_length=200, verbose_name="浏览器")),
            ],
            options={
                "verbose_name": "登录会话",
                "ordering": ["-signed_in_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SignInRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("signed_in", "登录"),
                            ("wrong_password", "口令错误"),
                            ("wrong_code", "动态口令错误"),
                            ("locked_out", "登录锁定"),
                            ("signed_out", "退出"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                ("happened_at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
            ],
            options={
                "verbose_name": "登录记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="administers_as",
            field=models.CharField(blank=True, default="", editable=False, max_length=20, verbose_name="管理角色"),
        ),
        migrations.AddField(
            model_name="user",
            name="password_is_temporary",
            field=models.BooleanField(default=False, verbose_name="口令须更改"),
        ),
        migrations.AddField(
            model_name="user",
            name="staff_number",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="工号"),
        ),
        migrations.AlterField(
            model_name="approvalstep",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("clerk", "公开办经办人"),
                    ("handler", "承办科室"),
                    ("unit_head", "科室负责人"),
                    ("legal_reviewer", "法制审核人员"),
                    ("secrecy_reviewer", "保密审查人员"),
                    ("leader", "负责人"),
                    ("supervisor", "主管部门"),
                    ("administrator", "系统管理员"),
                    ("security_admin", "安全管理员"),
                    ("auditor", "审计员"),
                    ("none", "未授权"),
                ],
                max_length=20,
                verbose_name="角色",
            ),
        ),
        migrations.AlterField(
            model_name="reviewstep",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("clerk", "公开办经办人"),
                    ("handler", "承办科室"),
                    ("unit_head", "科室负责人"),
                    ("legal_reviewer", "法制审核人员"),
                    ("secrecy_reviewer", "保密审查人员"),
                    ("leader", "负责人"),
                    ("supervisor", "主管部门"),
                    ("administrator", "系统管理员"),
                    ("security_admin", "安全管理员"),
                    ("auditor", "审计员"),
                    ("none", "未授权"),
                ],
                max_length=20,
                verbose_name="角色",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("clerk", "公开办经办人"),
                    ("handler", "承办科室"),
                    ("unit_head", "科室负责人"),
                    ("legal_reviewer", "法制审核人员"),
                    ("secrecy_reviewer", "保密审查人员"),
                    ("leader", "负责人"),
                    ("supervisor", "主管部门"),
                    ("administrator", "系统管理员"),
                    ("security_admin", "安全管理员"),
                    ("auditor", "审计员"),
                    ("none", "未授权"),
                ],
                default="clerk",
                max_length=20,
                verbose_name="角色",
            ),
        ),
        migrations.RunPython(keep_administrators, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "clerk",
                            "handler",
                            "unit_head",
                            "legal_reviewer",
                            "secrecy_reviewer",
                            "leader",
                            "supervisor",
                            "administrator",
                            "security_admin",
                            "auditor",
                            "none",
                        ],
                    )
                ),
                name="user_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("administers_as", models.F("role")),
                        ("role__in", ["administrator", "auditor", "security_admin"]),
                    ),
                    models.Q(
                        ("administers_as", ""),
                        models.Q(("role__in", ["administrator", "auditor", "security_admin"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="administrators_exclude_each_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False)), name="nobody_may_do_everything"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True), models.Q(("staff_number", ""), _negated=True)),
                fields=("agency", "staff_number"),
                name="one_account_a_person",
            ),
        ),
        migrations.AddField(
            model_name="accountevent",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经手人",
            ),
        ),
        migrations.AddField(
            model_name="accountevent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_events",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AddField(
            model_name="secondfactorrule",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="second_factor_rules",
                to="casework.agency",
                verbose_name="机关",
            ),
        ),
        migrations.AddField(
            model_name="signedinsession",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signed_in_sessions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AddField(
            model_name="signinrecord",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_ins",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountevent",
            constraint=models.UniqueConstraint(fields=("person", "previous_hash"), name="account_chain_is_one_line"),
        ),
        migrations.AddConstraint(
            model_name="secondfactorrule",
            constraint=models.UniqueConstraint(fields=("agency", "role"), name="second_factor_rule_once"),
        ),
        migrations.RunPython(refuse, allow),
    ]
