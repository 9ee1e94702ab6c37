"""Cases of a year whose holidays are not in the calendar: shown with what is known, acted on never, in nobody's way."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from casework.desk.case_page import TABS
from casework.models import Case
from casework.models.deadline import Deadline, Reminder
from casework.models.letter_service import ServiceRecord
from casework.queries.annual_table import year_table
from casework.queries.progress import progress_of
from casework.services.annual_tables import draft_annual_tables
from casework.services.drift import check_drift
from casework.services.reminders import sweep
from tests.cast import accepted_case, day, noon, register_case, replied_case
from tests.portal.visitor import filed_case, opened

pytestmark = pytest.mark.django_db
CASE_DAYS = (
    "submitted_on", "signed_on", "confirmed_on", "received_on", "decided_on", "concluded_on", "reply_due_on",
    "next_due_on", "alarm_on",
)  # fmt: skip


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-09")


def moved(row, names: tuple[str, ...], years: int) -> None:
    """Move the days of a row by whole years, past every service: no form lets such a day in."""
    row.refresh_from_db()
    days: dict[str, date | None] = {name: getattr(row, name) for name in names}
    later = {name: found.replace(year=found.year + years) for name, found in days.items() if found}
    type(row).objects.filter(pk=row.pk).update(**later)


def in_another_year(case: Case, years: int) -> Case:
    moved(case, CASE_DAYS, years)
    for row in Deadline.objects.filter(case=case):
        moved(row, ("due_on", "alarm_on"), years)
    for row in ServiceRecord.objects.filter(case=case):
        moved(row, ("posted_on", "in_time_on"), years)
    return case


@pytest.fixture(params=[-8, 8], ids=["2018", "2034"])
def strange(request, cast) -> tuple[int, list[Case]]:
    """A year outside the calendar, and a case of it in work, unread, and concluded."""
    found = [
        accepted_case(cast),
        filed_case(cast, "2026-03-02")[0],
        replied_case(cast, "G2", signed="2026-03-05", served="2026-03-06"),
    ]
    return 2026 + request.param, [in_another_year(case, request.param) for case in found]


def test_every_page_of_such_a_case_answers_and_says_why_it_cannot_count(cast, as_user, read, strange):
    year, cases = strange
    client = as_user(cast.officer_li)
    for case in cases:
        words = read(client.get(reverse("desk:case", args=[case.number])))
        assert f"期限不能计算：没有{year}年的国务院办公厅放假安排" in words and "不能计算 待定" in words
        assert f"{year}-03-02" in words and "尚未起算" not in words
        for tab in TABS:
            assert client.get(reverse("desk:case", args=[case.number]), {"tab": tab}).status_code == 200, tab
        for page in ("case_ledger", "case_what_if"):
            assert f"没有{year}年" in read(client.get(reverse(f"desk:{page}", args=[case.number]))), page
        assert f"没有{year}年" in str(client.get(f"/api/cases/{case.number}/").json()["remarks"])
    sheet = client.get(reverse("desk:approval_sheet", args=[cases[2].number]), follow=True)
    assert f"没有{year}年" in read(sheet)
    assert client.get(reverse("desk:dossier_pdf", args=[cases[2].number])).status_code == 200


def test_no_act_is_offered_and_none_is_done(cast, as_user, read, typed_in, strange):
    year, (in_work, *_) = strange
    client = as_user(cast.officer_li)
    page = client.get(reverse("desk:case", args=[in_work.number]))
    assert page.context["acts"] == [] == page.context["later"]
    (closed,) = page.context["blocked"]
    assert closed["label"] == "各项手续" and f"没有{year}年" in closed["reason"]
    url = reverse("desk:act", args=[in_work.number, "withdraw"])
    for answer in (client.get(url), client.post(url, {"statement": "不办了", "key": "w" * 32})):
        assert answer.status_code in (409, 422) and f"没有{year}年" in read(answer)
    in_work.refresh_from_db()
    assert in_work.stage == "processing"


def test_lists_stand_with_such_cases_in_them(cast, as_user, read, strange):
    _, cases = strange
    register_case(cast, "2026-03-09")
    for person in (cast.officer_li, cast.head_chen, cast.supervisor_sun):
        words = read(as_user(person).get(reverse("desk:all_cases"), {"open": "0"}))
        assert cases[0].number in words
    for page in ("work_list", "intake", "statistics", "office", "supervision"):
        who = cast.supervisor_sun if page == "supervision" else cast.officer_li
        assert as_user(who).get(reverse(f"desk:{page}")).status_code == 200, page


def test_the_applicant_reads_how_it_stands(cast):
    case, code = filed_case(cast, "2026-03-02")
    in_another_year(case, 8)
    page = opened(case, code).get(reverse("portal:progress", args=[case.pk])).content.decode()
    assert "暂时不能计算" in page and "放假安排没有载入本系统" in page
    assert progress_of(case_id=case.pk, today=day("2026-03-09")).due_on is None


def test_the_night_announces_the_others_and_reports_these(cast, strange):
    _, cases = strange
    today = day("2026-03-09")
    due = accepted_case(cast, "2026-02-05")
    Deadline.objects.filter(case=due, duty="reply").update(due_on=today, alarm_on=today)
    sweep(today=today, now=noon("2026-03-09"))
    assert Reminder.objects.filter(case=due, duty="reply").exists()
    report = check_drift(today=today, now=noon("2026-03-09"))
    told = {row["number"]: row["lines"][0] for row in report.differences}
    assert {case.number for case in cases[:2]} <= set(told)
    assert told[cases[0].number].startswith("不能按登记的事实计算：没有")


def test_the_annual_table_counts_by_days_alone(cast, as_user, strange):
    """Of 2018: carried into 2026 are the two still open, and nothing new. Of 2034: nothing of them is in 2026."""
    year, _ = strange
    assert draft_annual_tables(today=day("2026-03-09"), now=noon("2026-03-09")) > 0
    assert as_user(cast.officer_li).get(reverse("desk:annual_table", args=[2026])).status_code == 200
    found = year_table(cast.bureau, 2026).cells
    assert found["carried_in"]["total"] == (2 if year == 2018 else 0)
    assert found["new"]["total"] == 0


@pytest.mark.parametrize("on_day", ["2030-03-11", "2034-03-13"])
def test_an_office_that_loads_no_notice_for_years_still_opens_its_lists(cast, as_user, on, read, on_day):
    """Past every estimate (the calendar ends with 2026 and is guessed for three years) cases in work are overdue."""
    case = accepted_case(cast)
    on(on_day)
    client = as_user(cast.officer_li)
    assert f"{case.number}" in read(client.get(reverse("desk:all_cases"))) and "已超期" in read(
        client.get(reverse("desk:all_cases"))
    )
    assert "期限不能计算" in read(client.get(reverse("desk:case", args=[case.number])))
    assert client.get(reverse("desk:work_list")).status_code == 200
