"""The bell: in-app notices of the signed-in person, marked as read by that person only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Notice
from casework.services.register import submit_online
from tests.cast import a_request, day, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on):
    on("2026-03-09")
    return submit_online(
        agency=cast.bureau, request=a_request(), today=day("2026-03-09"), now=noon("2026-03-09"), key="filed-1"
    ).case


def unread(client) -> int:
    return client.get(reverse("desk:work_list")).context["shell"]["unread_count"]


def test_a_new_request_rings_the_bell_of_the_clerk(cast, case, as_user, read):
    client = as_user(cast.officer_li)
    assert unread(client) == 1
    answer = client.get(reverse("desk:notices"))
    assert f"网上新收件 {case.number}" in read(answer)
    assert answer.context["notices"][0]["url"] == reverse("desk:case", args=[case.number])


def test_one_notice_is_read(cast, case, as_user):
    client = as_user(cast.officer_li)
    url = client.get(reverse("desk:notices")).context["notices"][0]["read_url"]
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("desk:notices")
    assert unread(client) == 0
    assert Notice.objects.get(recipient=cast.officer_li).read_at == noon("2026-03-09")


def test_all_notices_are_read_at_once(cast, case, as_user):
    client = as_user(cast.officer_li)
    submit_online(
        agency=cast.bureau, request=a_request(), today=day("2026-03-09"), now=noon("2026-03-09"), key="filed-2"
    )
    assert unread(client) == 2
    client.post(reverse("desk:notices_read"))
    assert unread(client) == 0


def test_somebody_elses_notice_does_not_exist(cast, case, as_user):
    stranger = as_user(cast.officer_wang)
    notice = Notice.objects.get(recipient=cast.officer_li)
    assert stranger.get(reverse("desk:notices")).context["notices"] == []
    assert stranger.post(reverse("desk:notice_read", args=[notice.pk])).status_code == 404
    stranger.post(reverse("desk:notices_read"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_no_notice_has_its_own_sentence(cast, on, as_user, read):
    on("2026-03-09")
    assert "没有提醒" in read(as_user(cast.officer_li).get(reverse("desk:notices")))
