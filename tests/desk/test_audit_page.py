"""审计: the audit reader searches the agency's tree, sees whether the record is whole, and exports it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import AccountAct, AccountEvent, Agency, CaseEvent, Notice, Role, SignInOutcome
from casework.queries.audit import PAGE_SIZE
from casework.services import accounts
from casework.services.audit import check_audit, seal_events
from casework.services.sign_ins import record_sign_in
from tests.cast import day, noon, person, register_case, replied_case

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-20")
AUDIT = reverse("desk:audit")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def rows(client, **asked):
    answer = client.get(AUDIT, asked)
    assert answer.status_code == 200
    return answer.context["rows"]


def many_events(case, number: int) -> None:
    template = case.events.first()
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=case, act="assign", actor=template.actor, actor_name=template.actor_name,
            happened_on=day("2026-03-05"), recorded_at=noon("2026-03-05"), note=f"第{place}次",
        )
        for place in range(number)
    )  # fmt: skip


@pytest.mark.parametrize(
    "who", ["officer_li", "head_chen", "handler_zhou", "supervisor_sun", "administrator_wu", "security_zheng"]
)
def test_only_the_audit_reader_reads(cast, as_user, who):
    client = as_user(getattr(cast, who))
    assert client.get(AUDIT).status_code == 403
    assert client.get(reverse("desk:audit_export", args=["csv"])).status_code == 403


def test_the_audit_reader_reads_and_does_nothing(cast, as_user, read):
    case = register_case(cast)
    client = as_user(cast.auditor_he)
    assert client.get(reverse("desk:work_list")).url == AUDIT
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 404
    assert client.get(reverse("desk:register")).status_code == 403
    assert client.post(AUDIT).status_code == 405
    assert case.number in read(client.get(AUDIT))


def test_search_by_person_act_number_and_day(cast, as_user):
    first, second = replied_case(cast, "G2"), register_case(cast, "2026-03-09")
    client = as_user(cast.auditor_he)
    everything = rows(client)
    assert len(everything) == CaseEvent.objects.count()
    assert [row.pk for row in everything] == sorted((row.pk for row in everything), reverse=True)
    assert {row.who for row in rows(client, person="陈主任")} == {"陈主任"}
    assert {row.about for row in rows(client, number=second.number)} == {second.number}
    assert {row.act for row in rows(client, act="register")} == {"登记申请"}
    assert {row.about for row in rows(client, first_on="2026-03-09", last_on="2026-03-09")} == {second.number}
    assert rows(client, first_on="2026-03-12") == [] and rows(client, last_on="2026-03-01") == []
    assert len(rows(client, first_on="2026-03-11")) < len(rows(client, first_on="2026-03-10"))
    assert rows(client, number=first.number, act="register", person="无此人") == []
    # What cannot be read is the same as nothing.
    assert len(rows(client, book="x")) == len(everything)


def test_a_day_is_a_legal_day(cast, as_user):
    case = register_case(cast)
    template = case.events.first()
    for hour, minute in ((15, 59), (16, 0)):
        CaseEvent.objects.create(
            case=case, act="assign", actor_name="夜班", happened_on=template.happened_on,
            recorded_at=noon("2026-03-05").replace(hour=hour, minute=minute),
        )  # fmt: skip
    client = as_user(cast.auditor_he)
    assert len(rows(client, person="夜班", last_on="2026-03-05")) == 1
    assert len(rows(client, person="夜班", first_on="2026-03-06")) == 1


def test_the_tree_below_is_read_and_nothing_beside_it(cast, as_user):
    register_case(cast)
    other = person("other_auditor", Role.AUDITOR, cast.other_bureau, "别局审计")
    above = person("city_auditor", Role.AUDITOR, cast.city, "市审计")
    for book in ("cases", "accounts", "sign_ins"):
        assert all(row.agency == str(cast.other_bureau) for row in rows(as_user(other), book=book))
    assert rows(as_user(other)) == []
    assert len(rows(as_user(above))) == CaseEvent.objects.count()
    homeless = person("homeless", Role.AUDITOR, Agency.objects.create(name="孤", prefix="孤"), "无")
    homeless.agency = None
    homeless.save()
    assert rows(as_user(homeless)) == []


def test_accounts_and_sign_ins_have_books_of_their_own(cast, as_user):
    accounts.issue_password(person_id=cast.officer_li.pk, actor=cast.administrator_wu, now=NOW, address="10.0.0.9")
    record_sign_in(person=cast.officer_li, outcome=SignInOutcome.WRONG_PASSWORD, now=NOW, address="10.0.0.7")
    client = as_user(cast.auditor_he)
    (row,) = rows(client, book="accounts", number="officer_li")
    assert (row.act, row.who, row.address) == ("发放一次性口令", "吴管理", "10.0.0.9")
    (row,) = rows(client, book="sign_ins", act="wrong_password")
    assert (row.who, row.address) == ("李经办", "10.0.0.7")


def test_pages_meet_without_gap_and_cost_the_same(cast, as_user):
    many_events(register_case(cast), 2 * PAGE_SIZE + 5)
    client = as_user(cast.auditor_he)
    # The first click writes how long the session lasts.
    client.get(AUDIT)
    seen, asked = [], ""
    while True:
        with CaptureQueriesContext(connection) as found:
            answer = client.get(AUDIT + asked)
        assert len(found) <= 7
        seen += [row.pk for row in answer.context["rows"]]
        if "next" not in answer.context["pager"]:
            break
        asked = answer.context["pager"]["next"]
    assert seen == list(CaseEvent.objects.order_by("-pk").values_list("pk", flat=True))
    back = client.get(AUDIT + answer.context["pager"]["previous"])
    assert [row.pk for row in back.context["rows"]] == seen[PAGE_SIZE : 2 * PAGE_SIZE]
    assert client.get(AUDIT, {"before": "x"}).status_code == 200


def test_the_state_of_the_record(cast, as_user, read):
    client = as_user(cast.auditor_he)
    assert "尚未封存" in read(client.get(AUDIT)) and "尚未核对" in read(client.get(AUDIT))
    case = register_case(cast)
    seal = seal_events(now=NOW)
    check_audit(now=NOW)
    page = read(client.get(AUDIT))
    assert seal.digest[:12] in page and "1次封存全部相符" in page and "登录记录12个月" in page
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_caseevent SET note = '改'")
    check_audit(now=NOW + timedelta(hours=1))
    assert f"第一处：{case.number}的记录" in read(client.get(AUDIT))
    assert Notice.objects.filter(recipient=cast.auditor_he, subject="审计核对发现记录被改动").exists()


def exported(client, kind: str, **asked) -> bytes:
    answer = client.get(reverse("desk:audit_export", args=[kind]), asked)
    assert answer.status_code == 200 and answer.streaming
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_what_is_exported_is_what_is_searched_and_no_formula(cast, as_user):
    case = register_case(cast)
    CaseEvent.objects.create(
        case=case, act="assign", actor_name="=cmd|' /C calc'!A0", happened_on=day("2026-03-02"), recorded_at=NOW,
        note="＝1+1",
    )  # fmt: skip
    client = as_user(cast.auditor_he)
    lines = list(csv.reader(io.StringIO(exported(client, "csv", act="assign").decode("utf-8-sig"))))
    assert [len(lines), lines[1][2], lines[1][7]] == [2, "'=cmd|' /C calc'!A0", "'＝1+1"]
    sheet = openpyxl.load_workbook(io.BytesIO(exported(client, "xlsx"))).active
    assert sheet.max_row == 1 + CaseEvent.objects.count()
    cell = sheet.cell(sheet.max_row, 3)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)
    notes = AccountEvent.objects.filter(act=AccountAct.AUDIT_EXPORTED).values_list("note", flat=True)
    assert [("csv" in note, "act=assign" in note) for note in notes] == [(True, True), (False, False)]
    assert client.get(reverse("desk:audit_export", args=["exe"])).status_code == 404


def test_an_export_reads_batch_by_batch(cast, as_user, monkeypatch):
    monkeypatch.setattr("casework.queries.audit.BATCH", 10)
    many_events(register_case(cast), 24)
    lines = exported(as_user(cast.auditor_he), "csv").decode().splitlines()
    assert len(lines) == 1 + CaseEvent.objects.count() == 26


@pytest.mark.parametrize("asked", [{"first_on": "2026.3.1"}, {"last_on": "gestern"}, {"act": "nonsense"}])
def test_a_filter_that_cannot_be_read_lists_and_hands_out_nothing(cast, as_user, read, asked):
    register_case(cast)
    client = as_user(cast.auditor_he)
    page = client.get(AUDIT, asked)
    assert page.status_code == 422
    assert page.context["rows"] == [] and page.context["exports"] == []
    assert "筛选条件有误" in read(page)
    events = AccountEvent.objects.count()
    handed = client.get(reverse("desk:audit_export", args=["csv"]), asked)
    assert handed.status_code == 302 and handed.url.startswith(AUDIT + "?")
    assert AccountEvent.objects.count() == events
