"""Grants and keys (授权): roles, locks and second factors, by the security administrator.

The three administrators exclude each other and every role that works on cases (GB/T 22239, 三权分立);
the database holds the same rule (``administrators_exclude_each_other``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from axes.utils import reset
from django.db import transaction

from casework.law.errors import Refused
from casework.models.account_event import AccountAct, AccountEvent
from casework.models.agency import Agency
from casework.models.event import CaseEvent
from casework.models.second_factor_rule import SecondFactorRule
from casework.models.user import ADMINISTRATORS, UNIT_ROLES, Role, User
from casework.services import second_factors
from casework.services.account_events import locked_account, record_account_event
from casework.services.permissions import refuse_other_role
from casework.services.sign_ins import end_sessions
from casework.services.telling import tell

GRANTER = Role.SECURITY_ADMINISTRATOR


@transaction.atomic
def grant_role(*, person_id: int, role: Role, actor: User, now: datetime, address: str = "") -> User:
    """Give an account its role; ``Role.NONE`` takes it away. It holds from the next click on.

    Raises Refused where the three administrators would meet in one account or with the work on cases,
    for a role of a unit without a unit, and for an administrator without a staff number.
    """
    person = locked_account(person_id, actor, "授予角色", GRANTER)
    role = Role(role)
    if person.role == role:
        return person
    _refuse_excluded(person, role)
    if role in UNIT_ROLES and person.unit_id is None:
        raise Refused("unit_missing", f"{role.label}须先由系统管理员登记所在科室。", field="role")
    if role in ADMINISTRATORS and not person.staff_number:
        raise Refused("staff_number_missing", f"{role.label}须先由系统管理员登记工号，以便核对一人一号。", field="role")
    before = person.get_role_display()
    person.role = role
    person.administers_as = role if role in ADMINISTRATORS else ""
    person.save(update_fields=["role", "administers_as"])
    record_account_event(
        person=person, act=AccountAct.ROLE_GRANTED, actor=actor, now=now, address=address,
        note=f"{before} → {role.label}",
    )  # fmt: skip
    # Another role may need a second factor: the next sign-in asks for it.
    end_sessions(person)
    return person


@transaction.atomic
def unlock_account(*, person_id: int, actor: User, now: datetime, address: str = "") -> User:
    """Forget the wrong passwords and codes of an account, so that it may sign in at once."""
    person = locked_account(person_id, actor, "解除登录锁定", GRANTER, own=True)
    reset(username=person.username)
    second_factors.forget_wrong_codes(person)
    record_account_event(person=person, act=AccountAct.UNLOCKED, actor=actor, now=now, address=address)
    return person


@transaction.atomic
def reset_second_factor(*, person_id: int, actor: User, now: datetime, address: str = "") -> User:
    """Take the second factor off an account whose owner has lost it; the person is told, every session ends."""
    person = locked_account(person_id, actor, "重置动态口令", GRANTER)
    if not second_factors.has_second_factor(person):
        raise Refused("second_factor_absent", f"{person}没有启用动态口令，不需要重置。")
    second_factors.remove(person)
    end_sessions(person)
    record_account_event(person=person, act=AccountAct.SECOND_FACTOR_RESET, actor=actor, now=now, address=address)
    tell(
        [person], subject="您的动态口令已重置", now=now, by_email=True, in_digest=False,
        body=f"{actor}重置了您账号的动态口令，恢复码一并失效。不是您本人要求的，请立即报告审计员。",
    )  # fmt: skip
    return person


@transaction.atomic
def require_second_factor(
    *, roles: Iterable[Role], actor: User, now: datetime, address: str = ""
) -> frozenset[Role]:  # fmt: skip
    """Set which roles of the actor's agency and below need a second factor, from their next sign-in on."""
    refuse_other_role(actor, "设置动态口令要求", GRANTER)
    Agency.objects.select_for_update().get(pk=actor.agency_id)
    wanted = frozenset(Role(role) for role in roles) - {Role.NONE}
    rows = SecondFactorRule.objects.filter(agency=actor.agency_id)
    before = frozenset(Role(role) for role in rows.values_list("role", flat=True))
    if wanted == before:
        return wanted
    rows.delete()
    SecondFactorRule.objects.bulk_create(SecondFactorRule(agency_id=actor.agency_id, role=role) for role in wanted)
    words = "、".join(role.label for role in Role if role in wanted) or "都不要求"
    record_account_event(
        person=User.objects.select_for_update(of=("self",)).get(pk=actor.pk), act=AccountAct.FACTOR_RULE_SET,
        actor=actor, now=now, address=address, note=words,
    )  # fmt: skip
    return wanted


def _refuse_excluded(person: User, role: Role) -> None:
    if person.administers_as:
        raise Refused(
            "administrator_excluded",
            f"{person}是{Role(person.administers_as).label}，三员互斥，也不得兼办其他工作。请停用这个账号，另设账号。",
            field="role",
        )
    if role not in ADMINISTRATORS:
        return
    granted = AccountEvent.objects.filter(person=person, act=AccountAct.ROLE_GRANTED).exists()
    if person.role != Role.NONE or granted or CaseEvent.objects.filter(actor=person).exists():
        raise Refused(
            "handling_excluded", f"{person}办理过或者可以办理申请，不能再担任{role.label}。请另设账号。", field="role"
        )
