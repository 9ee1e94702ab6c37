"""Accounts (账号): made, changed, closed and given a one-time password by the system administrator.

An account made here has no role and cannot sign in until the security administrator grants one
(``services.grants``): nobody alone can make somebody who works on cases. Source: GB/T 22239 (三权分立).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework.law.errors import Refused
from casework.models.account_event import AccountAct
from casework.models.agency import Agency, Unit
from casework.models.case import Case
from casework.models.user import ADMINISTRATORS, Role, User
from casework.services.account_events import locked_account, record_account_event
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role
from casework.services.telling import tell

KEEPER = Role.ADMINISTRATOR
PASSWORD_LENGTH = 14
# No vowels and no look-alikes: read aloud and typed from paper, never a word.
PASSWORD_SIGNS = "23456789bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class AccountData:
    """What the system administrator enters of a person."""

    display_name: str
    unit: Unit | None = None
    email: str = ""
    staff_number: str = ""


@transaction.atomic
def create_account(
    *, username: str, agency: Agency, data: AccountData, actor: User, now: datetime, address: str = ""
) -> tuple[User, str]:
    """Make an account without a role; return it and its one-time password, which is stored nowhere.

    Raises Refused for an agency that is not the actor's or below it, a name or staff number in use.
    """
    refuse_other_role(actor, "新建账号", KEEPER)
    if not agency.path.startswith(actor.agency.path):
        raise Refused("account_agency_foreign", "只能为本机关和下级机关新建账号。", field="agency")
    person = User(username=username.strip(), agency=agency, role=Role.NONE, password_is_temporary=True)
    try:
        User.username_validator(person.username)
    except ValidationError:
        raise Refused("username_unusable", "用户名只能用字母、数字和 @ . + - _。", field="username") from None
    if User.objects.filter(username__iexact=person.username).exists():
        raise Refused("username_taken", f"用户名“{person.username}”已有人使用，请换一个。", field="username")
    _enter(person, data)
    password = _one_time_password(person)
    _save(person)
    record_account_event(
        person=person, act=AccountAct.CREATED, actor=actor, now=now, address=address, note=_in_words(person)
    )
    return person, password


@transaction.atomic
def change_account(*, person_id: int, data: AccountData, actor: User, now: datetime, address: str = "") -> User:
    """Change name, unit, e-mail and staff number of an account. Raises Refused as ``create_account`` does."""
    person = locked_account(person_id, actor, "修改账号", KEEPER, own=True)
    before = _in_words(person)
    _enter(person, data)
    _save(person)
    if _in_words(person) != before:
        note = f"{before} → {_in_words(person)}"
        record_account_event(
            person=person, act=AccountAct.CHANGED, actor=actor, now=now, address=address, note=note
        )  # fmt: skip
    return person


@transaction.atomic
def close_account(*, person_id: int, actor: User, now: datetime, address: str = "") -> int:
    """Close an account: its sessions end with the next click. Return how many open cases are in its name.

    Raises Refused for the actor's own account and for the last of its kind among the three administrators.
    """
    # Before the account itself: two who close each other wait for each other here, and one of them stays.
    Agency.objects.select_for_update(of=("self",)).filter(people=person_id).first()
    person = locked_account(person_id, actor, "停用账号", KEEPER)
    colleagues = User.objects.filter(agency=person.agency_id, role=person.role, is_active=True).exclude(pk=person.pk)
    if person.role in ADMINISTRATORS and not colleagues.exists():
        raise Refused(
            "last_administrator", f"{person}是本机关唯一的{person.get_role_display()}，请先设好接替人员再停用。"
        )
    if person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
        record_account_event(person=person, act=AccountAct.CLOSED, actor=actor, now=now, address=address)
    return Case.objects.filter(officer=person).open().count()


@transaction.atomic
def reopen_account(*, person_id: int, actor: User, now: datetime, address: str = "") -> User:
    """Open a closed account again, with the role it had. Raises Refused when its staff number is in use."""
    person = locked_account(person_id, actor, "启用账号", KEEPER)
    if not person.is_active:
        person.is_active = True
        _save(person)
        record_account_event(person=person, act=AccountAct.REOPENED, actor=actor, now=now, address=address)
    return person


@transaction.atomic
def issue_password(*, person_id: int, actor: User, now: datetime, address: str = "") -> str:
    """Give an account a one-time password and return it; the person is told, and every session of it ends."""
    person = locked_account(person_id, actor, "发放一次性口令", KEEPER)
    password = _one_time_password(person)
    person.password_is_temporary = True
    person.save(update_fields=["password", "password_is_temporary"])
    record_account_event(person=person, act=AccountAct.PASSWORD_ISSUED, actor=actor, now=now, address=address)
    tell(
        [person], subject="您的口令已重新发放", now=now, by_email=True, in_digest=False,
        body=f"{actor}为您的账号发放了一次性口令，原口令已失效。不是您本人要求的，请立即报告审计员。",
    )  # fmt: skip
    return password


@transaction.atomic
def change_own_password(*, actor: User, old: str, new: str, now: datetime, address: str = "") -> User:
    """Give the own account a new password. Raises Refused for a wrong old one and for one the rules forbid."""
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if not person.check_password(old):
        raise Refused("old_password_wrong", "原口令不对，请重新输入。", field="old")
    if person.check_password(new):
        raise Refused("password_unchanged", "新口令不能与原口令相同。", field="new")
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise Refused("password_weak", f"新口令不能用：{' '.join(error.messages)}", field="new") from None
    person.password, person.password_is_temporary = make_password(new), False
    person.save(update_fields=["password", "password_is_temporary"])
    password_changed(new, person)
    record_account_event(person=person, act=AccountAct.PASSWORD_CHANGED, actor=actor, now=now, address=address)
    return person


def one_time_password() -> str:
    """Return a new password that nobody can guess and that is typed once."""
    return "".join(secrets.choice(PASSWORD_SIGNS) for _ in range(PASSWORD_LENGTH))


def _one_time_password(person: User) -> str:
    password = one_time_password()
    person.set_password(password)
    return password


def _enter(person: User, data: AccountData) -> None:
    if not data.display_name.strip():
        raise Refused("name_missing", "请填写姓名。", field="display_name")
    if data.unit and data.unit.agency_id != person.agency_id:
        raise Refused("unit_of_others", "科室不属于这个机关。", field="unit")
    if person.administers_as and not data.staff_number.strip():
        raise Refused("staff_number_of_administrator", "三员的账号必须登记工号。", field="staff_number")
    person.display_name, person.unit = data.display_name.strip(), data.unit
    person.email, person.staff_number = data.email.strip(), data.staff_number.strip()
    refuse_unfit(person)


def _save(person: User) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(
            "staff_number_taken", f"工号{person.staff_number}已有在用的账号：一人一号，三员不得由同一人兼任。",
            field="staff_number",
        ) from None  # fmt: skip


def _in_words(person: User) -> str:
    parts = (str(person), person.unit and str(person.unit), person.email, person.staff_number)
    return "，".join(part for part in parts if part)
