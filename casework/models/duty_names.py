"""Names of everything the ladder can announce: a case's duties and an office's own."""

from __future__ import annotations

from casework.law.duties import DUTY_NAMES

UNREAD_INTAKE = "unread_intake"
YEARLY_REPORT = "yearly_report"
UNCHECKED_CHANNEL = "unchecked_channel"
URGING_ANSWER = "urging_answer"
# What a concluded case can still ask of its office.
RECONSIDERATION_ANSWER = "reconsideration_answer"
DEFENCE = "defence"
REDECISION = "redecision"
RECTIFICATION = "rectification"
WITHHELD_APPRAISAL = "withheld_appraisal"
ASSISTANCE_FEEDBACK = "assistance_feedback"
COMPLAINT_ANSWER = "complaint_answer"
INCOMING_MAIL = "incoming_mail"
ARCHIVE_APPRAISAL = "archive_appraisal"
# Alarms without a ladder: said once, to those who can put it right.
UNREACHABLE_PERSON = "unreachable_person"
UNREACHABLE_WEBHOOK = "unreachable_webhook"
WEEKLY_SUMMARY = "weekly_summary"
ALARMS = (UNREACHABLE_PERSON, UNREACHABLE_WEBHOOK, WEEKLY_SUMMARY)

_OWN_NAMES = {
    UNREAD_INTAKE: "网上收件待确认",
    YEARLY_REPORT: "年度报告",
    UNCHECKED_CHANNEL: "申请渠道查看",
    URGING_ANSWER: "督办反馈",
    RECONSIDERATION_ANSWER: "行政复议答复",
    DEFENCE: "行政诉讼答辩",
    REDECISION: "重新作出处理决定",
    RECTIFICATION: "更正申请办理",
    WITHHELD_APPRAISAL: "不予公开信息评估",
    ASSISTANCE_FEEDBACK: "协查反馈",
    COMPLAINT_ANSWER: "投诉举报办理",
    INCOMING_MAIL: "来件交接",
    ARCHIVE_APPRAISAL: "档案到期鉴定",
    UNREACHABLE_PERSON: "人员无法通知",
    UNREACHABLE_WEBHOOK: "推送地址不通",
    WEEKLY_SUMMARY: "督查周报",
}


def duty_name(duty: str) -> str:
    """Return the name of a duty; of one that is not known yet, its key."""
    return _OWN_NAMES.get(duty) or {str(kind): name for kind, name in DUTY_NAMES.items()}.get(duty, duty)
