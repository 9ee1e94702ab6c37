"""Webhooks: signed so that a receiver can check it, tried again, given up, and nobody holds up another."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection, connections

from casework.adapters import webhook_client
from casework.law.errors import Refused
from casework.models import AccountEvent, Notice, ReminderSettings, WebhookEndpoint
from casework.models.user import Role
from casework.services import webhooks
from casework.services.outbox import deliver
from casework.services.reminders import sweep
from casework.services.webhook_delivery import deliver_webhooks
from tests.cast import accepted_case, day, noon, person
from tests.services.watching import refused
from tests.webhook_receiver import Receiver, receiver

NOON = noon("2026-03-30")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Receivers get a second instead of five."""
    post_all = webhook_client.post_all
    monkeypatch.setattr(
        "casework.services.webhook_delivery.post_all", lambda messages: post_all(messages, time_limit=1.0)
    )
    monkeypatch.setattr("casework.services.webhooks.post_all", lambda messages: post_all(messages, time_limit=1.0))


@pytest.fixture
def start():
    with ExitStack() as stack:
        yield lambda behaviour="ok": stack.enter_context(receiver(behaviour))


def endpoint(cast, to: Receiver, name: str = "短信网关") -> WebhookEndpoint:
    row, to.secret = webhooks.add_endpoint(name=name, url=to.url, actor=cast.administrator_wu, now=NOON)
    return row


def deliver_at(moment):
    return deliver_webhooks(clock=lambda: moment)


def message(to: WebhookEndpoint, subject: str = "某审2026-0001 答复期限今天到期") -> Notice:
    return Notice.objects.create(
        endpoint=to, channel="webhook", subject=subject, body="正文", created_at=NOON, send_after=NOON
    )


def test_a_reminder_arrives_signed_with_number_duty_and_date_and_nothing_about_a_person(cast, start):
    gateway = start()
    endpoint(cast, gateway)
    case = accepted_case(cast, "2026-03-02")
    sweep(today=day("2026-03-30"), now=NOON)
    notice = Notice.objects.get(channel="webhook")
    assert deliver_at(NOON).sent == 1
    assert gateway.taken == [
        {
            "event": "reminder", "id": notice.pk, "agency": "某市行政审批服务局", "number": case.number,
            "duty": "reply", "duty_name": "答复", "due_on": "2026-03-30", "step": 0,
            "text": f"{case.number} 答复期限今天到期",
        }
    ]  # fmt: skip
    assert gateway.timestamps == [int(NOON.timestamp())]
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.attempts) == ("sent", NOON, 1)
    assert (deliver_at(NOON + timedelta(days=1)).sent, len(gateway.taken)) == (0, 1)


def test_warnings_days_ahead_are_not_pushed_and_other_agencies_never(cast, start):
    gateway = start()
    endpoint(cast, gateway)
    accepted_case(cast, "2026-03-02")
    sweep(today=day("2026-03-23"), now=noon("2026-03-23"))
    assert not Notice.objects.filter(channel="webhook").exists()
    WebhookEndpoint.objects.update(agency=cast.other_bureau)
    sweep(today=day("2026-03-30"), now=NOON)
    assert not Notice.objects.filter(channel="webhook").exists()


def test_a_wrong_secret_is_seen_by_the_receiver(cast, start):
    gateway = start()
    row = endpoint(cast, gateway)
    gateway.secret = "0" * 64
    message(row)
    assert deliver_at(NOON).put_off == 1
    assert (gateway.forged, gateway.taken) == (1, [])
    assert Notice.objects.get().last_error == "HTTP 401"


def test_a_renewed_secret_signs_from_the_next_message_on(cast, start):
    gateway = start()
    row = endpoint(cast, gateway)
    old = gateway.secret
    gateway.secret = webhooks.renew_secret(endpoint_id=row.pk, actor=cast.administrator_wu, now=NOON)
    assert gateway.secret != old
    message(row)
    assert deliver_at(NOON).sent == 1


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("500", "HTTP 500"),
        ("redirect", "HTTP 302"),
        ("close", "Disconnected"),
        ("hang", "没有应答"),
        ("trickle", "没有应答"),
    ],
)
def test_a_bad_receiver_is_put_off_and_holds_up_nobody(cast, start, behaviour, reason):
    bad, good = start(behaviour), start()
    bad_row, good_row = endpoint(cast, bad, "坏"), endpoint(cast, good, "好")
    for number in range(30):
        message(bad_row, f"坏 {number}")
        message(good_row, f"好 {number}")
    began = time.monotonic()
    done = deliver_at(NOON)
    assert time.monotonic() - began < 5
    assert (done.sent, done.put_off) == (30, 1)
    assert [item["text"] for item in good.taken].count("好 0") == 1
    assert len(set(good.deliveries)) == 30
    # It was knocked at once, and nothing followed a redirect.
    assert bad.knocks == 1
    tried = Notice.objects.get(endpoint=bad_row, attempts=1)
    assert reason in tried.last_error
    assert (tried.state, tried.send_after) == ("pending", NOON + timedelta(minutes=1))


