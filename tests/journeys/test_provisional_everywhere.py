"""暂估: a deadline in a year that is not published is marked wherever it is shown.

Received 2026-12-04: 12-31 is the 19th working day, the 20th lies in 2027, of which nothing is known.
Estimated 2027-01-04; the earliest it can turn out to be is Saturday 2027-01-02.
"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.services.calendar_changes import load_notice_text
from casework.services.query_codes import query_code
from casework.services.recomputing import recompute
from tests.cast import day, noon
from tests.listed import rows_shown
from tests.services.ready_cases import submitted_case
from tests.services.test_calendar_changes import NOTICE_2027

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    with time_machine.travel(noon("2026-12-07"), tick=False):
        case = submitted_case(cast, "2026-12-04")
        client = Client()
        client.force_login(cast.officer_li)
        yield cast, case, client


def page(client, name: str, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def progress(case) -> str:
    client = Client()
    asked = {"number": case.number, "code": query_code("form-1")}
    answer = client.post(reverse("portal:lookup"), asked, follow=True)
    return answer.content.decode()


def test_every_page_says_that_it_is_an_estimate(office):
    _, case, client = office
    assert all(rows_shown(client.get(reverse(name)))[0].is_estimate for name in ("desk:intake", "desk:work_list"))
    assert "2027-01-04（暂估），最早2027-01-02，待国务院办公厅公布放假安排" in page(client, "desk:case", case.number)
    ledger = page(client, "desk:case_ledger", case.number)
    assert "2027-01-04（暂估）" in ledger and "暂估计入，待国务院办公厅公布放假安排" in ledger
    listed = client.get(reverse("api:cases")).json()["results"][0]
    assert (listed["reply_due_on"], listed["reply_provisional"]) == ("2027-01-04", True)
    duties = client.get(reverse("api:case", args=[case.number])).json()["duties"]
    assert {duty["duty"]: duty["provisional"] for duty in duties}["reply"] is True
    assert "暂估" in progress(case)
    # The alarm goes by the earliest day.
    assert case.deadlines.get(duty="reply").alarm_on == day("2027-01-02")


def test_with_the_notice_loaded_nothing_is_an_estimate_any_more(office):
    cast, case, client = office
    change = load_notice_text(text=NOTICE_2027, actor=cast.head_chen, today=day("2026-12-07"), now=noon("2026-12-07"))
    recompute(change_id=change.pk, today=day("2026-12-07"), now=noon("2026-12-07"))
    assert not rows_shown(client.get(reverse("desk:work_list")))[0].is_estimate
    for text in (page(client, "desk:case", case.number), page(client, "desk:case_ledger", case.number)):
        assert "（暂估）" not in text and "2027-01-05" in text
    duties = client.get(reverse("api:case", args=[case.number])).json()["duties"]
    assert {duty["due_on"]: duty["provisional"] for duty in duties if duty["duty"] == "reply"} == {"2027-01-05": False}
    assert "暂估" not in progress(case) and "2027年1月5日" in progress(case)
