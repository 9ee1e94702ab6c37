"""manage.py report_check: words for a person, refusals, exit codes, our own spreadsheet."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from casework.documents.annual_report import AnnualReport
from casework.documents.annual_xlsx import annual_xlsx
from casework.law.annual_formats import COLUMNS, FORMAT_2021
from tests.management.checking import (
    LINYI,
    REPORTS,
    ROOT,
    ZHANGDIAN,
    checked,
    head,
    run,
    verdicts,
)
from tests.report_files import FIXTURES

COLUMN_KEYS = [column.key for column in COLUMNS]


def test_the_words_for_a_person(tmp_path):
    code, out = run(REPORTS / ZHANGDIAN)
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "■ 张店区人民政府 2020年度（国办公开办函〔2019〕60号）：表二、表三、表四"
    at = lines.index("  [不符] C5 表四 行政复议：9 ≠ 18（总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结）")
    assert [line.strip() for line in lines[at + 1 : at + 4]] == [
        "表四 行政复议·总计：9", "表四 行政复议·结果维持：14", "表四 行政复议·结果纠正：4",
    ]  # fmt: skip
    assert lines[-1] == "共1份报告，1处不符"
    assert "  [通过] C1 表三 总计列：本年新收 + 上年结转 = 办理结果总计 + 结转下年度：131 = 131" in lines


def test_blank_cells_are_named_and_not_taken_for_zero():
    _, out = run(REPORTS / LINYI)
    assert (
        "  [空白] 表三有126格空白或不是数字，不当作0：自然人21格、商业企业21格、科研机构21格、社会公益组织21格、法律服务机构21格、其他21格"
        in out
    )
    assert "  [无法核对] C1 表三 自然人列：有空格，无法核对" in out


@pytest.mark.parametrize("content", [b"", b"\x7fELF\x00", "今天天气很好。".encode(), None])
def test_an_unreadable_file_ends_with_two_and_one_sentence(content, tmp_path):
    file = tmp_path / "文件.txt"
    if content is not None:
        file.write_bytes(content)
    out = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("report_check", str(file), stdout=out, json=True)
    assert (raised.value.returncode, out.getvalue()) == (2, "")
    assert len(str(raised.value).splitlines()) == 1
    assert "文件.txt" in str(raised.value)


def test_a_folder_is_no_report(tmp_path):
    with pytest.raises(CommandError, match="这是一个目录"):
        call_command("report_check", str(tmp_path))


def test_the_program_as_it_is_called_needs_no_database():
    """Exit code and streams as a shell sees them, with a database that does not exist."""
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "manage.py", "report_check", str(REPORTS / ZHANGDIAN), "--json"],
        cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["contradictions"]) == (1, 1)


def test_our_own_spreadsheet_passes(tmp_path):
    """宿迁 2024 as we export it: totals are formulas there, read by the values they carry."""
    fixture = next(item for item in FIXTURES if item["name"] == "宿迁市2024年度")
    figures = {line: dict(zip(COLUMN_KEYS, row, strict=True)) for line, row in fixture["table_three"].items()}
    file = tmp_path / "表三.xlsx"
    file.write_bytes(annual_xlsx(AnnualReport("某市人民政府", 2024, FORMAT_2021, figures, [], date(2025, 1, 1))))
    (report,) = checked(file)["reports"]
    # Nobody has filled in tables 二 and 四: 二 is there and empty, of 四 there is nothing to read.
    assert head(report) == ("某市人民政府", 2024, "2021_30", ["two", "three"])
    assert verdicts(report) == {"pass": 39, "fail": 0, "not_assessable": 0}
