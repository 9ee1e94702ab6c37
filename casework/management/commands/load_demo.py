"""Demo agencies, accounts, three published years, and open cases around today."""

from __future__ import annotations

from dataclasses import replace

from django.core.management.base import BaseCommand

from casework.adapters.clock import legal_today, utc_now
from casework.management.demo import channels, open_cases, published
from casework.management.demo.office import demo_password, demo_people, let_sign_in, overseers, staff_of
from casework.models.user import Role

MAIN_TABLE = "淄博市行政审批服务局-2023"
# The order in which a draft passes through the hands of the demo office.
_IN_TURN = (Role.UNIT_HEAD, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER)


class Command(BaseCommand):
    """``manage.py load_demo`` and, to print who can sign in, ``manage.py load_demo --accounts``"""

    help = "载入演示机关、账号、三个公布年度的办件和各环节的在办件；可重复运行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号和密码")

    def handle(self, *args, accounts: bool, **options) -> None:
        if accounts:
            self._print_accounts()
            return
        say = self.stdout.write if options["verbosity"] else lambda line: None
        now, today = utc_now(), legal_today()
        tables = sorted(map(published.published, published.names()), key=_main_first)
        staffs = [staff_of(table.agency) for table in tables]
        overseeing = overseers(staffs[0].agency)
        reviewing = [person for role in _IN_TURN for person in overseeing if person.role == role]
        main = replace(staffs[0], reviewers=tuple(reviewing))
        for table in tables:
            number = published.load(table, now=now)
            say(f"{table.name}：{f'{number}件' if number else '此前已载入'}")
        number = open_cases.load(main, today=today, now=now)
        say(f"{main.agency}在办件：{f'{number}件' if number else '此前已载入'}")
        channels.load(main, today=today, now=now)
        of_agencies = [person for staff in staffs for person in (staff.clerk, staff.handler, staff.leader)]
        let_sign_in([*of_agencies, *overseeing])

    def _print_accounts(self) -> None:
        self.stdout.write("演示账号（密码只在本机有效，正式使用前请停用）：")
        for person in demo_people():
            role, password = person.get_role_display(), demo_password(person.username)
            self.stdout.write(f"  {person.username:<14} {password}  {role} {person} · {person.agency}")
        for number, code in open_cases.progress_pages():
            self.stdout.write(f"  进度查询  编号 {number}  查询码 {code}")


def _main_first(table: published.PublishedTable) -> tuple[bool, str]:
    return table.name != MAIN_TABLE, table.name
