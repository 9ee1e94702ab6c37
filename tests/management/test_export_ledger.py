"""manage.py export_ledger: one agency, one period, a file of its owner's."""

from __future__ import annotations

import stat
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.cast import register_case

pytestmark = pytest.mark.django_db


def numbers(path):
    return [row[1] for row in openpyxl.load_workbook(path)["台账"].iter_rows(min_row=2, values_only=True)]


def test_it_writes_the_cases_of_the_agency_and_period(cast, tmp_path):
    first, second = register_case(cast, "2026-03-02"), register_case(cast, "2026-03-09")
    path, said = tmp_path / "a.xlsx", StringIO()
    call_command("export_ledger", "某市行政审批服务局", str(path), stdout=said)
    assert numbers(path) == [first.number, second.number]
    assert said.getvalue().strip() == f"{path}：2件"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    call_command(
        "export_ledger", "某审", str(tmp_path / "b.xlsx"), "--from", "2026-03-03", "--to", "2026-03-31", stdout=said
    )
    assert numbers(tmp_path / "b.xlsx") == [second.number]
    call_command("export_ledger", "某资", str(tmp_path / "c.xlsx"), stdout=said)
    assert numbers(tmp_path / "c.xlsx") == []


def test_it_says_what_is_wrong(cast, tmp_path):
    with pytest.raises(CommandError, match="没有机关“无此局”"):
        call_command("export_ledger", "无此局", str(tmp_path / "a.xlsx"))
    (tmp_path / "a.xlsx").write_bytes(b"kept")
    with pytest.raises(CommandError, match="已经存在，没有覆盖"):
        call_command("export_ledger", "某审", str(tmp_path / "a.xlsx"))
    assert (tmp_path / "a.xlsx").read_bytes() == b"kept"
    with pytest.raises(CommandError, match="不能写"):
        call_command("export_ledger", "某审", str(tmp_path / "no" / "a.xlsx"))
