"""The ledger read back with another library: columns, real days, masks, and text that stays text."""

from __future__ import annotations

import tempfile
import tracemalloc
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from casework.documents import ledger_xlsx
from casework.documents.ledger_xlsx import LedgerExport, write_ledger
from casework.models import Applicant, Case
from casework.queries import ledger
from casework.services import assignments, consultations, disputes, register
from tests.cast import accepted_case, day, noon, register_case, replied_case
from tests.many_cases import open_cases
from tests.services.ready_cases import lost_case

pytestmark = pytest.mark.django_db
TODAY = day("2026-11-21")


def written(cases=None, **options):
    stream = BytesIO()
    export = LedgerExport("某局台账", Case.objects.all() if cases is None else cases, TODAY, **options)
    rows = write_ledger(export, stream)
    return rows, openpyxl.load_workbook(BytesIO(stream.getvalue()))


def moment(text):
    """A day as the other library reads it back."""
    return datetime.fromisoformat(text)


def lines(book, sheet="台账"):
    """Return every row by its headings."""
    heads, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_case_from_receipt_to_service_stands_in_one_row(cast):
    case = replied_case(cast, "N4", on="2026-03-02", signed="2026-03-10", served="2026-03-11")
    acceptance_day = day("2026-03-03")
    other = accepted_case(cast, "2026-03-03")
    assignments.assign(
        case_id=other.pk, unit=cast.unit, officer=cast.handler_zhou, actor=cast.officer_li, today=acceptance_day,
        now=noon("2026-03-03"),
    )  # fmt: skip
    consultations.consult(
        case_id=other.pk, kind="third_party", addressee="某公司", about="报价", sent_on=day("2026-03-04"),
        delivered_on=day("2026-03-05"), actor=cast.officer_li, today=day("2026-03-05"), now=noon("2026-03-05"),
    )  # fmt: skip
    rows, book = written()
    assert rows == 2
    first, second = lines(book)
    expected = {
        "序号": 1, "登记号": case.number, "申请人": "赵某某", "申请人类型": "自然人", "联系方式": "138****0000",
        "申请渠道": "当面提交", "收到日期": moment("2026-03-02"), "内容摘要": "2024年某地块土地征收补偿方案",
        "法定期限": moment("2026-03-30"), "答复日期": moment("2026-03-10"), "答复文号": "某审公复〔2026〕1号",
        "答复类型": "不予公开：损害第三方合法权益", "年报表三所在行": "（三）不予公开4.保护第三方合法权益",
        "送达方式": "邮政寄送", "送达邮件单号": "XA12345678937", "送达日期": moment("2026-03-11"),
    }  # fmt: skip
    assert expected.items() <= first.items()
    expected = {
        "序号": 2, "承办科室": "审批一科", "分办日期": moment("2026-03-03"), "第三方征求意见发出日期": moment("2026-03-04"),
        # 15 working days from 03-05: 03-06 (1), 03-09..13 (6), 03-16..20 (11), 03-23..26 (15).
        "第三方回复期限": moment("2026-03-26"), "答复类型": None, "送达方式": None,
    }  # fmt: skip
    assert expected.items() <= second.items()


def test_topic_and_disputes_with_their_results(cast):
    won, plain = lost_case(cast), register_case(cast, topic="征地拆迁")
    disputes.register_dispute(
        case_id=won.pk, kind="first_instance", against="reply", claimant="赵某某", authority="某区人民法院",
        received_on=day("2026-03-20"), procedure="ordinary", actor=cast.officer_li, today=day("2026-03-20"),
        now=noon("2026-03-20"),
    )  # fmt: skip
    first, second = lines(written(Case.objects.filter(pk__in=[won.pk, plain.pk]))[1])
    assert first["复议、诉讼及结果"] == "行政复议：撤销（含部分撤销）；行政诉讼（一审）：尚未审结"
    assert [line["主题分类"] for line in (first, second)] == [None, "征地拆迁"]
    assert second["复议、诉讼及结果"] is None


def test_days_are_days_and_not_text(cast):
    register_case(cast)
    cell = next(cell for cell in written()[1]["台账"][2] if isinstance(cell.value, datetime))
    assert cell.number_format == "yyyy-mm-dd"


def test_names_are_masked_for_those_above_and_organisations_never(cast):
    register_case(cast)
    company = register.ApplicantData(kind="commercial", name="某建材公司", telephone="0533-7654321")
    register_case(cast, applicant=company)
    names = [line["申请人"] for line in lines(written(masked_names=True)[1])]
    assert names == ["赵**", "某建材公司"]
    assert [line["申请人"] for line in lines(written()[1])] == ["赵某某", "某建材公司"]


def test_no_identity_number_leaves(cast):
    person = register.ApplicantData(
        kind="natural",
        name="钱某",
        document_kind="resident_id",
        document_number="110101199003070011",
        email="qian@example.cn",
    )
    register_case(cast, applicant=person)
    book = written()[1]
    texts = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert not any("19900307" in text or "qian@" in text for text in texts)
    assert "q***@example.cn" in texts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://example.test")'])
def test_a_text_that_could_calculate_stays_text(cast, text):
    register_case(cast, content=text, subject=text)
    book = written()[1]
    cell = next(cell for cell in book["台账"][2] if cell.value and str(cell.value).endswith(text.strip()))
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    # Excel keeps the cell as text also when a person opens and leaves it.
    assert cell.quotePrefix


def test_the_agency_is_a_column_only_where_there_are_several(cast):
    register_case(cast)
    assert "机关" not in lines(written()[1])[0]
    assert lines(written(with_agency=True)[1])[0]["机关"] == "某市行政审批服务局"


def test_an_empty_ledger_has_its_headings_and_says_what_it_holds(cast):
    rows, book = written(filters="环节：已归档")
    assert (rows, lines(book)) == (0, [])
    about = [row[0] for row in book["说明"].iter_rows(values_only=True)]
    assert about[:3] == ["某局台账", "取数日期：2026-11-21　共0件", "筛选条件：环节：已归档"]


def test_a_very_long_ledger_goes_on_on_the_next_sheet(cast, monkeypatch):
    monkeypatch.setattr(ledger_xlsx, "ROWS_A_SHEET", 2)
    for _ in range(3):
        register_case(cast)
    book = written()[1]
    assert book.sheetnames == ["台账", "台账2", "说明"]
    assert [line["序号"] for line in lines(book) + lines(book, "台账2")] == [1, 2, 3]


def test_the_number_of_statements_does_not_grow_with_the_rows(cast, django_assert_num_queries):
    register_case(cast)
    with django_assert_num_queries(10):
        written()
    for _ in range(5):
        register_case(cast)
    with django_assert_num_queries(10):
        written()


def test_memory_stays_flat_however_long_the_ledger_is(cast, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 50)

    def peak(first):
        """Add 400 cases, export all there are, and return the most memory that took (bytes)."""
        open_cases(agency=cast.bureau, officer=cast.officer_li, count=400, due_on=day("2026-11-30"), first=first)
        Applicant.objects.bulk_create(
            Applicant(case=case, kind="natural", name=f"赵某{case.pk}") for case in Case.objects.filter(applicants=None)
        )
        tracemalloc.start()
        try:
            with tempfile.TemporaryFile() as target:
                assert write_ledger(LedgerExport("某局台账", Case.objects.all(), TODAY), target) == first + 399
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # What is loaded and remembered once is not the ledger's.
    written()
    short, long = peak(1), peak(401)
    # 400 rows kept take 300,000 bytes: 37 places each, and their texts and days.
    assert long - short < 100_000, f"{short:,} bytes for 400 rows, {long:,} for 800"
