"""manage.py report_check called from a test, and what its answer holds."""

from __future__ import annotations

import io
import json
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tests" / "data" / "reports"
LINYI, ZHANGDIAN = "临沂市行政审批服务局-2020.txt", "张店区人民政府-2020.txt"
ZIBO_2020, ZIBO_2023 = "淄博市行政审批服务局-2020-解读.txt", "淄博市行政审批服务局-2023.txt"
GAOXIN = "淄博高新区行政审批服务局-2016至2023.txt"
NEW, CARRIED_IN = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"


def run(file: Path | str, **options) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("report_check", str(file), stdout=out, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def checked(file: Path | str) -> dict:
    code, out = run(file, json=True)
    found = json.loads(out)
    assert code == (1 if found["contradictions"] else 0)
    return found


def failed(report: dict) -> list[tuple[str, str, int, int]]:
    return [(c["identity"], c["where"], c["left"], c["right"]) for c in report["checks"] if c["verdict"] == "fail"]


def verdicts(report: dict) -> dict[str, int]:
    assert sum(report["counts"].values()) == len(report["checks"])
    return report["counts"]


def cells(report: dict, identity: str, where: str) -> dict[tuple[str, str], int | None]:
    (check,) = [c for c in report["checks"] if (c["identity"], c["where"]) == (identity, where)]
    return {(cell["row"], cell["column"]): cell["value"] for cell in check["cells"]}


def row(report: dict, table: str, key: str) -> list:
    (found,) = [item for item in report["tables"] if item["table"] == table]
    return list(found["cells"][key].values())


def head(report: dict) -> tuple:
    return report["agency"], report["year"], report["format"], [table["table"] for table in report["tables"]]
