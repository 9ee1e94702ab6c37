"""账号记录: what was done to an account, by whom; chained like the events of a case, written once."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Any, NoReturn

from django.db import models

from casework.models.event import EventIsPermanent
from casework.models.event_chain import NO_EVENT_BEFORE, canonical
from casework.models.user import User

VERSION = "1"


class AccountAct(models.TextChoices):
    """What can be done to an account."""

    CREATED = "created", "新建账号"
    CHANGED = "changed", "修改账号"
    CLOSED = "closed", "停用账号"
    REOPENED = "reopened", "启用账号"
    PASSWORD_ISSUED = "password_issued", "发放一次性口令"
    PASSWORD_CHANGED = "password_changed", "更改口令"
    ROLE_GRANTED = "role_granted", "授予角色"
    UNLOCKED = "unlocked", "解除登录锁定"
    SECOND_FACTOR_ADDED = "second_factor_added", "启用动态口令"
    SECOND_FACTOR_RESET = "second_factor_reset", "重置动态口令"
    RECOVERY_CODE_USED = "recovery_code_used", "使用恢复码"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed", "更换恢复码"
    SESSIONS_ENDED = "sessions_ended", "退出其他登录"
    FACTOR_RULE_SET = "factor_rule_set", "设置动态口令要求"
    ENDPOINT_SET = "endpoint_set", "设置推送地址"
    CONTACT_READ = "contact_read", "查看登记簿联系方式"
    LEDGER_EXPORTED = "ledger_exported", "导出台账"
    AUDIT_EXPORTED = "audit_exported", "导出审计记录"


def account_act_choices() -> list[tuple[str, str]]:
    """Return value and name of every act; called late, so that a new act needs no migration."""
    return AccountAct.choices


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    """Account events can be read and added one by one; changing or deleting them is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise EventIsPermanent("account events are never changed")

    def delete(self) -> NoReturn:
        raise EventIsPermanent("account events are never deleted")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EventIsPermanent("account events are added one by one, each behind the last")


class AccountEvent(models.Model):
    """One act on the account of ``person``. ``note`` says in words what changed; no secret is ever in it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="account_events", verbose_name="账号")
    act = models.CharField("行为", max_length=30, choices=account_act_choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="经手人")
    actor_name = models.CharField("经手人姓名", max_length=60)
    recorded_at = models.DateTimeField("记录时间")
    address = models.CharField("来源地址", max_length=45, blank=True)
    note = models.TextField("说明", blank=True)
    previous_hash = models.CharField("前一记录哈希", max_length=64, blank=True, editable=False)
    hash = models.CharField("哈希", max_length=64, editable=False)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        verbose_name = "账号记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "previous_hash"], name="account_chain_is_one_line"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d} {self.get_act_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the event behind the last one of the account; a second save is refused."""
        if self.pk is not None:
            raise EventIsPermanent("account events are never changed")
        last = type(self).objects.filter(person=self.person_id).order_by("-pk").values_list("hash", flat=True)
        self.previous_hash = last.first() or NO_EVENT_BEFORE
        self.hash = account_event_hash(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise EventIsPermanent("account events are never deleted")


def account_event_hash(event: AccountEvent) -> str:
    """Return the SHA-256, in hexadecimal, over what ``event`` says and the hash of the one before."""
    said = [
        VERSION, event.previous_hash, event.person_id, str(event.act), event.actor_id, event.actor_name,
        event.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"), event.address, event.note,
    ]  # fmt: skip
    return hashlib.sha256(canonical(said).encode()).hexdigest()
