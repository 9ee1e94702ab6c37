"""A recipient whom no letter reaches is an alarm of its own: to the administrator and the leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from casework.models.duty_names import UNREACHABLE_PERSON, UNREACHABLE_WEBHOOK
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.office_duty import OfficeDuty, OfficeReminder
from casework.models.user import REVIEWING_ROLES, Role, User
from casework.models.webhook import WebhookEndpoint
from casework.services.office_duties import open_duty
from casework.services.telling import tell

DEAD_IN_A_ROW = 2
TOLD_ROLES = (Role.ADMINISTRATOR, Role.LEADER)
# An administrator keeps accounts and is owed no reminder, so a missing address harms nothing.
NEEDED_ROLES = (Role.CLERK, Role.HANDLER, *sorted(REVIEWING_ROLES), Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Alarmed:
    """How many alarms are new, and how many notices say so."""

    opened: int = 0
    notices: int = 0


def unreachable_people() -> QuerySet[User]:
    """Return active people without an address, or whose last letters all ended as dead (``dead`` > 0)."""
    return (
        User.objects.filter(is_active=True, agency__isnull=False, role__in=NEEDED_ROLES)
        .annotate(dead=_dead_since_success("recipient", NoticeChannel.EMAIL))
        .filter(Q(email="") | Q(dead__gte=DEAD_IN_A_ROW))
        .select_related("agency")
        .order_by("pk")
    )


def unreachable_endpoints() -> QuerySet[WebhookEndpoint]:
    """Return active endpoints whose last messages all ended as dead."""
    return (
        WebhookEndpoint.objects.filter(is_active=True)
        .annotate(dead=_dead_since_success("endpoint", NoticeChannel.WEBHOOK))
        .filter(dead__gte=DEAD_IN_A_ROW)
        .select_related("agency")
        .order_by("pk")
    )


def why_unreachable(person: User) -> str:
    """Return the reason in words. Needs the annotation of ``unreachable_people``."""
    return "没有电子邮箱" if not person.email else f"最近{person.dead}封邮件发送失败"


def alarm_unreachable(*, today: date, now: datetime) -> Alarmed:
    """Alarm each agency of the people and endpoints that cannot be reached, once until they can be again."""
    opened = notices = 0
    people, endpoints = list(unreachable_people()), list(unreachable_endpoints())
    _end_alarms(UNREACHABLE_PERSON, {str(item.pk) for item in people}, today)
    _end_alarms(UNREACHABLE_WEBHOOK, {str(item.pk) for item in endpoints}, today)
    found = [(UNREACHABLE_PERSON, item, f"{item}收不到邮件提醒：{why_unreachable(item)}") for item in people]
    found += [(UNREACHABLE_WEBHOOK, item, f"推送地址“{item}”不通，消息发送失败") for item in endpoints]
    known = set(
        OfficeDuty.objects.filter(duty__in=[UNREACHABLE_PERSON, UNREACHABLE_WEBHOOK], met_on__isnull=True).values_list(
            "duty", "about"
        )
    )
    for duty, item, title in found:
        if (duty, str(item.pk)) in known:
            continue
        queued = _alarm(duty, item, title, today, now)
        opened, notices = opened + (queued is not None), notices + (queued or 0)
    return Alarmed(opened, notices)


@transaction.atomic
def _alarm(duty: str, item: User | WebhookEndpoint, title: str, today: date, now: datetime) -> int | None:
    row = open_duty(agency=item.agency, duty=duty, about=item.pk, title=title[:160], due_on=today, now=now)
    if row is None:
        return None
    OfficeReminder.objects.create(office_duty=row, step=0, created_at=now)
    told = User.objects.filter(agency=item.agency, is_active=True, role__in=TOLD_ROLES)
    return tell(
        told, subject=title, body=f"{title}。站内提醒照常送达；请在系统管理或提醒设置中改正。", now=now,
        by_email=False, in_digest=False, office_duty=row,
    )  # fmt: skip


def _end_alarms(duty: str, still: set[str], today: date) -> None:
    OfficeDuty.objects.filter(duty=duty, met_on__isnull=True).exclude(about__in=still).update(met_on=today)


def _dead_since_success(whose: str, channel: NoticeChannel) -> Subquery:
    """Count the dead letters after the last one that arrived; those that travelled in a digest count with it."""
    mine = Notice.objects.filter(**{whose: OuterRef("pk")}, channel=channel)
    arrived = (
        Notice.objects.filter(**{whose: OuterRef(whose)}, channel=channel, state=NoticeState.SENT)
        .order_by("-sent_at")
        .values("sent_at")[:1]
    )
    return Subquery(
        mine.filter(state=NoticeState.DEAD)
        .annotate(arrived_at=Subquery(arrived))
        .filter(Q(arrived_at__isnull=True) | Q(arrived_at__lt=F("created_at")))
        .values(whose)
        .annotate(number=Count("pk"))
        .values("number")
    )
