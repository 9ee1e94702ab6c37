"""Load a State Council holiday notice from a text file and recompute every open case."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.adapters.clock import legal_today, utc_now
from casework.adapters.notice_files import notice_text
from casework.law.errors import Refused
from casework.models.user import User
from casework.queries.holiday_preview import preview_notice
from casework.services.calendar_changes import load_notice_text
from casework.services.recomputing import recompute


class Command(BaseCommand):
    """``manage.py load_notice FILE --by USERNAME``"""

    help = (
        "载入国务院办公厅放假通知（文本文件，- 为标准输入），列出变动的日期，重算全部未办结的办件。"
        "--check 只核对，不保存。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--by", metavar="USERNAME", help="载入人的用户名（系统管理员或负责人）")
        parser.add_argument("--check", action="store_true", help="只显示读出的内容和变动，不保存")

    def handle(self, *args: object, file: str, by: str | None, check: bool, **options: object) -> None:
        try:
            text = notice_text(_read(file))
            found = preview_notice(text=text)
            for change in found.changes:
                self.stdout.write(f"{change.day} {change.before} → {change.after}")
            if check:
                return
            change = load_notice_text(text=text, actor=_actor(by), today=legal_today(), now=utc_now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        recomputed = recompute(change_id=change.pk, today=legal_today(), now=utc_now())
        moved = change.moved.count()
        self.stdout.write(f"已载入：{change.title}。重算办件{recomputed}件，变动期限{moved}项。")
        change.refresh_from_db()
        for number, sentence in change.unreadable:
            self.stderr.write(f"{number} 没有重算：{sentence}")


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        with open(file, "rb") as source:
            return source.read()
    except OSError as error:
        raise CommandError(f"不能读取 {file}：{error.strerror}") from None


def _actor(username: str | None) -> User:
    if not username:
        raise CommandError("请用 --by 写明载入人的用户名：办件记录中要写明由谁载入。")
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(f"没有名为 {username} 的用户。")
    return actor
