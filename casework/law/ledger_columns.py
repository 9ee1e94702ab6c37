"""The columns of an office's ledger (登记台账): the union of what rules ask for, in printed order (users.md 3.1).

Export writes them and import reads them, so a ledger we wrote can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from casework.law.published_report.labels import squeeze


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. ``words`` are other headings offices write for it; ``imported`` says whether we read it."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()
    imported: bool = True
    required: bool = False
    width: int = 12


def _date(key: str, label: str, *words: str, imported: bool = True) -> LedgerColumn:
    return LedgerColumn(key, label, Kind.DATE, words, imported)


LEDGER_COLUMNS = (
    LedgerColumn("serial", "序号", Kind.NUMBER, imported=False, width=6),
    LedgerColumn("agency", "机关", imported=False, width=22),
    LedgerColumn(
        "number", "登记号", words=("登记编号", "编号", "受理编号", "申请编号", "受理号", "申请登记号", "流水号", "收件编号"),
        required=True, width=18,
    ),
    LedgerColumn(
        "applicant", "申请人", words=("申请人姓名", "姓名", "申请人名称", "申请人姓名或名称", "姓名或名称", "申请人姓名名称"),
        required=True, width=14,
    ),
    LedgerColumn(
        "applicant_kind", "申请人类型", words=("申请人类别", "申请人性质", "申请主体", "主体类型", "类别"), required=True,
    ),
    LedgerColumn(
        "contact", "联系方式", words=("联系电话", "电话", "手机", "手机号", "手机号码", "联系人电话", "电话号码"), width=16,
    ),
    LedgerColumn(
        "channel", "申请渠道",
        words=("申请方式", "渠道", "收件渠道", "受理渠道", "提交方式", "接收方式", "方式", "申请途径", "来件方式", "受理方式"),
        required=True, width=14,
    ),
    LedgerColumn("postal_number", "来件邮件单号", words=("邮件单号", "来件单号", "邮件号", "快递单号", "来信单号"), width=18),
    _date("submitted_on", "提交（交邮）日期", "提交日期", "申请日期", "申请时间", "提交时间", "交邮日", "寄出日期", "交邮日期"),
    _date("signed_on", "签收日期", "签收日", "签收时间", "来件签收日期"),
    _date("confirmed_on", "双方确认日期", "确认日期", "确认日", "双方确认日"),
    _date(
        "received_on", "收到日期", "收到日", "收件日期", "收到申请日期", "收到申请之日", "接收日期", "登记日期", "受理日期",
        "收文日期", "收件时间", "收到时间", "受理时间", "登记时间",
    ),
    LedgerColumn(
        "content", "内容摘要",
        words=("申请内容", "内容", "申请公开的政府信息", "申请公开内容", "申请事项", "信息名称", "所需信息", "申请公开的内容",
               "所需政府信息", "内容描述"),
        required=True, width=40,
    ),
    LedgerColumn("topic", "主题分类", words=("分类", "信息分类", "信息类别", "内容分类", "主题", "事项类别", "申请主题")),
    LedgerColumn("unit", "承办科室", words=("承办部门", "办理科室", "承办单位", "科室", "主办科室", "责任科室")),
    _date("assigned_on", "分办日期", "交办日期", "转办日期", imported=False),
    _date("supplement_served_on", "补正告知日期", "补正发出日期", "补正通知日期", "告知补正日期", "补正发出", "补正告知"),
    _date("supplement_answer_by", "补正期限"),
    _date("supplement_received_on", "补正到达日期", "收到补正日期", "补正日期", "补正到达", "补正收到日期"),
    _date(
        "third_party_sent_on", "第三方征求意见发出日期", "征求第三方意见日期", "第三方发出", "征求意见日期", "第三方发出日期",
    ),
    _date("third_party_answered_on", "第三方回复日期", "第三方回复", "收到第三方意见日期", "第三方意见回复日期"),
    _date("third_party_due_on", "第三方回复期限", "第三方期限", imported=False),
    LedgerColumn("extension_approver", "延期批准人", words=("批准人", "延期审批人")),
    LedgerColumn("extension_working_days", "延长工作日数", Kind.NUMBER, ("延期天数", "延长天数", "延期工作日", "延长工作日")),
    _date("extension_served_on", "延期告知日期", "延期告知日", "延期日期", "延期答复告知日期", "延期告知"),
    _date("due_on", "法定期限", "答复期限", "应答复日期", "到期日", "办理期限", imported=False),
    LedgerColumn(
        "decided_on", "答复日期", Kind.DATE, ("答复时间", "办结日期", "回复日期", "作出决定日期", "答复日", "办理完成日期",
                                          "回复时间", "办结时间"),
        required=True,
    ),
    LedgerColumn("letter_number", "答复文号", words=("文号", "答复书文号", "答复书编号", "告知书文号", "回复文号"), width=22),
    LedgerColumn(
        "outcome", "答复类型",
        words=("办理结果", "答复结果", "处理结果", "答复情况", "决定类型", "结果", "答复意见", "答复方式", "答复决定", "答复类别"),
        required=True, width=26,
    ),
    LedgerColumn("row", "年报表三所在行", imported=False, width=32),
    LedgerColumn("service_method", "送达方式", words=("答复送达方式", "送达途径")),
    LedgerColumn("service_postal_number", "送达邮件单号", words=("邮件单号", "答复邮件单号", "寄出单号", "送达单号"), width=18),
    _date("served_on", "送达日期", "交邮（送达）日期", "寄出答复日期", "答复寄出日期", "送达时间", "答复送达日期"),
    _date("service_signed_on", "送达签收日期", "签收日期", "签收日", "答复签收日期", "送达签收日", "申请人签收日期"),
    LedgerColumn("fee", "收费", imported=False, width=14),
    LedgerColumn("dispute", "复议、诉讼及结果", imported=False, width=18),
    LedgerColumn("archive_number", "归档号", words=("档案号", "案卷号", "归档编号"), width=14),
    LedgerColumn("note", "备注", words=("说明", "其他"), width=24),
)  # fmt: skip
COLUMN_BY_KEY = {column.key: column for column in LEDGER_COLUMNS}
IMPORTED_COLUMNS = tuple(column for column in LEDGER_COLUMNS if column.imported)
_PARENTHESES = re.compile(r"[（(].*?[）)]")


def columns_named_by(cells: Sequence[str]) -> dict[str, int]:
    """Return which imported column each cell of a heading row names: key to index.

    The same heading twice (签收日期 of the request, then of the reply) names two columns, in printed order.
    """
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        names = _names()
        keys = names.get(squeeze(cell)) or names.get(squeeze(_PARENTHESES.sub("", cell))) or ()
        key = next((key for key in keys if key not in found), None)
        if key:
            found[key] = index
    return found


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column in IMPORTED_COLUMNS:
        for word in dict.fromkeys(squeeze(text) for text in (column.label, *column.words)):
            found[word] = (*found.get(word, ()), column.key)
    return found
