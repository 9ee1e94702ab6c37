"""The sentences of a yearly report that quote figures, generated out of the same table (law.md 3.2 C6).

New requests and requests carried in are both named, so that no reader takes one for the other. Source:
国办公开办函〔2021〕30号; Art. 50 of the Regulation.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.law.annual_formats import DISPUTE_GROUPS

Cells = Mapping[str, Mapping[str, int]]
# What only people know: it stands out in the draft and is to be replaced.
PLACEHOLDERS: dict[str, str] = {
    "proactive": "【请填写：本年度主动公开政府信息的情况】",
    "management": "【请填写：政府信息管理情况】",
    "platform": "【请填写：政府信息公开平台建设情况】",
    "supervision": "【请填写：监督保障情况；政府的报告含考核、社会评议和责任追究结果】",
    "disputes": "【请填写：行政复议、行政诉讼的主要情况】",
    "problems": "【请填写：存在的主要问题】",
    "improvements": "【请填写：改进情况】",
    "other": "【请填写：其他需要报告的事项，没有的写“无”】",
}
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("予以公开", ("granted",)),
    ("部分公开", ("partial",)),
    ("不予公开", ("denied_",)),
    ("无法提供", ("unable_",)),
    ("不予处理", ("np_",)),
    ("其他处理", ("other",)),
)


def request_sentences(year: int, cells: Cells) -> list[str]:
    """Return what the report says of requests: received, carried in, both together, results, carried out."""
    new, carried = cells["new"], cells["carried_in"]
    organisations = new["total"] - new["natural"]
    lines = [
        f"{year}年，新收政府信息公开申请{new['total']}件，其中自然人申请{new['natural']}件、法人或者其他组织申请{organisations}件；"
        f"上年结转{carried['total']}件，本年度应办理（新收加结转）共{new['total'] + carried['total']}件。"
    ]
    results = "、".join(f"{label}{_sum(cells, begins)}件" for label, begins in _GROUPS)
    lines.append(
        f"本年度办理结果总计{cells['results_total']['total']}件：{results}；"
        f"结转下年度继续办理{cells['carried_out']['total']}件。"
    )
    return lines


def dispute_sentence(year: int, figures: Mapping[str, str]) -> str:
    """Return what the report says of reconsideration and suits, or the placeholder while figures are missing."""
    totals = [(label, figures.get(f"four-{group}-total", "")) for group, label in DISPUTE_GROUPS]
    if any(not value for _, value in totals):
        return PLACEHOLDERS["disputes"]
    words = "，".join(f"{label}{value}件" for label, value in totals)
    return f"{year}年，因政府信息公开发生的案件：{words}。"


def _sum(cells: Cells, begins: tuple[str, ...]) -> int:
    return sum(row["total"] for key, row in cells.items() if key.startswith(begins))
