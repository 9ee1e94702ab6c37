"""告知渠道: an agency keeps once where its replies send applicants (条例第三十六条第七项、第三十九条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from casework.law.errors import Refused
from casework.law.evidence import OUTSIDE_CHANNELS
from casework.models.outside_channel import OutsideChannel
from casework.models.user import Role, User
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role

KEEPERS = (Role.CLERK, Role.LEADER)


@transaction.atomic
def keep_outside_channels(*, texts: dict[str, str], actor: User, now: datetime) -> list[OutsideChannel]:
    """Store the texts of the actor's agency by kind; an empty one is taken away. Return those that changed."""
    refuse_other_role(actor, "告知渠道设置", *KEEPERS)
    stored = {row.kind: row for row in OutsideChannel.objects.select_for_update().filter(agency=actor.agency)}
    changed = []
    for kind, text in texts.items():
        if kind not in [item.value for item in OUTSIDE_CHANNELS]:
            raise Refused("outside_channel_unknown", "没有这种告知渠道。", field=kind)
        row = stored.get(kind) or OutsideChannel(agency=actor.agency, kind=kind)
        if row.text == text.strip():
            continue
        changed.append(row)
        row.text, row.recorded_by, row.recorded_at = text.strip(), actor, now
        if row.text:
            refuse_unfit(row)
            row.save()
        else:
            row.delete()
    return changed
