"""不予公开台账 and the appraisal page: who sees what, and what is typed is entered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Appraisal
from casework.services.appraisals import open_appraisals
from tests.cast import day, noon, replied_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def withheld(cast, on):
    case = replied_case(cast, "N6", on="2025-03-03", signed="2025-03-10", served="2025-03-11")
    replied_case(cast, "G2", on="2025-03-04", signed="2025-03-10", served="2025-03-11")
    open_appraisals(today=day("2026-03-02"), now=noon("2026-03-02"))
    on("2026-03-02")
    return case


def test_the_ledger_lists_what_was_withheld_and_nothing_else(cast, withheld, as_user, read):
    page = as_user(cast.officer_li).get(reverse("desk:withheld"))
    assert [row["number"] for row in page.context["rows"]] == [withheld.number]
    assert "不予公开：过程性信息" in read(page) and "尚未评估" in read(page) and "临近" in read(page)
    office = as_user(cast.officer_li).get(reverse("desk:office"))
    assert f"不予公开信息评估 {withheld.number}" in read(office) and "登记评估" in read(office)


def test_an_appraisal_is_typed_once_and_leaves_the_list_when_all_may_be_disclosed(cast, withheld, as_user, read):
    client = as_user(cast.officer_li)
    url = client.get(reverse("desk:withheld")).context["rows"][0]["appraise_url"]
    assert "2026-03-02" in client.get(url).content.decode() and "2027-03-02" in client.get(url).content.decode()
    typed = {"result": "still_withheld", "reason": "仍在讨论之中。", "appraised_on": "2026-03-02", "next_on": ""}
    page = client.post(url, typed)
    assert page.status_code == 422 and "下次评估的日期" in read(page)
    assert not Appraisal.objects.exists()
    page = client.post(url, typed | {"next_on": "2026-09-01"}, follow=True)
    assert "已登记评估：仍不予公开" in read(page) and "下次评估2026-09-01" in read(page)
    page = client.post(url, typed | {"result": "disclosable", "reason": "规划已经公布。"}, follow=True)
    assert "请及时办理公开" in read(page) and page.context["rows"] == []
    assert "可以公开" in read(client.get(reverse("desk:withheld") + "?all=1"))
    assert "以往评估：2026-03-02 仍不予公开" in read(client.get(url))


def test_another_agency_sees_nothing_and_a_handler_only_reads(cast, withheld, as_user):
    url = reverse("desk:appraisal_new", args=[withheld.number])
    assert as_user(cast.officer_wang).get(url).status_code == 404
    assert as_user(cast.officer_wang).get(reverse("desk:withheld")).context["rows"] == []
    assert as_user(cast.handler_zhou).get(url).status_code == 403
    supervisor = as_user(cast.supervisor_sun).get(reverse("desk:withheld"))
    assert [(row["appraise_url"], row["agency"]) for row in supervisor.context["rows"]] == [("", "某市行政审批服务局")]
    assert "某市行政审批服务局" in supervisor.content.decode().partition("</thead>")[2]
    assert as_user(cast.administrator_wu).get(reverse("desk:withheld")).status_code == 403


def test_its_statements_do_not_grow_with_the_rows(cast, withheld, as_user):
    client = as_user(cast.officer_li)
    client.get(reverse("desk:withheld"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("desk:withheld"))
    for number in range(5):
        replied_case(cast, "N5", on=f"2025-04-1{number}", signed="2025-04-21", served="2025-04-22")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(reverse("desk:withheld")).context["rows"]) == 6
    assert len(many) == len(few) <= 8
