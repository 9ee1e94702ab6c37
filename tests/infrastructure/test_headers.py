"""The headers of every kind of answer behind an HTTPS proxy: what a browser must not do with our pages."""

from __future__ import annotations

import pytest
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from casework.models import Attachment
from config.urls import urlpatterns as program
from tests.cast import noon, register_case

pytestmark = pytest.mark.django_db
HTTPS = {"x-forwarded-proto": "https"}


@login_not_required
def _breaks(request):
    raise RuntimeError("broken on purpose")


@login_not_required
@csp_replace({"img-src": "'none'"})
def _has_own_policy(request):
    return HttpResponse()


urlpatterns = [path("breaks/", _breaks), path("own-policy/", _has_own_policy), *program]


@pytest.fixture(autouse=True)
def _behind_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


def assert_guarded(answer) -> None:
    """Hold an answer against what every answer must say."""
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    # A page may load what is ours; a file opened in place may load nothing at all.
    page = (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    assert all(rule in policy for rule in page) or policy == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    denied = answer["Permissions-Policy"]
    assert "geolocation=()" in denied and "microphone=()" in denied and "camera=()" in denied


@pytest.mark.parametrize(("address", "status"), [
    ("/", 200), ("/progress/", 200), ("/desk/login/", 200), ("/desk/", 302), ("/api/cases/", 403), ("/healthz", 200),
    ("/nowhere/", 404), ("/9999/", 404), ("/metrics", 404),
])  # fmt: skip
def test_pages_errors_and_calls(address, status, cast):
    answer = Client(headers=HTTPS).get(address)
    assert answer.status_code == status
    assert_guarded(answer)


def test_a_refused_post_and_a_broken_page(settings):
    settings.ROOT_URLCONF = __name__
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False, headers=HTTPS)
    for answer, status in ((strict.post("/desk/login/"), 403), (strict.get("/breaks/"), 500)):
        assert answer.status_code == status
        assert_guarded(answer)
        told = answer.content.decode()
        assert not any(word in told for word in ("broken on purpose", "RuntimeError", "Traceback", "CSRF_COOKIE")), told


def test_a_static_file(settings, tmp_path):
    (tmp_path / "casework.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path
    answer = Client(headers=HTTPS).get("/static/casework.css")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/css")
    assert_guarded(answer)


def test_what_is_handed_out_as_a_file(cast):
    case = register_case(cast)
    stored = Attachment.objects.create(
        case=case, name="a.txt", content_type="text/plain", size=1, sha256="0" * 64, added_at=noon("2026-03-02"),
        file=ContentFile(b"x", name="a.txt"),
    )  # fmt: skip
    desk = Client(headers=HTTPS)
    desk.force_login(cast.officer_li)
    answer = desk.get(reverse("desk:attachment", args=[case.number, stored.pk]))
    assert answer.status_code == 200 and answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert_guarded(answer)


def test_what_comes_without_https_is_sent_to_https():
    answer = Client().get(reverse("desk:login"))
    assert (answer.status_code, answer.url) == (301, "https://testserver/desk/login/")


def test_nothing_of_the_desk_stays_in_the_browser_or_on_the_way(cast):
    """Every answer to somebody signed in, pages that set nothing themselves too."""
    case = register_case(cast)
    client = Client(headers=HTTPS)
    client.force_login(cast.officer_li)
    for address in (
        "/desk/",
        "/desk/cases/",
        f"/desk/cases/{case.number}/",
        "/desk/statistics/",
        "/api/cases/",
        "/desk/cases/X/",
    ):
        assert "no-store" in client.get(address)["Cache-Control"], address
    refused = client.post(f"/desk/cases/{case.number}/withdraw/", {})
    assert refused.status_code >= 400 and "no-store" in refused["Cache-Control"]


def test_a_view_may_still_ask_for_a_policy_of_its_own(settings):
    settings.ROOT_URLCONF = __name__
    browser = Client(headers=HTTPS)
    usual, own = (browser.get(address)["Content-Security-Policy"] for address in ("/healthz", "/own-policy/"))
    assert "img-src 'none'" in own and "img-src 'none'" not in usual
