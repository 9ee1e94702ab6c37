"""Signing in to the desk, and out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_clerk_signs_in_and_lands_on_the_work_list(cast):
    answer = Client().post(reverse("desk:login"), {"username": "officer_li", "password": PASSWORD})
    assert answer.status_code == 302 and answer.url == reverse("desk:work_list")


def test_a_wrong_password_gets_one_sentence(cast, read):
    client = Client()
    answer = client.post(reverse("desk:login"), {"username": "officer_li", "password": "wrong"})
    assert answer.status_code == 422
    assert "用户名或者口令不对，请重新输入。" in read(answer)
    assert client.get(reverse("desk:work_list")).status_code == 302


def test_a_closed_account_stays_out(cast):
    cast.officer_li.is_active = False
    cast.officer_li.save()
    client = Client()
    client.post(reverse("desk:login"), {"username": "officer_li", "password": PASSWORD})
    assert client.get(reverse("desk:work_list")).status_code == 302


def test_an_account_closed_while_signed_in_is_out_at_once(cast, as_user):
    client = as_user(cast.officer_li)
    assert client.get(reverse("desk:work_list")).status_code == 200
    cast.officer_li.is_active = False
    cast.officer_li.save()
    assert client.get(reverse("desk:work_list")).status_code == 302


def test_the_page_asked_for_comes_after_the_sign_in_and_never_another_site(cast):
    asked = reverse("desk:calendar")
    given = {"username": "officer_li", "password": PASSWORD}
    assert Client().post(reverse("desk:login"), given | {"next": asked}).url == asked
    assert Client().post(reverse("desk:login"), given | {"next": "https://example.org/"}).url == reverse(
        "desk:work_list"
    )


def test_signing_out_takes_a_post_and_closes_the_session(cast, as_user):
    client = as_user(cast.officer_li)
    assert client.get(reverse("desk:logout")).status_code == 405
    assert client.post(reverse("desk:logout")).url == reverse("desk:login")
    assert client.get(reverse("desk:work_list")).status_code == 302


def tried(name: str, password: str, address: str = "10.0.0.1"):
    given = {"username": name, "password": password}
    return Client().post(reverse("desk:login"), given, REMOTE_ADDR=address)


def test_five_wrong_passwords_close_the_account_for_half_an_hour(cast, read):
    with time_machine.travel("2026-03-02 09:00:00 +08:00", tick=False) as clock:
        assert [tried("officer_li", "wrong").status_code for _ in range(4)] == [422] * 4
        fifth = tried("officer_li", "wrong")
        assert fifth.status_code == 429 and "30分钟内不能从本机登录" in read(fifth)
        # The right password does not open it either, and says nothing of being right.
        assert tried("officer_li", PASSWORD).status_code == 429
        # Nobody is locked out from elsewhere, and nobody else is locked out.
        assert tried("officer_li", PASSWORD, "10.0.0.2").status_code == 302
        assert tried("head_chen", PASSWORD).status_code == 302
        clock.shift(timedelta(minutes=29))
        assert tried("officer_li", PASSWORD).status_code == 429
        clock.shift(timedelta(minutes=32))
        assert tried("officer_li", PASSWORD).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(cast):
    for _ in range(2):
        assert [tried("officer_li", "wrong").status_code for _ in range(4)] == [422] * 4
        assert tried("officer_li", PASSWORD).status_code == 302
