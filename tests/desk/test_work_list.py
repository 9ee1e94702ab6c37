"""The list: what is due comes first, every filter is an address, deep pages cost no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from casework.models import Case
from casework.services import consultations, extensions, supplements
from casework.services.register import ApplicantData, submit_online
from tests.cast import a_request, accepted_case, day, noon, posted, register_case, replied_case
from tests.listed import numbers_shown as numbers
from tests.listed import rows_shown

pytestmark = pytest.mark.django_db
URL = "/desk/"


def at(cast, on):
    return {"actor": cast.officer_li, "today": day(on), "now": noon(on)}


def counters(answer) -> dict[str, int]:
    return {row["label"]: row["count"] for row in answer.context["counters"]}


@pytest.fixture
def office(cast, on):
    """One case of every kind on Wednesday 2026-04-01. Due dates by hand: 清明 04-06 is off."""
    found = {
        "overdue": accepted_case(cast, "2026-03-02"),  # due 03-30
        "today": accepted_case(cast, "2026-03-04"),  # due 04-01
        "near": accepted_case(cast, "2026-03-06"),  # due 04-03
        "ample": accepted_case(cast, "2026-03-12"),  # due 04-10
    }
    found["stopped"] = accepted_case(cast, "2026-03-16")
    consultations.consult(
        case_id=found["stopped"].pk, kind="third_party", addressee="某公司", about="价格", sent_on=day("2026-03-30"),
        delivered_on=day("2026-03-31"), **at(cast, "2026-03-31"),
    )  # fmt: skip
    found["supplement"] = register_case(cast, "2026-03-26")
    supplements.request_supplement(
        case_id=found["supplement"].pk, what_is_unclear="文号", guidance="", answer_by=day("2026-04-20"),
        fact=posted("2026-03-30"), **at(cast, "2026-03-30"),
    )  # fmt: skip
    found["letter"] = register_case(cast, "2026-03-31", channel="ordinary_mail", submitted_on=None)
    found["online"] = submit_online(
        agency=cast.bureau, request=a_request(), today=day("2026-03-31"), now=noon("2026-03-31"), key="online-1"
    ).case
    found["concluded"] = replied_case(cast, "G1", "2026-03-03")
    on("2026-04-01")
    return {name: case.number for name, case in found.items()}


def badges(answer) -> dict[str, str]:
    return {row.number: row.badge for row in rows_shown(answer)}


def test_the_nearest_comes_first_with_its_working_days_in_words(cast, office, as_user):
    answer = as_user(cast.officer_li).get(URL)
    shown = badges(answer)
    assert numbers(answer)[:3] == [office["overdue"], office["today"], office["near"]]
    # A letter that is not confirmed has no date to be sorted by.
    assert numbers(answer)[-1] == office["letter"]
    assert shown[office["overdue"]] == "超期2日"
    assert shown[office["today"]] == "今日"
    assert shown[office["near"]] == "2日"
    # 04-02, 04-03, 04-07 to 04-10.
    assert shown[office["ample"]] == "6日"
    assert shown[office["stopped"]] == "停表"
    assert shown[office["supplement"]] == "等待补正"
    assert shown[office["letter"]] == "待确认"
    assert office["concluded"] not in shown


@pytest.mark.parametrize(("today", "words"), [("04-19", "等待补正"), ("04-20", "等待补正"), ("04-21", "补正逾期")])
def test_a_supplement_is_overdue_from_the_day_after_the_one_the_notice_names(cast, office, on, as_user, today, words):
    on(f"2026-{today}")
    assert badges(as_user(cast.officer_li).get(URL))[office["supplement"]] == words


def test_the_head_says_which_day_it_is(cast, on, as_user, read):
    client = as_user(cast.officer_li)
    for today, words in (
        ("2026-03-09", "今天 2026-03-09 星期一 · 工作日"),
        ("2026-04-06", "今天 2026-04-06 星期一 · 清明节"),
        ("2026-05-09", "今天 2026-05-09 星期六 · 调休上班"),
        ("2027-01-04", "今天 2027-01-04 星期一 · 放假安排未公布"),
    ):
        on(today)
        assert words in read(client.get(URL))


def test_every_counter_is_a_filter_with_as_many_rows(cast, office, as_user):
    client = as_user(cast.officer_li)
    answer = client.get(URL)
    assert counters(answer) == {"今日到期": 1, "三日内": 2, "已超期": 1, "待确认收件": 2, "暂估期限": 0}
    for counter in answer.context["counters"]:
        assert len(numbers(client.get(counter["url"]))) == counter["count"], counter["label"]


def test_a_date_in_an_unpublished_year_is_counted_and_worded_as_an_estimate(cast, on, as_user, read):
    case = accepted_case(cast, "2026-12-04")
    on("2026-12-07")
    answer = as_user(cast.officer_li).get(URL)
    assert counters(answer)["暂估期限"] == 1
    row = rows_shown(answer)[0]
    assert row.number == case.number and row.is_estimate
    assert row.next.startswith(("答复约2027-01", "补正告知12-15"))
    assert "待国务院办公厅公布放假安排" in read(as_user(cast.officer_li).get(reverse("desk:case", args=[case.number])))


def test_the_leader_finds_what_waits_for_a_signature(cast, office, as_user):
    number = office["ample"]
    extensions.request_extension(
        case_id=Case.objects.get(number=number).pk, working_days=5, reason="检索", **at(cast, "2026-04-01")
    )
    leader = as_user(cast.head_chen)
    answer = leader.get(URL)
    assert counters(answer)["待我审签"] == 1
    waiting = leader.get(URL, {"scope": "all", "waiting": "approval"})
    assert numbers(waiting) == [number]
    assert rows_shown(waiting)[0].act == "同意延期"


def test_the_row_offers_the_next_act_of_this_user(cast, office, as_user):
    acts = {row.number: row.act for row in rows_shown(as_user(cast.officer_li).get(URL))}
    assert acts[office["online"]] == "确认收件"
    assert acts[office["letter"]] == "登记双方确认"
    assert acts[office["supplement"]] == "收到补正"
    assert acts[office["ample"]] == "送审答复"
    rows = rows_shown(as_user(cast.supervisor_sun).get(URL))
    assert rows and [row.number for row in rows if row.act] == []


def test_mine_unit_and_all(cast, office, as_user):
    Case.objects.filter(number=office["ample"]).update(officer=cast.handler_zhou, unit=cast.unit)
    clerk = as_user(cast.officer_li)
    assert office["ample"] not in numbers(clerk.get(URL))
    assert office["online"] in numbers(clerk.get(URL)), "nobody's case is everybody's duty"
    assert office["ample"] in numbers(clerk.get(URL, {"scope": "all"}))
    assert numbers(clerk.get(URL, {"scope": "unit"})) == [office["ample"]]
    assert numbers(as_user(cast.handler_zhou).get(URL)) == [office["ample"]]


def test_stage_channel_and_day(cast, office, as_user):
    client = as_user(cast.officer_li)
    assert numbers(client.get(URL, {"stage": "supplementing"})) == [office["supplement"]]
    assert numbers(client.get(URL, {"channel": "ordinary_mail"})) == [office["letter"]]
    # The notice to supplement the online request of 03-31 is due on its seventh working day too.
    assert numbers(client.get(URL, {"due_on": "2026-04-10"})) == [office["ample"], office["online"]]
    assert len(numbers(client.get(URL, {"stage": "no", "due_on": "never"}))) == 8


@pytest.mark.parametrize("text", ["土地征收", "土地", "赵某", "2026-0003"])
def test_search_by_content_applicant_and_number(cast, on, as_user, text):
    on("2026-03-09")
    for index, content in enumerate(["规划图件", "会议纪要"]):
        register_case(cast, "2026-03-02", content=content, applicant=ApplicantData(kind="natural", name=f"孙{index}"))
    wanted = register_case(cast, "2026-03-02")
    client = as_user(cast.officer_li)
    assert numbers(client.get(reverse("desk:all_cases"), {"q": text})) == [wanted.number]
    assert numbers(client.get(reverse("desk:all_cases"), {"q": "没有这样的内容"})) == []


def test_all_cases_lists_the_concluded_too_the_newest_first(cast, office, as_user):
    answer = as_user(cast.officer_li).get(reverse("desk:all_cases"))
    assert office["concluded"] in numbers(answer)
    assert badges(answer)[office["concluded"]] == "已办结"
    moments = list(
        Case.objects.filter(number__in=numbers(answer))
        .order_by("-registered_at", "-pk")
        .values_list("number", flat=True)
    )
    assert numbers(answer) == moments


def test_what_people_typed_is_text_in_every_cell(cast, on, as_user):
    typed = "\"><b>&'</b>"
    cast.bureau.name = f"局{typed}"
    cast.bureau.save()
    cast.officer_li.display_name = f"李{typed}"
    cast.officer_li.save()
    case = accepted_case(cast, content=f"图{typed}", applicant=ApplicantData(kind="commercial", name=f"公司{typed}"))
    on("2026-03-09")
    for person in (cast.officer_li, cast.supervisor_sun):
        answer = as_user(person).get(reverse("desk:all_cases"))
        cells = html.fromstring(answer.content.decode()).xpath("//tr[@role='row']/td")
        shown = [cell.text_content().strip() for cell in cells]
        assert {case.number, f"图{typed}", f"公司{typed}", f"李{typed}"} <= set(shown)
        assert f"局{typed}" in shown or person is cast.officer_li
        assert not any(cell.xpath(".//b") for cell in cells)
        assert [cell.get("title") for cell in cells if cell.get("title")] == [f"图{typed}"]


def test_intake_lists_what_waits_for_confirmation(cast, office, as_user):
    assert numbers(as_user(cast.officer_li).get(reverse("desk:intake"))) == [office["online"]]


def many(cast, count: int) -> None:
    case = accepted_case(cast, "2026-03-02")
    made = []
    for index in range(1, count):
        values = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
        del values["id"]
        values |= {
            "number": f"某审2026-1{index:03d}",
            "alarm_on": None if index % 7 == 0 else day(f"2026-03-{1 + index % 28:02d}"),
        }
        made.append(Case(**values))
    Case.objects.bulk_create(made)


@pytest.mark.parametrize("url", [URL, "/desk/cases/"])
def test_pages_follow_one_another_without_gap_or_double(cast, on, as_user, url):
    many(cast, 130)
    on("2026-03-16")
    client = as_user(cast.officer_li)
    answer, seen, pages = client.get(url), [], 0
    while True:
        seen += numbers(answer)
        pages += 1
        if "next" not in answer.context["pager"]:
            break
        answer = client.get(url + answer.context["pager"]["next"])
    assert pages == 3
    assert len(seen) == len(set(seen)) == 130
    back = client.get(url + answer.context["pager"]["previous"])
    assert numbers(back) == seen[50:100]
    first = client.get(url + back.context["pager"]["previous"])
    assert numbers(first) == seen[:50]
    assert "previous" not in first.context["pager"]


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense", "2026-13-45,x", ",", "2026-03-02T00:00:00,5", "2026-03-02T00:00:00+08:00,99999999999999999999",
        "0001-01-01T00:00:00+14:00,5", "9999-12-31T23:59:59-12:00,5",
    ],
)  # fmt: skip
def test_an_unreadable_page_address_starts_anew(cast, on, as_user, cursor):
    many(cast, 60)
    on("2026-03-16")
    client = as_user(cast.officer_li)
    for url in (URL, "/desk/cases/"):
        assert len(numbers(client.get(url, {"after": cursor}))) == 50


def test_five_statements_however_many_rows(cast, on, as_user):
    def statements(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    on("2026-03-16")
    client = as_user(cast.officer_li)
    many(cast, 5)
    lists = (URL, "/desk/cases/", "/desk/intake/", "/desk/?q=土地&scope=all")
    few = [statements(url) for url in lists]
    for row in Case.objects.all():
        row.consultations.create(kind="third_party", addressee="某公司", about="价格", sent_on=day("2026-03-09"))
    Case.objects.all().update(stage="processing")
    more = [statements(url) for url in lists]
    assert few == more
    *plain, searched = more
    # A search asks once more: whether an agency or unit had such a name.
    assert max(plain) <= 5 and searched <= 6
    for row in list(Case.objects.all()):
        values = {field.attname: getattr(row, field.attname) for field in Case._meta.concrete_fields}
        del values["id"]
        Case.objects.bulk_create([Case(**(values | {"number": f"{row.number}-{index}"})) for index in range(11)])
    assert Case.objects.count() == 60
    assert [statements(url) for url in lists] == more


def test_the_empty_list_says_what_to_do(cast, on, as_user, read):
    on("2026-03-09")
    page = read(as_user(cast.officer_li).get(URL))
    assert "没有符合条件的办件" in page and "登记申请" in page
