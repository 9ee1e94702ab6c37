"""The events of a case in words: what was done, by whom, and what it changed from and to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from casework.law.acts import ACT_RULES, Act
from casework.law.outcomes import CODES
from casework.law.stages import STAGE_NAMES, Stage
from casework.models.event import CaseEvent

VALUE_NAMES = {
    "stage": "环节",
    "received_on": "收到日",
    "reply_due_on": "答复期限",
    "decision_code": "决定",
    "decided_on": "作出决定",
    "concluded_on": "办结",
    "answer_by": "补正期限",
    "service": "送达",
    "follow_up": "送达后续",
    "consultation": "征求意见",
    "delivered_on": "对方收到",
    "opinion": "对方意见",
    "ruling": "本机关的决定",
    "extension_working_days": "延长工作日数",
    "counted": "数量频次",
    "reasons_by": "说明期限",
    "reasons": "审查结论",
    "delay_until": "延迟答复至",
    "fee": "信息处理费",
    "fee_steps": "计算",
    "payment_code": "缴款识别码",
    "receipt_number": "票据号",
    "draft": "拟定决定",
    "matters": "列出事项",
    "split_off": "拆分出",
    "together": "合并办理的各件",
    "split_from": "拆分自",
    "search_found": "检索结果",
    "letter_number": "文号",
    "voided_letter_number": "作废文号",
    "archive_number": "归档号",
    "retention": "保管期限",
    "dispute": "复议诉讼",
    "answered_on": "提交答复",
    "redo_from": "重新办理起算日",
    "documents_seen": "所见证件",
    "method": "核验方式",
    "result": "结果",
    "unit": "承办科室",
    "topic": "主题分类",
    "officer": "承办人",
    "review_step": "环节",
    "verdict": "保密审查结论",
    "acting_for": "代签",
    "signed_on_paper": "纸质签批",
    "viewed": "查看项目",
    "identity_copies": "证件复印件",
    "removed_copies": "删除件数",
}
KEY_ACTS = frozenset({Act.REGISTER, Act.CONFIRM_RECEIPT, Act.SIGN, Act.CONCLUDE, Act.REPLY_ON_THE_SPOT, Act.REDO})
WARNING_ACTS = frozenset({Act.SEND_BACK, Act.REJECT_EXTENSION, Act.LAPSE, Act.WITHDRAW, Act.REGISTER_DISPUTE})
CALENDAR_CHANGE = "calendar_change"
_CODES_IN = frozenset({"decision_code", "draft"})


def timeline(events: Iterable[CaseEvent]) -> list[dict[str, Any]]:
    """Return the events newest first, as templates/partials/timeline.html shows them."""
    rows = [
        {
            "on": event.happened_on,
            "at": event.recorded_at,
            "title": ACT_RULES[Act(event.act)].name,
            "actor": event.actor_name,
            "article": event.article,
            "note": event.note,
            "changes": changes(event),
            "links": _links(event),
            "tone": "key" if event.act in KEY_ACTS else "warning" if event.act in WARNING_ACTS else "",
        }
        for event in events
    ]
    rows.reverse()
    return rows


def _links(event: CaseEvent) -> list[dict[str, str]]:
    change = event.after.get(CALENDAR_CHANGE)
    return [{"label": "这次日历变更", "url": reverse("desk:calendar_change", args=[change])}] if change else []


def changes(event: CaseEvent) -> list[str]:
    """Return one line for everything the event changed: 名称：before → after."""
    lines = []
    for name, after in event.after.items():
        if name == CALENDAR_CHANGE:
            continue
        before, label = _plain(name, event.before.get(name)), VALUE_NAMES.get(name, name)
        after = _plain(name, after)
        if before and after:
            lines.append(f"{label}：{before} → {after}")
        elif after:
            lines.append(f"{label}：{after}")
        elif before:
            gone = "停表，末日未定" if name == "reply_due_on" else "未定"
            lines.append(f"{label}：{before} → {gone}")
    return lines


def _plain(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "stage":
        return STAGE_NAMES[Stage(value)]
    if name in _CODES_IN and value in CODES:
        return f"{value} {CODES[value].name}"
    return "；".join(value) if isinstance(value, list) else str(value)
