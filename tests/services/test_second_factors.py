"""Second factors: enrolled with a code, used once, throttled, reset by the security administrator only."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from casework.law.errors import Refused
from casework.models import AccountAct, AccountEvent, Agency, PhoneDevice, Role
from casework.services import grants, second_factors
from tests.cast import noon
from tests.totp import code_now, with_phone

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-02")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def accepted(person, code) -> bool:
    return second_factors.accept_code(person=person, code=code, now=NOW)


def test_a_device_counts_only_once_its_first_code_was_right(cast, clock):
    li = cast.officer_li
    device = second_factors.begin_second_factor(li)
    assert second_factors.begin_second_factor(li).bin_key == device.bin_key
    wrong = f"{(int(code_now(li)) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused, match="动态口令不对"):
        second_factors.confirm_second_factor(actor=li, code=wrong, now=NOW)
    assert not second_factors.has_second_factor(li) and not accepted(li, code_now(li))
    codes = second_factors.confirm_second_factor(actor=li, code=f" {code_now(li)} ", now=NOW)
    assert second_factors.has_second_factor(li) and len(set(codes)) == second_factors.RECOVERY_CODES
    with pytest.raises(Refused, match="已启用"):
        second_factors.begin_second_factor(li)


def test_a_code_is_accepted_once_and_a_moment_late_or_early(cast, clock):
    with_phone(cast.officer_li, NOW)
    # The code of the enrolment is used up.
    assert not accepted(cast.officer_li, code_now(cast.officer_li))
    clock.shift(timedelta(minutes=5))
    late = code_now(cast.officer_li, steps=-1)
    assert accepted(cast.officer_li, late) and not accepted(cast.officer_li, late)
    clock.shift(timedelta(minutes=5))
    assert not accepted(cast.officer_li, code_now(cast.officer_li, steps=-3))


def test_wrong_codes_make_the_next_one_wait_longer(cast, clock):
    with_phone(cast.officer_li, NOW)
    clock.shift(timedelta(minutes=5))
    for wait in (1, 2, 4):
        assert not accepted(cast.officer_li, "000000")
        clock.shift(timedelta(seconds=wait - 0.5))
        # Right, but too early: refused, and not counted against the owner.
        assert not accepted(cast.officer_li, code_now(cast.officer_li))
        clock.shift(timedelta(seconds=1))
    assert accepted(cast.officer_li, code_now(cast.officer_li))


def test_the_security_administrator_lets_a_throttled_owner_in(cast, clock):
    with_phone(cast.officer_li, NOW)
    clock.shift(timedelta(minutes=5))
    assert not accepted(cast.officer_li, "000000")
    grants.unlock_account(person_id=cast.officer_li.pk, actor=cast.security_zheng, now=NOW)
    assert accepted(cast.officer_li, code_now(cast.officer_li))


def test_a_recovery_code_opens_once_and_is_stored_as_a_hash(cast, clock):
    codes = with_phone(cast.officer_li, NOW)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert stored.isdisjoint({*codes, *(code.replace("-", "") for code in codes)})
    assert accepted(cast.officer_li, codes[0].upper()) and not accepted(cast.officer_li, codes[0])
    assert second_factors.recovery_codes_left(cast.officer_li) == 9
    assert AccountEvent.objects.get(act=AccountAct.RECOVERY_CODE_USED).note == "尚余9个"


def test_new_recovery_codes_replace_the_old(cast, clock):
    old = with_phone(cast.officer_li, NOW)
    new = second_factors.renew_recovery_codes(actor=cast.officer_li, now=NOW)
    assert not accepted(cast.officer_li, old[0])
    clock.shift(timedelta(seconds=2))
    assert accepted(cast.officer_li, new[0])
    with pytest.raises(Refused, match="请先启用"):
        second_factors.renew_recovery_codes(actor=cast.head_chen, now=NOW)


def test_one_persons_recovery_code_is_nobody_elses(cast, clock):
    with_phone(cast.head_chen, NOW)
    assert not accepted(cast.head_chen, with_phone(cast.officer_li, NOW)[0])


def test_a_reset_removes_everything_and_is_on_record(cast, clock):
    codes = with_phone(cast.officer_li, NOW)
    with pytest.raises(Refused, match="没有启用"):
        grants.reset_second_factor(person_id=cast.head_chen.pk, actor=cast.security_zheng, now=NOW)
    grants.reset_second_factor(person_id=cast.officer_li.pk, actor=cast.security_zheng, now=NOW)
    assert not second_factors.has_second_factor(cast.officer_li) and not TOTPDevice.objects.exists()
    assert not accepted(cast.officer_li, codes[0])
    event = AccountEvent.objects.filter(person=cast.officer_li).last()
    assert (event.act, event.actor) == (AccountAct.SECOND_FACTOR_RESET, cast.security_zheng)


def test_a_rule_holds_for_the_agency_and_below_not_beside_or_above(cast):
    below = Agency.objects.create(name="某局分局", prefix="某分", parent=cast.bureau)
    grants.require_second_factor(roles=[Role.CLERK], actor=cast.security_zheng, now=NOW)
    li, wang = cast.officer_li, cast.officer_wang
    assert second_factors.needs_second_factor(li) and not second_factors.needs_second_factor(cast.head_chen)
    assert not second_factors.needs_second_factor(wang)
    wang.agency = below
    assert second_factors.needs_second_factor(wang)
    wang.agency = cast.city
    assert not second_factors.needs_second_factor(wang)
    grants.require_second_factor(roles=[], actor=cast.security_zheng, now=NOW)
    assert not second_factors.needs_second_factor(li)
    notes = AccountEvent.objects.filter(act=AccountAct.FACTOR_RULE_SET).values_list("note", flat=True)
    assert list(notes) == ["公开办经办人", "都不要求"]


def test_the_database_alone_does_not_give_the_codes_away(cast, clock):
    with_phone(cast.officer_li, NOW)
    clock.shift(timedelta(minutes=5))
    (stored,) = TOTPDevice.objects.values()
    (sealed,) = PhoneDevice.objects.values_list("secret", flat=True)
    assert str(sealed) == "已遮盖" and len(sealed.clear) == 40
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM casework_phonedevice")
        assert sealed.clear not in str(cursor.fetchall()) + str(stored)
    # What django-otp keeps in its own column is the key of nothing.
    totp = TOTP(bytes.fromhex(stored["key"]))
    totp.time = NOW.timestamp() + 300
    assert not accepted(cast.officer_li, f"{totp.token():06d}")
    clock.shift(timedelta(minutes=5))
    assert accepted(cast.officer_li, code_now(cast.officer_li))
