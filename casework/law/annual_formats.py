"""Shape of the annual report's tables 二, 三, 四 in both official formats, as data.

2021_30: 国办公开办函〔2021〕30号, for report years from 2021. 2019_60: 国办公开办函〔2019〕60号,
for 2019 and 2020; in table 三 it differs only in row （六）, which has no sub-rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.law.sources import REPORT_FORMAT_2019, REPORT_FORMAT_2021


@dataclass(frozen=True, slots=True)
class Row:
    """A line of table 三. ``kind`` is input (a leaf with figures), heading or computed."""

    key: str
    label: str
    level: int
    parent: str
    kind: str
    basis: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of table 三; the five organisation kinds share a printed heading."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One block of table 二: its caption, column headings and (key, label) lines."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


COLUMNS = (
    Column("natural", "自然人"),
    Column(
        "commercial",
        "商业企业",
        (
            "商业机构",
            "企业",
        ),
    ),
    Column("research", "科研机构"),
    Column("social", "社会公益组织"),
    Column("legal", "法律服务机构"),
    Column("other_org", "其他", ("其他组织",)),
    Column("total", "总计"),
)
RESULTS_HEADING = "三、本年度办理结果"
ORGANISATIONS_HEADING = "法人或其他组织"
APPLICANTS_HEADING = "申请人情况"
CORNER_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_BEFORE_OTHER = (
    Row("new", "一、本年新收政府信息公开申请数量", 1, "", "input"),
    Row("carried_in", "二、上年结转政府信息公开申请数量", 1, "", "input"),
    Row("granted", "（一）予以公开", 2, "results", "input", basis="条例36(1)(2)"),
    Row(
        "partial",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        2,
        "results",
        "input",
        basis="条例37",
        aliases=("（二）部分公开",),
    ),
    Row("denied", "（三）不予公开", 2, "results", "heading"),
    Row("denied_secret", "1.属于国家秘密", 3, "denied", "input", basis="条例14"),
    Row("denied_law", "2.其他法律行政法规禁止公开", 3, "denied", "input", basis="条例14"),
    Row(
        "denied_security",
        "3.危及“三安全一稳定”",
        3,
        "denied",
        "input",
        basis="条例14",
        aliases=('3.危及"三安全一稳定"',),
    ),
    Row("denied_third_party", "4.保护第三方合法权益", 3, "denied", "input", basis="条例15、32"),
    Row("denied_internal", "5.属于三类内部事务信息", 3, "denied", "input", basis="条例16第一款"),
    Row("denied_process", "6.属于四类过程性信息", 3, "denied", "input", basis="条例16第二款"),
    Row("denied_case_file", "7.属于行政执法案卷", 3, "denied", "input", basis="条例16第二款"),
    Row("denied_query", "8.属于行政查询事项", 3, "denied", "input", basis="条例36(7)"),
    Row("unable", "（四）无法提供", 2, "results", "heading"),
    Row("unable_not_held", "1.本机关不掌握相关政府信息", 3, "unable", "input", basis="条例36(4)(5)"),
    Row("unable_need_creation", "2.没有现成信息需要另行制作", 3, "unable", "input", basis="条例38"),
    Row("unable_unclear", "3.补正后申请内容仍不明确", 3, "unable", "input", basis="条例30"),
    Row("not_processed", "（五）不予处理", 2, "results", "heading"),
    Row("np_petition", "1.信访举报投诉类申请", 3, "not_processed", "input", basis="条例39第一款"),
    Row("np_repeat", "2.重复申请", 3, "not_processed", "input", basis="条例36(6)"),
    Row("np_publication", "3.要求提供公开出版物", 3, "not_processed", "input", basis="条例39第二款"),
    Row("np_excessive", "4.无正当理由大量反复申请", 3, "not_processed", "input", basis="条例35"),
    Row(
        "np_confirm",
        "5.要求行政机关确认或重新出具已获取信息",
        3,
        "not_processed",
        "input",
        basis="格式本身（条例无独立条文）",
    ),
)
_OTHER_2021 = (
    Row("other", "（六）其他处理", 2, "results", "heading"),
    Row(
        "other_no_supplement",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        3,
        "other",
        "input",
        basis="条例30",
        aliases=("1.逾期不补正",),
    ),
    Row(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        3,
        "other",
        "input",
        basis="国办函〔2020〕109号",
        aliases=("2.逾期不缴费",),
    ),
    Row("other_misc", "3.其他", 3, "other", "input", basis="撤回、非政府信息、其他程序终结等"),
)
_OTHER_2019 = (Row("other", "（六）其他处理", 2, "results", "input", basis="单行，无子项"),)
_CLOSING = (
    Row("results_total", "（七）总计", 2, "results", "computed"),
    Row("carried_out", "四、结转下年度继续办理", 1, "", "input"),
)
_PROACTIVE_2021 = (
    Block(
        "第二十条第（一）项",
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        (
            ("rules", "规章"),
            ("normative", "行政规范性文件"),
        ),
    ),
    Block(
        "第二十条第（五）项",
        ("信息内容", "本年处理决定数量"),
        (("license", "行政许可"),),
    ),
    Block(
        "第二十条第（六）项",
        ("信息内容", "本年处理决定数量"),
        (
            ("penalty", "行政处罚"),
            ("coercion", "行政强制"),
        ),
    ),
    Block(
        "第二十条第（八）项",
        ("信息内容", "本年收费金额（单位：万元）"),
        (("fee", "行政事业性收费"),),
    ),
)
_PROACTIVE_2019 = (
    Block(
        "第二十条第（一）项",
        ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (
            ("rules", "规章"),
            ("normative", "规范性文件"),
        ),
    ),
    Block(
        "第二十条第（五）项",
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("license", "行政许可"),
            ("other_service", "其他对外管理服务事项"),
        ),
    ),
    Block(
        "第二十条第（六）项",
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("penalty", "行政处罚"),
            ("coercion", "行政强制"),
        ),
    ),
    Block(
        "第二十条第（八）项",
        ("信息内容", "上一年项目数量", "本年增/减"),
        (("fee", "行政事业性收费"),),
    ),
    Block(
        "第二十条第（九）项",
        ("信息内容", "采购项目数量", "采购总金额"),
        (("procurement", "政府集中采购"),),
    ),
)

# Table 四: three groups of the same five columns.
DISPUTE_GROUPS = (
    ("review", "行政复议"),
    ("suit_direct", "未经复议直接起诉"),
    ("suit_after_review", "复议后起诉"),
)
DISPUTE_COLUMNS = (
    ("maintained", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One official format and the report years it serves."""

    key: str
    document: str
    first_year: int
    last_year: int | None
    rows: tuple[Row, ...]
    proactive_blocks: tuple[Block, ...]

    @property
    def result_rows(self) -> tuple[Row, ...]:
        """The leaf lines of part 三 whose sum is （七）总计."""
        return tuple(r for r in self.rows if r.kind == "input" and r.parent)

    def row(self, key: str) -> Row:
        """Return the line with that key; KeyError when the format has none."""
        return {row.key: row for row in self.rows}[key]


