"""manage.py report_check: five published reports, each with exactly the contradictions found in it by hand.

tests/data/reports holds the tables of the five files as they were published, with the sentences that quote counts.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from casework.documents.annual_report import AnnualReport
from casework.documents.annual_xlsx import annual_xlsx
from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, DISPUTE_GROUPS, FORMAT_2021
from tests.report_files import FIXTURES, WRITERS, Report, published

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


# -- the five published files ----------------------------------------------------------------------------------------


def test_linyi_2020_has_four_contradictions():
    """Read by hand: 84+5+66 are 155 and not 87; 6 natural persons are not 89; one upheld review is not 0; and 2 are
    carried over of 89 "all concluded". Six columns of the results are blank."""
    (report,) = checked(REPORTS / LINYI)["reports"]
    assert head(report) == ("市行政审批服务局", 2020, "2019_60", ["two", "three", "four"])
    assert report["agency_from"] == report["year_from"] == "text"
    assert failed(report) == [
        ("C2", "总计列", 87, 155),
        ("C3", f"{NEW}行", 89, 6),
        ("C5", "行政复议", 0, 1),
        ("C6", "全部办结，没有结转下年度的申请", 0, 2),
    ]
    total = cells(report, "C2", "总计列")
    assert {place: value for place, value in total.items() if value} == {
        ("results_total", "total"): 87, ("granted", "total"): 84, ("denied_third_party", "total"): 5,
        ("unable_not_held", "total"): 66,
    }  # fmt: skip
    assert cells(report, "C3", f"{NEW}行") == {
        ("new", "total"): 89, ("new", "natural"): 6, ("new", "commercial"): 0, ("new", "research"): 0,
        ("new", "social"): 0, ("new", "legal"): 0, ("new", "other_org"): 0,
    }  # fmt: skip
    assert list(cells(report, "C5", "行政复议").values()) == [0, 1, 0, 0, 0]


def test_linyi_2020_leaves_blank_columns_unassessed():
    (report,) = checked(REPORTS / LINYI)["reports"]
    # C1 and C2 of six columns, C3 of 19 results, their total and what is carried over. What holds: C1 of the total
    # column (89 = 87 + 2), C3 of what was carried in, both kinds of suit, and 89 in the text.
    assert verdicts(report) == {"pass": 5, "fail": 4, "not_assessable": 33}
    three = next(table for table in report["tables"] if table["table"] == "three")
    # 21 rows without a figure in six columns; each is blank in the file.
    assert (len(three["without_number"]), {cell["raw"] for cell in three["without_number"]}) == (126, {""})
    assert row(report, "three", "unable_not_held") == [None, None, None, None, None, None, 66]
    assert row(report, "two", "license") == [150, 14, 30927]


def test_zhangdian_2020_has_one_contradiction():
    """Read by hand: 14 upheld and 4 corrected are 18 reviews and not 9. 131 = 22 + 109 in the text is table 三's 131."""
    (report,) = checked(REPORTS / ZHANGDIAN)["reports"]
    assert head(report) == ("张店区人民政府", 2020, "2019_60", ["two", "three", "four"])
    assert failed(report) == [("C5", "行政复议", 9, 18)]
    assert cells(report, "C5", "行政复议") == {
        ("review", "total"): 9, ("review", "maintained"): 14, ("review", "corrected"): 4, ("review", "other"): 0,
        ("review", "pending"): 0,
    }  # fmt: skip
    # C1 and C2 of seven columns, C3 of 23 rows, two kinds of suit, 131 received and all answered.
    assert verdicts(report) == {"pass": 41, "fail": 1, "not_assessable": 0}
    assert row(report, "two", "license") == [633, -309, 253227]
    assert row(report, "two", "procurement") == [182, 60516]
    assert row(report, "three", "new") == [108, 15, 8, 0, 0, 0, 131]
    assert row(report, "four", "review") == [14, 4, 0, 0, 9]


def test_zibo_2023_is_right():
    """Read by hand: 2 + 1 + 1 + 3 are 7, the text says the same, and nothing is carried over."""
    (report,) = checked(REPORTS / ZIBO_2023)["reports"]
    assert head(report) == ("淄博市行政审批服务局", 2023, "2021_30", ["two", "three", "four"])
    # C1, C2 of seven columns, C3 of 25 rows, three groups of disputes, nine counts in the text.
    assert verdicts(report) == {"pass": 51, "fail": 0, "not_assessable": 0}
    assert [(c["where"], c["left"]) for c in report["checks"] if c["identity"] == "C6"] == [
        ("制发规范性文件", 0), ("收到的申请", 7), ("全部办理完毕，没有结转下年度的申请", 0), ("予以公开", 2), ("部分公开", 1),
        ("不予公开", 1), ("无法提供", 3), ("没有行政复议", 0), ("没有行政诉讼", 0),
    ]  # fmt: skip
    assert row(report, "two", "normative") == [0, 1, 0]
    assert report["hints"] == []


