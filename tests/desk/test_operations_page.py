"""运行状态: what the operator sees."""

from __future__ import annotations

from django.urls import reverse

from casework.adapters.clock import utc_now
from casework.models import Heartbeat
from casework.services import heartbeat
from config.celery import QUEUES


def test_the_operator_sees_what_to_look_at(as_user, read, cast):
    page = read(as_user(cast.administrator_wu).get(reverse("desk:operations")))
    assert "请检查：后台任务（尚无心跳）；定时程序（尚未发出）" in page
    for name in (heartbeat.WORKER, *QUEUES[1:]):
        heartbeat.beat(now=utc_now(), name=name)
    heartbeat.beat_sent(now=utc_now())
    page = read(as_user(cast.administrator_wu).get(reverse("desk:operations")))
    assert "各部分运行正常" in page and "秒前" in page
    for figure in ("后台任务最近心跳", "定时程序最近发出", "消息队列", "最早一条", "发送失败"):
        assert figure in page
    Heartbeat.objects.get(name="documents").delete()
    page = read(as_user(cast.administrator_wu).get(reverse("desk:operations")))
    assert "请检查：后台任务（队列“documents”尚无程序处理）" in page
    assert as_user(cast.officer_li).get(reverse("desk:operations")).status_code == 403
