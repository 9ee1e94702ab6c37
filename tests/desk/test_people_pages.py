"""账号管理 on the desk: each administrator with the own buttons, nobody else at all."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import AccountEvent, Role, SecondFactorRule, Unit, User
from tests.cast import PASSWORD, noon, person
from tests.totp import with_phone

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ("administrator_wu", "security_zheng", "auditor_he")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(noon("2026-03-02"), tick=False):
        yield


def url(name, *args) -> str:
    return reverse(f"desk:{name}", args=args)


def test_a_person_from_nothing_to_the_own_desk(cast, as_user, read):
    keeper, granter = as_user(cast.administrator_wu), as_user(cast.security_zheng)
    form = {"username": "feng", "display_name": "冯新人", "agency": cast.bureau.pk, "unit": cast.unit.pk}
    shown = keeper.post(url("person_new"), form)
    password = shown.context["password"]
    assert "口令只显示这一次" in read(shown) and password in read(shown) and "no-store" in shown["Cache-Control"]
    feng = User.objects.get(username="feng")
    assert granter.post(url("person_role", feng.pk), {"role": "handler"}).url == url("person", feng.pk)
    own = Client()
    assert own.post(url("login"), {"username": "feng", "password": password}).status_code == 302
    new = {"old": password, "new": "雨后的竹林有十七里路长", "again": "雨后的竹林有十七里路长"}
    assert own.post(url("own_password"), new).status_code == 302
    assert own.get(url("work_list")).status_code == 200
    page = read(as_user(cast.auditor_he).get(url("person", feng.pk)))
    assert "新建账号" in page and "未授权 → 承办科室" in page and "更改口令" in page and password not in page


@pytest.mark.parametrize("who", ADMINISTRATORS)
def test_the_three_see_the_accounts_of_their_agency(cast, as_user, read, who):
    page = read(as_user(getattr(cast, who)).get(url("people")))
    assert "李经办" in page and "周科员" in page and "王经办" not in page
    assert as_user(getattr(cast, who)).get(url("person", cast.officer_wang.pk)).status_code == 404


@pytest.mark.parametrize("who", ["officer_li", "head_chen", "handler_zhou", "supervisor_sun"])
def test_nobody_else_sees_accounts(cast, as_user, who):
    client = as_user(getattr(cast, who))
    for name, args in (("people", ()), ("person", (cast.officer_li.pk,)), ("units", ()), ("factor_rule", ())):
        assert client.get(url(name, *args)).status_code == 403


KEEPING = ["person_edit", "person_close", "person_reopen", "person_password"]
GRANTING = ["person_role", "person_unlock", "person_factor_reset"]


@pytest.mark.parametrize(
    ("who", "names"),
    [("administrator_wu", GRANTING), ("security_zheng", KEEPING), ("auditor_he", KEEPING + GRANTING)],
)
def test_no_administrator_does_the_others_work(cast, as_user, who, names):
    client = as_user(getattr(cast, who))
    for name in names:
        assert client.post(url(name, cast.officer_li.pk), {"role": "leader"}).status_code == 403, name
    page = client.get(url("person", cast.officer_li.pk)).content.decode()
    assert not [name for name in names if f'action="{url(name, cast.officer_li.pk)}"' in page]
    assert not AccountEvent.objects.exists()


@pytest.mark.parametrize("name", KEEPING + GRANTING)
def test_an_account_of_another_agency_does_not_exist(cast, as_user, name):
    keeper = cast.administrator_wu if name in KEEPING else cast.security_zheng
    answer = as_user(keeper).post(url(name, cast.officer_wang.pk), {"role": "leader", "display_name": "x"})
    assert answer.status_code == 404
    assert not AccountEvent.objects.exists()


def test_changing_closing_and_opening(cast, as_user, read):
    keeper = as_user(cast.administrator_wu)
    given = {"display_name": "周干事", "unit": cast.unit.pk, "email": "zhou@example.test", "staff_number": "12"}
    assert keeper.post(url("person_edit", cast.handler_zhou.pk), given).status_code == 302
    assert "停用" in read(keeper.post(url("person_close", cast.handler_zhou.pk), follow=True))
    assert "周干事" not in read(keeper.get(url("people")))
    assert "周干事" in read(keeper.get(url("people"), {"closed": "1", "q": "周"}))
    assert "已启用" in read(keeper.post(url("person_reopen", cast.handler_zhou.pk), follow=True))
    wrong = keeper.post(url("person_edit", cast.handler_zhou.pk), given | {"display_name": ""})
    assert wrong.status_code == 422 and "请填写姓名" in read(wrong)


def test_a_refusal_of_the_three_is_a_sentence_at_the_field(cast, as_user, read):
    answer = as_user(cast.security_zheng).post(url("person_role", cast.auditor_he.pk), {"role": "clerk"})
    assert answer.status_code == 422 and "三员互斥" in read(answer)
    answer = as_user(cast.administrator_wu).post(url("person_close", cast.auditor_he.pk), follow=True)
    assert "唯一的审计员" in read(answer)


def test_unlocking_lets_in_at_once(cast, as_user, read):
    given = {"username": "officer_li", "password": "wrong"}
    assert [Client().post(url("login"), given).status_code for _ in range(5)][-1] == 429
    granter = as_user(cast.security_zheng)
    assert "登录锁定" in read(granter.get(url("person", cast.officer_li.pk)))
    assert "现在可以登录" in read(granter.post(url("person_unlock", cast.officer_li.pk), follow=True))
    assert Client().post(url("login"), given | {"password": PASSWORD}).status_code == 302


def test_the_security_administrator_resets_a_lost_phone(cast, as_user, read):
    with_phone(cast.officer_li, noon("2026-03-02"))
    granter = as_user(cast.security_zheng)
    assert "重置动态口令" in read(granter.get(url("person", cast.officer_li.pk)))
    assert "已重置" in read(granter.post(url("person_factor_reset", cast.officer_li.pk), follow=True))
    assert Client().post(url("login"), {"username": "officer_li", "password": PASSWORD}).url == url("work_list")


def test_the_rule_for_second_factors(cast, as_user, read):
    granter = as_user(cast.security_zheng)
    answer = granter.post(url("factor_rule"), {"roles": ["clerk", "auditor"]}, follow=True)
    assert "公开办经办人、审计员" in read(answer)
    assert set(SecondFactorRule.objects.values_list("role", flat=True)) == {"clerk", "auditor"}
    assert granter.get(url("factor_rule")).context["form"].initial["roles"] == ["auditor", "clerk"]


def test_units_are_added_and_renamed(cast, as_user, read):
    keeper = as_user(cast.administrator_wu)
    assert "已添加“法规科”" in read(keeper.post(url("units"), {"name": "法规科"}, follow=True))
    twice = keeper.post(url("units"), {"name": "法规科"})
    assert twice.status_code == 422 and "已有“法规科”" in read(twice)
    assert keeper.post(url("unit_edit", cast.unit.pk), {"name": "审批科"}).status_code == 302
    cast.unit.refresh_from_db()
    assert cast.unit.name == "审批科"
    foreign = Unit.objects.create(agency=cast.other_bureau, name="二科")
    assert keeper.post(url("unit_edit", foreign.pk), {"name": "x"}).status_code == 404


def test_the_list_costs_the_same_for_many(cast, as_user):
    client = as_user(cast.administrator_wu)

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url("people")).status_code == 200
        return len(found)

    # The first click writes how long the session lasts.
    statements()
    few = statements()
    for number in range(20):
        person(f"p{number}", Role.CLERK, cast.bureau, f"员工{number}")
    assert statements() == few <= 8


def test_one_entry_of_the_bar_is_the_current_one(cast, as_user):
    """The page of the second factor lies below the people: only the nearer entry is marked."""

    def current(page: str) -> list[str]:
        return [item["label"] for item in client.get(page).context["nav_items"] if item["current"]]

    client = as_user(cast.security_zheng)
    assert current(reverse("desk:people")) == current(url("person", cast.officer_li.pk)) == ["账号管理"]
    [rule] = [
        item for item in client.get(reverse("desk:people")).context["nav_items"] if item["label"] == "动态口令要求"
    ]
    assert current(rule["url"]) == ["动态口令要求"]
    assert current(reverse("desk:own_account")) == []
