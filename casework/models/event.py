"""What happened to a case: written once, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NoReturn

from django.db import connection, models

from casework.law.acts import ACT_RULES, Act
from casework.models.case import Case
from casework.models.event_chain import link
from casework.models.kept_insert import KeptInsert
from casework.models.prepared import prepared_cursor
from casework.models.user import User

# SQLite takes a limited number of values in one statement.
CASES_AT_ONCE = 1_000


def act_choices() -> list[tuple[str, str]]:
    """Return value and name of every act; called late, so that a new act needs no migration."""
    return [(act.value, ACT_RULES[act].name) for act in Act]


class EventIsPermanent(TypeError):
    """Somebody tried to change or delete an event."""


class CaseEventQuerySet(models.QuerySet["CaseEvent"]):
    """Events can be read and added; changing or deleting them is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise EventIsPermanent("case events are never changed")

    def delete(self) -> NoReturn:
        raise EventIsPermanent("case events are never deleted")

    def bulk_create(self, objs: Iterable[CaseEvent], *args: Any, **kwargs: Any) -> list[CaseEvent]:
        """Add events; with ``update_conflicts`` it would change old ones and is refused."""
        if kwargs.get("update_conflicts"):
            raise EventIsPermanent("case events are never changed")
        events = list(objs)
        link(events, self.model.objects.heads({event.case_id for event in events}))
        return super().bulk_create(events, *args, **kwargs)

    def heads(self, case_ids: set[int]) -> dict[int, str]:
        """Return the hash of the last event of each of those cases that has one."""
        heads, ids = {}, sorted(case_ids)
        for start in range(0, len(ids), CASES_AT_ONCE):
            rows = self.filter(case_id__in=ids[start : start + CASES_AT_ONCE]).order_by("pk")
            heads.update(rows.values_list("case_id", "hash"))
        return heads


class CaseEvent(KeptInsert):
    """One act: who, when, on which legal day, by which article, and what changed.

    ``key`` is the form's once-only key: the same key again answers with the first result.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name="办件", db_index=False)
    act = models.CharField("行为", max_length=30, choices=act_choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经手人")
    actor_name = models.CharField("经手人姓名", max_length=60)
    happened_on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时间")
    article = models.CharField("依据", max_length=80, blank=True)
    note = models.TextField("说明", blank=True)
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    previous_hash = models.CharField("前一记录哈希", max_length=64, blank=True, editable=False)
    hash = models.CharField("哈希", max_length=64, editable=False)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = "办件记录"
        ordering = ["pk"]
        # Two events behind the same one would be two truths: whoever comes second is refused by the database.
        constraints = [models.UniqueConstraint(fields=["case", "previous_hash"], name="event_chain_is_one_line")]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_act_display()}"

    def save(self, *args, **kwargs) -> None:
        """Insert the event; a second save is refused."""
        if self.pk is not None:
            raise EventIsPermanent("case events are never changed")
        link([self], _head(self.case_id))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        """Refuse."""
        raise EventIsPermanent("case events are never deleted")


def _head(case_id: int) -> dict[int, str]:
    """Return the hash of the last event of one case, as ``heads`` does: asked with every act."""
    with prepared_cursor(connection) as cursor:
        cursor.execute(_newest_of_case(), [case_id])
        return dict(cursor.fetchall())


@cache
def _newest_of_case() -> str:
    table = connection.ops.quote_name(CaseEvent._meta.db_table)
    return f"SELECT case_id, hash FROM {table} WHERE case_id = %s ORDER BY id DESC LIMIT 1"
