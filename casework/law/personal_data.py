"""Personal data of applicants: why a person of the office may read it in full (个人信息保护法第六条、第五十一条)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from casework.law.errors import Refused

LAW = "个人信息保护法第六条"
ITEM_NAMES = {
    "document_number": "证件号码",
    "telephone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
}


class ViewReason(StrEnum):
    """What somebody needs the full data for."""

    IDENTITY = "identity"
    CONTACT = "contact"
    SERVICE = "service"
    DISPUTE = "dispute"
    OTHER = "other"


VIEW_REASON_NAMES: dict[ViewReason, str] = {
    ViewReason.IDENTITY: "核验身份",
    ViewReason.CONTACT: "与申请人联系",
    ViewReason.SERVICE: "寄送文书",
    ViewReason.DISPUTE: "复议诉讼举证",
    ViewReason.OTHER: "其他",
}


# Said in the record where a file is opened that carries what is served, and not the mask.
FILE_OPENED = "打开或者下载文件"


def view_words(items: Collection[str], reason: str, note: str) -> str:
    """Return the reason as it is recorded. Raises Refused without an item, a reason, or words for "other"."""
    if not items or not set(items) <= set(ITEM_NAMES):
        raise Refused("personal_fields_missing", "请选择要查看哪几项。", article=LAW, field="items")
    return reason_words(reason, note)


def reason_words(reason: str, note: str) -> str:
    """Return why somebody reads in full, as it is recorded. Raises Refused without a reason, or words for "other"."""
    if reason not in [item.value for item in ViewReason]:
        raise Refused("view_reason_missing", "查看完整个人信息须有理由，请选择。", article=LAW, field="reason")
    if reason == ViewReason.OTHER and not note.strip():
        raise Refused("view_note_missing", "选择“其他”的，请写明为什么需要查看。", article=LAW, field="note")
    return "：".join(part for part in (VIEW_REASON_NAMES[ViewReason(reason)], note.strip()) if part)
