"""The first agency of an installation without demo data, with its three administrators."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import utc_now
from casework.law.errors import Refused
from casework.services.offices import found_office


class Command(BaseCommand):
    """``manage.py found_office 某市某局 --prefix 某局``; prints three one-time passwords"""

    help = (
        "新建一个机关及其系统管理员、安全管理员、审计员账号，显示各自的一次性口令。其余账号由系统管理员在网页上新建。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="机关全称")
        parser.add_argument("--prefix", required=True, help="机关代字，编号以它开头")
        parser.add_argument("--superior", default="", help="上级机关全称（已在系统中）")
        parser.add_argument("--account-prefix", default="", help="三个账号名的前缀，同一系统设多个机关时用")

    def handle(self, *args: object, **options: str) -> None:
        try:
            made = found_office(
                name=options["name"], prefix=options["prefix"], superior=options["superior"],
                account_prefix=options["account_prefix"], now=utc_now(),
            )  # fmt: skip
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已新建{options['name']}。一次性口令只显示这一次，请分别交给三个人：")
        for person, password in made:
            self.stdout.write(f"  {person.get_role_display()}　用户名 {person.username}　口令 {password}")
