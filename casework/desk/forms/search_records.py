"""The form of 检索记录."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.draft_address import ACT_ASKED, draft_url
from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, Files, LawChoice, LawText, LongText, Section, Text
from casework.desk.forms.rows import Column, Lines
from casework.law.acts import Act
from casework.law.outcomes import CODES
from casework.law.search_record import KEYWORD_SETS_AT_LEAST, SearchFact
from casework.services.search_records import record_search

RESULTS = {"not_found": "未检索到相关信息", "found": "检索到相关信息"}


class RecordSearchForm(ActForm):
    """登记检索记录."""

    act = Act.RECORD_SEARCH
    service = staticmethod(record_search)
    layout = (
        Section((("position",), ("places",), ("systems",), ("period",)), title="在哪里找"),
        Section((("keyword_sets",), ("paper_archive",)), title="怎样找"),
        Section((("searched_by", "searched_on"), ("checked_by",)), title="谁找的"),
        Section((("found",), ("result",), ("files",)), title="结果"),
    )
    position = forms.ChoiceField(label="为哪个事项检索", required=False)
    places = LawText(label="检索的处所", max_length=200, help_text="如：档案室、审批一科、原规划科移交的案卷。")
    systems = LawText(label="检索的系统或目录", max_length=200, help_text="如：公文系统、审批业务系统、档案目录。")
    period = LawText(label="时间段", max_length=100, help_text="检索覆盖的年份，如：2015年1月至2024年12月。")
    keyword_sets = Lines(
        [Column("text", "一组关键词")],
        label="关键词",
        help_text=f"一组一行；未检索到的，至少{KEYWORD_SETS_AT_LEAST}组不同的关键词，如项目名称一组、文号或地块编号一组。",
    )
    paper_archive = Text(
        label="纸质档案检索情况", max_length=200, required=False,
        help_text="如：查阅2015至2024年纸质目录共12卷，未见；没有纸质档案的写明原因。",
    )  # fmt: skip
    searched_by = LawText(label="检索人", max_length=60)
    searched_on = Day(label="检索日期")
    checked_by = Text(label="复核人", max_length=60, required=False, help_text="第二人另行检索一遍的，写其姓名。")
    found = LawChoice(label="检索结果", choices=list(RESULTS.items()), widget=forms.RadioSelect)
    result = LongText(label="结果说明", rows=2, required=False)
    files = Files(label="检索截图等附件", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper_archive"].needed_when = "未检索到的必填"
        matters = list(self.found.case.matters.all())
        if len(matters) < 2:
            del self.fields["position"]
            return
        self.fields["position"].choices = [
            ("", "整件申请"), *((str(item.position), f"事项{item.position} {item.words[:30]}") for item in matters)
        ]  # fmt: skip

    def defaults(self) -> dict[str, Any]:
        position = {"position": self.query["position"]} if "position" in self.query else {}
        return {"searched_by": str(self.user), "searched_on": self.today} | position

    def done_url(self) -> str:
        """Return the draft that asked for this search, with the code it was begun with."""
        code, position = self.query.get("draft", ""), self.query.get("position", "")
        if code not in CODES:
            return ""
        place = int(position) if position.isdecimal() else None
        return draft_url(self.found.case.number, code, position=place, act=self.query.get(ACT_ASKED, ""))

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        position = given.get("position", "")
        return {
            "fact": SearchFact(
                places=given["places"],
                systems=given["systems"],
                keyword_sets=tuple(line["text"] for line in given["keyword_sets"]),
                period=given["period"],
                searched_by=given["searched_by"],
                searched_on=given["searched_on"],
                found={"found": True, "not_found": False}.get(given["found"]),
                paper_archive=given["paper_archive"],
            ),
            "result": given["result"],
            "checked_by": given["checked_by"],
            "position": int(position) if position else None,
            "files": given["files"],
        }

    def consequences(self) -> list[str]:
        return ["检索记录登记后不能修改，另行检索的另登记一条。", "“信息不存在”的决定以这里的记录为证，并写入答复书。"]