def test_a_receiver_that_is_not_there_is_put_off(cast, start):
    with receiver() as gone:
        row = endpoint(cast, gone)
    message(row)
    assert deliver_at(NOON).put_off == 1
    assert "ClientConnector" in Notice.objects.get().last_error


def test_a_message_that_fails_eight_times_is_dead_and_keeps_its_delivery_number(cast, start):
    gateway = start("500")
    notice = message(endpoint(cast, gateway))
    moment, waits = NOON, []
    for _ in range(7):
        assert deliver_at(moment).put_off == 1
        notice.refresh_from_db()
        waits.append((notice.send_after - moment).total_seconds() / 60)
        moment = notice.send_after
    assert waits == [1, 4, 16, 64, 256, 1024, 4096]
    assert deliver_at(moment).dead == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.last_error) == ("dead", 8, "HTTP 500")


def test_sent_twice_around_a_crash_it_carries_the_same_delivery_number(cast, start):
    gateway = start()
    notice = message(endpoint(cast, gateway))
    deliver_at(NOON)
    Notice.objects.filter(pk=notice.pk).update(state="pending", claimed_at=NOON)
    assert deliver_at(NOON + timedelta(minutes=10)).sent == 0
    assert deliver_at(NOON + timedelta(minutes=11)).sent == 1
    first, second = gateway.deliveries
    assert first == second


def test_quiet_hours_make_it_wait_and_other_agencies_do_not(cast, start):
    gateway, other = start(), start()
    message(endpoint(cast, gateway))
    row = endpoint(cast, other)
    WebhookEndpoint.objects.filter(pk=row.pk).update(agency=cast.other_bureau)
    message(row)
    ReminderSettings.objects.create(agency=cast.bureau, quiet_from="11:00", quiet_until="14:00")
    assert deliver_at(NOON).sent == 1
    assert (len(gateway.taken), len(other.taken)) == (0, 1)
    assert deliver_at(NOON + timedelta(hours=2)).sent == 1


def test_mail_and_webhook_are_two_rounds(cast, start):
    hanging = start("hang")
    message(endpoint(cast, hanging))
    assert deliver(clock=lambda: NOON).sent == 0
    assert hanging.knocks == 0


def test_what_waits_for_a_switched_off_endpoint_is_given_up_in_the_open(cast, start):
    gateway = start()
    row = endpoint(cast, gateway)
    message(row)
    webhooks.change_endpoint(
        endpoint_id=row.pk, name="旧", url=gateway.url, is_active=False, actor=cast.administrator_wu, now=NOON
    )
    assert deliver_at(NOON).sent == 0
    notice = Notice.objects.get()
    assert (notice.state, notice.last_error) == ("dead", "推送地址已停用")


def test_a_test_message_says_at_once_whether_it_arrived(cast, start):
    gateway = start()
    row = endpoint(cast, gateway)

    def send() -> str:
        return webhooks.send_test_message(endpoint_id=row.pk, actor=cast.administrator_wu, now=NOON)

    assert send() == ""
    assert gateway.taken[0]["event"] == "test"
    gateway.behaviour = "500"
    assert send() == "HTTP 500"
    gateway.behaviour = "hang"
    assert "没有应答" in send()


@pytest.mark.parametrize(
    "url",
    ["ftp://gateway.example/", "file:///etc/passwd", "gateway.example", "http://", "http://[", "javascript:alert(1)"],
)
def test_only_http_addresses_are_taken(cast, url):
    with refused("webhook_url_unusable", "http://", field="url"):
        webhooks.add_endpoint(name="x", url=url, actor=cast.administrator_wu, now=NOON)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://sms.example.test/a?b", True),
        ("https://SMS.example.test./", True),
        ("http://10.0.0.5:8080/", True),
        ("http://10.0.0.5/", False),
        ("http://[fd00::5]:8080/", True),
        ("http://127.0.0.1:6379/", False),
        ("http://sms.example.test.evil.test/", False),
        ("http://evil.test/#sms.example.test", False),
        ("http://evil.test\\@sms.example.test/", False),
    ],
)
def test_with_named_hosts_no_other_is_entered_or_posted_to(cast, settings, url, allowed):
    settings.WEBHOOK_HOSTS = ["sms.example.test", "10.0.0.5:8080", "[fd00::5]:8080"]
    if allowed:
        webhooks.add_endpoint(name="x", url=url, actor=cast.administrator_wu, now=NOON)
    else:
        with pytest.raises(Refused) as refusal:
            webhooks.add_endpoint(name="x", url=url, actor=cast.administrator_wu, now=NOON)
        assert refusal.value.code in ("webhook_host_not_allowed", "webhook_url_with_password", "webhook_url_unusable")


