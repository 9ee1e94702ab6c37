"""load_notice, check_drift, alarm_missing_calendar and load_calendar as a person types them."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from casework.models import CalendarChange, CalendarYear, Case, DriftReport
from casework.services.calendars import load_notices
from tests.cast import noon, register_case
from tests.law.notice_texts import LABOUR_DAY_2019, NOTICE_2026, as_first_published
from tests.services.watching import everything

pytestmark = pytest.mark.django_db


def run(command: str, *args: str, on: str) -> str:
    said = io.StringIO()
    with time_machine.travel(noon(on), tick=False):
        call_command(command, *args, stdout=said, stderr=said)
    return said.getvalue().strip()


@pytest.fixture
def office(cast, tmp_path):
    CalendarYear.objects.all().delete()
    load_notices(notices=as_first_published().values(), now=noon("2019-11-22"))
    (tmp_path / "notice.txt").write_text(LABOUR_DAY_2019, encoding="gb18030")
    return cast, str(tmp_path / "notice.txt")


def test_a_notice_is_loaded_from_a_file_by_somebody(office):
    cast, file = office
    case = register_case(cast, "2019-04-02")
    assert run("load_notice", file, "--by", "administrator_wu", on="2019-04-08") == (
        "2019-04-28 周末 → 调休上班\n2019-05-02 工作日 → 劳动节\n2019-05-03 工作日 → 劳动节\n2019-05-05 周末 → 调休上班\n"
        "已载入：2019年放假安排第2版（国办发明电〔2019〕3号）。重算办件1件，变动期限1项。"
    )
    case.refresh_from_db()
    assert str(case.reply_due_on) == "2019-04-30"
    assert CalendarChange.objects.get().actor == cast.administrator_wu


def test_a_check_stores_nothing(office):
    before = everything()
    assert run("load_notice", office[1], "--check", on="2019-04-08").count("\n") == 3
    assert everything() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "请用 --by 写明载入人的用户名"),
        (["--by", "nobody"], "没有名为 nobody 的用户"),
        (["--by", "officer_li"], "放假安排由系统管理员、负责人载入"),
    ],
)
def test_who_loads_must_be_named_and_allowed(office, arguments, words):
    with pytest.raises(CommandError, match=words):
        run("load_notice", office[1], *arguments, on="2019-04-08")
    assert not CalendarChange.objects.exists()


def test_a_file_that_cannot_be_read_is_one_sentence(cast, tmp_path):
    with pytest.raises(CommandError, match="不能读取"):
        run("load_notice", str(tmp_path / "nothing.txt"), on="2026-11-25")
    (tmp_path / "bad.txt").write_text(NOTICE_2026.replace("共9天", "共8天"), encoding="utf-8")
    with pytest.raises(CommandError, match="看不懂这一句"):
        run("load_notice", str(tmp_path / "bad.txt"), "--by", "administrator_wu", on="2026-11-25")


def test_a_case_left_as_it_was_is_named(office):
    cast, file = office
    case = register_case(cast, "2019-04-02")
    Case.objects.filter(pk=case.pk).update(concluded_on="2019-04-01")
    said = run("load_notice", file, "--by", "head_chen", on="2019-04-08")
    assert f"{case.number} 没有重算：不能早于收到申请之日" in said


def test_drift_is_printed_and_the_exit_code_tells(cast):
    case = register_case(cast)
    assert run("check_drift", on="2026-03-03") == "2026-03-03核对1件，不符0件"
    Case.objects.filter(pk=case.pk).update(reply_due_on="2026-04-01")
    with pytest.raises(CommandError) as caught:
        run("check_drift", on="2026-03-03")
    assert (caught.value.returncode, str(caught.value)) == (3, "有1件办件的期限不符。")
    assert DriftReport.objects.count() == 2


def test_the_alarm_says_what_it_did(cast):
    assert run("alarm_missing_calendar", on="2026-10-31") == "放假安排齐全"
    assert run("alarm_missing_calendar", on="2026-11-01") == "2027年放假安排尚未载入，已提醒2人"
    assert run("alarm_missing_calendar", on="2026-11-01") == "2027年放假安排尚未载入，已提醒0人"


def test_the_shipped_calendar_brings_the_cases_along(office):
    cast, _ = office
    register_case(cast, "2019-04-02")
    said = run("load_calendar", on="2019-04-08")
    assert said.startswith("已载入：2019年放假安排第2版（国办发明电〔2018〕15号）、2020年") and said.endswith(
        "重算办件1件"
    )
    assert run("load_calendar", on="2019-04-08") == "日历已是最新"
