"""How the program itself is doing: what an operator and a monitoring system ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min

from casework.models.case import Case
from casework.models.heartbeat import BEAT, WORKER, Heartbeat
from casework.models.notice import Notice, NoticeState

# Beat sends a heartbeat a minute; mail is tried every minute and put off by minutes.
HEARTBEAT_LATE = timedelta(minutes=5)
LETTER_LATE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Operations:
    """Ages are whole seconds, None where there is nothing to be old.

    ``heartbeat_age`` is that of the slowest worker, ``beat_lag`` the time since the beat last sent a message,
    ``unserved`` names the queues that no worker has ever answered for.
    """

    heartbeat_age: int | None
    unserved: tuple[str, ...]
    beat_lag: int | None
    letters_waiting: int
    oldest_letter_age: int | None
    letters_dead: int
    open_cases: int
    overdue_cases: int

    @property
    def workers_answer(self) -> bool:
        """Tell whether a worker of every queue answered the beat lately."""
        return not self.unserved and (self.heartbeat_age or 0) <= HEARTBEAT_LATE.total_seconds()

    @property
    def beat_sends(self) -> bool:
        """Tell whether the beat has sent its message lately."""
        return self.beat_lag is not None and self.beat_lag <= HEARTBEAT_LATE.total_seconds()

    @property
    def letters_leave(self) -> bool:
        """Tell whether no notice has waited too long."""
        return (self.oldest_letter_age or 0) <= LETTER_LATE.total_seconds()

    def faults(self) -> list[str]:
        """Return in words what an operator should look at; empty when all is well."""
        found = []
        if not self.workers_answer:
            age = "尚无心跳" if self.heartbeat_age is None else f"最近心跳在{self.heartbeat_age}秒前"
            if self.unserved and self.heartbeat_age is not None:
                age = f"队列“{'、'.join(self.unserved)}”尚无程序处理"
            found.append(f"后台任务（{age}）")
        if not self.beat_sends:
            lag = "尚未发出" if self.beat_lag is None else f"已{self.beat_lag}秒没有发出"
            found.append(f"定时程序（{lag}）")
        if not self.letters_leave:
            found.append(f"通知发送（最早一条已等待{self.oldest_letter_age}秒）")
        return found


def operations(*, today: date, now: datetime, queues: Sequence[str]) -> Operations:
    """Return the figures of the whole installation in six statements. ``queues`` are all, the general one first."""
    beaten = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    # By name: a queue that no worker was ever started for has no row, one that is no more has an old one.
    workers = {queue: beaten.get(WORKER if queue == queues[0] else queue) for queue in queues}
    sendable = Notice.objects.sendable(now=now)
    oldest = sendable.aggregate(at=Min("send_after"))["at"]
    return Operations(
        heartbeat_age=_age(min((at for at in workers.values() if at), default=None), now),
        unserved=tuple(queue for queue, at in workers.items() if at is None),
        beat_lag=_age(beaten.get(BEAT), now),
        letters_waiting=sendable.count(),
        oldest_letter_age=_age(oldest, now),
        letters_dead=Notice.objects.filter(state=NoticeState.DEAD).count(),
        open_cases=Case.objects.open().count(),
        overdue_cases=Case.objects.overdue(today=today).count(),
    )


def _age(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, int((now - moment).total_seconds()))
