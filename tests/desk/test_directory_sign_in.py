"""Sign-in by the office's directory (a slapd of the test): name and password fit there, everything else stays here."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from casework.adapters.clock import utc_now
from casework.models import SignInRecord, User
from config import directory
from tests.cast import PASSWORD
from tests.directory_server import BASE, find_slapd, running_directory
from tests.totp import code_now, with_phone

THERE = "directory-password"


@pytest.fixture(scope="module")
def slapd():
    if find_slapd() is None:
        pytest.skip("needs OpenLDAP: run make test (apt-get install slapd)")
    with running_directory({"officer_li": THERE, "stranger": THERE}) as server:
        yield server


@pytest.fixture
def office(slapd, cast, settings, monkeypatch):
    """The cast, with a directory beside the accounts."""
    monkeypatch.setenv("CASEWORK_LDAP_URL", slapd.url)
    monkeypatch.setenv("CASEWORK_LDAP_BASE", BASE)
    for name, value in directory.ldap().items():
        setattr(settings, name, value)
    settings.DIRECTORY_BACKENDS = [directory.LDAP_BACKEND]
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, directory.LDAP_BACKEND]
    return cast


def sign_in(name: str, password: str) -> tuple[Client, int]:
    client = Client()
    answer = client.post(reverse("desk:login"), {"username": name, "password": password})
    return client, answer.status_code


def is_in(client: Client) -> bool:
    return client.get(reverse("desk:calendar")).status_code == 200


def test_the_password_of_the_directory_opens_the_account_of_that_name(office):
    User.objects.filter(pk=office.officer_li.pk).update(password_is_temporary=True)
    client, status = sign_in("officer_li", THERE)
    assert status == 302 and is_in(client), "the password of ours that was never used is not asked for"
    (row,) = SignInRecord.objects.all()
    assert (row.person, row.outcome) == (office.officer_li, "signed_in")
    assert client.session.get_expiry_age() <= 30 * 60


def test_our_own_password_goes_on_to_hold(office):
    assert is_in(sign_in("officer_li", PASSWORD)[0])


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("officer_li", "wrong"), ("officer_li", ""), ("stranger", THERE), ("nobody", THERE), ("officer_wang", THERE),
        ("officer_li,dc=example", THERE), ("*", THERE), ("officer_l*", THERE),
    ],
)  # fmt: skip
def test_nobody_else_comes_in_and_no_account_is_made(office, name, password):
    before = User.objects.count()
    client, status = sign_in(name, password)
    assert status == 422 and not is_in(client)
    assert User.objects.count() == before


def test_a_closed_account_stays_out(office):
    User.objects.filter(pk=office.officer_li.pk).update(is_active=False)
    assert not is_in(sign_in("officer_li", THERE)[0])


def test_five_wrong_passwords_lock_the_account_for_the_directory_too(office):
    for _ in range(5):
        sign_in("officer_li", "wrong")
    client, status = sign_in("officer_li", THERE)
    assert status == 429 and not is_in(client)
    assert AccessAttempt.objects.get().failures_since_start >= 5


def test_the_second_factor_is_asked_for_here(office):
    with_phone(office.officer_li, utc_now())
    client, status = sign_in("officer_li", THERE)
    assert status == 302 and not is_in(client)
    client.post(reverse("desk:sign_in_code"), {"code": code_now(office.officer_li, steps=1)})
    assert is_in(client)


def test_a_directory_that_is_away_leaves_our_own_passwords(office, settings):
    settings.LDAP_AUTH_URL = ["ldap://127.0.0.1:1"]
    assert sign_in("officer_li", THERE)[1] == 422
    assert is_in(sign_in("officer_li", PASSWORD)[0])


@pytest.mark.parametrize(("given", "words"), [
    ({"CASEWORK_LDAP_URL": "http://x"}, "CASEWORK_LDAP_URL"),
    ({"CASEWORK_LDAP_URL": "ldaps://x"}, "CASEWORK_LDAP_BASE"),
    ({"CASEWORK_LDAP_URL": "ldaps://x", "CASEWORK_LDAP_BASE": BASE, "CASEWORK_LDAP_CA_FILE": "/no/file"}, "/no/file"),
    ({"CASEWORK_OIDC_CLIENT_ID": "x"}, "CASEWORK_OIDC_AUTHORIZE_URL"),
    ({"CASEWORK_OIDC_AUTHORIZE_URL": "http://login.example"}, "https://"),
])  # fmt: skip
def test_half_a_setting_is_refused_by_name(monkeypatch, given, words):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=words):
        directory.ldap()
        directory.oidc()


def test_a_directory_elsewhere_is_spoken_to_with_tls_and_its_certificate_is_checked(monkeypatch):
    monkeypatch.setenv("CASEWORK_LDAP_BASE", BASE)
    monkeypatch.setenv("CASEWORK_LDAP_URL", "ldap://directory.example")
    plain = directory.ldap()
    assert plain["LDAP_AUTH_USE_TLS"] and plain["LDAP_AUTH_TLS_ARGS"]["validate"].name == "CERT_REQUIRED"
    monkeypatch.setenv("CASEWORK_LDAP_URL", "ldaps://directory.example")
    sealed = directory.ldap()
    assert (
        sealed["LDAP_AUTH_CONNECT_USE_SSL"] and sealed["LDAP_AUTH_CONNECT_ARGS"]["tls"].validate.name == "CERT_REQUIRED"
    )
