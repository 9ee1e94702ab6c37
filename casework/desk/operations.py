"""运行状态: whether the background programs run, what waits, what was given up."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from casework.adapters.broker import BrokerSilent, waiting_messages
from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.shell import show
from casework.models.notice import MAX_ATTEMPTS
from casework.models.user import Role
from casework.queries.operations import HEARTBEAT_LATE, LETTER_LATE, operations
from config.celery import QUEUES

ONE_MINUTE = timedelta(minutes=1)
SECONDS_A_MINUTE = 60
QUEUE_NAMES = {"default": "日常", "mail": "发送", "documents": "文书", "sweeps": "巡查"}


@require_safe
def operations_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of the installation and, in words, what an operator should look at."""
    require_role(request.user, Role.ADMINISTRATOR)
    found = operations(today=legal_today(), now=utc_now(), queues=QUEUES)
    faults = found.faults()
    try:
        by_queue = waiting_messages()
        parts = "、".join(f"{QUEUE_NAMES.get(queue, queue)}{number}" for queue, number in by_queue.items() if number)
        waiting = f"{sum(by_queue.values())}条" + (f"（{parts}）" if parts else "")
    except BrokerSilent:
        faults = ["消息队列（没有应答）", *faults]
        waiting = "没有应答"
    rows = [
        (
            "后台任务最近心跳",
            _age(found.heartbeat_age, "尚无"),
            f"每分钟一次；超过{HEARTBEAT_LATE // ONE_MINUTE}分钟没有心跳，提醒和通知会推迟，不会丢失。",
        ),
        (
            "定时程序最近发出",
            _age(found.beat_lag, "尚无"),
            f"每分钟一次；超过{HEARTBEAT_LATE // ONE_MINUTE}分钟没有发出，请检查定时程序。",
        ),
        ("消息队列", waiting, "等待后台处理的任务；消息只是唤醒，期限和通知都以数据库为准。"),
        ("待发送的通知", f"{found.letters_waiting}条", "已到发送时间的邮件和推送。"),
        ("最早一条", _age(found.oldest_letter_age, "无"), f"超过{LETTER_LATE // ONE_MINUTE}分钟请检查邮件服务器。"),
        ("发送失败", f"{found.letters_dead}条", f"试过{MAX_ATTEMPTS}次仍未送达，见“提醒设置—发送失败”。"),
        ("未办结办件", f"{found.open_cases}件", "全部机关。"),
        ("已超期办件", f"{found.overdue_cases}件", "全部机关。"),
    ]
    context = {
        "faults": faults,
        "rows": [{"label": label, "value": value, "meaning": meaning} for label, value, meaning in rows],
    }
    return show(request, "desk/operations.html", context)


def _age(seconds: int | None, none: str) -> str:
    if seconds is None:
        return none
    return f"{seconds}秒前" if seconds < 2 * SECONDS_A_MINUTE else f"{seconds // SECONDS_A_MINUTE}分钟前"