def test_one_entered_before_the_hosts_were_named_is_not_posted_to(cast, start, settings):
    gateway = start()
    message(endpoint(cast, gateway))
    settings.WEBHOOK_HOSTS = ["sms.example.test"]
    assert deliver_at(NOON).put_off == 1
    assert gateway.knocks == 0 and "不在允许推送的主机之列" in Notice.objects.get().last_error


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "0.0.0.0", "metadata.test"]
)
def test_link_local_addresses_are_never_connected_to(cast, monkeypatch, host):
    async def resolve(self, name, port=0, family=0):
        return [{"hostname": name, "host": "169.254.169.254", "port": port, "family": 2, "proto": 6, "flags": 0}]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", resolve)
    monkeypatch.setattr("aiohttp.connector.DefaultResolver.resolve", resolve)
    sent = webhook_client.Message(f"http://{host}:9/latest/", "s", "d", 0, b"{}")
    (outcome,) = webhook_client.post_all([sent])
    assert "不向" in outcome.error and outcome.seconds < 1


def test_an_address_with_a_password_is_refused(cast):
    with refused("webhook_url_with_password", "签名密钥", field="url"):
        webhooks.add_endpoint(name="x", url="http://a:b@gateway.example/", actor=cast.administrator_wu, now=NOON)


def test_an_address_is_taken_once_an_agency(cast):
    webhooks.add_endpoint(name="网关", url="http://gateway.example/", actor=cast.administrator_wu, now=NOON)
    with refused("webhook_url_present", "“网关”", field="url"):
        webhooks.add_endpoint(name="x", url=" http://gateway.example/", actor=cast.administrator_wu, now=NOON)


def test_one_whose_secret_cannot_be_read_is_put_off_and_holds_up_nobody(cast, start):
    bad, good = start(), start()
    bad_row, good_row = endpoint(cast, bad, "坏"), endpoint(cast, good, "好")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_webhookendpoint SET secret = url WHERE id = %s", [bad_row.pk])
    message(bad_row), message(good_row)
    done = deliver_at(NOON)
    assert (done.sent, done.put_off, bad.knocks, len(good.taken)) == (1, 1, 0, 1)
    assert "casework.webhookendpoint.secret" in Notice.objects.get(endpoint=bad_row).last_error


def test_who_set_it_up_is_on_record_and_no_key_with_it(cast):
    row, secret = webhooks.add_endpoint(
        name="群", url="https://chat.test/send?key=k1", actor=cast.administrator_wu, now=NOON, address="10.0.0.7"
    )
    renewed = webhooks.renew_secret(endpoint_id=row.pk, actor=cast.administrator_wu, now=NOON)
    webhooks.change_endpoint(
        endpoint_id=row.pk,
        name="群",
        url="https://chat.test/v2/k2",
        is_active=False,
        actor=cast.administrator_wu,
        now=NOON,
    )
    events = AccountEvent.objects.filter(person=cast.administrator_wu, act="endpoint_set").order_by("pk")
    assert [event.note for event in events] == [
        "添加“群”https://chat.test/…", "更换“群”的签名密钥", "修改“群”https://chat.test/…，停用",
    ]  # fmt: skip
    assert events[0].address == "10.0.0.7" and secret != renewed


def test_an_address_that_cannot_be_posted_to_is_not_repeated_with_its_key(cast):
    row, _ = webhooks.add_endpoint(name="群", url="http://chat..test/k1", actor=cast.administrator_wu, now=NOON)
    error = webhooks.send_test_message(endpoint_id=row.pk, actor=cast.administrator_wu, now=NOON)
    assert error and "k1" not in error


def test_only_the_administrator_of_the_agency_sets_it_up(cast, start):
    row = endpoint(cast, start())
    for actor in (cast.officer_li, cast.head_chen, cast.supervisor_sun):
        with refused("role_not_allowed", "系统管理员"):
            webhooks.add_endpoint(name="x", url="http://gateway.example/", actor=actor, now=NOON)
    stranger = person("administrator_of_another", Role.ADMINISTRATOR, cast.other_bureau, "别处管理")
    for call in (webhooks.renew_secret, webhooks.send_test_message):
        with refused("endpoint_not_found"):
            call(endpoint_id=row.pk, actor=stranger, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_post_each_message_once(cast, start):
    gateway = start()
    row = endpoint(cast, gateway)
    for number in range(40):
        message(row, f"消息 {number}")
    failures: list[Exception] = []
    together = threading.Barrier(3)

    def work() -> None:
        together.wait()
        try:
            deliver_at(NOON)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert sorted(item["text"] for item in gateway.taken) == sorted(f"消息 {number}" for number in range(40))
