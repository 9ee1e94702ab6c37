"""提醒设置: ladder, hours, mail and webhooks, dead letters; by role, and only one's own agency."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from casework.models import LadderStep, Notice, ReminderSettings, User, WebhookEndpoint
from casework.models.user import Role
from casework.services import webhooks
from tests.cast import noon, person, register_case
from tests.webhook_receiver import receiver

pytestmark = pytest.mark.django_db
PAGES = ("reminder_settings", "undelivered")
SETTERS = ("head_chen", "administrator_wu")
OTHERS = ("officer_li", "handler_zhou", "supervisor_sun")


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-09")


@pytest.mark.parametrize("name", SETTERS)
def test_leader_and_administrator_open_every_page(cast, as_user, name):
    client = as_user(getattr(cast, name))
    for page in PAGES:
        assert client.get(reverse(f"desk:{page}")).status_code == 200
    assert client.get(reverse("desk:ladder", args=["reply"])).status_code == 200
    assert client.get(reverse("desk:ladder", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_opens_or_posts_anything(cast, as_user, name):
    client = as_user(getattr(cast, name))
    for page in ("reminder_settings", "undelivered", "test_mail", "resend_all", "endpoint_new"):
        assert client.post(reverse(f"desk:{page}")).status_code in (403, 405), page
    for page in PAGES:
        assert client.get(reverse(f"desk:{page}")).status_code == 403
    assert client.post(reverse("desk:ladder", args=["reply"]), {"reset": "1"}).status_code == 403


def test_the_page_says_in_words_who_is_reminded_when(cast, as_user, read):
    page = read(as_user(cast.head_chen).get(reverse("desk:reminder_settings")))
    for words in (
        "提前5个工作日：承办人（汇总邮件）", "当天：承办人、承办科室、负责人（单发邮件、推送）", "过期1个工作日", "申请渠道查看",
    ):  # fmt: skip
        assert words in page


def step_rows(*rows: dict) -> dict[str, str]:
    typed = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        typed |= {f"form-{place}-{name}": value for name, value in ({"side": "before"} | row).items()}
    return typed


def test_the_ladder_is_changed_and_reset(cast, as_user, read):
    client, url = as_user(cast.head_chen), reverse("desk:ladder", args=["reply"])
    shown = client.get(url).context["rows"]
    assert [row.initial.get("working_days") for row in shown] == [5, 3, 1, 0, 1, None, None]
    typed = step_rows(
        {"working_days": "10", "to_officer": "on", "by_email": "on"},
        {"working_days": "2", "side": "after", "to_leaders": "on", "urgent": "on"},
        {"working_days": "", "to_officer": "on"},
    )
    assert client.post(url, typed).url == reverse("desk:reminder_settings")
    stored = LadderStep.objects.filter(agency=cast.bureau).order_by("-working_days")
    assert [(row.working_days, row.to_officer, row.to_leaders, row.by_email, row.urgent) for row in stored] == [
        (10, True, False, True, False), (-2, False, True, False, True),
    ]  # fmt: skip
    page = read(client.get(reverse("desk:reminder_settings")))
    assert "提前10个工作日：承办人（汇总邮件）" in page and "本机关设置" in page
    assert client.post(url, {"reset": "1"}).status_code == 302
    assert not LadderStep.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"working_days": ""}], "至少要保留一次提醒"),
        ([{"working_days": "3"}], "至少选择一类接收人"),
        ([{"working_days": "3", "to_officer": "on"}, {"working_days": "3", "to_leaders": "on"}], "同一时点"),
        ([{"working_days": "99", "to_officer": "on"}], "最远60个工作日"),
        ([{"working_days": "-1", "to_officer": "on"}], "请填写0以上的整数"),
        ([{"working_days": "三", "to_officer": "on"}], "请填写整数"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_in_words(cast, as_user, read, rows, words):
    answer = as_user(cast.head_chen).post(reverse("desk:ladder", args=["reply"]), step_rows(*rows))
    assert answer.status_code == 422 and words in read(answer)
    assert not LadderStep.objects.exists()


def test_what_is_wrong_with_a_row_stands_in_the_row_and_is_led_to(cast, as_user, read):
    rows = [{"working_days": "3", "to_officer": "on"}, {"working_days": "三", "to_officer": "on"}]
    answer = as_user(cast.head_chen).post(reverse("desk:ladder", args=["reply"]), step_rows(*rows))
    page = answer.content.decode()
    assert answer.context["errors"] == [{"text": "第2行工作日：请填写整数。", "url": "#id_form-1-working_days"}]
    assert 'href="#id_form-1-working_days"' in page and 'id="id_form-1-working_days_error"' in page
    assert 'aria-invalid="true"' in page


def test_one_agencys_ladder_is_not_another_agencys(cast, as_user):
    as_user(cast.head_chen).post(
        reverse("desk:ladder", args=["reply"]), step_rows({"working_days": "9", "to_officer": "on"})
    )
    User.objects.filter(pk=cast.officer_wang.pk).update(role="leader")
    cast.officer_wang.refresh_from_db()
    page = as_user(cast.officer_wang).get(reverse("desk:ladder", args=["reply"]))
    assert [row.initial.get("working_days") for row in page.context["rows"]][:2] == [5, 3]


def test_hours_are_saved_and_half_a_quiet_time_is_refused(cast, as_user, read):
    client, url = as_user(cast.head_chen), reverse("desk:reminder_settings")
    answer = client.post(url, {"digest_at": "09:00", "quiet_from": "21:00", "quiet_until": ""})
    assert answer.status_code == 422 and "须写明开始和结束" in read(answer)
    assert client.post(url, {"digest_at": "09:00", "quiet_from": "21:00", "quiet_until": "07:00"}).status_code == 302
    stored = ReminderSettings.objects.get(agency=cast.bureau)
    assert [f"{at:%H:%M}" for at in (stored.digest_at, stored.quiet_from, stored.quiet_until)] == [
        "09:00",
        "21:00",
        "07:00",
    ]
    assert 'value="21:00"' in client.get(url).content.decode()


def test_a_test_mail_goes_to_the_own_address(cast, as_user, read):
    client = as_user(cast.head_chen)
    assert "head_chen@example.test" in read(client.post(reverse("desk:test_mail"), follow=True))
    assert [letter.to for letter in mail.outbox] == [["head_chen@example.test"]]
    User.objects.filter(pk=cast.head_chen.pk).update(email="")
    assert "没有电子邮箱" in read(client.post(reverse("desk:test_mail"), follow=True))


def test_a_mail_server_that_is_down_says_so(cast, as_user, read, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = read(as_user(cast.head_chen).post(reverse("desk:test_mail"), follow=True))
    assert "测试邮件没有发出" in page and "ConnectionRefused" in page


def test_the_administrator_adds_tries_and_switches_off_an_endpoint(cast, as_user, read):
    client = as_user(cast.administrator_wu)
    with receiver() as gateway:
        typed = {"name": "短信网关", "url": gateway.url}
        added = client.post(reverse("desk:endpoint_new"), typed)
        row = WebhookEndpoint.objects.get()
        gateway.secret = row.secret.clear
        assert "推送地址已添加" in read(added) and gateway.secret in read(added)
        assert "no-store" in added["Cache-Control"]
        for page in ("reminder_settings", "endpoint_edit"):
            shown = client.get(reverse(f"desk:{page}", args=[row.pk] if page == "endpoint_edit" else []))
            assert gateway.secret not in shown.content.decode() and gateway.url in shown.content.decode(), page
            assert page == "reminder_settings" or "no-store" in shown["Cache-Control"]
        test_url = reverse("desk:endpoint_test", args=[row.pk])
        assert "已收到测试消息" in read(client.post(test_url, follow=True))
        assert [item["event"] for item in gateway.taken] == ["test"]
        gateway.behaviour = "500"
        assert "HTTP 500" in read(client.post(test_url, follow=True))
    renewed = client.post(reverse("desk:endpoint_secret", args=[row.pk]))
    new = WebhookEndpoint.objects.get().secret.clear
    assert new != gateway.secret and new in read(renewed) and "no-store" in renewed["Cache-Control"]
    client.post(reverse("desk:endpoint_edit", args=[row.pk]), typed)
    assert not WebhookEndpoint.objects.get().is_active


def test_an_address_that_is_not_http_is_refused_at_its_field(cast, as_user, read):
    answer = as_user(cast.administrator_wu).post(
        reverse("desk:endpoint_new"), {"name": "x", "url": "file:///etc/passwd"}
    )
    assert answer.status_code == 422 and "http://" in read(answer)
    assert not WebhookEndpoint.objects.exists()


def endpoint(cast) -> WebhookEndpoint:
    row, _ = webhooks.add_endpoint(
        name="短信网关", url="http://sms.example.test/send?key=k1", actor=cast.administrator_wu, now=noon("2026-03-09")
    )
    return row


def test_the_leader_reads_endpoints_and_sets_none(cast, as_user, read):
    row = endpoint(cast)
    client = as_user(cast.head_chen)
    page = read(client.get(reverse("desk:reminder_settings")))
    assert "http://sms.example.test/…" in page and row.secret.clear not in page and "key=k1" not in page
    for name in ("endpoint_edit", "endpoint_secret", "endpoint_test"):
        assert client.post(reverse(f"desk:{name}", args=[row.pk])).status_code == 403


def test_another_agencys_endpoint_and_dead_letter_do_not_exist(cast, as_user, read):
    row, letter = endpoint(cast), dead_letter(cast.officer_li)
    stranger = as_user(person("administrator_of_another", Role.ADMINISTRATOR, cast.other_bureau, "别处管理"))
    for name in ("endpoint_edit", "endpoint_secret", "endpoint_test"):
        assert stranger.post(reverse(f"desk:{name}", args=[row.pk]), {}).status_code == 404
    assert stranger.post(reverse("desk:resend", args=[letter.pk])).status_code == 404
    assert "没有发送失败" in read(stranger.get(reverse("desk:undelivered")))
    assert "sms.example.test" not in read(stranger.get(reverse("desk:reminder_settings")))
    letter.refresh_from_db()
    assert letter.state == "dead"


def dead_letter(to: User | None, **values) -> Notice:
    fields = {
        "recipient": to, "channel": "email", "subject": "某审2026-0001 答复期限今天到期", "body": "正文",
        "state": "dead", "created_at": noon("2026-03-02"), "send_after": noon("2026-03-05"), "attempts": 8,
        "last_error": "550 5.1.1 no such mailbox",
    }  # fmt: skip
    return Notice.objects.create(**(fields | values))


def test_dead_letters_are_listed_with_their_reason_and_sent_again(cast, as_user, read):
    first, second = dead_letter(cast.officer_li), dead_letter(cast.head_chen)
    client = as_user(cast.administrator_wu)
    page = read(client.get(reverse("desk:undelivered")))
    for words in ("李经办（officer_li@example.test）", "550 5.1.1 no such mailbox", "8次", "2026-03-02 12:00"):
        assert words in page
    client.post(reverse("desk:resend", args=[first.pk]))
    assert set(Notice.objects.filter(state="pending")) == {first}
    assert "1条已重新排入发送" in read(client.post(reverse("desk:resend_all"), follow=True))
    assert set(Notice.objects.filter(state="pending")) == {first, second}


def test_an_applicants_address_is_masked(cast, as_user, read):
    case = register_case(cast, "2026-03-02")
    dead_letter(None, case=case, address="zhaomoumou@example.test")
    page = read(as_user(cast.administrator_wu).get(reverse("desk:undelivered")))
    assert "申请人（z***@example.test）" in page and "zhaomoumou" not in page


def test_who_cannot_be_reached_stands_on_top_of_the_page(cast, as_user, read):
    User.objects.filter(pk=cast.officer_li.pk).update(email="")
    dead_letter(cast.head_chen)
    dead_letter(cast.head_chen)
    page = read(as_user(cast.administrator_wu).get(reverse("desk:reminder_settings")))
    assert "李经办：没有电子邮箱" in page and "陈主任：最近2封邮件发送失败" in page and "发送失败2条" in page


def test_the_agency_says_for_whom_it_reports(cast, as_user, read):
    client = as_user(cast.head_chen)
    assert "每年3月31日" in read(client.post(reverse("desk:report_kind"), {"is_government": "1"}, follow=True))
    cast.bureau.refresh_from_db()
    assert cast.bureau.is_government
    client.post(reverse("desk:report_kind"), {"is_government": "0"})
    cast.bureau.refresh_from_db()
    assert not cast.bureau.is_government
    assert as_user(cast.officer_li).post(reverse("desk:report_kind"), {"is_government": "1"}).status_code == 403


def test_nothing_opens_without_signing_in_or_without_its_csrf_token(cast):
    names = ("office", "reminder_settings", "undelivered", "supervision", "endpoint_new", "channel_new")
    for url in [reverse(f"desk:{name}") for name in names]:
        answer = Client().get(url)
        assert answer.status_code == 302 and answer.url.startswith(reverse("desk:login")), url
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator_wu)
    for name in ("test_mail", "report_kind", "resend_all", "endpoint_new", "channel_new", "reminder_settings"):
        assert client.post(reverse(f"desk:{name}"), {}).status_code == 403, name
