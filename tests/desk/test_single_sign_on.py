"""Sign-in by the office's identity provider: who somebody is comes from there, everything else stays here."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from casework.adapters.clock import utc_now
from casework.models import Role, SignInRecord, User
from config import directory
from tests.identity_provider import CLIENT, SECRET, running_provider
from tests.totp import code_now, with_phone

pytestmark = pytest.mark.django_db
FAILED = "身份认证没有成功"


@pytest.fixture
def provider(settings, monkeypatch):
    with running_provider() as found:
        given = {"CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "LABEL": "市统一身份认证"}
        given |= {f"{name}_URL": f"{found.url}/{name.lower()}" for name in ("AUTHORIZE", "TOKEN", "USER")}
        for name, value in (given | {"JWKS_URL": f"{found.url}/keys"}).items():
            monkeypatch.setenv(f"CASEWORK_OIDC_{name}", value)
        for name, value in directory.oidc().items():
            setattr(settings, name, value)
        settings.DIRECTORY_BACKENDS = [directory.OIDC_BACKEND]
        settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, directory.OIDC_BACKEND]
        yield found


def come_back(client: Client, provider, name: str = "", *, state: str = ""):
    """Go to the provider, be let in there as ``name``, and come back with its code."""
    provider.claims = {"sub": "1", "preferred_username": name} if name else {"sub": "1"}
    gone = client.get(reverse("desk:sso") + "?next=" + reverse("desk:calendar"))
    assert gone.status_code == 302 and gone.url.startswith(f"{provider.url}/authorize?")
    asked = parse_qs(urlsplit(gone.url).query)
    assert asked["redirect_uri"] == ["http://testserver/desk/login/sso/callback/"]
    answer = {"code": provider.sign_in(gone.url), "state": state or asked["state"][0]}
    return client.get(reverse("desk:sso_callback"), answer)


def is_in(client: Client) -> bool:
    return client.get(reverse("desk:calendar")).status_code == 200


def test_an_account_of_that_name_is_signed_in_and_on_record(cast, provider):
    client = Client()
    assert "市统一身份认证" in client.get(reverse("desk:login")).content.decode()
    answer = come_back(client, provider, "officer_li")
    assert answer.status_code == 302 and answer.url == reverse("desk:calendar")
    assert is_in(client)
    assert [(row.person, row.outcome) for row in SignInRecord.objects.all()] == [(cast.officer_li, "signed_in")]
    assert client.session.get_expiry_age() <= 30 * 60, "the desk closes when nobody touches it"


def test_a_password_of_ours_that_was_never_used_is_not_asked_for(cast, provider):
    User.objects.filter(pk=cast.officer_li.pk).update(password_is_temporary=True)
    client = Client()
    come_back(client, provider, "officer_li")
    assert is_in(client)


def test_the_second_factor_is_asked_for_here(cast, provider):
    with_phone(cast.officer_li, utc_now())
    client = Client()
    assert come_back(client, provider, "officer_li").url == reverse("desk:sign_in_code")
    assert not is_in(client)
    client.post(reverse("desk:sign_in_code"), {"code": code_now(cast.officer_li, steps=1)})
    assert is_in(client)


@pytest.mark.parametrize("name", ["nobody_here", "", "Officer_Li"])
def test_who_has_no_account_gets_none(cast, provider, read, name):
    before = User.objects.count()
    client = Client()
    answer = come_back(client, provider, name)
    assert answer.status_code == 422 and FAILED in read(answer)
    assert not is_in(client) and User.objects.count() == before


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.NONE}])
def test_a_closed_account_and_one_without_a_role_stay_out(cast, provider, change):
    User.objects.filter(pk=cast.officer_li.pk).update(**change)
    client = Client()
    assert come_back(client, provider, "officer_li").status_code == 422
    assert not is_in(client)


def test_a_foreign_state_a_used_code_and_a_token_for_another_program_are_refused(cast, provider):
    client = Client()
    assert come_back(client, provider, "officer_li", state="forged").status_code == 400
    provider.audience = "another-program"
    assert come_back(client, provider, "officer_li").status_code in (400, 422)
    provider.audience = CLIENT
    used = Client()
    assert come_back(used, provider, "officer_li").status_code == 302 and is_in(used)
    for code in ("never-given", f"code-{provider.given}"):
        gone = client.get(reverse("desk:sso"))
        state = parse_qs(urlsplit(gone.url).query)["state"][0]
        assert client.get(reverse("desk:sso_callback"), {"code": code, "state": state}).status_code >= 400
    assert not is_in(client)


def test_without_a_provider_the_pages_are_not_there(cast):
    for name in ("desk:sso", "desk:sso_callback"):
        assert Client().get(reverse(name)).status_code == 404
    assert "login/sso" not in Client().get(reverse("desk:login")).content.decode()
