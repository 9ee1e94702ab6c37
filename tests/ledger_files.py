"""Ledgers as offices keep them: made-up rows under an office's own headings, as csv, xlsx or ods."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl

# An office's own words, not ours.
HEADINGS = [
    "序号", "登记编号", "申请人姓名", "申请人性质", "联系电话", "申请方式", "收件日期", "申请内容", "承办部门", "办结日期",
    "文号", "办理结果", "送达方式", "答复邮件单号", "寄出答复日期", "备注",
]  # fmt: skip
OUTCOMES = ("予以公开", "部分公开", "信息不存在", "重复申请", "申请人撤回")
WAYS = ("当面", "邮寄", "网上")


def row(number: int, **cells: Any) -> list[Any]:
    """Return one row that is in order; ``cells`` replace cells by their heading."""
    received = date(2021, 1, 4) + timedelta(days=number % 300)
    values = {
        "序号": number,
        "登记编号": f"2021第{number:05}号",
        "申请人姓名": f"赵某{number}",
        "申请人性质": "公民" if number % 3 else "公司",
        "联系电话": f"138{number:08}",
        "申请方式": WAYS[number % 3],
        "收件日期": received,
        "申请内容": f"第{number}号地块的征收补偿方案",
        "承办部门": "审批一科",
        "办结日期": received + timedelta(days=14),
        "文号": f"某审公复〔2021〕{number}号",
        "办理结果": OUTCOMES[number % 5],
        "送达方式": "邮寄",
        "答复邮件单号": f"XA{number:011}",
        "寄出答复日期": received + timedelta(days=15),
        "备注": "",
    }
    unknown = set(cells) - set(values)
    assert not unknown, unknown
    return list((values | cells).values())


def as_csv(rows: list[list[Any]], headings: list[str] = HEADINGS, encoding: str = "utf-8-sig") -> bytes:
    stream = StringIO()
    csv.writer(stream).writerows([headings, *rows])
    return stream.getvalue().encode(encoding)


def as_xlsx(rows: list[list[Any]], headings: list[str] = HEADINGS, *, above: tuple[str, ...] = ()) -> bytes:
    """Return a workbook whose second sheet holds the ledger below its title."""
    workbook = openpyxl.Workbook(write_only=True)
    workbook.create_sheet("封面").append(["政府信息公开申请台账"])
    sheet = workbook.create_sheet("2021年")
    for line in (*([text] for text in above), headings, *rows):
        sheet.append(line)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()
