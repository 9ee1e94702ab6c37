"""The tables as the migrations 0001 to 0039 leave them, for a database that has none yet.

One after the other those take half a minute, nearly all of it for models in between that no table outlives. A database
that has run some of them runs the rest; one that has run them all is taken to have run this one.
"""

import casework.law.stages
import casework.models.account_event
import casework.models.attachment
import casework.models.case_words
import casework.models.deadline
import casework.models.dispute
import casework.models.event
import casework.models.letter
import casework.models.letter_service
import casework.models.sealed
import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.utils import timezone

from casework.law.calendar import official_notices

PERMANENT = """
CREATE FUNCTION casework_event_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'case events are never changed nor deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER casework_event_is_permanent BEFORE UPDATE OR DELETE ON casework_caseevent
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
CREATE TRIGGER casework_seal_is_permanent BEFORE UPDATE OR DELETE ON casework_auditseal
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
CREATE TRIGGER casework_account_event_is_permanent BEFORE UPDATE OR DELETE ON casework_accountevent
    FOR EACH ROW EXECUTE FUNCTION casework_event_is_permanent();
"""
WORDS = "CREATE INDEX case_words_bigrams ON casework_casewords USING gin (bigrams)"


class CreateModels(Operation):
    """Many new models at once: they are put together once and not anew for every table, and may name one another."""

    def __init__(self, models):
        self.models = models

    def deconstruct(self):
        return type(self).__name__, [self.models], {}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.models)} models"


def load_calendar(apps, schema_editor):
    """Load the shipped holiday notices: without a calendar no deadline can be computed."""
    calendar_year = apps.get_model("casework", "CalendarYear")
    calendar_year.objects.using(schema_editor.connection.alias).bulk_create(
        calendar_year(
            year=notice.year,
            version=1,
            notice_number=notice.notice_number,
            published_on=notice.published_on,
            holidays={day.isoformat(): name for day, name in sorted(notice.holidays.items())},
            makeup_days=sorted(day.isoformat() for day in notice.makeup_days),
            loaded_at=timezone.now(),
        )
        for notice in official_notices()
    )


