"""导出台账 as people get it: what 全部办件 lists for them, filtered alike, and nothing else."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from casework.models import AccountEvent
from casework.services import assignments
from tests.cast import day, noon, register_case, replied_case

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY)


def rows(client, **query):
    answer = client.get(reverse("desk:ledger_export", query=query or None))
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    heads, *found = book["台账"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in found], [
        row[0] for row in book["说明"].iter_rows(values_only=True)
    ]


def test_the_file_is_a_private_download(as_user, cast):
    answer = as_user(cast.officer_li).get(reverse("desk:ledger_export"))
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_filters_are_those_of_the_list(as_user, cast):
    concluded, open_case = replied_case(cast, "G2"), register_case(cast, "2026-11-02", content="供水合同")
    client = as_user(cast.officer_li)
    assert [row["登记号"] for row in rows(client)[0]] == [concluded.number, open_case.number]
    found, about = rows(client, stage="concluded")
    assert [row["登记号"] for row in found] == [concluded.number]
    assert "筛选条件：环节：已办结" in about
    found, about = rows(client, q="供水", channel="counter")
    assert [row["登记号"] for row in found] == [open_case.number]
    assert "筛选条件：渠道：当面提交；查找：供水" in about


def test_the_list_links_to_the_export_of_what_it_shows(as_user, cast, read):
    page = as_user(cast.officer_li).get(reverse("desk:all_cases", query={"stage": "concluded", "after": "x,1"}))
    assert f'href="{reverse("desk:ledger_export")}?stage=concluded"' in page.content.decode()
    assert "导入台账" in read(page)
    handler = as_user(cast.handler_zhou).get(reverse("desk:all_cases"))
    assert "导出台账" in read(handler)
    assert "导入台账" not in read(handler)


def test_nobody_exports_what_he_may_not_see(as_user, cast):
    mine, other = register_case(cast, "2026-11-02"), register_case(cast, "2026-11-03")
    assignments.assign(
        case_id=mine.pk,
        unit=cast.unit,
        officer=cast.handler_zhou,
        actor=cast.officer_li,
        today=day(TODAY),
        now=noon(TODAY),
    )
    assert [row["登记号"] for row in rows(as_user(cast.handler_zhou))[0]] == [mine.number]
    assert rows(as_user(cast.officer_wang))[0] == []
    assert {row["登记号"] for row in rows(as_user(cast.officer_li))[0]} == {mine.number, other.number}


def test_a_superior_sees_agencies_and_masked_names(as_user, cast):
    register_case(cast, "2026-11-02")
    (row,), about = rows(as_user(cast.supervisor_sun))
    assert (row["机关"], row["申请人"]) == ("某市行政审批服务局", "赵**")
    assert any("自然人姓名已隐去" in line for line in about)
    (own,), _ = rows(as_user(cast.officer_li))
    assert (own["申请人"], own["联系方式"]) == ("赵某某", "138****0000")


def test_names_stand_in_full_for_the_desk_alone_as_on_the_pages(as_user, cast):
    register_case(cast, "2026-11-02")
    (seen,), about = rows(as_user(cast.head_chen))
    assert seen["申请人"] == "赵**" and any("自然人姓名已隐去" in line for line in about)


def test_whoever_takes_the_ledger_away_is_on_record_and_what_was_searched_for_is_masked(as_user, cast):
    url, client = reverse("desk:ledger_export"), as_user(cast.officer_li)
    client.head(url)
    assert not AccountEvent.objects.exists()
    client.get(url, {"stage": "concluded", "q": "110105194912310021"})
    (event,) = AccountEvent.objects.filter(person=cast.officer_li)
    assert (event.get_act_display(), event.address) == ("导出台账", "127.0.0.1")
    assert "环节：已办结" in event.note and "110105194912310021" not in event.note


def test_an_administrator_has_no_ledger(as_user, cast):
    assert as_user(cast.administrator_wu).get(reverse("desk:ledger_export")).status_code == 404
