"""load_published: what it refuses, and that a table that does not come out leaves nothing behind."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from casework.management.demo import published
from casework.management.demo.published import differences
from casework.models import Agency, Case, Role, User
from tests.cast import make_cast

SMALL = "淄博高新区行政审批服务局-2022"

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """Put a changed copy of the small table in the place of the product's files."""
    make_cast()
    original = json.loads((published.FOLDER / f"{SMALL}.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(published, "FOLDER", tmp_path)

    def write(change):
        change(original)
        (tmp_path / f"{SMALL}.json").write_text(json.dumps(original), encoding="utf-8")

    return write


def test_an_unknown_name_is_answered_with_the_names_there_are(db):
    with pytest.raises(CommandError, match="没有“北京-2023”。可以载入：张店区-2020、"):
        call_command("load_published", "北京-2023")


@pytest.mark.parametrize(
    ("row", "line", "sentence"),
    [
        # Each of these contradicts itself, so no cases can add up to it.
        ("new", [3, 0, 0, 0, 0, 0, 3], "new/natural：计算得2，公布为3"),
        ("results_total", [1, 0, 0, 0, 0, 0, 2], "results_total/natural：计算得2，公布为1"),
        ("granted", [2, 0, 0, 0, 0, 0, 1], "granted/total：计算得2，公布为1"),
        ("carried_out", [1, 0, 0, 0, 0, 0, 1], "有结转的年度不能单独载入"),
        ("granted", [1, 0, 0, 0, 0, 0, 1], "渠道共2件，办理结果共1件"),
        ("other_fee_unpaid", [1, 0, 0, 0, 0, 0, 1], "渠道共2件，办理结果共3件"),
    ],
)
def test_a_table_that_does_not_come_out_fails_loudly_and_leaves_nothing(changed, row, line, sentence):
    changed(lambda data: data["figures"].update({row: line}))
    with pytest.raises(CommandError, match=sentence):
        call_command("load_published", SMALL)
    assert not Case.objects.exists()
    assert not Agency.objects.filter(name="淄博高新区行政审批服务局").exists()


def test_the_wrong_format_is_a_difference(changed):
    changed(lambda data: data.update(format="2019_60", figures=_in_the_old_format(data["figures"])))
    with pytest.raises(CommandError, match="格式：2021_30，公布为2019_60"):
        call_command("load_published", SMALL)
    assert not Case.objects.exists()


def _in_the_old_format(figures):
    kept = {row: line for row, line in figures.items() if not row.startswith("other_")}
    return kept | {"other": [0] * 7}


def test_a_real_persons_account_is_never_taken_over(db):
    cast = make_cast()
    User.objects.create(username="clerk3", role=Role.CLERK, agency=cast.bureau)
    with pytest.raises(CommandError, match="账号 clerk3 已经存在"):
        call_command("load_published", SMALL)
    assert not Case.objects.exists()


def test_every_differing_cell_is_named():
    ours = {"new": {"natural": 1, "total": 1}}
    theirs = {"new": {"natural": 1, "total": 2}, "granted": {"total": 0}}
    assert differences(ours, theirs) == ["granted/total：计算得None，公布为0", "new/total：计算得1，公布为2"]
    assert differences(ours, ours) == []
