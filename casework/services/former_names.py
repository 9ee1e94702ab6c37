"""名称沿革: an agency writes down the names it answers for (国办公开办函〔2019〕14号)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from casework.law.errors import Refused
from casework.law.succession import SUCCESSION_LETTER, require_former_name
from casework.models.agency import Unit
from casework.models.former_name import FormerName
from casework.models.user import Role, User
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role

KEEPERS = (Role.LEADER, Role.ADMINISTRATOR)


@transaction.atomic
def add_former_name(
    *, name: str, unit: Unit | None, effective_on: date | None, basis: str, actor: User, today: date, now: datetime
) -> FormerName:
    """Enter an old name of the actor's agency, or of one of its units, with the day the powers passed."""
    refuse_other_role(actor, "名称沿革登记", *KEEPERS)
    if unit and unit.agency_id != actor.agency_id:
        raise Refused("former_name_of_others", "只能登记本机关的科室。", field="unit")
    require_former_name(name, (unit or actor.agency).name, effective_on, today)
    row = FormerName(
        agency=actor.agency, unit=unit, name=name.strip(), effective_on=effective_on, basis=basis.strip(),
        recorded_by=actor, recorded_at=now,
    )  # fmt: skip
    refuse_unfit(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("former_name_known", "这个原名称已经登记过。", article=SUCCESSION_LETTER, field="name") from error
    return row


def remove_former_name(*, former_name_id: int, actor: User) -> None:
    """Take back an old name that was entered by mistake."""
    refuse_other_role(actor, "名称沿革登记", *KEEPERS)
    deleted, _ = FormerName.objects.filter(pk=former_name_id, agency=actor.agency).delete()
    if not deleted:
        raise Refused("former_name_not_found", "没有这条名称沿革。")
