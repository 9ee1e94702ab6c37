"""The bell: in-app notices of the signed-in person, marked as read by that person only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import Notice
from casework.services.closing import withdraw
from casework.services.register import submit_online
from casework.services.reminders import sweep
from tests.cast import a_request, accepted_case, day, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on):
    on("2026-03-09")
    return submit_online(
        agency=cast.bureau, request=a_request(), today=day("2026-03-09"), now=noon("2026-03-09"), key="filed-1"
    ).case


def unread(client) -> int:
    return int(client.get(reverse("desk:work_list")).context["shell"]["unread_count"] or 0)


def test_a_new_request_rings_the_bell_of_the_clerk(cast, case, as_user, read):
    client = as_user(cast.officer_li)
    assert unread(client) == 1
    answer = client.get(reverse("desk:notices"))
    assert f"网上新收件 {case.number}" in read(answer)
    assert answer.context["notices"][0]["url"] == reverse("desk:case", args=[case.number])


@pytest.mark.parametrize(("unread", "shown"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (101, "99+")])
def test_the_bell_counts_to_ninety_nine(cast, on, as_user, read, unread, shown):
    on("2026-03-09")
    Notice.objects.bulk_create(
        Notice(
            recipient=cast.officer_li, channel="in_app", state="sent", subject=f"第{n}条",
            created_at=noon("2026-03-09"), send_after=noon("2026-03-09"),
        ) for n in range(unread)
    )  # fmt: skip
    answer = as_user(cast.officer_li).get(reverse("desk:work_list"))
    assert answer.context["shell"]["unread_count"] == shown
    assert (f"{shown}条未读提醒" if shown else "提醒，没有未读") in read(answer).replace(" ", "")


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


def test_unread_notices_stand_by_urgency_as_it_is_today(cast, on, as_user, read):
    overdue, today, soon, settled = (
        accepted_case(cast, on_) for on_ in ("2026-03-02", "2026-03-04", "2026-03-06", "2026-03-03")
    )
    for current in ("2026-03-23", "2026-03-24", "2026-03-25", "2026-03-27", "2026-03-30"):
        sweep(today=day(current), now=noon(current))
    withdraw(
        case_id=settled.pk,
        statement="本人申请撤回",
        actor=cast.officer_li,
        today=day("2026-03-30"),
        now=noon("2026-03-30"),
    )
    on("2026-04-01")
    page = as_user(cast.officer_li).get(reverse("desk:notices"))
    groups = {group["title"]: {row["title"].split()[0] for row in group["rows"]} for group in page.context["groups"]}
    # Due on 30 March, 1 April and 3 April; the fourth was withdrawn.
    assert groups == {
        "已过期限": {overdue.number}, "今天到期": {today.number}, "即将到期": {soon.number},
        "已经办理或者期限已变": {settled.number},
    }  # fmt: skip
    assert list(groups) == ["已过期限", "今天到期", "即将到期", "已经办理或者期限已变"]


def test_what_was_read_is_kept_in_a_list_of_its_own(cast, case, as_user, read):
    client = as_user(cast.officer_li)
    assert client.get(reverse("desk:notices"), {"list": "read"}).context["notices"] == []
    client.post(reverse("desk:notices_read"))
    assert client.get(reverse("desk:notices")).context["notices"] == []
    assert f"网上新收件 {case.number}" in read(client.get(reverse("desk:notices"), {"list": "read"}))


def test_a_long_list_costs_as_many_statements_as_a_short_one(cast, on, as_user, django_assert_max_num_queries):
    on("2026-03-30")
    client = as_user(cast.officer_li)
    for _ in range(40):
        accepted_case(cast, "2026-03-02")
    sweep(today=day("2026-03-30"), now=noon("2026-03-30"))
    with django_assert_max_num_queries(9):
        assert len(client.get(reverse("desk:notices")).context["notices"]) == 30


def test_earlier_notices_of_a_duty_fold_under_the_newest_and_are_read_with_it(cast, on, as_user, read):
    first, other = accepted_case(cast, "2026-03-02"), accepted_case(cast, "2026-03-02")
    for current in ("2026-03-23", "2026-03-25", "2026-03-27"):
        sweep(today=day(current), now=noon(current))
    on("2026-03-27")
    client = as_user(cast.officer_li)
    (group,) = client.get(reverse("desk:notices")).context["groups"]
    assert [(row["title"], len(row["earlier"])) for row in group["rows"]] == [
        (f"{first.number} 答复期限还有1个工作日", 2), (f"{other.number} 答复期限还有1个工作日", 2),
    ]  # fmt: skip
    client.post(group["rows"][0]["read_url"])
    assert {notice.case for notice in Notice.objects.unread_of(cast.officer_li)} == {other}
    assert unread(client) == 3
