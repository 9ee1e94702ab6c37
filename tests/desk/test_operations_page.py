"""运行状态: what the operator sees."""

from __future__ import annotations

from django.urls import reverse

from casework.adapters.clock import utc_now
from casework.services import heartbeat


def test_the_operator_sees_what_to_look_at(as_user, read, cast):
    page = read(as_user(cast.administrator_wu).get(reverse("desk:operations")))
    assert "请检查：后台任务（尚无心跳）；定时程序（尚未发出）" in page
    heartbeat.beat(now=utc_now())
    heartbeat.beat_sent(now=utc_now())
    page = read(as_user(cast.administrator_wu).get(reverse("desk:operations")))
    assert "各部分运行正常" in page and "秒前" in page
    for figure in ("后台任务最近心跳", "定时程序最近发出", "消息队列", "最早一条", "发送失败"):
        assert figure in page
    assert as_user(cast.officer_li).get(reverse("desk:operations")).status_code == 403
