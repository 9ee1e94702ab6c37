"""Agencies of an installation: the first with its three administrators, and those a system administrator adds."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from casework.law.errors import Refused
from casework.models.account_event import AccountAct
from casework.models.agency import Agency
from casework.models.user import ADMINISTRATORS, Role, User
from casework.services.account_events import record_account_event
from casework.services.accounts import one_time_password
from casework.services.fitting import refuse_unfit


@transaction.atomic
def found_office(
    *, name: str, prefix: str, superior: str, account_prefix: str, now: datetime
) -> list[tuple[User, str]]:
    """Make an agency and its three administrators; return each account with its one-time password.

    Done by whoever may run programs on the server, where nobody is signed in yet. Raises Refused for a
    name, prefix or account name in use and for a superior that is not there.
    """
    parent = Agency.objects.filter(name=superior.strip()).first() if superior.strip() else None
    if superior.strip() and parent is None:
        raise Refused("superior_unknown", f"系统中没有上级机关“{superior}”。", field="superior")
    agency = Agency(name=name.strip(), prefix=prefix.strip(), parent=parent)
    refuse_unfit(agency)
    if Agency.objects.filter(name=agency.name).exists() or Agency.objects.filter(prefix=agency.prefix).exists():
        raise Refused("agency_taken", "机关名称或者机关代字已在使用。", field="name")
    agency.save()
    return [_administrator(agency, role, account_prefix, now) for role in Role if role in ADMINISTRATORS]


def _administrator(agency: Agency, role: Role, account_prefix: str, now: datetime) -> tuple[User, str]:
    person = User(
        username=f"{account_prefix}{role.value}", role=role, agency=agency, display_name=role.label,
        staff_number=role.value, password_is_temporary=True,
    )  # fmt: skip
    password = one_time_password()
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(
            "administrator_name_taken", f"账号“{person.username}”已存在，请用 --account-prefix 另加前缀。"
        ) from None
    record_account_event(
        person=person, act=AccountAct.CREATED, actor=person, now=now, note=f"安装时新建：{role.label}"
    )  # fmt: skip
    return person, password
