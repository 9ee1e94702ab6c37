"""导入台账: past cases with their facts, all or none, never twice; every wrong row is named."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models import (
    Agency,
    Applicant,
    Case,
    CaseEvent,
    Deadline,
    ImportedLedger,
    ImportedRow,
    NumberSeries,
    ServiceRecord,
)
from casework.models.calendar import AgencyHoliday
from casework.models.kept_insert import ReadyRows
from casework.queries.annual_table import year_table
from casework.services import ledger_import
from casework.services.ledger_mapping import LedgerMapping
from deploy.preflight import ROOT
from tests import programs
from tests.cast import day, noon, register_case
from tests.ledger_files import HEADINGS, as_csv, as_xlsx, row
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"


def upload(cast, rows, *, actor=None, data=None, name="2021年台账.csv"):
    data = as_csv(rows) if data is None else data
    return ledger_import.upload_ledger(name=name, data=data, actor=actor or cast.officer_li, now=noon(TODAY))


def check(ledger):
    return ledger_import.check_ledger(ledger=ledger, sheets=ledger_import.sheets_of(ledger), today=day(TODAY))


def bring_in(ledger, actor):
    return ledger_import.import_ledger(ledger_id=ledger.pk, actor=actor, today=day(TODAY), now=noon(TODAY))


def reasons(cast, **cells):
    """Return column and reason of every error of one row (the second row of the file)."""
    return [(error.column, error.reason) for error in check(upload(cast, [row(1, **cells)])).errors]


def counts():
    return {model.__name__: model.objects.count() for model in (Case, Applicant, CaseEvent, Deadline, ImportedRow)}


# What becomes of a row


def test_a_row_becomes_a_case_of_its_year_with_its_own_number(cast):
    ledger = bring_in(upload(cast, [row(1), row(2)]), cast.officer_li)
    assert (ledger.case_count, ledger.imported_by, ledger.kept) == (2, cast.officer_li, "")
    case = Case.objects.get(number="某审2021第00001号")
    assert (case.stage, case.channel, case.applicant_kind) == ("concluded", "registered_mail", "natural")
    # By post the day of signature is the day of receipt.
    assert (case.signed_on, case.submitted_on, case.received_on) == (day("2021-01-05"), None, day("2021-01-05"))
    assert (case.decision_code, case.decided_on, case.concluded_on) == ("P1", day("2021-01-19"), day("2021-01-20"))
    # 20 working days from 2021-01-05; 7 February is worked for the Spring Festival.
    assert case.reply_due_on == day("2021-02-02")
    assert (case.alarm_on, case.next_duty, case.unit) == (None, "", cast.unit)
    applicant = case.applicants.get()
    assert (applicant.name, applicant.telephone, applicant.document_number) == ("赵某1", "13800000001", "")
    reply = case.replies.get()
    assert (reply.letter_number, reply.signed_on) == ("某审公复〔2021〕1号", day("2021-01-19"))
    item = reply.items.get()
    assert (item.words, item.decision_code) == (case.content, "P1")
    served = case.service_records.get()
    assert (served.method, served.posted_on, served.postal_number) == ("postal", day("2021-01-20"), "XA00000000001")
    assert case.deadlines.filter(is_open=True).count() == 0
    assert case.deadlines.get(duty="reply").due_on == day("2021-02-02")


def test_every_case_has_one_event_that_names_file_row_and_what_no_field_holds(cast):
    bring_in(upload(cast, [row(1, 承办部门="已撤销的科室", 备注="转办")]), cast.head_chen)
    event = CaseEvent.objects.get()
    assert (event.act, event.actor, event.happened_on) == (Act.IMPORT, cast.head_chen, day(TODAY))
    assert event.article == "条例第四十五条"
    assert event.note.startswith("由“2021年台账.csv”第2行导入，原登记号2021第00001号")
    assert "承办科室：已撤销的科室" in event.note
    assert "答复类型：部分公开" in event.note
    assert "备注：转办" in event.note
    assert Case.objects.get().unit is None


def test_the_dates_of_supplement_third_party_and_extension_are_facts(cast):
    headings = [*HEADINGS, "补正发出", "补正到达", "第三方发出", "第三方回复", "延期批准人", "延期告知日"]
    more = ["2021-01-07", "2021-01-20", "2021-01-22", "2021-02-01", "王局长", "2021-02-08"]
    line = [*row(1, 办结日期="2021-03-01", 寄出答复日期="2021-03-02"), *more]
    ledger = upload(cast, [], data=as_csv([line], headings))
    assert check(ledger).errors == []
    bring_in(ledger, cast.officer_li)
    case = Case.objects.get()
    assert (case.supplement.served_on, case.supplement.received_on) == (day("2021-01-07"), day("2021-01-20"))
    letter = case.consultations.get()
    assert (letter.kind, letter.sent_on, letter.answered_on) == ("third_party", day("2021-01-22"), day("2021-02-01"))
    extension = case.extensions.get()
    assert (extension.working_days, extension.served_on) == (20, day("2021-02-08"))
    assert "延期批准人：王局长" in case.events.get().note
    # 40 working days from 01-20, without 01-23 to 02-01: 01-21 and 01-22 (2); 02-02 to 02-05, 02-07 (worked) and
    # 02-08 to 02-10 (10); 02-18 to 02-20 (Saturday, worked: 13); 02-22 to 02-26 (18); then March: the 30th is the 40th.
    assert case.reply_due_on == day("2021-03-30")


def test_imported_cases_enter_the_annual_table(cast):
    bring_in(upload(cast, [row(n) for n in range(1, 11)]), cast.officer_li)
    cells = year_table(cast.bureau, 2021).cells
    # 1..10: codes P1 U1 X2 O3 G2 twice; 3, 6, 9 are companies.
    assert (cells["new"]["natural"], cells["new"]["commercial"], cells["results_total"]["total"]) == (7, 3, 10)
    assert [cells[key]["total"] for key in ("granted", "partial", "unable_not_held", "np_repeat", "other_misc")] == [
        2
    ] * 5


def test_a_list_shows_past_cases_behind_those_of_today(cast):
    new = register_case(cast, "2026-11-02")
    bring_in(upload(cast, [row(1)]), cast.officer_li)
    assert Case.objects.order_by("-registered_at").first() == new


def test_our_own_numbers_go_on_after_the_ledgers(cast):
    bring_in(
        upload(
            cast,
            [row(1, 登记编号="2025-0007", 收件日期="2025-03-03", 办结日期="2025-03-10", 寄出答复日期="2025-03-10")],
        ),
        cast.officer_li,
    )
    assert NumberSeries.objects.get(year=2025).last == 7
    late = register_case(cast, "2025-12-31", submitted_on=day("2025-12-31"))
    assert late.number == "某审2025-0008"


def test_a_number_that_carries_the_prefix_keeps_it_once_and_a_slash_becomes_a_dash(cast):
    bring_in(upload(cast, [row(1, 登记编号="某审2021/12"), row(2, 登记编号=" 2021 - 13 ")]), cast.officer_li)
    assert set(Case.objects.values_list("number", flat=True)) == {"某审2021-12", "某审2021-13"}
    assert ImportedRow.objects.get(row_number=2).registration_number == "某审2021/12"


# What is wrong with a row


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"登记编号": ""}, "登记号", "没有填写登记号"),
        ({"申请人姓名": ""}, "申请人", "没有填写申请人"),
        ({"申请内容": " "}, "内容摘要", "没有填写内容摘要"),
        ({"办结日期": ""}, "答复日期", "还没有办结的申请请在系统中登记办理"),
        ({"办结日期": "三月"}, "答复日期", "不是日期，应写成2021-03-02"),
        ({"办结日期": "2021-02-30"}, "答复日期", "不是日期"),
        ({"收件日期": "2031-01-04"}, "收到日期", "晚于今天2026-11-21"),
        ({"收件日期": ""}, "签收日期", "必填：邮寄提交，以本机关签收之日为收到申请之日（条例第三十一条第二项）"),
        ({"办理结果": "不予公开"}, "答复类型", "“不予公开”不能确定是哪一种答复类型"),
        ({"申请方式": "托人"}, "申请渠道", "“托人”不能确定是哪一种申请渠道"),
        ({"申请人性质": "法人"}, "申请人类型", "“法人”不能确定"),
        ({"办结日期": "2020-12-31"}, "答复日期", "不能早于收到申请之日2021-01-05（条例第三十一条）"),
        ({"寄出答复日期": "2021-01-18"}, "送达日期", "送达日期不能早于答复日期2021-01-19（条例第三十三条）"),
        ({"登记编号": "长" * 41}, "登记号", "最多40个字"),
        ({"申请人姓名": "名" * 121}, "申请人", "最多120个字，现有121个字"),
        ({"文号": "号" * 61}, "答复文号", "最多60个字"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_clerks_sentence(cast, cells, column, words):
    found = reasons(cast, **cells)
    assert [name for name, _ in found] == [column]
    assert words in found[0][1]


def test_a_sign_no_database_keeps_is_an_error_of_its_row(cast):
    ledger = upload(cast, [row(1)])
    sheets = ledger_import.sheets_of(ledger)
    sheets[0].rows[1][HEADINGS.index("申请内容")] = "坏\x00字"
    (error,) = ledger_import.check_ledger(ledger=ledger, sheets=sheets, today=day(TODAY)).errors
    assert (error.row, error.column) == (2, "内容摘要")
    assert "含有无法保存的字符" in error.reason


def test_everything_that_is_wrong_in_a_row_is_told_at_once(cast):
    found = reasons(cast, 登记编号="", 申请方式="托人", 办结日期="三月", 办理结果="不予公开")
    assert {name for name, _ in found} == {"登记号", "申请渠道", "答复日期", "答复类型"}


def test_a_day_of_receipt_that_contradicts_the_day_of_signature_is_refused_in_the_laws_words(cast):
    line = [*row(1), "2021-01-04"]
    (error,) = check(upload(cast, [], data=as_csv([line], [*HEADINGS, "签收日期"]))).errors
    assert error.column == "收到日期"
    assert error.reason == (
        "与收到申请之日2021-01-04不一致：邮寄提交，以本机关签收之日为收到申请之日（条例第三十一条第二项）"
    )


@pytest.mark.parametrize(
    ("headings", "more", "column", "words"),
    [
        (["补正发出", "补正到达"], ["", "2021-01-10"], "补正到达日期", "须先有补正告知送达之日（条例第三十条）"),
        (["补正发出", "补正到达"], ["2021-01-10", "2021-01-07"], "补正到达日期", "不能早于补正告知送达之日2021-01-10"),
        (
            ["第三方发出", "第三方回复"],
            ["", "2021-01-10"],
            "第三方回复日期",
            "须先有征求意见书发出之日（条例第三十二条）",
        ),
        (["延期告知日", "延期天数"], ["2021-01-10", "30"], "延长工作日数", "最长不得超过20个工作日"),
        (["延期告知日", "延期天数"], ["2021-01-10", "一月"], "延长工作日数", "应写工作日数"),
        (["延期告知日"], ["2021-02-10"], "送达日期", "不能早于延期告知送达之日2021-02-10（条例第三十三条）"),
        (["补正发出"], ["2021-01-04"], "补正告知日期", "不能早于收到申请之日2021-01-05（条例第三十一条）"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_with_their_article(cast, headings, more, column, words):
    ledger = upload(cast, [], data=as_csv([[*row(1), *more]], [*HEADINGS, *headings]))
    (error,) = check(ledger).errors
    assert (error.row, error.column) == (2, column)
    assert words in error.reason


# The words of the office


def test_a_wording_nobody_knows_is_decided_by_a_person(cast):
    ledger = upload(cast, [row(1, 办理结果="不予公开"), row(2, 办理结果="不予公开")])
    assert len(check(ledger).errors) == 2
    mapping = LedgerMapping.from_stored(ledger.mapping)
    words = {"outcome": {"不予公开": "N4"}}
    ledger_import.set_mapping(ledger, LedgerMapping(mapping.sheet, mapping.header_row, mapping.columns, words))
    assert check(ledger).errors == []
    bring_in(ledger, cast.officer_li)
    assert set(Case.objects.values_list("decision_code", flat=True)) == {"N4"}


def test_the_heading_row_is_found_below_title_and_cover(cast):
    data = as_xlsx([row(1)], above=("某市行政审批服务局2021年度政府信息公开申请登记台账", "填报人：李经办"))
    ledger = upload(cast, [], data=data, name="台账.xlsx")
    mapping = LedgerMapping.from_stored(ledger.mapping)
    assert (mapping.sheet, mapping.header_row, mapping.missing) == (1, 3, [])
    assert check(ledger).errors == []
    bring_in(ledger, cast.officer_li)
    assert ImportedRow.objects.get().row_number == 4


# All or none, and never twice


def test_one_wrong_row_of_many_and_nothing_is_written(cast):
    ledger = upload(cast, [row(1), row(2, 办结日期="2020-01-01"), row(3)])
    with refused("ledger_rows_wrong", "有1行不能导入，没有导入任何一行"):
        bring_in(ledger, cast.officer_li)
    assert counts() == dict.fromkeys(counts(), 0)


def test_a_failure_half_way_leaves_nothing(cast, monkeypatch):
    ledger = upload(cast, [row(1), row(2)])
    store = ReadyRows.store

    def broken(rows):
        store(rows)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(ReadyRows, "store", broken)
    with pytest.raises(RuntimeError):
        bring_in(ledger, cast.officer_li)
    assert counts() == dict.fromkeys(counts(), 0)
    monkeypatch.undo()
    assert bring_in(ledger, cast.officer_li).case_count == 2


def test_a_second_click_imports_nothing_more(cast):
    ledger = upload(cast, [row(1)])
    bring_in(ledger, cast.officer_li)
    before = counts()
    assert bring_in(ledger, cast.officer_li).case_count == 1
    assert counts() == before


def test_the_same_file_comes_in_once(cast):
    bring_in(upload(cast, [row(1)]), cast.officer_li)
    with refused("ledger_imported_before", "已经导入过，共1件", field="file"):
        upload(cast, [row(1)])


def test_the_same_number_in_another_file_is_named(cast):
    bring_in(upload(cast, [row(1)]), cast.officer_li)
    (error,) = check(upload(cast, [row(1, 备注="改过"), row(2)])).errors
    assert (error.row, error.column, error.reason) == (2, "登记号", "系统中已有办件 某审2021第00001号，不能重复导入。")


def test_the_same_number_twice_in_one_file_is_named(cast):
    (error,) = check(upload(cast, [row(1), row(2), row(3, 登记编号="2021第00001号")])).errors
    assert (error.row, error.reason) == (4, "与第2行的登记号重复。")


def test_another_agency_may_have_the_same_number(cast):
    bring_in(upload(cast, [row(1)]), cast.officer_li)
    bring_in(upload(cast, [row(1)], actor=cast.officer_wang), cast.officer_wang)
    assert set(Case.objects.values_list("number", flat=True)) == {"某审2021第00001号", "某资2021第00001号"}


def test_a_number_taken_while_the_import_ran_undoes_all_of_it(cast, monkeypatch):
    register_case(cast, "2026-11-02")
    ledger = upload(cast, [row(1), row(2, 登记编号="2026-0001")])
    monkeypatch.setattr(ledger_import, "_here_already", lambda ledger, past: [])
    with refused("ledger_overtaken", "没有导入任何一行"):
        bring_in(ledger, cast.officer_li)
    assert Case.objects.count() == 1


def during(monkeypatch, name, happens):
    """Let something happen just after the import has taken the step of this name."""
    step = getattr(ledger_import, name)

    def interrupted(**given):
        monkeypatch.undo()
        result = step(**given)
        happens()
        return result

    monkeypatch.setattr(ledger_import, name, interrupted)


@pytest.mark.parametrize("step", ["check_ledger", "ready_cases"])
def test_a_second_click_that_overtakes_the_first_answers_for_both(cast, monkeypatch, step):
    ledger = upload(cast, [row(1), row(2)])
    during(monkeypatch, step, lambda: bring_in(ledger, cast.head_chen))
    done = bring_in(ledger, cast.officer_li)
    assert (done.case_count, done.imported_by, done.kept) == (2, cast.head_chen, "")
    assert Case.objects.count() == 2


def test_a_second_click_that_finds_every_row_here_answers_with_the_first(cast, monkeypatch):
    ledger = upload(cast, [row(1)])
    sheets_of = ledger_import.sheets_of

    def after_the_first(of):
        monkeypatch.undo()
        sheets = sheets_of(of)
        bring_in(ledger, cast.head_chen)
        return sheets

    monkeypatch.setattr(ledger_import, "sheets_of", after_the_first)
    assert bring_in(ledger, cast.officer_li).imported_by == cast.head_chen
    assert Case.objects.count() == 1


@pytest.mark.parametrize("what", ["mapping", "policy", "calendar"])
def test_what_was_checked_under_another_reading_is_not_stored(cast, monkeypatch, what):
    ledger = upload(cast, [row(1, 办理结果="不予公开"), row(2)])
    mapping = LedgerMapping.from_stored(ledger.mapping)
    words = {"outcome": {"不予公开": "N4"}}
    ledger_import.set_mapping(ledger, LedgerMapping(mapping.sheet, mapping.header_row, mapping.columns, words))

    def changed():
        if what == "mapping":
            words["outcome"]["不予公开"] = "N5"
            ledger_import.set_mapping(ledger, LedgerMapping(mapping.sheet, mapping.header_row, mapping.columns, words))
        elif what == "policy":
            Agency.objects.filter(pk=cast.bureau.pk).update(policy={"online_receipt": "confirmed"})
        else:
            AgencyHoliday.objects.create(agency=cast.bureau, day=day("2021-01-08"), name="地方节日")

    during(monkeypatch, "ready_cases", changed)
    with pytest.raises(Refused, match="没有导入任何一行") as caught:
        bring_in(ledger, cast.officer_li)
    assert caught.value.code == "ledger_changed_meanwhile"
    assert counts() == dict.fromkeys(counts(), 0)
    assert bring_in(ledger, cast.officer_li).case_count == 2


# Beside others


def test_a_clerk_registers_while_a_colleague_imports(tmp_path):
    programs.copy_tables(tmp_path)
    environment = programs.clean_environment(tmp_path, CASEWORK_DEMO="0", CASEWORK_DATA_KEYS=programs.DATA_KEYS)
    done = subprocess.run(
        [sys.executable, "-m", "tests.importing", "600"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["cases"] == 600 + told["registered"]
    # Until 2026-11 whoever came second waited for the whole of it, and after twenty seconds got an error.
    assert told["registered"] > 5
    assert told["longest"] < told["import"] / 2, told


# Who


@pytest.mark.parametrize("who", ["handler_zhou", "supervisor_sun", "administrator_wu"])
def test_only_clerks_and_leaders_bring_in_a_ledger(cast, who):
    ledger = upload(cast, [row(1)])
    with refused("role_not_allowed", "“导入台账”由公开办经办人、负责人办理"):
        upload(cast, [row(2)], actor=getattr(cast, who))
    with refused("role_not_allowed"):
        bring_in(ledger, getattr(cast, who))


def test_another_agencys_upload_does_not_exist(cast):
    ledger = upload(cast, [row(1)])
    assert ledger_import.ledger_of(ledger.pk, cast.officer_wang) is None
    with refused("ledger_not_found"):
        bring_in(ledger, cast.officer_wang)


def test_a_discarded_upload_leaves_neither_row_nor_file(cast):
    ledger = upload(cast, [row(1)])
    kept = ledger.kept
    ledger_import.discard_ledger(ledger=ledger, actor=cast.officer_li)
    assert not ImportedLedger.objects.exists()
    assert ledger_import.draft_files.open_kept(kept) is None


def test_after_the_import_the_file_with_its_personal_data_is_gone(cast):
    ledger = upload(cast, [row(1)])
    kept = ledger.kept
    bring_in(ledger, cast.officer_li)
    assert ledger_import.draft_files.open_kept(kept) is None
    with refused("ledger_gone", "请重新上传"):
        ledger_import.sheets_of(ImportedLedger.objects.get())


# Many rows


@pytest.mark.slow
def test_fifty_wrong_rows_of_20_000_are_all_named_and_nothing_is_written(cast):
    wrong = {
        0: ("办结日期", "2020-01-01", "答复日期"),
        1: ("登记编号", "", "登记号"),
        2: ("办理结果", "不予公开", "答复类型"),
        3: ("收件日期", "某日", "收到日期"),
        4: ("申请方式", "托人", "申请渠道"),
    }
    places = {400 * (n + 1): wrong[n % 5] for n in range(50)}
    rows = [row(n, **({places[n][0]: places[n][1]} if n in places else {})) for n in range(1, 20_001)]
    ledger = upload(cast, rows)
    found = check(ledger)
    # The headings stand in row 1, so the n-th line of the ledger is row n + 1.
    assert [(error.row, error.column) for error in found.errors] == [(n + 1, places[n][2]) for n in sorted(places)]
    assert all(error.reason.endswith("。") or error.reason.endswith("）") for error in found.errors)
    assert (found.rows, found.wrong_rows, len(found.past)) == (20_000, 50, 19_950)
    with refused("ledger_rows_wrong", "有50行不能导入"):
        bring_in(ledger, cast.officer_li)
    assert counts() == dict.fromkeys(counts(), 0)


def test_2_000_rows_come_in_within_six_seconds(cast):
    """As fast as 20,000 within a minute; so many are read and checked above."""
    ledger = upload(cast, [], data=as_xlsx([row(n) for n in range(1, 2_001)]), name="台账.xlsx")
    begun = time.process_time()
    assert bring_in(ledger, cast.officer_li).case_count == 2_000
    taken = time.process_time() - begun
    assert taken < 6, f"{taken:.0f} s"
    assert (Case.objects.count(), ServiceRecord.objects.count()) == (2_000, 2_000)
    assert Case.objects.filter(reply_due_on__isnull=True).count() == 0


def test_a_topic_of_the_own_list_goes_along_another_is_noted(cast):
    rows = [[*row(1), "征地拆迁"], [*row(2), "老分类"], [*row(3), ""]]
    ledger = upload(cast, [], data=as_csv(rows, [*HEADINGS, "信息类别"]))
    assert "本系统没有主题分类“老分类”（1行）：主题分类留空，名称记入办理记录。" in check(ledger).remarks
    bring_in(ledger, cast.officer_li)
    assert list(Case.objects.order_by("pk").values_list("topic", flat=True)) == ["征地拆迁", "", ""]
    assert "主题分类：老分类" in Case.objects.get(number__contains="00002").events.get().note
