"""The applicant's key to a case: number and query code, with a limit on wrong tries."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from casework.law.errors import Refused
from casework.models.case import Case
from casework.models.lookup import FailedLookup
from casework.services.query_codes import hash_query_code

MAX_WRONG_TRIES = 10
WINDOW = timedelta(hours=1)
# Every wrong try removes some that no longer matter, so the table stays small by itself.
SWEEP_SIZE = 20

_NUMBER_LENGTH = FailedLookup._meta.get_field("number").max_length
_NO_HASH = "0" * 64
_TYPED = str.maketrans({**{chr(0xFF10 + digit): str(digit) for digit in range(10)}, **dict.fromkeys("－–—−‐", "-")})


def find_case(*, number: str, code: str, now: datetime) -> int:
    """Return the id of the case that ``number`` and ``code`` open.

    Raises Refused ``lookup_failed`` with the same words for an unknown number and a wrong code, and
    ``lookup_locked`` from the tenth wrong try for the same number within an hour, for an hour.

    The try is written down before it is judged: of any number of tries at once, no more than ten
    can have seen fewer than ten others. Call it outside a transaction, or they would not see them.
    """
    number = normalise_case_number(number)
    this_try = FailedLookup.objects.create(number=number[:_NUMBER_LENGTH], happened_at=now)
    earlier = _earlier_tries(this_try)
    if _is_locked(earlier, now):
        _forget(this_try)
        raise _locked()
    # An unknown number costs the same work as a wrong code, so the time tells nothing.
    row = Case.objects.filter(number=number).values_list("pk", "query_code_hash").first()
    case_id, stored = row or (0, "")
    if hmac.compare_digest(stored or _NO_HASH, hash_query_code(number, code)):
        _forget(this_try)
        return case_id
    _sweep(now)
    if _is_locked([now, *earlier], now):
        raise _locked()
    raise Refused("lookup_failed", "编号或查询码不正确，请对照回执重新填写。查询码不区分大小写。", field="code")


def normalise_case_number(number: str) -> str:
    """Return the number as we write it: no spaces, plain digits, a plain hyphen."""
    return "".join(number.split()).translate(_TYPED)


def _earlier_tries(this_try: FailedLookup) -> list[datetime]:
    """Return the newest other tries for the same number, newest first."""
    tries = FailedLookup.objects.filter(
        number=this_try.number, happened_at__gt=this_try.happened_at - 2 * WINDOW
    ).exclude(pk=this_try.pk)
    return list(tries.order_by("-happened_at").values_list("happened_at", flat=True)[:MAX_WRONG_TRIES])


def _is_locked(tries: Sequence[datetime], now: datetime) -> bool:
    if len(tries) < MAX_WRONG_TRIES:
        return False
    newest, oldest = tries[0], tries[MAX_WRONG_TRIES - 1]
    return newest - oldest <= WINDOW and now - newest < WINDOW


def _locked() -> Refused:
    return Refused(
        "lookup_locked",
        "这个编号一小时内已输错十次，为保护申请人的个人信息，请一小时后再试。"
        "急需了解办理情况的，可以带本人身份证件到本机关当面查询，或者拨打本机关公布的咨询电话。",
        field="number",
    )


def _forget(this_try: FailedLookup) -> None:
    FailedLookup.objects.filter(pk=this_try.pk).delete()


def _sweep(now: datetime) -> None:
    oldest = FailedLookup.objects.order_by("pk").values("pk")[:SWEEP_SIZE]
    FailedLookup.objects.filter(pk__in=oldest, happened_at__lte=now - 2 * WINDOW).delete()
