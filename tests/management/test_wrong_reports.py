"""A published table with one thing wrong: a cell, a sentence, a carry between two years, a table printed twice."""

from __future__ import annotations

import pytest

from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, DISPUTE_GROUPS, FORMAT_2021
from tests.management.checking import (
    CARRIED_IN,
    NEW,
    checked,
    failed,
    verdicts,
)
from tests.report_files import FIXTURES, WRITERS, published


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("name", [fixture["name"] for fixture in FIXTURES])
def test_a_published_table_passes_every_check(name, kind, tmp_path):
    file = tmp_path / f"年报.{kind}"
    file.write_bytes(WRITERS[kind](published(name)))
    (report,) = checked(file)["reports"]
    # C1 and C2 of seven columns, C3 of 25 rows, C5 of three groups.
    assert verdicts(report) == {"pass": 42, "fail": 0, "not_assessable": 0}


ROWS = [line.key for line in FORMAT_2021.rows if line.kind != "heading"]
COLUMN_KEYS = [column.key for column in COLUMNS]
PLACES_THREE = [("three", line, column) for line in ROWS for column in COLUMN_KEYS]
PLACES_FOUR = [("four", group, column) for group, _ in DISPUTE_GROUPS for column, _ in DISPUTE_COLUMNS]
# Every sixth cell of table 三 and every other of table 四, which meets every column: 30 and 8, and two more near the end.
MUTATIONS = [*PLACES_THREE[::6], *PLACES_FOUR[::2], PLACES_THREE[-2], PLACES_FOUR[-2]]


def test_there_are_forty_different_mutations():
    assert len(set(MUTATIONS)) == 40
    assert {column for table, _, column in MUTATIONS if table == "three"} == set(COLUMN_KEYS)


@pytest.mark.parametrize(("number", "place"), enumerate(MUTATIONS), ids=["-".join(place) for place in MUTATIONS])
def test_a_single_wrong_cell_is_caught_through_a_file(number, place, tmp_path):
    table, line, column = place
    report = published("宿迁市2024年度")
    if table == "three":
        at, figures = COLUMN_KEYS.index(column), report.three[line]
    else:
        at, figures = PLACES_FOUR.index(place), report.four
    figures[at] = str(int(figures[at]) + 1)
    kind = ("html", "txt")[number % 2]
    file = tmp_path / f"年报.{kind}"
    file.write_bytes(WRITERS[kind](report))
    (found,) = checked(file)["reports"]
    expected = {"C5"} if table == "four" else {"C3"}
    if line in {"new", "carried_in", "results_total", "carried_out"}:
        expected.add("C1")
    if table == "three" and line not in {"new", "carried_in", "carried_out"}:
        expected.add("C2")
    assert {identity for identity, *_ in failed(found)} == expected
    for check in found["checks"]:
        if check["verdict"] == "fail":
            assert (line, column) in {(cell["row"], cell["column"]) for cell in check["cells"]}


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_wrong_cell_is_caught_in_office_files(kind, tmp_path):
    report = published("宿迁市2024年度")
    report.three["granted"][0] = "1409"
    file = tmp_path / f"年报.{kind}"
    file.write_bytes(WRITERS[kind](report))
    (found,) = checked(file)["reports"]
    # 1408 natural persons became 1409: the column adds up to 3441, the row to 1432.
    assert failed(found) == [("C2", "自然人列", 3440, 3441), ("C3", "（一）予以公开行", 1431, 1432)]


def test_the_text_of_suqian_2024_contradicts_table_four(tmp_path):
    """The published text says 134 reviews and 57 suits; the table has 170, and 25 + 52 suits."""
    report = published("宿迁市2024年度")
    report.prose = ["2024年，因政府信息公开引起行政复议134件，行政诉讼57件。"]
    file = tmp_path / "年报.html"
    file.write_bytes(WRITERS["html"](report))
    (found,) = checked(file)["reports"]
    assert failed(found) == [("C6", "行政复议", 134, 170), ("C6", "行政诉讼", 57, 77)]


def test_handled_may_include_what_was_carried_in(tmp_path):
    """宿迁 2023: "办理 3607 件" are 3511 new ones and 96 carried in. 3600 would be neither."""
    report = published("宿迁市2023年度")
    report.year = 2023
    for number, wrong in ((3607, []), (3511, []), (3600, [("C6", "收到的申请", 3600, 3511)])):
        report.prose = [f"2023年，全市共办理政府信息公开申请{number}件。"]
        file = tmp_path / "年报.txt"
        file.write_bytes(WRITERS["txt"](report))
        (found,) = checked(file)["reports"]
        assert failed(found) == wrong


def test_a_wrong_carry_between_two_reports_of_one_file(tmp_path):
    first, second = published("宿迁市2023年度"), published("宿迁市2024年度")
    first.year = 2023
    file = tmp_path / "年报.html"
    file.write_bytes(WRITERS["html"](second, first))
    assert checked(file)["contradictions"] == 0
    # One commercial request more carried in: C1 and C3 see it in its year, C4 between the years.
    second.three["carried_in"][1] = "4"
    file.write_bytes(WRITERS["html"](second, first))
    latest = checked(file)["reports"][0]
    assert failed(latest) == [
        ("C1", "商业企业列", 79, 78), ("C3", f"{CARRIED_IN}行", 121, 122), ("C4", "商业企业列", 4, 3),
    ]  # fmt: skip
    (check,) = [c for c in latest["checks"] if c["identity"] == "C4" and c["verdict"] == "fail"]
    assert [(cell["year"], cell["row"], cell["value"]) for cell in check["cells"]] == [
        (None, "carried_in", 4), (2023, "carried_out", 3),
    ]  # fmt: skip


def test_a_table_printed_twice_must_say_the_same_twice(tmp_path):
    first, second = published("宿迁市2024年度"), published("宿迁市2024年度")
    file = tmp_path / "年报.txt"
    file.write_bytes(WRITERS["txt"](first, second))
    (report,) = checked(file)["reports"]
    assert failed(report) == []
    assert [hint["code"] for hint in report["hints"]] == ["repeated"] * 3
    second.three["new"][6] = "3526"
    file.write_bytes(WRITERS["txt"](first, second))
    (report,) = checked(file)["reports"]
    assert failed(report) == [("repeat", f"{NEW}，总计", 3525, 3526)]
