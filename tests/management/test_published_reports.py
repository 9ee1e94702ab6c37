"""Five published reports, each with exactly the contradictions found in it by hand.

tests/data/reports holds the tables of the five files as they were published, with the sentences that quote counts.
"""

from __future__ import annotations

import pytest

from tests.management.checking import (
    GAOXIN,
    LINYI,
    NEW,
    REPORTS,
    ZHANGDIAN,
    ZIBO_2020,
    ZIBO_2023,
    cells,
    checked,
    failed,
    head,
    row,
    verdicts,
)
from tests.report_files import WRITERS, Report


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
