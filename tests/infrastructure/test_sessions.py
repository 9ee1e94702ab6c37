"""A signed-in desk closes when nobody touches it; an applicant's half-filled form does not."""

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from casework.adapters import session_store
from config.sessions import IdleTimeoutMiddleware


def visit(session: SessionStore, *, look: bool = True) -> SessionStore:
    """Send one request with this session through the middleware; the view may look at the session."""
    request = RequestFactory().get("/")
    request.session = session
    session.accessed = session.modified = False

    def view(request):
        if look:
            request.session.get("anything")
        return HttpResponse()

    IdleTimeoutMiddleware(view)(request)
    return session


def signed_in() -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = "1"
    return session


def test_a_signed_in_session_ends_after_the_idle_time(settings):
    settings.DESK_IDLE_SECONDS = 1800
    assert visit(signed_in()).get_expiry_age() == 1800


def test_work_moves_the_end_forward_but_is_written_once_a_minute(settings):
    settings.DESK_IDLE_SECONDS = 1800
    with time_machine.travel("2026-11-23 09:00:00 +08:00", tick=False) as clock:
        session = visit(signed_in())
        assert session.modified
        clock.shift(59)
        assert not visit(session).modified
        clock.shift(1)
        assert visit(session).modified


def test_after_a_working_day_the_desk_closes_however_busy_its_owner_is(settings):
    settings.DESK_IDLE_SECONDS, settings.DESK_DAY_SECONDS = 1800, 12 * 3600
    with time_machine.travel("2026-11-23 08:00:00 +08:00", tick=False) as clock:
        session = visit(signed_in())
        for _ in range(23):
            clock.shift(1800)
            assert SESSION_KEY in visit(session)
        assert session.get_expiry_age() == 1800
        clock.shift(1700)
        assert visit(session).get_expiry_age() == 100
        clock.shift(100)
        assert SESSION_KEY not in visit(session)


def test_an_applicant_keeps_the_long_session():
    session = SessionStore()
    session["draft"] = "a half-filled form"
    assert not visit(session).modified
    assert session.get_expiry_age() == 12 * 60 * 60


def test_a_page_that_does_not_look_at_the_session_is_left_alone():
    session = visit(signed_in(), look=False)
    assert not session.modified
    assert not session.accessed


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (True, "203.0.113.9", "203.0.113.9"),
        # What a visitor writes there himself stands before what the proxy has seen.
        (True, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (True, "", "192.0.2.1"),
        (False, "198.51.100.7", "192.0.2.1"),
    ],
)
def test_lockout_goes_by_the_address_that_the_proxy_has_seen(settings, rf, behind_proxy, forwarded, address):
    from axes.helpers import get_client_ip_address

    settings.BEHIND_HTTPS = behind_proxy
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert get_client_ip_address(rf.get("/", REMOTE_ADDR="192.0.2.1", **headers)) == address


def test_a_database_that_goes_away_is_told_as_our_fault_and_not_the_visitors(cast, monkeypatch):
    """Django answers 400, as it does where the session was ended meanwhile: whoever files would not try again."""
    browser = Client(raise_request_exception=False)
    address = f"/apply/{cast.bureau.pk}/who/"
    assert browser.post(address, {"applicant_is": "person"}).status_code == 302

    def gone(*_, **__):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr(session_store, "prepared_cursor", gone)
        assert browser.post(address, {"applicant_is": "organisation"}).status_code == 500
    Session.objects.all().delete()
    with monkeypatch.context() as ended:
        real = session_store.prepared_cursor
        ended.setattr(session_store, "prepared_cursor", lambda given: (Session.objects.all().delete(), real(given))[1])
        assert browser.post(address, {"applicant_is": "person"}).status_code == 302
        assert browser.post(address, {"applicant_is": "person"}).status_code == 400
