"""机关事项: the daily tick, the register of channels, the yearly report; by role, and only one's own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import AnnouncedChannel, ChannelCheck, OfficeDuty
from casework.models.duty_names import DEFENCE, YEARLY_REPORT
from casework.services import channels
from casework.services.incoming_mail import register_mail
from casework.services.office_duties import open_counted_duty, open_duty
from casework.services.office_sweep import sweep_offices
from tests.cast import day, noon, register_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(cast, on) -> AnnouncedChannel:
    made = channels.add_channel(
        kind="email", place="gk@example.test", duty_officer=cast.officer_li, announced=True, checked_daily=True,
        actor=cast.head_chen, today=day("2026-03-06"),
    )  # fmt: skip
    on("2026-03-09")
    return made


def test_the_officer_ticks_and_the_page_says_so(cast, channel, as_user, read):
    client = as_user(cast.officer_li)
    page = client.get(reverse("desk:office"))
    assert "03-06起未查看" in read(page) and "gk@example.test" in read(page)
    url = page.context["channels"][0]["check_url"]
    assert client.get(url).status_code == 405
    assert "已登记今天查看" in read(client.post(url, follow=True))
    check = ChannelCheck.objects.get()
    assert (check.checked_on, check.checked_by, check.checked_at) == (
        day("2026-03-09"),
        cast.officer_li,
        noon("2026-03-09"),
    )
    page = client.get(reverse("desk:office"))
    assert "今日已查看" in read(page) and "2026-03-09 李经办" in read(page)
    assert page.context["channels"][0]["check_url"] == ""


def test_leader_and_administrator_keep_the_register(cast, channel, as_user, read):
    for person, place in ((cast.head_chen, "0533-1234567"), (cast.administrator_wu, "0533-7654321")):
        client = as_user(person)
        typed = {
            "kind": "fax",
            "place": place,
            "duty_officer": cast.handler_zhou.pk,
            "announced": "on",
            "checked_daily": "on",
        }
        assert client.post(reverse("desk:channel_new"), typed).url == reverse("desk:office")
        row = AnnouncedChannel.objects.get(place=place)
        assert (row.agency, row.duty_officer, row.opened_on) == (cast.bureau, cast.handler_zhou, day("2026-03-09"))
        edit = reverse("desk:channel_edit", args=[row.pk])
        assert place in client.get(edit).content.decode()
        assert client.post(edit, typed | {"closed": "on"}).status_code == 302
        row.refresh_from_db()
        assert row.closed_on == day("2026-03-09")


def test_a_channel_that_is_known_is_refused_at_its_field(cast, channel, as_user, read):
    typed = {"kind": "email", "place": "gk@example.test", "announced": "on", "checked_daily": "on"}
    answer = as_user(cast.head_chen).post(reverse("desk:channel_new"), typed)
    assert answer.status_code == 422 and "这个渠道已经登记过" in read(answer)


def test_a_person_of_another_agency_cannot_be_made_responsible(cast, channel, as_user):
    typed = {"kind": "fax", "place": "1", "duty_officer": cast.officer_wang.pk}
    assert as_user(cast.head_chen).post(reverse("desk:channel_new"), typed).status_code == 422


def test_another_agencys_channel_does_not_exist(cast, channel, as_user, read):
    stranger = as_user(cast.officer_wang)
    assert "gk@example.test" not in read(stranger.get(reverse("desk:office")))
    assert stranger.post(reverse("desk:channel_check", args=[channel.pk])).status_code == 404
    cast.officer_wang.role = "leader"
    cast.officer_wang.save()
    leader = as_user(cast.officer_wang)
    assert leader.get(reverse("desk:channel_edit", args=[channel.pk])).status_code == 404
    assert leader.post(reverse("desk:channel_edit", args=[channel.pk]), {}).status_code == 404
    assert not ChannelCheck.objects.exists()


@pytest.mark.parametrize("name", ["officer_li", "handler_zhou", "supervisor_sun"])
def test_nobody_else_keeps_the_register(cast, channel, as_user, name):
    client = as_user(getattr(cast, name))
    assert client.get(reverse("desk:channel_new")).status_code == 403
    assert client.post(reverse("desk:channel_edit", args=[channel.pk]), {}).status_code == 403


def test_the_administrator_does_not_tick(cast, channel, as_user):
    client = as_user(cast.administrator_wu)
    assert client.get(reverse("desk:office")).context["channels"][0]["check_url"] == ""
    assert client.post(reverse("desk:channel_check", args=[channel.pk])).status_code == 403


def test_the_yearly_report_is_entered_as_published(cast, on, as_user, read):
    register_case(cast, "2025-12-30")
    sweep_offices(today=day("2026-01-16"), now=noon("2026-01-16"))
    on("2026-01-16")
    client = as_user(cast.officer_li)
    page = client.get(reverse("desk:office"))
    assert "2025年度政府信息公开工作年度报告" in read(page) and "2026-01-31" in read(page)
    (row,) = page.context["duties"]
    assert as_user(cast.officer_wang).post(row["published_url"], {"published_on": "2026-01-15"}).status_code == 404
    assert as_user(cast.handler_zhou).post(row["published_url"], {"published_on": "2026-01-15"}).status_code == 403
    assert "日期应写成" in read(client.post(row["published_url"], {"published_on": "x"}))
    assert "晚于今天" in read(client.post(row["published_url"], {"published_on": "2026-01-17"}))
    assert OfficeDuty.objects.get().met_on is None
    done = client.post(row["published_url"], {"published_on": "2026-01-15"}, follow=True)
    assert "于2026-01-15公布" in read(done)
    assert done.context["duties"] == [] and list(done.context["met"]) == [OfficeDuty.objects.get()]


def test_empty_it_says_so(cast, on, as_user, read):
    on("2026-03-09")
    page = read(as_user(cast.handler_zhou).get(reverse("desk:office")))
    assert "还没有登记申请渠道" in page and "没有未完成的事项" in page


def test_the_page_costs_the_same_with_many_channels(cast, channel, as_user, django_assert_max_num_queries):
    for number in range(30):
        channels.add_channel(
            kind="fax", place=f"{number}", duty_officer=cast.officer_li, announced=True, checked_daily=True,
            actor=cast.head_chen, today=day("2026-03-06"),
        )  # fmt: skip
    client = as_user(cast.officer_li)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:office"))


def test_a_duty_of_friday_is_overdue_on_sunday_though_no_working_day_has_passed(cast, as_user, read, on):
    # 2026-03-06 is a Friday.
    def open_until(due_on: str) -> None:
        open_duty(
            agency=cast.bureau, duty=DEFENCE, about=due_on, title="行政诉讼答辩", due_on=day(due_on),
            now=noon("2026-03-02"),
        )  # fmt: skip

    open_until("2026-03-06")
    for today, words in (("2026-03-06", "今日"), ("2026-03-08", "已超期"), ("2026-03-09", "超期1日")):
        on(today)
        assert words in read(as_user(cast.officer_li).get(reverse("desk:office")))


def test_a_day_that_is_not_certain_yet_says_so(cast, as_user, read, on):
    open_counted_duty(
        agency=cast.bureau, duty=DEFENCE, about=1, title="行政诉讼答辩", counted_from=day("2026-12-28"),
        working_days=10, now=noon("2026-12-28"),
    )  # fmt: skip
    on("2026-12-28")
    assert "（暂估）" in read(as_user(cast.officer_li).get(reverse("desk:office")))


def test_mail_nobody_took_leads_to_its_entry(cast, as_user, on, read):
    mail = register_mail(
        from_whom="赵某某", addressed_to="", postal_number="", signed_by="门卫", subject="信一封",
        received_on=day("2026-03-06"), actor=cast.officer_li, today=day("2026-03-06"), now=noon("2026-03-06"),
    )  # fmt: skip
    on("2026-03-10")
    sweep_offices(today=day("2026-03-10"), now=noon("2026-03-10"))
    client = as_user(cast.officer_li)
    entry = reverse("desk:register_entry", args=["mail", mail.pk])
    [row] = [row for row in client.get(reverse("desk:office")).context["duties"] if mail.number in row["title"]]
    assert row["url"] == entry
    told = [row["url"] for row in client.get(reverse("desk:notices")).context["notices"] if mail.number in row["text"]]
    assert told and set(told) == {entry}


def test_a_wrong_day_of_publication_stays_at_its_field(cast, as_user, on, read):
    on("2026-01-20")
    duty = open_duty(
        agency=cast.bureau, duty=YEARLY_REPORT, about=2025, title="2025年度报告", due_on=day("2026-01-31"),
        now=noon("2026-01-05"),
    )  # fmt: skip
    client = as_user(cast.head_chen)
    url = reverse("desk:report_published", args=[duty.pk])
    for typed, words in (("2025-12-31", "应在2026年公布"), ("20260120", "日期应写成"), ("2026-01-21", "2026-01-21")):
        page = client.post(url, {"published_on": typed})
        assert page.status_code == 422 and words in read(page)
        assert page.context["form"]["published_on"].value() == typed and page.context["form"].errors
    assert client.post(url, {"published_on": "2026-01-19"}).status_code == 302
