"""Writing down what was done to an account, and who may do it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from casework.law.errors import Refused
from casework.models.account_event import AccountAct, AccountEvent
from casework.models.user import ADMINISTRATORS, Role, User
from casework.services.permissions import refuse_other_role


def record_account_event(
    *, person: User, act: AccountAct, actor: User, now: datetime, address: str = "", note: str = ""
) -> AccountEvent:
    """Write one event behind the last of the account; call it in the act's transaction, the account locked."""
    return AccountEvent.objects.create(
        person=person, act=act, actor=actor, actor_name=str(actor), recorded_at=now, address=address, note=note
    )


def accounts_seen_by(actor: User) -> QuerySet[User]:
    """Return the accounts of the actor's agency and all below it, to the three administrators; else none."""
    if actor.role not in ADMINISTRATORS or actor.agency_id is None:
        return User.objects.none()
    return User.objects.filter(agency__path__startswith=actor.agency.path)


def locked_account(person_id: int, actor: User, what: str, role: Role, *, own: bool = False) -> User:
    """Return the account, locked. Raise Refused for another role, a foreign account and, unless ``own``, one's own."""
    refuse_other_role(actor, what, role)
    person = accounts_seen_by(actor).select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None:
        raise Refused("account_not_found", "没有这个账号。")
    if person == actor and not own:
        raise Refused("own_account", f"{what}不能对本人账号办理，请由另一名{role.label}办理。")
    return person
