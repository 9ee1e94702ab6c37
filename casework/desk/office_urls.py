"""Addresses: what an office keeps beside its cases, reminders and supervision. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk import (
    appraisals,
    approval_chain,
    copy_period,
    former_names,
    handovers,
    office,
    reminder_settings,
    settings_index,
    topics,
    undelivered,
    webhooks,
)
from casework.desk.supervision import supervision
from casework.desk.urgings import urge, urging_answer

# Before cases/<number>/<act>/, which would take them.
case_patterns = [
    path("cases/<str:number>/urge/", urge, name="urge"),
    path("cases/<str:number>/urgings/<int:urging_id>/", urging_answer, name="urging_answer"),
]
urlpatterns = [
    path("office/", office.office, name="office"),
    path("office/channels/new/", office.channel_new, name="channel_new"),
    path("office/channels/<int:channel_id>/", office.channel_edit, name="channel_edit"),
    path("office/channels/<int:channel_id>/check/", office.channel_check, name="channel_check"),
    path("office/withheld/", appraisals.withheld, name="withheld"),
    path("office/withheld/<str:number>/", appraisals.appraisal_new, name="appraisal_new"),
    path("office/reports/<int:duty_id>/", office.report_published, name="report_published"),
    path("settings/", settings_index.settings_index, name="settings"),
    path("settings/reminders/", reminder_settings.reminder_settings, name="reminder_settings"),
    path("settings/reminders/test-mail/", reminder_settings.send_test_mail, name="test_mail"),
    path("settings/reminders/report-kind/", reminder_settings.report_kind, name="report_kind"),
    path("settings/reminders/<slug:duty>/", reminder_settings.ladder, name="ladder"),
    path("office/former-names/", former_names.former_names, name="former_names"),
    path("office/former-names/new/", former_names.former_name_new, name="former_name_new"),
    path(
        "office/former-names/<int:former_name_id>/remove/", former_names.former_name_remove, name="former_name_remove"
    ),
    path("office/handovers/", handovers.handovers, name="handovers"),
    path("office/handovers/<int:handover_id>/", handovers.handover, name="handover"),
    path("settings/personal-data/", copy_period.copy_period, name="copy_period"),
    path("settings/approval-chain/", approval_chain.approval_chain, name="approval_chain"),
    path("settings/acting/new/", approval_chain.acting_new, name="acting_new"),
    path("settings/acting/<int:authority_id>/end/", approval_chain.acting_end, name="acting_end"),
    path("settings/topics/", topics.topics, name="topics"),
    path("settings/webhooks/new/", webhooks.endpoint_new, name="endpoint_new"),
    path("settings/webhooks/<int:endpoint_id>/", webhooks.endpoint_edit, name="endpoint_edit"),
    path("settings/webhooks/<int:endpoint_id>/secret/", webhooks.endpoint_secret, name="endpoint_secret"),
    path("settings/webhooks/<int:endpoint_id>/test/", webhooks.endpoint_test, name="endpoint_test"),
    path("settings/undelivered/", undelivered.undelivered, name="undelivered"),
    path("settings/undelivered/resend/", undelivered.resend_all, name="resend_all"),
    path("settings/undelivered/<int:notice_id>/resend/", undelivered.resend_one, name="resend"),
    path("supervision/", supervision, name="supervision"),
]
