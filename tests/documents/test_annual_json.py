"""The JSON file: the same figures by key, in printed order, with the checks."""

import json

from casework.documents.annual_json import annual_json
from casework.law.annual_formats import FORMAT_2021
from tests.documents.test_annual_xlsx import report_of


def test_figures_labels_and_checks():
    document = json.loads(annual_json(report_of()))
    assert (document["agency"], document["year"], document["format"]) == ("某市行政审批服务局", 2023, "2021_30")
    assert document["period"] == {"from": "2023-01-01", "to": "2023-12-31"}
    assert [row["key"] for row in document["rows"]] == [row.key for row in FORMAT_2021.rows]
    cells = {row["key"]: row["cells"] for row in document["rows"]}
    assert cells["granted"] == {
        "natural": 5, "commercial": 0, "research": 0, "social": 0, "legal": 0, "other_org": 0, "total": 5,
    }  # fmt: skip
    assert cells["denied"] is None
    verdicts = {(check["identity"], check["verdict"]) for check in document["checks"]}
    assert verdicts == {("C1", "pass"), ("C2", "pass"), ("C3", "pass")}


def test_chinese_is_written_as_chinese():
    assert "自然人".encode() in annual_json(report_of())
