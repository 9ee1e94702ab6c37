"""Whom no letter reaches is an alarm; what was given up can be sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Notice, OfficeDuty, User, WebhookEndpoint
from casework.queries.dead_letters import dead_letters_of
from casework.services import dead_letters, webhooks
from casework.services.reachability import alarm_unreachable, unreachable_people
from tests.cast import day, noon, register_case
from tests.services.test_reminders import announced
from tests.services.watching import refused

NOON = noon("2026-03-30")


def alarm(on: str = "2026-03-30"):
    return alarm_unreachable(today=day(on), now=noon(on))


def letter(to: User | None, state: str, minutes: int, **values) -> Notice:
    moment = NOON + timedelta(minutes=minutes)
    fields = {
        "recipient": to, "channel": "email", "subject": "某审2026-0001 提醒", "body": "正文", "state": state,
        "created_at": moment, "send_after": moment, "sent_at": moment if state == "sent" else None,
        "attempts": 8 if state == "dead" else 1, "last_error": "550 5.1.1 no such mailbox" if state == "dead" else "",
    }  # fmt: skip
    return Notice.objects.create(**(fields | values))


def test_when_everybody_can_be_reached_nothing_is_said(cast):
    letter(cast.officer_li, "sent", 0)
    letter(cast.officer_li, "dead", 1)
    assert alarm().opened == 0
    assert not OfficeDuty.objects.exists()


def test_nobody_without_an_address_stays_unnoticed(cast):
    User.objects.filter(pk=cast.officer_li.pk).update(email="")
    assert (alarm().opened, alarm("2026-03-31").opened) == (1, 0)
    expected = [("03-30", "李经办收不到邮件提醒：没有电子邮箱")]
    assert announced(cast.administrator_wu) == announced(cast.head_chen) == expected
    assert announced(cast.officer_li) == []
    assert not Notice.objects.filter(channel="email").exists()


def test_two_dead_letters_in_a_row_are_an_alarm_and_one_that_arrives_ends_it(cast):
    letter(cast.officer_li, "sent", 0)
    letter(cast.officer_li, "dead", 1)
    letter(cast.officer_li, "dead", 2)
    assert alarm().opened == 1
    assert announced(cast.head_chen) == [("03-30", "李经办收不到邮件提醒：最近2封邮件发送失败")]
    letter(cast.officer_li, "sent", 3)
    assert alarm("2026-03-31").opened == 0
    assert OfficeDuty.objects.get().met_on == day("2026-03-31")
    letter(cast.officer_li, "dead", 4)
    letter(cast.officer_li, "dead", 5)
    assert alarm("2026-04-01").opened == 1


def test_who_left_or_gets_no_reminders_is_no_alarm(cast):
    User.objects.filter(pk=cast.officer_li.pk).update(email="", is_active=False)
    User.objects.filter(pk=cast.administrator_wu.pk).update(email="")
    assert alarm().opened == 0


def test_an_endpoint_that_takes_nothing_is_an_alarm(cast):
    row, _ = webhooks.add_endpoint(
        name="短信网关", url="http://sms.example.test/", actor=cast.administrator_wu, now=NOON
    )
    for minutes in (1, 2):
        letter(None, "dead", minutes, channel="webhook", endpoint=row)
    assert alarm().opened == 1
    assert announced(cast.administrator_wu) == [("03-30", "推送地址“短信网关”不通，消息发送失败")]
    WebhookEndpoint.objects.update(is_active=False)
    assert alarm("2026-03-31").opened == 0
    assert OfficeDuty.objects.get().met_on == day("2026-03-31")


def test_many_people_cost_a_fixed_number_of_statements(cast, django_assert_num_queries):
    User.objects.bulk_create(
        User(username=f"p{n}", role="clerk", agency=cast.bureau, email="p@example.test") for n in range(50)
    )
    with django_assert_num_queries(1):
        assert list(unreachable_people()) == []


@pytest.fixture
def dead(cast):
    case = register_case(cast, "2026-03-02")
    row, _ = webhooks.add_endpoint(
        name="短信网关", url="http://sms.example.test/", actor=cast.administrator_wu, now=NOON
    )
    return [
        letter(cast.officer_li, "dead", 1),
        letter(None, "dead", 2, channel="webhook", endpoint=row),
        letter(None, "dead", 3, case=case, address="zhao@example.test"),
    ]


def test_an_agency_lists_its_own_dead_letters(cast, dead):
    letter(cast.officer_wang, "dead", 4)
    assert list(dead_letters_of(cast.bureau)) == dead[::-1]
    assert dead_letters_of(cast.other_bureau).count() == 1


def test_one_or_all_are_sent_again_with_all_their_tries(cast, dead):
    assert dead_letters.resend(actor=cast.head_chen, now=NOON, notice_id=dead[0].pk) == 1
    dead[0].refresh_from_db()
    assert (dead[0].state, dead[0].attempts, dead[0].send_after) == ("pending", 0, NOON)
    assert dead_letters.resend(actor=cast.administrator_wu, now=NOON) == 2
    assert not dead_letters_of(cast.bureau).exists()


def test_what_waits_for_a_switched_off_endpoint_stays_dead(cast, dead):
    WebhookEndpoint.objects.update(is_active=False)
    assert dead_letters.resend(actor=cast.head_chen, now=NOON) == 2
    with refused("endpoint_switched_off"):
        dead_letters.resend(actor=cast.head_chen, now=NOON, notice_id=dead[1].pk)


def test_nobody_resends_another_agencys_letter(cast, dead):
    foreign = letter(cast.officer_wang, "dead", 4)
    with refused("dead_letter_not_found"):
        dead_letters.resend(actor=cast.head_chen, now=NOON, notice_id=foreign.pk)
    with refused("role_not_allowed"):
        dead_letters.resend(actor=cast.officer_li, now=NOON)
