"""Signing in with two factors, the own password, the own sessions: in the browser, without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework.models import AccountAct, AccountEvent, Role, SignedInSession, SignInOutcome, SignInRecord, User
from casework.services import accounts, grants, sign_ins
from casework.tasks import discard_old_sign_ins
from tests.cast import PASSWORD, noon
from tests.totp import code_now, with_phone

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-02")
LOGIN, CODE, DESK = (reverse(f"desk:{name}") for name in ("login", "sign_in_code", "work_list"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def password_given(name="officer_li", password=PASSWORD, **more) -> tuple[Client, object]:
    client = Client(headers={"user-agent": "Test browser"})
    return client, client.post(LOGIN, {"username": name, "password": password} | more)


@pytest.fixture
def li(cast, clock):
    """Officer Li with a phone, some minutes later."""
    with_phone(cast.officer_li, NOW)
    clock.shift(timedelta(minutes=5))
    return cast.officer_li


def outcomes() -> list[str]:
    return list(SignInRecord.objects.order_by("pk").values_list("outcome", flat=True))


def test_password_alone_does_not_open_the_desk(li, read):
    client, answer = password_given(next=reverse("desk:calendar"))
    assert answer.url == CODE and "_auth_user_id" not in client.session
    assert client.get(DESK).status_code == 302
    page = client.get(CODE)
    assert "输入动态口令" in read(page) and "no-store" in page["Cache-Control"]
    assert client.post(CODE, {"code": code_now(li)}).url == reverse("desk:calendar")
    assert client.get(DESK).status_code == 200
    assert outcomes() == [SignInOutcome.SIGNED_IN]


def test_a_code_works_in_one_browser_once(li):
    (one, _), (two, _) = password_given(), password_given()
    code = code_now(li)
    assert one.post(CODE, {"code": code}).status_code == 302
    assert two.post(CODE, {"code": code}).status_code == 422
    assert two.get(DESK).status_code == 302


def test_without_the_password_a_code_is_worth_nothing(li):
    client = Client()
    assert client.post(CODE, {"code": code_now(li)}).url == LOGIN
    password_given(password="wrong")
    assert client.post(CODE, {"code": code_now(li)}).url == LOGIN


def test_the_second_step_waits_five_minutes(li, clock):
    client, _ = password_given()
    clock.shift(timedelta(minutes=5, seconds=1))
    assert client.post(CODE, {"code": code_now(li)}).url == LOGIN


def test_five_wrong_codes_ask_for_the_password_again(li, read):
    client, _ = password_given()
    assert [client.post(CODE, {"code": "000000"}).status_code for _ in range(4)] == [422] * 4
    last = client.post(CODE, {"code": "000000"})
    assert last.status_code == 429 and "请重新登录" in read(last)
    assert client.post(CODE, {"code": code_now(li)}).url == LOGIN
    assert outcomes() == [SignInOutcome.WRONG_CODE] * 5


def test_a_lost_phone_and_a_recovery_code(cast):
    codes = with_phone(cast.officer_li, NOW)
    client, _ = password_given()
    assert client.post(CODE, {"code": codes[3].upper()}).url == DESK
    assert "恢复码还剩<strong>9</strong>个" in client.get(reverse("desk:own_account")).content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.NONE}], ids=str)
def test_an_account_closed_between_the_two_steps_stays_out(li, change):
    client, _ = password_given()
    User.objects.filter(pk=li.pk).update(**change)
    assert client.post(CODE, {"code": code_now(li)}).url == LOGIN


def test_who_must_have_a_second_factor_enrols_before_anything_else(cast, clock, read):
    grants.require_second_factor(roles=[Role.CLERK], actor=cast.security_zheng, now=NOW)
    client, answer = password_given()
    assert client.get(answer.url).url == reverse("desk:second_factor")
    assert client.get(reverse("desk:calendar")).url == reverse("desk:second_factor")
    api = client.get(reverse("api:cases"))
    assert (api.status_code, api.json()["code"]) == (403, "sign_in_unfinished")
    page = client.get(reverse("desk:second_factor"))
    assert "启用后才能继续" in read(page)
    # The drawing is part of the page: no picture, no script, no other host.
    html = page.content.decode()
    assert re.search(r'<path class="qr__dark" d="M\d+ \d+h1v1h-1z', html)
    wrong = client.post(reverse("desk:second_factor"), {"code": "12345x"})
    assert wrong.status_code == 422 and "动态口令不对" in read(wrong)
    done = client.post(reverse("desk:second_factor"), {"code": code_now(cast.officer_li)})
    assert read(done).count("-") >= 20 and "恢复码只显示这一次" in read(done)
    assert client.get(DESK).status_code == 200


def test_nobody_skips_the_second_factor_with_an_old_kind_of_session(li, as_user):
    client = as_user(li)
    session = client.session
    session.pop("sign_in_gate", None)
    session.save()
    assert client.get(DESK).url == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_one_time_password_is_changed_before_anything_else(cast, read):
    password = accounts.issue_password(person_id=cast.officer_li.pk, actor=cast.administrator_wu, now=NOW)
    client, answer = password_given(password=password)
    assert client.get(answer.url).url == reverse("desk:own_password")
    page = client.get(reverse("desk:own_password"))
    assert "一次性口令" in read(page)
    given = {"old": password, "new": "雨后的竹林有十七里路长", "again": "雨后的竹林有十七里路长"}
    differ = client.post(reverse("desk:own_password"), given | {"again": "另一个"})
    assert differ.status_code == 422 and "两次输入的新口令不一样" in read(differ)
    assert client.post(reverse("desk:own_password"), given).status_code == 302
    assert client.get(DESK).status_code == 200


def test_an_account_without_a_role_learns_so_with_the_right_password_only(cast, read):
    _, password = accounts.create_account(
        username="feng", agency=cast.bureau, data=accounts.AccountData("冯新人"), actor=cast.administrator_wu, now=NOW
    )
    _, answer = password_given("feng", password)
    assert answer.status_code == 422 and "尚未授予角色" in read(answer)
    assert "用户名或者口令不对" in read(password_given("feng", "wrong")[1])


def test_taking_the_role_away_closes_the_desk_at_once(cast, as_user):
    client = as_user(cast.officer_li)
    assert client.get(DESK).status_code == 200
    User.objects.filter(pk=cast.officer_li.pk).update(role=Role.NONE)
    assert client.get(DESK).status_code == 302


def test_sign_out_elsewhere(cast, read):
    (here, _), (there, _), (other, _) = password_given(), password_given(), password_given("head_chen")
    page = here.get(reverse("desk:own_account"))
    assert "退出其他1处登录" in read(page) and "Test browser" in read(page) and "（本机）" in read(page)
    answer = here.post(reverse("desk:end_other_sessions"), follow=True)
    assert "已退出其他1处登录" in read(answer)
    assert [client.get(DESK).status_code for client in (here, there, other)] == [200, 302, 200]
    assert AccountEvent.objects.get(act=AccountAct.SESSIONS_ENDED).note == "1处"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast):
    (here, _), (there, _) = password_given(), password_given()
    given = {"old": PASSWORD, "new": "雨后的竹林有十七里路长", "again": "雨后的竹林有十七里路长"}
    assert here.post(reverse("desk:own_password"), given).url == reverse("desk:own_account")
    assert [client.get(DESK).status_code for client in (here, there)] == [200, 302]
    assert here.session.session_key in SignedInSession.objects.values_list("session_key", flat=True)


def test_a_session_that_is_over_is_not_listed(cast, clock):
    client, _ = password_given()
    at = {"person": cast.officer_li, "this_key": client.session.session_key}
    assert len(sign_ins.open_sessions(now=NOW, **at)) == 1
    Session.objects.all().delete()
    assert sign_ins.open_sessions(now=NOW, **at) == []


def test_tries_are_on_record_without_what_was_typed_for_a_name(cast):
    password_given(password="wrong")
    password_given("my-password-in-the-wrong-field", "x")
    client, _ = password_given()
    client.post(reverse("desk:logout"))
    assert outcomes() == [SignInOutcome.WRONG_PASSWORD, SignInOutcome.SIGNED_IN, SignInOutcome.SIGNED_OUT]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "my-password-in-the-wrong-field" not in str(cursor.fetchall()), table


def test_a_sign_in_gets_a_new_key(cast):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    client.post(LOGIN, {"username": "officer_li", "password": PASSWORD})
    assert client.get(DESK).status_code == 200 and client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_sign_ins_are_kept_as_long_as_set_and_six_months_at_least(cast, settings):
    settings.AUDIT_MONTHS = 6
    for days in (186, 187):
        sign_ins.record_sign_in(
            person=cast.officer_li, outcome=SignInOutcome.SIGNED_IN, now=NOW - timedelta(days=days, seconds=1)
        )
    assert sign_ins.discard_old_sign_ins(now=NOW - timedelta(days=1)) == 1
    assert sign_ins.discard_old_sign_ins(now=NOW) == 1
    assert outcomes() == []


def test_what_browsers_leave_behind_is_removed_in_the_night(cast, monkeypatch):
    """Sessions that are over, with what was typed in them; nothing of those still open."""
    monkeypatch.setattr("casework.adapters.browser_sessions.DISCARDED_AT_ONCE", 2)
    with time_machine.travel(NOW, tick=False):
        for _ in range(5):
            session = Client().session
            session["drafts"] = "typed"
            session.save()
        desk = Client()
        desk.force_login(cast.officer_li)
        desk.get(DESK)
    with time_machine.travel(NOW + timedelta(minutes=29), tick=False):
        discard_old_sign_ins()
        assert (Session.objects.count(), SignedInSession.objects.count()) == (6, 1)
    with time_machine.travel(NOW + timedelta(hours=11), tick=False):
        discard_old_sign_ins()
        assert (Session.objects.count(), SignedInSession.objects.count()) == (5, 1)
    with time_machine.travel(NOW + timedelta(hours=12, seconds=1), tick=False):
        discard_old_sign_ins()
        assert (Session.objects.count(), SignedInSession.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["officer_li", "head_chen", "handler_zhou", "supervisor_sun", "administrator_wu"])
def test_every_page_leads_to_the_own_account(cast, name):
    client, _ = password_given(name)
    page = client.get(reverse("desk:notices")).content.decode()
    assert f'<a href="{reverse("desk:own_account")}">我的账号</a>' in page