FORMAT_2021 = ReportFormat(
    "2021_30",
    REPORT_FORMAT_2021,
    2021,
    None,
    _BEFORE_OTHER + _OTHER_2021 + _CLOSING,
    _PROACTIVE_2021,
)
FORMAT_2019 = ReportFormat(
    "2019_60",
    REPORT_FORMAT_2019,
    2019,
    2020,
    _BEFORE_OTHER + _OTHER_2019 + _CLOSING,
    _PROACTIVE_2019,
)
FORMATS = {item.key: item for item in (FORMAT_2021, FORMAT_2019)}


def format_for_year(report_year: int) -> ReportFormat:
    """Return the format a report year is written in. Raises ValueError before 2019."""
    for item in FORMATS.values():
        if item.first_year <= report_year and (item.last_year is None or report_year <= item.last_year):
            return item
    raise ValueError(f"no annual report format for {report_year}")


def row_path(key: str, report_format: ReportFormat) -> str:
    """Return a line's label with its headings, as the printed table nests them."""
    rows = {row.key: row for row in report_format.rows}
    row = rows[key]
    path = [row.label]
    while row.parent in rows:
        row = rows[row.parent]
        path.insert(0, row.label)
    if row.parent:
        path.insert(0, RESULTS_HEADING)
    return " — ".join(path)
