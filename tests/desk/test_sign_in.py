"""Signing in to the desk, and out of it."""

from __future__ import annotations

import pytest
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
