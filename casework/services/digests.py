"""One e-mail a person and day (每日汇总): what is not urgent waits for it and travels together.

A digest is a notice like any other, so claiming, retrying and giving up are the outbox's. Its row is
unique on (recipient, day): of two workers one writes it. A digest of a single notice is that notice.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from casework.adapters.clock import legal_day
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import User
from casework.services.office_hours import digest_is_due, quiet_agencies

RECIPIENTS_A_ROUND = 500
# A letter is read by a person: the rest is counted and waits in the system.
LISTED = 100


def bundle(*, now: datetime) -> int:
    """Write today's digest for everybody whose hour has come and who has had none; return how many.

    A worker that comes late writes it late. What arrives after the day's digest waits for the next.
    """
    today = legal_day(now)
    had_one = Notice.objects.filter(recipient=OuterRef("pk"), digest_on=today)
    waiting = Notice.objects.filter(recipient=OuterRef("pk"), state=NoticeState.PENDING, in_digest=True)
    people = (
        User.objects.filter(Exists(waiting), ~Exists(had_one), digest_is_due(now, agency="agency"))
        .exclude(agency__in=quiet_agencies(now))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_bundle_for(person_id, today, now) for person_id in list(people[:RECIPIENTS_A_ROUND]))


@transaction.atomic
def _bundle_for(person_id: int, today: date, now: datetime) -> bool:
    """Write one person's digest. The person's row is the lock."""
    person = User.objects.select_for_update(of=("self",)).select_related("agency").get(pk=person_id)
    if Notice.objects.filter(recipient=person, digest_on=today).exists():
        return False
    waiting = Notice.objects.filter(recipient=person, state=NoticeState.PENDING, in_digest=True)
    number = waiting.count()
    if number == 0:
        return False
    if number == 1:
        waiting.update(in_digest=False, digest_on=today)
        return True
    due_on = Coalesce("reminder__due_on", "office_duty__due_on")
    first = waiting.order_by(F("due_on").asc(nulls_last=True), "case__number", "pk").annotate(due_on=due_on)[:LISTED]
    letter = Notice.objects.create(
        recipient=person,
        channel=NoticeChannel.EMAIL,
        subject=f"{today}待办提醒{number}项",
        body=_body(person, [item.body for item in first], number),
        created_at=now,
        send_after=now,
        digest_on=today,
    )
    waiting.update(state=NoticeState.BUNDLED, digest=letter)
    return True


def _body(person: User, lines: list[str], number: int) -> str:
    listed = "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))
    rest = f"\n\n另有{number - len(lines)}项，请登录系统查看。" if number > len(lines) else ""
    return f"{person}，以下{number}项需要您办理或者留意：\n\n{listed}{rest}"