def finish_on_postgresql(apps, schema_editor):
    """Let the database refuse to change an event, and find words by an index; one PC has neither."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PERMANENT)
        schema_editor.execute(WORDS)


def begin_anew_on_postgresql(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION casework_event_is_permanent() CASCADE")
        schema_editor.execute("DROP INDEX case_words_bigrams")


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_official_calendar"),
        ("casework", "0003_annual_table_index"),
        ("casework", "0004_calendar_changes"),
        ("casework", "0005_reminders_and_supervision"),
        ("casework", "0006_imported_ledger"),
        ("casework", "0007_annual_records"),
        ("casework", "0008_statistics_layouts"),
        ("casework", "0009_unread_intake_index"),
        ("casework", "0010_act_choices_called_late"),
        ("casework", "0011_office_duty_periods"),
        ("casework", "0012_case_by_service_index"),
        ("casework", "0013_letters"),
        ("casework", "0014_appraisals"),
        ("casework", "0015_fees_and_reasons"),
        ("casework", "0016_review"),
        ("casework", "0017_event_chain"),
        ("casework", "0018_chain_old_events"),
        ("casework", "0019_events_are_permanent"),
        ("casework", "0020_consultations_and_service"),
        ("casework", "0021_heartbeat"),
        ("casework", "0022_assignment"),
        ("casework", "0023_annual_texts"),
        ("casework", "0024_disputes_and_registers"),
        ("casework", "0025_case_words"),
        ("casework", "0026_matters"),
        ("casework", "0027_replies_of_items"),
        ("casework", "0028_deadline_index_by_duty"),
        ("casework", "0029_rectification_archive"),
        ("casework", "0030_sealed_personal_data"),
        ("casework", "0031_seal_what_is_stored"),
        ("casework", "0032_accounts"),
        ("casework", "0033_case_without_answered_with"),
        ("casework", "0034_search_words"),
        ("casework", "0035_attachment_scan_state"),
        ("casework", "0036_outside_channels"),
        ("casework", "0037_incoming_mail"),
        ("casework", "0038_answered_together"),
        ("casework", "0039_prepared_letters"),
    ]
    initial = True
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="机关名称")),
                        ("prefix", models.CharField(max_length=20, unique=True, verbose_name="机关代字")),
                        ("path", models.CharField(editable=False, max_length=200, null=True, unique=True)),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("telephone", models.CharField(blank=True, max_length=40, verbose_name="电话")),
                        ("accepts_online", models.BooleanField(default=True, verbose_name="接受网上申请")),
                        ("policy", models.JSONField(blank=True, default=dict, verbose_name="期限口径")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="casework.agency",
                                verbose_name="上级机关",
                            ),
                        ),
                        (
                            "is_government",
                            models.BooleanField(default=False, verbose_name="本级人民政府（政府信息公开工作主管部门）"),
                        ),
                    ],
                    options={
                        "verbose_name": "机关",
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                        ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        ("date_joined", models.DateTimeField(default=timezone.now, verbose_name="date joined")),
                        (
                            "role",
                            models.CharField(
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
                        ("display_name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="casework.unit",
                                verbose_name="科室",
                            ),
                        ),
                        (
                            "administers_as",
                            models.CharField(
                                blank=True, default="", editable=False, max_length=20, verbose_name="管理角色"
                            ),
                        ),
                        ("password_is_temporary", models.BooleanField(default=False, verbose_name="口令须更改")),
                        ("staff_number", models.CharField(blank=True, default="", max_length=40, verbose_name="工号")),
                    ],
                    options={
                        "verbose_name": "用户",
                        "constraints": [
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("administers_as", models.F("role")),
                                        ("role__in", ["administrator", "auditor", "security_admin"]),
                                    ),
                                    models.Q(
                                        ("administers_as", ""),
                                        models.Q(
                                            ("role__in", ["administrator", "auditor", "security_admin"]), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="administrators_exclude_each_other",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_superuser", False)), name="nobody_may_do_everything"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True), models.Q(("staff_number", ""), _negated=True)),
                                fields=("agency", "staff_number"),
                                name="one_account_a_person",
                            ),
                        ],
                    },
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                        ("notice_number", models.CharField(blank=True, max_length=60, verbose_name="通知文号")),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
                        ("holidays", models.JSONField(verbose_name="放假日期")),
                        ("makeup_days", models.JSONField(verbose_name="调休上班日期")),
                        ("loaded_at", models.DateTimeField(verbose_name="载入时间")),
                        (
                            "loaded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="载入人",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="通知全文")),
                    ],
                    options={
                        "verbose_name": "放假安排",
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "version"), name="calendar_year_version_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        (
                            "stage",
                            django_fsm.FSMField(
                                choices=[
                                    ("submitted", "待确认收件"),
                                    ("registered", "已登记"),
                                    ("processing", "办理中"),
                                    ("supplementing", "等待补正"),
                                    ("awaiting_reasons", "等待说明理由"),
                                    ("awaiting_fee", "等待缴费"),
                                    ("in_review", "审核中"),
                                    ("signed", "已签发待送达"),
                                    ("concluded", "已办结"),
                                    ("archived", "已归档"),
                                ],
                                default=casework.law.stages.Stage["REGISTERED"],
                                max_length=50,
                                protected=True,
                                verbose_name="环节",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("counter", "当面提交"),
                                    ("registered_mail", "邮寄（需签收）"),
                                    ("ordinary_mail", "平常信函"),
                                    ("online", "网络平台"),
                                    ("email", "电子邮件"),
                                    ("fax", "传真"),
                                    ("oral", "口头（代填）"),
                                ],
                                max_length=20,
                                verbose_name="渠道",
                            ),
                        ),
                        ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提交（寄出）日期")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                        ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="双方确认日期")),
                        ("postal_number", models.CharField(blank=True, max_length=40, verbose_name="来件邮件号")),
                        ("received_on", models.DateField(blank=True, null=True, verbose_name="收到日")),
                        ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "late_registration_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="补登原因"),
                        ),
                        (
                            "applicant_kind",
                            models.CharField(
                                choices=[
                                    ("natural", "自然人"),
                                    ("commercial", "商业企业"),
                                    ("research", "科研机构"),
                                    ("social", "社会公益组织"),
                                    ("legal", "法律服务机构"),
                                    ("other_org", "其他组织"),
                                ],
                                max_length=20,
                                verbose_name="申请人类别",
                            ),
                        ),
                        ("subject", models.CharField(max_length=200, verbose_name="内容摘要")),
                        ("content", models.TextField(verbose_name="申请内容")),
                        ("wanted_form", models.CharField(blank=True, max_length=100, verbose_name="获取方式和载体")),
                        ("needs_assistance", models.BooleanField(default=False, verbose_name="需要阅读等协助")),
                        ("query_code_hash", models.CharField(blank=True, max_length=128)),
                        ("identity_checked", models.BooleanField(default=False, verbose_name="身份已核验")),
                        ("decision_code", models.CharField(blank=True, max_length=4, verbose_name="决定码")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="作出决定日期")),
                        ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结（送达）日期")),
                        ("archived_on", models.DateField(blank=True, null=True, verbose_name="归档日期")),
                        ("archive_number", models.CharField(blank=True, max_length=60, verbose_name="归档号")),
                        (
                            "reply_due_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="答复期限"),
                        ),
                        ("reply_provisional", models.BooleanField(default=False, editable=False)),
                        ("next_duty", models.CharField(blank=True, editable=False, max_length=30)),
                        (
                            "next_due_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="下一期限"),
                        ),
                        ("next_provisional", models.BooleanField(default=False, editable=False)),
                        ("alarm_on", models.DateField(blank=True, editable=False, null=True, verbose_name="预警日")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="casework.unit",
                                verbose_name="承办科室",
                            ),
                        ),
                        ("addressed_to", models.CharField(blank=True, max_length=120, verbose_name="来件所写名称")),
                        ("appraise_on", models.DateField(blank=True, null=True, verbose_name="到期鉴定日期")),
                        ("disputed", models.BooleanField(default=False, editable=False, verbose_name="登记过复议诉讼")),
                        (
                            "retention_years",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="保管期限（年）"),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="split_off",
                                to="casework.case",
                                verbose_name="拆分自",
                            ),
                        ),
                        (
                            "answered_with",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answered_together",
                                to="casework.case",
                                verbose_name="合并办理的首件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办件",
                        "indexes": [
                            models.Index(
                                fields=["agency", "received_on"],
                                include=("decided_on", "applicant_kind"),
                                name="case_by_receipt",
                            ),
                            models.Index(
                                fields=["agency", "decided_on", "received_on"],
                                include=("decision_code", "applicant_kind"),
                                name="case_by_decision",
                            ),
                            models.Index(
                                condition=models.Q(("stage", "submitted")), fields=["submitted_on"], name="case_unread"
                            ),
                            models.Index(
                                fields=["agency", "concluded_on", "received_on"],
                                include=("decision_code", "applicant_kind"),
                                name="case_by_service",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        [
                                            "awaiting_fee",
                                            "awaiting_reasons",
                                            "in_review",
                                            "processing",
                                            "registered",
                                            "signed",
                                            "submitted",
                                            "supplementing",
                                        ],
                                    )
                                ),
                                fields=["agency", "alarm_on"],
                                name="case_open_by_alarm",
                            ),
                            models.Index(
                                condition=models.Q(("appraise_on__isnull", False)),
                                fields=["appraise_on"],
                                name="case_to_appraise",
                            ),
                            models.Index(fields=["agency", "-registered_at", "-id"], name="case_newest"),
                            models.Index(fields=["-registered_at", "-id"], name="case_newest_of_all"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "counter",
                                            "registered_mail",
                                            "ordinary_mail",
                                            "online",
                                            "email",
                                            "fax",
                                            "oral",
                                        ],
                                    )
                                ),
                                name="case_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "applicant_kind__in",
                                        ["natural", "commercial", "research", "social", "legal", "other_org"],
                                    )
                                ),
                                name="case_applicant_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_on__isnull", True),
                                    models.Q(("decision_code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="case_decided_has_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        [
                                            "submitted",
                                            "registered",
                                            "processing",
                                            "supplementing",
                                            "awaiting_reasons",
                                            "awaiting_fee",
                                            "in_review",
                                            "signed",
                                            "concluded",
                                            "archived",
                                        ],
                                    )
                                ),
                                name="case_stage_known",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(upload_to=casework.models.attachment.stored_name, verbose_name="文件"),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("content_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveIntegerField(verbose_name="大小")),
                        ("sha256", models.CharField(max_length=64)),
                        ("purpose", models.CharField(blank=True, max_length=60, verbose_name="用途")),
                        ("added_at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "scan_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "未查毒"),
                                    ("pending", "查毒中"),
                                    ("clean", "无病毒"),
                                    ("infected", "含病毒，已隔离"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="查毒",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("scan_state", "pending")),
                                fields=["id"],
                                name="attachment_to_be_scanned",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Applicant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("natural", "自然人"),
                                    ("commercial", "商业企业"),
                                    ("research", "科研机构"),
                                    ("social", "社会公益组织"),
                                    ("legal", "法律服务机构"),
                                    ("other_org", "其他组织"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="姓名或名称")),
                        (
                            "document_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resident_id", "居民身份证"),
                                    ("passport", "护照"),
                                    ("mainland_permit", "港澳台居民通行证或居住证"),
                                    ("military_id", "军人证件"),
                                    ("permanent_residence", "外国人永久居留证"),
                                    ("credit_code", "统一社会信用代码证照"),
                                    ("other", "其他证件"),
                                ],
                                max_length=30,
                                verbose_name="证件类型",
                            ),
                        ),
                        (
                            "document_number",
                            casework.models.sealed.SealedField(
                                blank=True, kind="identity", max_length=60, verbose_name="证件号码"
                            ),
                        ),
                        (
                            "legal_representative",
                            models.CharField(blank=True, max_length=60, verbose_name="法定代表人或负责人"),
                        ),
                        ("contact_person", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                        (
                            "telephone",
                            casework.models.sealed.SealedField(
                                blank=True, kind="telephone", max_length=40, verbose_name="联系电话"
                            ),
                        ),
                        (
                            "email",
                            casework.models.sealed.SealedField(
                                blank=True, kind="email", max_length=254, verbose_name="电子邮箱"
                            ),
                        ),
                        (
                            "address",
                            casework.models.sealed.SealedField(
                                blank=True, kind="address", max_length=200, verbose_name="通信地址"
                            ),
                        ),
                        ("postcode", models.CharField(blank=True, max_length=10, verbose_name="邮政编码")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="applicants",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        ("address_index", casework.models.sealed.BlindIndexField(of="address")),
                        ("document_index", casework.models.sealed.BlindIndexField(of="document_number")),
                        ("email_index", casework.models.sealed.BlindIndexField(of="email")),
                        ("telephone_index", casework.models.sealed.BlindIndexField(of="telephone")),
                    ],
                    options={
                        "verbose_name": "申请人",
                        "indexes": [
                            models.Index(fields=["name"], name="applicant_by_name"),
                            models.Index(
                                condition=models.Q(("document_index", ""), _negated=True),
                                fields=["document_index"],
                                name="applicant_by_document",
                            ),
                            models.Index(
                                condition=models.Q(("telephone_index", ""), _negated=True),
                                fields=["telephone_index"],
                                name="applicant_by_telephone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=casework.models.event.act_choices, max_length=30, verbose_name="行为"
                            ),
                        ),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("happened_on", models.DateField(verbose_name="日期")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("article", models.CharField(blank=True, max_length=80, verbose_name="依据")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("before", models.JSONField(default=dict, verbose_name="变更前")),
                        ("after", models.JSONField(default=dict, verbose_name="变更后")),
                        ("key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "previous_hash",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="前一记录哈希"),
                        ),
                        ("hash", models.CharField(editable=False, max_length=64, verbose_name="哈希")),
                    ],
                    options={
                        "verbose_name": "办件记录",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "previous_hash"), name="event_chain_is_one_line")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("third_party", "征求第三方意见"),
                                    ("co_producer", "征求共同制作机关意见"),
                                    ("other_agency", "征求其他机关意见"),
                                ],
                                max_length=20,
                                verbose_name="征求对象",
                            ),
                        ),
                        ("addressee", models.CharField(max_length=120, verbose_name="对方名称")),
                        ("about", models.TextField(verbose_name="征求意见的内容")),
                        ("sent_on", models.DateField(verbose_name="发出日期")),
                        ("delivered_on", models.DateField(blank=True, null=True, verbose_name="对方收到日期")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="收到意见日期")),
                        (
                            "opinion",
                            models.CharField(
                                blank=True,
                                choices=[("agree", "同意公开"), ("partly", "同意部分公开"), ("refuse", "不同意公开")],
                                max_length=10,
                                verbose_name="意见",
                            ),
                        ),
                        ("reasons", models.TextField(blank=True, verbose_name="理由")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consultations",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        ("answer_by", models.DateField(blank=True, null=True, verbose_name="请对方答复的日期")),
                        ("judgement", models.TextField(blank=True, verbose_name="本机关的判断")),
                        ("presumed_on", models.DateField(blank=True, null=True, verbose_name="视为同意日期")),
                        ("public_interest", models.TextField(blank=True, verbose_name="公共利益理由")),
                        (
                            "ruled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        ("ruled_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        (
                            "ruling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("disclose", "决定公开"),
                                    ("partly", "区分处理，公开其中一部分"),
                                    ("withhold", "决定不公开"),
                                ],
                                max_length=10,
                                verbose_name="本机关决定",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="告知第三方日期")),
                        ("withdrawal_reason", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                    ],
                    options={
                        "verbose_name": "征求意见",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FailedLookup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        ("happened_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["number", "happened_at"], name="failed_lookup_recent")],
                    },
                ),
                migrations.CreateModel(
                    name="IdentityCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("documents_seen", models.CharField(max_length=200, verbose_name="所见证件")),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("original_seen", "当面核对原件"),
                                    ("copy_seen", "核对复印件或照片"),
                                    ("network_identity", "国家网络身份认证"),
                                    ("phone", "电话核实"),
                                ],
                                max_length=20,
                                verbose_name="核验方式",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("confirmed", "身份相符"),
                                    ("incomplete", "证明不全，需补正"),
                                    ("mismatch", "身份不符"),
                                ],
                                max_length=20,
                                verbose_name="核验结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("checked_on", models.DateField(verbose_name="核验日期")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identity_checks",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核验人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "身份核验",
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(max_length=30)),
                        ("index", models.PositiveSmallIntegerField(default=0)),
                        ("due_on", models.DateField()),
                        ("step", models.SmallIntegerField()),
                        ("created_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="casework.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "duty", "index", "due_on", "step"), name="reminder_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", casework.models.sealed.SealedField(blank=True, kind="email", max_length=254)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("in_app", "站内"), ("email", "电子邮件"), ("webhook", "推送")], max_length=10
                            ),
                        ),
                        ("subject", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="内容")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "待发送"),
                                    ("bundled", "已并入每日汇总"),
                                    ("sent", "已发送"),
                                    ("dead", "发送失败"),
                                ],
                                default="pending",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="时间")),
                        ("send_after", models.DateTimeField()),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("last_error", models.CharField(blank=True, max_length=300)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="casework.case",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reminder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="casework.reminder",
                            ),
                        ),
                        (
                            "digest",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="items",
                                to="casework.notice",
                            ),
                        ),
                        ("digest_on", models.DateField(blank=True, null=True)),
                        ("in_digest", models.BooleanField(db_default=False, default=False)),
                        (
                            "office_duty",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="casework.officeduty",
                            ),
                        ),
                        (
                            "endpoint",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="casework.webhookendpoint",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提醒",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("channel", "in_app"), ("read_at__isnull", True)),
                                fields=["recipient"],
                                name="notice_unread",
                            ),
                            models.Index(
                                condition=models.Q(("in_digest", False), ("state", "pending")),
                                fields=["send_after"],
                                name="notice_to_send",
                            ),
                            models.Index(
                                condition=models.Q(("in_digest", True), ("state", "pending")),
                                fields=["recipient"],
                                name="notice_to_bundle",
                            ),
                            models.Index(
                                condition=models.Q(("state", "dead")), fields=["recipient"], name="notice_dead"
                            ),
                            models.Index(
                                condition=models.Q(("digest__isnull", False)),
                                fields=["digest"],
                                name="notice_of_digest",
                            ),
                            models.Index(
                                condition=models.Q(("office_duty__isnull", False)),
                                fields=["office_duty"],
                                name="notice_of_office_duty",
                            ),
                            models.Index(
                                condition=models.Q(("endpoint__isnull", False)),
                                fields=["endpoint"],
                                name="notice_of_endpoint",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reminder", "recipient", "channel"), name="notice_once_a_reminder"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("endpoint__isnull", False)),
                                fields=("reminder", "endpoint"),
                                name="notice_once_an_endpoint",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("digest_on__isnull", False)),
                                fields=("recipient", "digest_on"),
                                name="notice_one_digest_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("decision_code", models.CharField(max_length=4, verbose_name="统计码")),
                        ("drafted_on", models.DateField(verbose_name="拟稿日期")),
                        ("sent_back_reason", models.CharField(blank=True, max_length=200, verbose_name="退回理由")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="签发日期")),
                        ("letter_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("on_the_spot", models.BooleanField(default=False, verbose_name="当场答复")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="拟稿人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        ("statistical_reason", models.CharField(blank=True, max_length=200, verbose_name="改计理由")),
                    ],
                    options={
                        "verbose_name": "答复",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Representative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="代理人姓名")),
                        (
                            "document_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resident_id", "居民身份证"),
                                    ("passport", "护照"),
                                    ("mainland_permit", "港澳台居民通行证或居住证"),
                                    ("military_id", "军人证件"),
                                    ("permanent_residence", "外国人永久居留证"),
                                    ("credit_code", "统一社会信用代码证照"),
                                    ("other", "其他证件"),
                                ],
                                max_length=30,
                                verbose_name="证件类型",
                            ),
                        ),
                        (
                            "document_number",
                            casework.models.sealed.SealedField(
                                blank=True, kind="identity", max_length=60, verbose_name="证件号码"
                            ),
                        ),
                        (
                            "telephone",
                            casework.models.sealed.SealedField(
                                blank=True, kind="telephone", max_length=40, verbose_name="联系电话"
                            ),
                        ),
                        ("has_power_of_attorney", models.BooleanField(default=False, verbose_name="有授权委托书")),
                        (
                            "applicant",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="representative",
                                to="casework.applicant",
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "代理人",
                    },
                ),
                migrations.CreateModel(
                    name="ServiceRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "letter",
                            models.CharField(
                                choices=casework.models.letter_service.letter_choices,
                                max_length=30,
                                verbose_name="文书",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("postal", "邮政寄送"),
                                    ("in_person", "当面送达"),
                                    ("entrusted", "委托其他行政机关送达"),
                                    ("electronic", "电子送达"),
                                ],
                                max_length=20,
                                verbose_name="送达方式",
                            ),
                        ),
                        ("posted_on", models.DateField(blank=True, null=True, verbose_name="交邮日期")),
                        ("postal_number", models.CharField(blank=True, max_length=40, verbose_name="邮件号")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                        ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                        ("arrived_on", models.DateField(blank=True, null=True, verbose_name="电子到达日期")),
                        ("consented", models.BooleanField(default=False, verbose_name="申请人同意电子送达")),
                        ("in_time_on", models.DateField(verbose_name="判断按期之日")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="service_records",
                                to="casework.case",
                                verbose_name="办件",
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
                        (
                            "again",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="casework.servicerecord",
                                verbose_name="前一次送达",
                            ),
                        ),
                        ("arrival_proof", models.CharField(blank=True, max_length=200, verbose_name="到达凭证")),
                        (
                            "carrier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ems", "邮政特快专递（EMS）"),
                                    ("registered", "邮政挂号信"),
                                    ("courier", "其他快递企业"),
                                ],
                                max_length=20,
                                verbose_name="寄送方式",
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_records",
                                to="casework.consultation",
                                verbose_name="征求意见",
                            ),
                        ),
                        ("document_seen", models.CharField(blank=True, max_length=60, verbose_name="所见证件")),
                        ("entrusted_to", models.CharField(blank=True, max_length=120, verbose_name="受委托的行政机关")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="送达地点")),
                        ("refused_because", models.CharField(blank=True, max_length=200, verbose_name="拒收事由")),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("self", "本人"),
                                    ("representative", "代理人"),
                                    ("family", "同住的成年家属"),
                                    ("organisation", "单位负责收件的人"),
                                ],
                                max_length=20,
                                verbose_name="与受送达人的关系",
                            ),
                        ),
                        ("witnesses", models.CharField(blank=True, max_length=120, verbose_name="见证人")),
                    ],
                    options={
                        "verbose_name": "送达",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Supplement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what_is_unclear", models.TextField(verbose_name="需要补正的事项")),
                        ("guidance", models.TextField(blank=True, verbose_name="补正指引")),
                        ("served_on", models.DateField(verbose_name="告知送达日期")),
                        ("answer_by", models.DateField(verbose_name="补正期限")),
                        ("received_on", models.DateField(blank=True, null=True, verbose_name="收到补正日期")),
                        ("answer", models.TextField(blank=True, verbose_name="补正内容")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supplement",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "补正",
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="科室名称")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="units",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科室",
                        "constraints": [models.UniqueConstraint(fields=("agency", "name"), name="unit_name_unique")],
                    },
                ),
                migrations.CreateModel(
                    name="AnnualTable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("report_format", models.CharField(max_length=10, verbose_name="格式")),
                        ("cells", models.JSONField(verbose_name="数据")),
                        ("failed_checks", models.JSONField(default=list, verbose_name="不符的勾稽")),
                        ("year_closed", models.BooleanField(default=False, verbose_name="年度已结束")),
                        ("built_at", models.DateTimeField(verbose_name="生成时间")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annual_tables",
                                to="casework.agency",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度报告表",
                        "constraints": [models.UniqueConstraint(fields=("agency", "year"), name="annual_table_unique")],
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(choices=casework.models.deadline.duty_choices, max_length=30)),
                        ("index", models.PositiveSmallIntegerField(default=0)),
                        ("due_on", models.DateField(null=True)),
                        ("alarm_on", models.DateField(null=True)),
                        ("provisional", models.BooleanField(default=False)),
                        ("is_open", models.BooleanField(default=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deadlines",
                                to="casework.case",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["duty", "alarm_on"],
                                include=("id", "case", "index", "due_on"),
                                name="deadline_open_by_duty",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "duty", "index"), name="deadline_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("working_days", models.PositiveSmallIntegerField(verbose_name="延长工作日数")),
                        ("reason", models.TextField(verbose_name="延期理由")),
                        ("requested_on", models.DateField(verbose_name="申请日期")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="同意日期")),
                        ("rejected_on", models.DateField(blank=True, null=True, verbose_name="不同意日期")),
                        ("rejection_reason", models.CharField(blank=True, max_length=200, verbose_name="不同意理由")),
                        ("served_on", models.DateField(blank=True, null=True, verbose_name="告知送达日期")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "延期",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("rejected_on__isnull", True)),
                                fields=("case",),
                                name="one_extension_a_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("working_days__gte", 1), ("working_days__lte", 20)),
                                name="extension_within_20",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=30)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.agency"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "series", "year"), name="number_series_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DriftReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("checked_on", models.DateField(verbose_name="日期")),
                        ("checked_at", models.DateTimeField(verbose_name="时间")),
                        ("cases", models.PositiveIntegerField(verbose_name="核对办件")),
                        ("drifted", models.PositiveIntegerField(verbose_name="不符办件")),
                        ("differences", models.JSONField(default=list)),
                    ],
                    options={
                        "verbose_name": "期限核对",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("days", models.JSONField(default=list)),
                        ("made_on", models.DateField()),
                        ("created_at", models.DateTimeField()),
                        ("last_case_id", models.BigIntegerField(default=0)),
                        ("recomputed", models.PositiveIntegerField(default=0)),
                        ("unreadable", models.JSONField(default=list)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="casework.agency",
                            ),
                        ),
                        ("years", models.ManyToManyField(related_name="changes", to="casework.calendaryear")),
                    ],
                    options={
                        "verbose_name": "日历变更",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=["id"],
                                name="calendar_change_unfinished",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedDeadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(choices=casework.models.deadline.duty_choices, max_length=30)),
                        ("index", models.PositiveSmallIntegerField(default=0)),
                        ("old_on", models.DateField(null=True)),
                        ("old_provisional", models.BooleanField(default=False)),
                        ("new_on", models.DateField(null=True)),
                        ("new_provisional", models.BooleanField(default=False)),
                        ("why", models.TextField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moved_deadlines",
                                to="casework.case",
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moved",
                                to="casework.calendarchange",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "变动的期限",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "case", "duty", "index"), name="moved_deadline_once_a_change"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgencyHoliday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="holidays",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "地方放假日",
                        "ordering": ["day"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "day"), name="agency_holiday_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnouncedChannel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("counter", "当面提交"),
                                    ("registered_mail", "邮寄（需签收）"),
                                    ("ordinary_mail", "平常信函"),
                                    ("online", "网络平台"),
                                    ("email", "电子邮件"),
                                    ("fax", "传真"),
                                    ("oral", "口头（代填）"),
                                ],
                                max_length=20,
                                verbose_name="渠道",
                            ),
                        ),
                        ("place", models.CharField(max_length=200, verbose_name="地址、号码或网址")),
                        ("announced", models.BooleanField(default=True, verbose_name="已向社会公布")),
                        ("checked_daily", models.BooleanField(default=True, verbose_name="每个工作日登记查看")),
                        ("opened_on", models.DateField(verbose_name="启用日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="channels",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "duty_officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申请渠道",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "kind", "place"), name="announced_channel_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("checked_on", models.DateField(verbose_name="查看日期")),
                        ("checked_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="casework.announcedchannel",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查看人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "渠道查看",
                        "constraints": [
                            models.UniqueConstraint(fields=("channel", "checked_on"), name="channel_check_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LadderStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(max_length=30, verbose_name="事项")),
                        ("working_days", models.SmallIntegerField(verbose_name="提前工作日")),
                        ("to_officer", models.BooleanField(default=True, verbose_name="承办人")),
                        ("to_unit", models.BooleanField(default=False, verbose_name="承办科室")),
                        ("to_leaders", models.BooleanField(default=False, verbose_name="负责人")),
                        ("to_supervisors", models.BooleanField(default=False, verbose_name="主管部门")),
                        ("by_email", models.BooleanField(default=True, verbose_name="电子邮件")),
                        ("by_webhook", models.BooleanField(default=False, verbose_name="推送")),
                        ("urgent", models.BooleanField(default=False, verbose_name="立即发送")),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ladder_steps",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提醒阶梯",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "duty", "working_days"), name="ladder_step_unique"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("agency__isnull", True)),
                                fields=("duty", "working_days"),
                                name="ladder_step_shared_unique",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_officer", True),
                                    ("to_unit", True),
                                    ("to_leaders", True),
                                    ("to_supervisors", True),
                                    _connector="OR",
                                ),
                                name="ladder_step_has_recipient",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(max_length=30, verbose_name="事项")),
                        ("about", models.CharField(max_length=60)),
                        ("title", models.CharField(max_length=160, verbose_name="内容")),
                        ("due_on", models.DateField(verbose_name="期限")),
                        ("created_at", models.DateTimeField()),
                        ("met_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="office_duties",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="office_duties",
                                to="casework.case",
                            ),
                        ),
                        (
                            "met_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        ("counted_from", models.DateField(blank=True, null=True)),
                        ("provisional", models.BooleanField(db_default=False, default=False)),
                        ("working_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "机关事项",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("met_on__isnull", True)), fields=["due_on"], name="office_duty_open"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "duty", "about", "due_on"), name="office_duty_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted_from__isnull", True), ("working_days__isnull", True)),
                                    models.Q(("counted_from__isnull", False), ("working_days__isnull", False)),
                                    _connector="OR",
                                ),
                                name="office_duty_counted_by_both",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.SmallIntegerField()),
                        ("created_at", models.DateTimeField()),
                        (
                            "office_duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="casework.officeduty",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("office_duty", "step"), name="office_reminder_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest_at", models.TimeField(default=datetime.time(8, 0), verbose_name="每日汇总邮件时间")),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="免打扰开始")),
                        ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="免打扰结束")),
                        ("yellow_days", models.PositiveSmallIntegerField(default=1, verbose_name="黄牌（超期工作日）")),
                        ("red_days", models.PositiveSmallIntegerField(default=5, verbose_name="红牌（超期工作日）")),
                        ("black_days", models.PositiveSmallIntegerField(default=10, verbose_name="黑牌（超期工作日）")),
                        (
                            "agency",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminder_settings",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提醒设置",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="quiet_hours_have_both_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Urging",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("urged_at", models.DateTimeField(verbose_name="督办时间")),
                        ("text", models.TextField(verbose_name="督办意见")),
                        ("answer_by", models.DateField(verbose_name="反馈期限")),
                        ("answer", models.TextField(blank=True, verbose_name="反馈")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="反馈人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="urgings", to="casework.case"
                            ),
                        ),
                        (
                            "urged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="督办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "督办",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookEndpoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("url", models.URLField(max_length=500, verbose_name="接收地址")),
                        ("secret", models.CharField(max_length=64)),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("created_at", models.DateTimeField()),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="webhooks",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推送地址",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedLedger",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("sha256", models.CharField(max_length=64)),
                        ("kept", models.CharField(blank=True, max_length=32)),
                        ("mapping", models.JSONField(blank=True, default=dict, verbose_name="对应关系")),
                        ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                        ("imported_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
                        ("case_count", models.PositiveIntegerField(default=0, verbose_name="导入件数")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_ledgers",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "imported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入的台账",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("imported_at__isnull", False)),
                                fields=("agency", "sha256"),
                                name="ledger_file_imported_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row_number", models.PositiveIntegerField(verbose_name="行号")),
                        ("registration_number", models.CharField(max_length=60, verbose_name="原登记号")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_row",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "ledger",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="casework.importedledger",
                                verbose_name="台账",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入的台账行",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "registration_number"), name="registration_number_imported_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnualFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ("slot", models.CharField(max_length=60, verbose_name="单元格")),
                        (
                            "old",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="原数"
                            ),
                        ),
                        (
                            "new",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="新数"
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "手工填报的数据",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "year"], name="annual_figure_of_year")],
                    },
                ),
                migrations.CreateModel(
                    name="AnnualFreeze",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "act",
                            models.CharField(
                                choices=[("frozen", "冻结"), ("unfrozen", "解除冻结")],
                                max_length=10,
                                verbose_name="行为",
                            ),
                        ),
                        ("document", models.TextField(blank=True, verbose_name="冻结的数据")),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("members", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度报告冻结",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["year", "agency"], name="annual_freeze_of_year")],
                    },
                ),
                migrations.CreateModel(
                    name="FindingVerdict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ("fingerprint", models.CharField(max_length=32)),
                        ("sentence", models.CharField(max_length=500, verbose_name="核对结果")),
                        (
                            "word",
                            models.CharField(
                                choices=[("confirmed", "属实"), ("dismissed", "不成立")],
                                max_length=10,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核对结果的结论",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "year"], name="finding_verdict_of_year")],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "act",
                            models.CharField(
                                choices=[("entered", "填报并锁定"), ("unlocked", "解除锁定")],
                                max_length=10,
                                verbose_name="行为",
                            ),
                        ),
                        ("cells", models.JSONField(default=dict, verbose_name="数据")),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期初余额",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency"], name="opening_balance_of_agency")],
                    },
                ),
                migrations.CreateModel(
                    name="StatisticsLayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "period_kind",
                            models.CharField(
                                choices=[
                                    ("this_month", "本月"),
                                    ("last_month", "上月"),
                                    ("this_quarter", "本季度"),
                                    ("last_quarter", "上季度"),
                                    ("this_half", "本半年"),
                                    ("last_half", "上一半年"),
                                    ("this_year", "本年"),
                                    ("last_year", "上年"),
                                    ("dates", "任意起止日期"),
                                ],
                                max_length=20,
                                verbose_name="期间",
                            ),
                        ),
                        ("blocks", models.JSONField(default=list, verbose_name="内容")),
                        ("measures", models.JSONField(default=list, verbose_name="列")),
                        ("word", models.CharField(blank=True, max_length=40, verbose_name="内容摘要含")),
                        ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statistics_layouts",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="保存人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "统计样式",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "name"), name="statistics_layout_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=10, verbose_name="种类")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        ("serial", models.PositiveIntegerField(verbose_name="序号")),
                        ("text", models.CharField(max_length=60, verbose_name="文号")),
                        ("taken_on", models.DateField(verbose_name="取号日期")),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                        ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter_numbers",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter_numbers",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取号人",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文号",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "series", "year", "serial"), name="letter_number_once"
                            ),
                            models.UniqueConstraint(fields=("agency", "text"), name="letter_number_text_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("voided_on__isnull", True),
                                    models.Q(("void_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_number_void_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("page_style", models.CharField(default="plain", max_length=20, verbose_name="版式")),
                        ("contact", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                        ("patterns", models.JSONField(blank=True, default=dict, verbose_name="文号格式")),
                        (
                            "agency",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="letter_settings",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书设置",
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="文书种类")),
                        ("version", models.PositiveIntegerField(verbose_name="版本")),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("file", models.FileField(upload_to=casework.models.letter.template_path, verbose_name="文件")),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                        ("retired_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter_templates",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书模板",
                        "ordering": ["kind", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "kind", "version"), name="letter_template_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="文书种类")),
                        ("about", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="所涉事项")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("free", models.JSONField(default=dict, verbose_name="人工填写部分")),
                        ("text", casework.models.sealed.SealedJSONField(default=dict, verbose_name="正文")),
                        ("page_style", models.CharField(default="plain", max_length=20, verbose_name="版式")),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                        ("made_at", models.DateTimeField(verbose_name="生成时间")),
                        ("times_made", models.PositiveIntegerField(default=1, verbose_name="生成次数")),
                        (
                            "word",
                            models.FileField(upload_to=casework.models.letter.letter_path, verbose_name="Word文件"),
                        ),
                        ("word_sha256", models.CharField(max_length=64)),
                        (
                            "pdf",
                            models.FileField(
                                blank=True, upload_to=casework.models.letter.letter_path, verbose_name="PDF文件"
                            ),
                        ),
                        ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "pdf_state",
                            models.CharField(
                                choices=[("waiting", "正在生成"), ("ready", "已生成"), ("failed", "未能生成")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("pdf_problem", models.CharField(blank=True, max_length=300)),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                        ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                        ("key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="生成人",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                        (
                            "number",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="casework.letternumber",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.lettertemplate",
                            ),
                        ),
                        (
                            "prepared_for",
                            models.CharField(blank=True, default="", max_length=40, verbose_name="先于办理制作"),
                        ),
                        ("typed", casework.models.sealed.SealedJSONField(null=True, verbose_name="已填内容")),
                    ],
                    options={
                        "verbose_name": "文书",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("pdf_state", "waiting")),
                                fields=["made_at"],
                                name="letter_pdf_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemedyAuthority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="生效日期")),
                        ("authority", models.CharField(max_length=120, verbose_name="行政复议机关")),
                        (
                            "alternative_authority",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="可选的另一复议机关（2023年底以前的决定）"
                            ),
                        ),
                        ("court", models.CharField(max_length=120, verbose_name="管辖法院")),
                        (
                            "online_channel",
                            models.CharField(blank=True, max_length=200, verbose_name="网上提交复议申请的渠道"),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="remedy_authorities",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "救济机关",
                        "ordering": ["-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "valid_from"), name="remedy_authority_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("appraised_on", models.DateField(verbose_name="评估日期")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("still_withheld", "仍不予公开"),
                                    ("partly_disclosable", "部分可以公开"),
                                    ("disclosable", "可以公开"),
                                ],
                                max_length=20,
                                verbose_name="评估结果",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="下次评估")),
                        ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "appraised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appraisals",
                                to="casework.case",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不予公开信息评估",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Fee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tariff",
                            models.CharField(
                                choices=[("piece", "按件计收"), ("page", "按量计收")],
                                max_length=10,
                                verbose_name="计收方式",
                            ),
                        ),
                        ("month_of", models.DateField(blank=True, null=True, verbose_name="计件月份")),
                        ("counted_before", models.PositiveIntegerField(default=0, verbose_name="本月此前件数")),
                        ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                        ("count_note", models.CharField(blank=True, max_length=200, verbose_name="计数说明")),
                        ("amount", models.PositiveIntegerField(verbose_name="金额（元）")),
                        ("how_to_pay", models.TextField(verbose_name="缴纳方式")),
                        ("payment_code", models.CharField(blank=True, max_length=40, verbose_name="缴款识别码")),
                        ("sent_on", models.DateField(verbose_name="收费通知发出日期")),
                        ("delivered_on", models.DateField(blank=True, null=True, verbose_name="申请人收到通知日期")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="缴费日期")),
                        ("receipt_number", models.CharField(blank=True, max_length=40, verbose_name="票据号")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fee",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "信息处理费",
                        "indexes": [
                            models.Index(fields=["sent_on"], include=("case", "amount"), name="fee_by_sent"),
                            models.Index(fields=["paid_on"], include=("case", "amount"), name="fee_by_paid"),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount__gte", 1)), name="fee_amount_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("month_of__isnull", False), ("tariff", "piece")),
                                    models.Q(("counted_before", 0), ("month_of__isnull", True), ("tariff", "page")),
                                    _connector="OR",
                                ),
                                name="fee_by_one_tariff",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid_on__isnull", True),
                                    models.Q(("receipt_number", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="fee_paid_has_receipt",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReasonsRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("counted_from", models.DateField(verbose_name="统计起日")),
                        ("counted_to", models.DateField(verbose_name="统计止日")),
                        ("counted", models.PositiveIntegerField(verbose_name="申请件数")),
                        ("what_to_explain", models.TextField(verbose_name="要求说明的事项")),
                        ("served_on", models.DateField(verbose_name="告知送达日期")),
                        ("answer_by", models.DateField(verbose_name="说明期限")),
                        ("received_on", models.DateField(blank=True, null=True, verbose_name="收到说明日期")),
                        ("answer", models.TextField(blank=True, verbose_name="申请人说明的理由")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="登记没有说明的日期")),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="审查日期")),
                        ("is_reasonable", models.BooleanField(blank=True, null=True, verbose_name="理由合理")),
                        ("review", models.TextField(blank=True, verbose_name="审查意见")),
                        ("delay_until", models.DateField(blank=True, null=True, verbose_name="延迟答复至")),
                        ("delay_reason", models.TextField(blank=True, verbose_name="无法按期答复的原因")),
                        ("delay_set_on", models.DateField(blank=True, null=True, verbose_name="确定延迟期限日期")),
                        (
                            "delay_served_on",
                            models.DateField(blank=True, null=True, verbose_name="延迟答复告知送达日期"),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reasons_request",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "delay_set_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确定延迟期限的人",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审查人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "说明理由",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("delay_until__isnull", True), ("is_reasonable", True), _connector="OR"
                                ),
                                name="delay_only_where_reasonable",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActingAuthority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="起始日期")),
                        ("until_on", models.DateField(verbose_name="截止日期")),
                        ("basis", models.CharField(max_length=200, verbose_name="授权依据")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="提前终止日期")),
                        ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "absent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="不在岗的人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acting_authorities",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acting_for",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代签人",
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
                        "verbose_name": "代签授权",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until_on__gte", models.F("from_on"))),
                                name="acting_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("absent", models.F("deputy")), _negated=True),
                                name="acting_for_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="步次")),
                        ("name", models.CharField(max_length=30, verbose_name="环节名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("review", "审核"),
                                    ("legal", "法制审核"),
                                    ("secrecy", "保密审查"),
                                    ("countersign", "会签（每人都须同意）"),
                                    ("lawyer", "律师意见（可以不提）"),
                                    ("sign", "签发"),
                                ],
                                max_length=20,
                                verbose_name="环节性质",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
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
                        ("own_unit", models.BooleanField(default=False, verbose_name="承办科室负责人")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="approval_steps",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                blank=True,
                                related_name="named_in_%(class)s",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="指定人员",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.unit",
                                verbose_name="科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审批环节",
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "name"), name="approval_step_name_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="步次")),
                        ("name", models.CharField(max_length=30, verbose_name="环节名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("review", "审核"),
                                    ("legal", "法制审核"),
                                    ("secrecy", "保密审查"),
                                    ("countersign", "会签（每人都须同意）"),
                                    ("lawyer", "律师意见（可以不提）"),
                                    ("sign", "签发"),
                                ],
                                max_length=20,
                                verbose_name="环节性质",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
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
                        ("own_unit", models.BooleanField(default=False, verbose_name="承办科室负责人")),
                        ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review_steps",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                blank=True,
                                related_name="named_in_%(class)s",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="指定人员",
                            ),
                        ),
                        (
                            "reply",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review_steps",
                                to="casework.reply",
                                verbose_name="答复",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.unit",
                                verbose_name="科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核环节",
                        "ordering": ["rank", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True), ("opened_at__isnull", False)),
                                fields=["case"],
                                name="review_step_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreed", models.BooleanField(verbose_name="同意")),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("not_secret", "不涉密"), ("secret", "涉密")],
                                max_length=20,
                                verbose_name="保密审查结论",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="日期")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("on_paper", models.BooleanField(default=False, verbose_name="纸质签批")),
                        (
                            "authority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.actingauthority",
                                verbose_name="代签授权",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.attachment",
                                verbose_name="扫描件",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="casework.reviewstep",
                                verbose_name="环节",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核意见",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("agreed", True)),
                                fields=("step", "person"),
                                name="one_agreement_a_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("on_paper", False), ("scan__isnull", False), _connector="OR"),
                                name="paper_opinion_has_scan",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed", True), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="sent_back_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditSeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                        ("last_event", models.BigIntegerField(verbose_name="末条记录")),
                        ("events", models.PositiveIntegerField(verbose_name="记录数")),
                        ("previous_digest", models.CharField(max_length=64, unique=True, verbose_name="上一封存值")),
                        ("digest", models.CharField(max_length=64, verbose_name="封存值")),
                    ],
                    options={
                        "verbose_name": "审计封存",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceFollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("signed", "邮件已签收"),
                                    ("returned", "邮件被退回"),
                                    ("disputed", "对送达有争议"),
                                ],
                                max_length=20,
                                verbose_name="情况",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("recorded_on", models.DateField(verbose_name="登记日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_ups",
                                to="casework.servicerecord",
                                verbose_name="送达",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "送达后续",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("beaten_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "运行心跳",
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="事由")),
                        ("handed_on", models.DateField(verbose_name="交接日期")),
                        ("handed_at", models.DateTimeField(verbose_name="记录时间")),
                        ("others", models.JSONField(default=list, verbose_name="一并移交")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handovers",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移交人",
                            ),
                        ),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "交接",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("stage", models.CharField(max_length=20, verbose_name="环节")),
                        ("reply_due_on", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                        ("reply_provisional", models.BooleanField(default=False, verbose_name="暂估")),
                        ("next_duty", models.CharField(blank=True, max_length=30, verbose_name="下一事项")),
                        ("next_due_on", models.DateField(blank=True, null=True, verbose_name="下一期限")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "handover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="casework.handover",
                                verbose_name="交接",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "交接办件",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FormerName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="原名称")),
                        ("effective_on", models.DateField(verbose_name="生效日期")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_names",
                                to="casework.agency",
                                verbose_name="承继机关",
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
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_names",
                                to="casework.unit",
                                verbose_name="承继科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "名称沿革",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", True)),
                                fields=("agency", "name"),
                                name="former_name_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False)),
                                fields=("agency", "unit", "name"),
                                name="former_unit_name_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnualText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("actor_name", models.CharField(max_length=60, verbose_name="经手人姓名")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ("prose", models.TextField(blank=True, verbose_name="正文")),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度报告正文",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "year"], name="annual_text_of_year")],
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveAppraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("extend", "继续保管10年"),
                                    ("for_ever", "改为永久保管"),
                                    ("destroy", "建议销毁，按档案管理规定另行报批"),
                                ],
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        ("note", models.TextField(verbose_name="理由")),
                        ("appraised_on", models.DateField(verbose_name="鉴定日期")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="下次鉴定")),
                        ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                        (
                            "appraised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="archive_appraisals",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "档案鉴定",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Assistance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("from_whom", models.CharField(max_length=120, verbose_name="提出人")),
                        (
                            "contact",
                            casework.models.sealed.SealedField(
                                blank=True, kind="contact", max_length=120, verbose_name="联系方式"
                            ),
                        ),
                        ("subject", models.TextField(verbose_name="事项")),
                        ("due_on", models.DateField(verbose_name="办理期限")),
                        ("answer", models.TextField(blank=True, verbose_name="办理情况")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("search", "协查"), ("help", "协办")], max_length=10, verbose_name="类别"
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("found", "有"), ("not_found", "无"), ("partly", "部分有")],
                                max_length=10,
                                verbose_name="反馈结果",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="用时（小时）"
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.case",
                                verbose_name="相关办件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "协查协办",
                        "ordering": ["-received_on", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "-received_on"], name="assistance_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("from_whom", models.CharField(max_length=120, verbose_name="提出人")),
                        (
                            "contact",
                            casework.models.sealed.SealedField(
                                blank=True, kind="contact", max_length=120, verbose_name="联系方式"
                            ),
                        ),
                        ("subject", models.TextField(verbose_name="事项")),
                        ("due_on", models.DateField(verbose_name="办理期限")),
                        ("answer", models.TextField(blank=True, verbose_name="办理情况")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("upheld", "属实"),
                                    ("partly", "部分属实"),
                                    ("unfounded", "不属实"),
                                    ("withdrawn", "投诉人撤回"),
                                ],
                                max_length=10,
                                verbose_name="核实结果",
                            ),
                        ),
                        ("measures", models.TextField(blank=True, verbose_name="督促整改、通报等措施")),
                        (
                            "against",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="被投诉机关",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.case",
                                verbose_name="相关办件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "投诉举报",
                        "ordering": ["-received_on", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "-received_on"], name="complaint_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reconsideration", "行政复议"),
                                    ("first_instance", "行政诉讼（一审）"),
                                    ("second_instance", "行政诉讼（二审）"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "against",
                            models.CharField(
                                choices=[("reply", "不服答复"), ("no_reply", "逾期不予答复")],
                                max_length=20,
                                verbose_name="事由",
                            ),
                        ),
                        ("claimant", models.CharField(max_length=120, verbose_name="申请人（原告）")),
                        ("authority", models.CharField(max_length=120, verbose_name="复议机关（法院）")),
                        ("authority_number", models.CharField(blank=True, max_length=80, verbose_name="案号")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[("simplified", "简易程序"), ("ordinary", "普通程序")],
                                max_length=20,
                                verbose_name="审理程序",
                            ),
                        ),
                        ("after_reconsideration", models.BooleanField(default=False, verbose_name="经过复议")),
                        ("received_on", models.DateField(verbose_name="收到申请书（起诉状）副本日期")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="提交答复（答辩）日期")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=casework.models.dispute.result_choices,
                                max_length=30,
                                verbose_name="结果",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定（判决）日期")),
                        (
                            "result_received_on",
                            models.DateField(blank=True, null=True, verbose_name="收到决定（判决）日期"),
                        ),
                        ("redo_ordered", models.BooleanField(default=False, verbose_name="责令重新处理")),
                        ("effective_on", models.DateField(blank=True, null=True, verbose_name="重新办理起算日")),
                        ("redo_due_by", models.DateField(blank=True, null=True, verbose_name="责令期限末日")),
                        ("reasons", models.TextField(blank=True, verbose_name="决定（判决）认定的理由")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "preceded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="continued_by",
                                to="casework.dispute",
                                verbose_name="前一程序",
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
                        "verbose_name": "复议诉讼",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["agency", "decided_on"], name="dispute_of_agency")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("result", "")),
                                    models.Q(models.Q(("result", ""), _negated=True), ("decided_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="dispute_result_has_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rectification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("from_whom", models.CharField(max_length=120, verbose_name="提出人")),
                        (
                            "contact",
                            casework.models.sealed.SealedField(
                                blank=True, kind="contact", max_length=120, verbose_name="联系方式"
                            ),
                        ),
                        ("subject", models.TextField(verbose_name="事项")),
                        ("due_on", models.DateField(verbose_name="办理期限")),
                        ("answer", models.TextField(blank=True, verbose_name="办理情况")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ("evidence", models.TextField(blank=True, verbose_name="证据")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("corrected", "属实，已更正并告知申请人"),
                                    ("accurate", "经核实记录准确，不予更正"),
                                    ("forwarded", "不属于本机关职能范围，已转送"),
                                    ("told", "不属于本机关职能范围，告知向谁提出"),
                                ],
                                max_length=20,
                                verbose_name="处理结果",
                            ),
                        ),
                        ("proof", models.TextField(blank=True, verbose_name="核实结果")),
                        ("addressee", models.CharField(blank=True, max_length=200, verbose_name="有权更正的机关")),
                        ("letter_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.case",
                                verbose_name="相关办件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        ("archive_number", models.CharField(blank=True, max_length=60, verbose_name="归档号")),
                        ("archived_on", models.DateField(blank=True, null=True, verbose_name="归档日期")),
                        (
                            "retention_years",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="保管期限（年）"),
                        ),
                    ],
                    options={
                        "verbose_name": "更正申请",
                        "ordering": ["-received_on", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "-received_on"], name="rectification_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Redo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="起算日")),
                        ("due_by", models.DateField(blank=True, null=True, verbose_name="责令期限末日")),
                        ("begun_on", models.DateField(verbose_name="登记重新办理日期")),
                        ("decision_code", models.CharField(blank=True, max_length=4, verbose_name="决定码")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="作出决定日期")),
                        ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结（送达）日期")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redos",
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        (
                            "dispute",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redo",
                                to="casework.dispute",
                                verbose_name="复议诉讼",
                            ),
                        ),
                        (
                            "former_reply",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.reply",
                                verbose_name="原答复",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重新办理",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("concluded_on__isnull", True)),
                                fields=("case",),
                                name="redo_one_open_a_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseWords",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="casework.case",
                                verbose_name="办件",
                            ),
                        ),
                        ("bigrams", casework.models.case_words.NumberArray(verbose_name="二字组")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办件词语",
                    },
                ),
                migrations.CreateModel(
                    name="Matter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "position"), name="matter_position_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReplyItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("reply", "position"), name="reply_item_position_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("places", models.CharField(max_length=200, verbose_name="检索处所")),
                        ("systems", models.CharField(max_length=200, verbose_name="检索的系统或目录")),
                        ("keyword_sets", models.JSONField(default=list, verbose_name="关键词")),
                        ("period", models.CharField(max_length=100, verbose_name="时间段")),
                        (
                            "paper_archive",
                            models.CharField(blank=True, max_length=200, verbose_name="纸质档案检索情况"),
                        ),
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
                            models.ManyToManyField(
                                blank=True, related_name="+", to="casework.attachment", verbose_name="附件"
                            ),
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
                migrations.CreateModel(
                    name="AccountEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=casework.models.account_event.account_act_choices,
                                max_length=30,
                                verbose_name="行为",
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
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="account_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "账号记录",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "previous_hash"), name="account_chain_is_one_line"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=20, verbose_name="角色")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="second_factor_rules",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "动态口令要求",
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "role"), name="second_factor_rule_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignedInSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("session_key", models.CharField(max_length=40, unique=True)),
                        ("signed_in_at", models.DateTimeField(verbose_name="登录时间")),
                        ("address", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                        ("browser", models.CharField(blank=True, max_length=200, verbose_name="浏览器")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signed_in_sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录会话",
                        "ordering": ["-signed_in_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SignInRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ins",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录记录",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideChannel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.UniqueConstraint(fields=("agency", "kind"), name="outside_channel_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("from_whom", models.CharField(max_length=120, verbose_name="提出人")),
                        (
                            "contact",
                            casework.models.sealed.SealedField(
                                blank=True, kind="contact", max_length=120, verbose_name="联系方式"
                            ),
                        ),
                        ("subject", models.TextField(verbose_name="事项")),
                        ("due_on", models.DateField(verbose_name="办理期限")),
                        ("answer", models.TextField(blank=True, verbose_name="办理情况")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("created_at", models.DateTimeField(verbose_name="登记时间")),
                        ("key", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                        ("addressed_to", models.CharField(blank=True, max_length=120, verbose_name="信封所写收件人")),
                        ("postal_number", models.CharField(blank=True, max_length=40, verbose_name="邮件号")),
                        ("signed_by", models.CharField(max_length=60, verbose_name="签收人")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("request", "政府信息公开申请，已登记办件"),
                                    ("other", "不是政府信息公开申请，已转交"),
                                ],
                                max_length=10,
                                verbose_name="来件是什么",
                            ),
                        ),
                        ("passed_to", models.CharField(blank=True, max_length=120, verbose_name="转交给")),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.agency",
                                verbose_name="机关",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casework.case",
                                verbose_name="相关办件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来件",
                        "ordering": ["-received_on", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agency", "-received_on"], name="incoming_mail_newest")],
                    },
                ),
            ]
        ),
        migrations.RunPython(load_calendar, migrations.RunPython.noop),
        migrations.RunPython(finish_on_postgresql, begin_anew_on_postgresql),
    ]
