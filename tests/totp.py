"""The phone in a test: the code an authenticator shows at this moment."""

from __future__ import annotations

import time

from django_otp.oath import TOTP

from casework.models import PhoneDevice, User
from casework.services import second_factors


def code_now(person: User, *, steps: int = 0) -> str:
    """Return the code of the person's phone, or the one ``steps`` half-minutes away."""
    device = PhoneDevice.objects.get(user=person)
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def with_phone(person: User, now) -> list[str]:
    """Give the person a second factor; return the recovery codes."""
    second_factors.begin_second_factor(person)
    return second_factors.confirm_second_factor(actor=person, code=code_now(person), now=now)
