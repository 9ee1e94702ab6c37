"""Second factors (动态口令): a code of the phone (RFC 6238), and recovery codes for the day it is lost.

Codes are checked by django-otp, which refuses a code that was used and makes every wrong one wait
longer. The phone's secret is encrypted; recovery codes are stored as keyed hashes only.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from casework.law.errors import Refused
from casework.models.account_event import AccountAct
from casework.models.phone import PhoneDevice
from casework.models.second_factor_rule import SecondFactorRule
from casework.models.user import User
from casework.services.account_events import record_account_event

RECOVERY_CODES = 10
CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
_STORED_LENGTH = StaticToken._meta.get_field("token").max_length


def has_second_factor(person: User) -> bool:
    """Tell whether the account signs in with a second factor."""
    return PhoneDevice.objects.filter(user=person, confirmed=True).exists()


def needs_second_factor(person: User) -> bool:
    """Tell whether a rule of the person's agency, or of one above it, asks the role for a second factor."""
    if person.agency is None:
        return False
    above = [int(part) for part in person.agency.path.split("/") if part]
    return SecondFactorRule.objects.filter(agency__in=above, role=person.role).exists()


@transaction.atomic
def begin_second_factor(person: User) -> PhoneDevice:
    """Return the device to be confirmed, the same one until it is. Raises Refused when there is one in use."""
    if has_second_factor(person):
        raise Refused("second_factor_present", "您已启用动态口令。更换手机请先由安全管理员重置。")
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return PhoneDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "phone"})[0]


@transaction.atomic
def confirm_second_factor(*, actor: User, code: str, now: datetime, address: str = "") -> list[str]:
    """Take the device into use with its first code; return the recovery codes, shown once.

    Raises Refused for a wrong code, and when nothing is to be confirmed.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    device = PhoneDevice.objects.select_for_update().filter(user=person, confirmed=False).first()
    if device is None:
        raise Refused("second_factor_not_begun", "请重新打开启用动态口令的页面。")
    # Whoever mistypes the first code proves nothing to guess: the secret is on the own screen.
    device.throttle_reset(commit=False)
    if not device.verify_token(_plain(code)):
        raise Refused(
            "first_code_wrong", "动态口令不对。请核对手机时间是否准确，并输入当前显示的六位数字。", field="code"
        )
    device.confirmed = True
    device.save()
    record_account_event(person=person, act=AccountAct.SECOND_FACTOR_ADDED, actor=actor, now=now, address=address)
    return _new_recovery_codes(person)


def accept_code(*, person: User, code: str, now: datetime, address: str = "") -> bool:
    """Tell whether ``code`` is the phone's code of this moment, unused, or an unused recovery code.

    A wrong code counts against the device it was tried on; the next one waits 1, 2, 4, 8 … seconds.
    """
    plain = _plain(code)
    kind = PhoneDevice if plain.isdecimal() and len(plain) == 6 else StaticDevice
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        device = kind.objects.select_for_update().filter(user=locked, confirmed=True).first()
        if device is None:
            return False
        if kind is PhoneDevice:
            return device.verify_token(plain)
        if not device.verify_token(_stored(locked, plain)):
            return False
        left = device.token_set.count()
        record_account_event(
            person=locked, act=AccountAct.RECOVERY_CODE_USED, actor=locked, now=now, address=address,
            note=f"尚余{left}个",
        )  # fmt: skip
        return True


@transaction.atomic
def renew_recovery_codes(*, actor: User, now: datetime, address: str = "") -> list[str]:
    """Replace all recovery codes; return the new ones, shown once. Raises Refused without a second factor."""
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if not has_second_factor(person):
        raise Refused("recovery_without_factor", "请先启用动态口令。")
    record_account_event(person=person, act=AccountAct.RECOVERY_CODES_RENEWED, actor=actor, now=now, address=address)
    return _new_recovery_codes(person)


def recovery_codes_left(person: User) -> int:
    """Return how many recovery codes are unused."""
    return StaticToken.objects.filter(device__user=person).count()


def forget_wrong_codes(person: User) -> None:
    """Let the account try a code at once, whatever was tried before."""
    for kind in (PhoneDevice, StaticDevice):
        for device in kind.objects.filter(user=person):
            device.throttle_reset()


def remove(person: User) -> None:
    """Remove phone and recovery codes."""
    PhoneDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def _new_recovery_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = ["".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_stored(person, code)) for code in codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def _stored(person: User, code: str) -> str:
    return salted_hmac("casework.recovery_code", f"{person.pk}:{code}", algorithm="sha256").hexdigest()[:_STORED_LENGTH]


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