def test_zibo_2020_is_an_explanation_without_tables():
    """Read by hand: 3 requests, 2 concluded, 1 carried over; no table to hold them against."""
    (report,) = checked(REPORTS / ZIBO_2020)["reports"]
    assert head(report) == ("淄博市行政审批服务局", 2020, "2019_60", [])
    assert [(c["where"], c["left"], c["verdict"]) for c in report["checks"]] == [
        ("收到的申请", 3, "not_assessable"), ("办结", 2, "not_assessable"), ("结转下年度", 1, "not_assessable"),
    ]  # fmt: skip


def test_the_file_of_gaoxin_holds_eight_reports():
    reports = checked(REPORTS / GAOXIN)["reports"]
    tables = ["two", "three", "four"]
    assert [head(report) for report in reports] == [
        ("淄博高新技术产业开发区行政审批服务局", 2023, "2021_30", tables),
        ("淄博高新区行政审批服务局", 2022, "2021_30", tables),
        ("淄博高新区行政审批服务局", 2021, "2021_30", tables),
        ("高新区行政审批服务局", 2020, "2019_60", tables),
        ("高新区行政审批服务局", 2019, "2019_60", tables),
        ("高新区政务服务中心", 2018, None, []),
        ("高新区行政服务中心", 2017, None, []),
        ("高新区行政服务中心", 2016, None, []),
    ]
    # Read by hand: new requests and results of 1, 2, 2, 0 and 0; nothing carried over in any year.
    assert [row(report, "three", "new")[-1] for report in reports[:5]] == [1, 2, 2, 0, 0]
    assert [row(report, "three", "results_total")[-1] for report in reports[:5]] == [1, 2, 2, 0, 0]
    assert row(reports[2], "three", "unable_not_held") == [2, 0, 0, 0, 0, 0, 2]
    assert [row(report, "two", "license") for report in reports[:5]] == [
        [26609], [21699], [3932], [111, 212, 43124], [None, None, 101],
    ]  # fmt: skip


def test_gaoxin_has_one_contradiction_in_eight_years():
    """Read by hand: the text of 2021 says that none was received, table 三 has 2."""
    reports = checked(REPORTS / GAOXIN)["reports"]
    assert [failed(report) for report in reports] == [[], [], [("C6", "没有收到申请", 0, 2)], [], [], [], [], []]
    assert cells(reports[2], "C6", "没有收到申请") == {("new", "total"): 2}
    # Seven columns carried from one year to the next hold four times.
    assert [sum(c["identity"] == "C4" for c in report["checks"]) for report in reports] == [7, 7, 7, 7, 0, 0, 0, 0]


def test_gaoxin_says_which_cells_cannot_be_read():
    reports = checked(REPORTS / GAOXIN)["reports"]
    # Table 四 of three years lost three of its fifteen figures on the page: which twelve are left cannot be told.
    for report in reports[:3]:
        (four,) = [table for table in report["tables"] if table["table"] == "four"]
        assert four["cells"] == {}
        assert [unread["raw"] for unread in four["unread"]] == [["0"] * 12]
        assert [c["verdict"] for c in report["checks"] if c["identity"] == "C5"] == ["not_assessable"] * 3
    # Table 二 of the agency's first year is blank where the year before is asked for.
    (two,) = [table for table in reports[4]["tables"] if table["table"] == "two"]
    assert len(two["without_number"]) == 10
    # Years before the format quote counts without a table.
    assert [verdicts(report) for report in reports[5:]] == [{"pass": 0, "fail": 0, "not_assessable": 3}] * 3


def test_gaoxin_shows_what_is_odd_without_being_wrong():
    reports = checked(REPORTS / GAOXIN)["reports"]
    # 2021 to 2023 kept the single row （六）; 2 documents in force vanish in 2022; the report of 2018 calls itself 2019's.
    assert [[hint["code"] for hint in report["hints"]] for report in reports] == [
        ["format"], ["format", "C8"], ["format"], [], [], ["year"], [], [],
    ]  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", [LINYI, ZHANGDIAN, ZIBO_2023])
def test_a_published_file_made_again_in_another_format_reads_equal(name, kind, tmp_path):
    (original,) = checked(REPORTS / name)["reports"]
    figures = {table["table"]: table["cells"] for table in original["tables"]}

    def written(cells: dict) -> list[str]:
        return ["" if value is None else str(value) for value in cells.values()]

    report = Report(
        agency=original["agency"], year=original["year"], format_key=original["format"],
        two={key: written(cells) for key, cells in figures["two"].items()},
        three={key: written(cells) for key, cells in figures["three"].items()},
        four=[figure for cells in figures["four"].values() for figure in written(cells)],
    )  # fmt: skip
    file = tmp_path / f"年报.{kind}"
    file.write_bytes(WRITERS[kind](report))
    (again,) = checked(file)["reports"]
    assert {table["table"]: table["cells"] for table in again["tables"]} == figures
    assert [table["unread"] for table in again["tables"]] == [[], [], []]
    # The sentences were left out, so the checks of the tables are compared.
    assert failed(again) == [check for check in failed(original) if check[0] != "C6"]


# -- what the published fixtures and their mutations show ------------------------------------------------------------


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


# -- the command itself ----------------------------------------------------------------------------------------------


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
