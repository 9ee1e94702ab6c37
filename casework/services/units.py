"""Units (科室) of an agency: added and renamed by the system administrator."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from casework.law.errors import Refused
from casework.models.agency import Agency, Unit
from casework.models.user import Role, User
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role


def add_unit(*, name: str, actor: User) -> Unit:
    """Add a unit to the actor's agency. Raises Refused for a name in use."""
    refuse_other_role(actor, "科室设置", Role.ADMINISTRATOR)
    return _kept(Unit(agency=actor.agency, name=name.strip()))


@transaction.atomic
def rename_unit(*, unit_id: int, name: str, actor: User) -> Unit:
    """Give a unit another name; its people and cases stay with it. Raises Refused for a name in use."""
    refuse_other_role(actor, "科室设置", Role.ADMINISTRATOR)
    unit = Unit.objects.select_for_update().filter(pk=unit_id, agency=actor.agency_id).first()
    if unit is None:
        raise Refused("unit_not_found", "没有这个科室。")
    unit.name = name.strip()
    return _kept(unit)


def units_of(agency: Agency) -> list[Unit]:
    """Return the units of an agency by name."""
    return list(agency.units.order_by("name"))


def _kept(unit: Unit) -> Unit:
    refuse_unfit(unit)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refused("unit_name_taken", f"本机关已有“{unit.name}”。", field="name") from None
    return unit
