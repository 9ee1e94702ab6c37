"""导入台账 as a clerk does it, page by page, without a script."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Case, ImportedLedger
from tests.ledger_files import as_csv, as_xlsx, row

pytestmark = pytest.mark.django_db
TODAY = "2026-11-21"


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY)


@pytest.fixture
def clerk(as_user, cast):
    return as_user(cast.officer_li)


def upload(client, data, name="台账.csv"):
    return client.post(reverse("desk:ledger_import"), {"file": SimpleUploadedFile(name, data)})


def columns_posted(client, ledger):
    """Return what the page of columns shows chosen."""
    form = client.get(reverse("desk:ledger_import_columns", args=[ledger.pk])).context["form"]
    return {bound.name: bound.value() for bound in form.visible_fields() if bound.value() not in (None, "")}


def go(client, rows, **files):
    """Upload rows and choose the columns as guessed; return the ledger and the page of the dry run."""
    upload(client, as_csv(rows, **files))
    ledger = ImportedLedger.objects.get(imported_at=None)
    answer = client.post(reverse("desk:ledger_import_columns", args=[ledger.pk]), columns_posted(client, ledger))
    assert answer.url == reverse("desk:ledger_import_check", args=[ledger.pk])
    return ledger, client.get(answer.url)


def test_from_file_to_cases_in_four_steps(clerk, read):
    ledger, page = go(clerk, [row(n) for n in range(1, 4)])
    assert "共3行，都可以导入。" in read(page)
    # All three were received and decided in January 2021.
    assert page.context["years"] == [{"year": 2021, "received": 3, "decided": 3}]
    assert Case.objects.count() == 0
    answer = clerk.post(reverse("desk:ledger_import_confirm", args=[ledger.pk]), follow=True)
    assert "已导入“台账.csv”，共3件。" in read(answer)
    assert "台账.csv 3件" in read(answer)
    case = Case.objects.get(number="某审2021第00001号")
    page = clerk.get(reverse("desk:case", args=[case.number]))
    assert (page.status_code, "导入台账" in read(page)) == (200, True)
    again = clerk.post(reverse("desk:ledger_import_confirm", args=[ledger.pk]), follow=True)
    assert "共3件" in read(again)
    assert Case.objects.count() == 3


def test_the_columns_are_guessed_and_shown_with_an_example(clerk, read):
    upload(clerk, as_csv([row(1)]))
    ledger = ImportedLedger.objects.get()
    page = clerk.get(reverse("desk:ledger_import_columns", args=[ledger.pk]))
    assert "B列：登记编号（例：2021第00001号）" in read(page)
    chosen = columns_posted(clerk, ledger)
    assert (chosen["column_number"], chosen["column_received_on"], chosen["column_outcome"]) == (1, 6, 11)
    assert "column_signed_on" not in chosen


def test_a_required_column_must_be_chosen(clerk, read):
    upload(clerk, as_csv([row(1)]))
    ledger = ImportedLedger.objects.get()
    chosen = columns_posted(clerk, ledger)
    url = reverse("desk:ledger_import_columns", args=[ledger.pk])
    answer = clerk.post(url, chosen | {"column_number": ""})
    assert (answer.status_code, "请选定“登记号”是哪一列。" in read(answer)) == (422, True)
    answer = clerk.post(url, chosen | {"column_received_on": ""})
    assert (answer.status_code, "还没有选定：收到日期。" in read(answer)) == (422, True)


def test_another_heading_row_is_guessed_afresh(clerk):
    upload(clerk, as_xlsx([row(1)], above=("二〇二一年度台账",)), name="台账.xlsx")
    ledger = ImportedLedger.objects.get()
    assert (ledger.mapping["sheet"], ledger.mapping["header_row"]) == (1, 2)
    url = reverse("desk:ledger_import_columns", args=[ledger.pk])
    clerk.post(url, {"sheet": "1", "header_row": "1", "reread": "1"})
    assert columns_posted(clerk, ledger) == {"sheet": 1, "header_row": 1}
    clerk.post(url, {"sheet": "9", "header_row": "x", "reread": "1"})
    assert columns_posted(clerk, ledger)["header_row"] == 2


def test_everything_that_is_wrong_is_listed_and_nothing_written(clerk, read):
    ledger, page = go(clerk, [row(1), row(2, 办结日期="三月", 办理结果="不予公开"), row(3, 登记编号="")])
    words = read(page)
    assert "共3行，其中 2 行不能导入（3处）" in words
    assert re.search(r"3 答复日期 三月 不是日期", words)
    assert re.search(r"4 登记号 （空） 没有填写登记号", words)
    assert "导入全部" not in words
    answer = clerk.post(reverse("desk:ledger_import_confirm", args=[ledger.pk]), follow=True)
    assert "有2行不能导入，没有导入任何一行" in read(answer)
    assert Case.objects.count() == 0


def test_all_errors_come_as_a_csv_that_calculates_nothing(clerk, monkeypatch):
    monkeypatch.setattr("casework.desk.ledger_import.ERRORS_SHOWN", 1)
    page = go(clerk, [row(1, 办结日期="=1+1"), row(2, 办结日期="三月")])[1]
    assert len(page.context["errors"]) == 1
    answer = clerk.get(page.context["errors_url"])
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[:3] for line in lines] == [
        ["行号", "列", "内容"],
        ["2", "答复日期", "'=1+1"],
        ["3", "答复日期", "三月"],
    ]


def test_an_undecided_wording_is_chosen_on_the_page(clerk, read):
    ledger, page = go(clerk, [row(1, 办理结果="不予公开"), row(2, 办理结果="予以公开")])
    assert "还有1种没有选定" in read(page)
    (name,) = [f"word_{n}" for n, wording in enumerate(page.context["form"].found) if wording.text == "不予公开"]
    shown = {bound.name: bound.value() for bound in page.context["form"] if bound.value()}
    url = reverse("desk:ledger_import_check", args=[ledger.pk])
    page = clerk.post(url, shown | {name: "N4"}, follow=True)
    assert "共2行，都可以导入" in read(page)
    clerk.post(reverse("desk:ledger_import_confirm", args=[ledger.pk]))
    assert set(Case.objects.values_list("decision_code", flat=True)) == {"N4", "G2"}


def test_a_file_that_is_no_ledger_is_refused_at_the_field(clerk, read):
    answer = upload(clerk, b"\x00\x01")
    assert (answer.status_code, ImportedLedger.objects.count()) == (422, 0)
    assert "不是可以读取的" in read(answer)
    assert upload(clerk, b"").status_code == 422


def test_an_upload_can_be_cleared(clerk, read):
    upload(clerk, as_csv([row(1)]))
    ledger = ImportedLedger.objects.get()
    assert "已上传、尚未导入" in read(clerk.get(reverse("desk:ledger_import")))
    clerk.post(reverse("desk:ledger_import_discard", args=[ledger.pk]))
    assert not ImportedLedger.objects.exists()


@pytest.mark.parametrize("name", ["columns", "check", "errors", "confirm", "discard"])
def test_another_agencys_upload_does_not_exist(clerk, as_user, cast, name):
    upload(clerk, as_csv([row(1)]))
    ledger = ImportedLedger.objects.get()
    url = reverse(f"desk:ledger_import_{name}", args=[ledger.pk])
    for person in (cast.officer_wang, cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        client = as_user(person)
        assert (client.post if name in ("confirm", "discard") else client.get)(url).status_code == 404
    assert ImportedLedger.objects.get().imported_at is None


@pytest.mark.parametrize("who", ["handler_zhou", "supervisor_sun", "administrator_wu"])
def test_others_are_not_let_in(as_user, cast, who):
    assert as_user(getattr(cast, who)).get(reverse("desk:ledger_import")).status_code == 403


def test_a_file_that_was_cleared_meanwhile_is_asked_for_again(clerk, read):
    upload(clerk, as_csv([row(1)]))
    ledger = ImportedLedger.objects.get()
    ImportedLedger.objects.update(kept="0" * 32)
    answer = clerk.get(reverse("desk:ledger_import_check", args=[ledger.pk]), follow=True)
    assert "请重新上传" in read(answer)
