"""The ledger (台账) of one agency as a spreadsheet, from the command line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.adapters.clock import legal_today
from casework.documents.ledger_xlsx import LedgerExport, write_ledger
from casework.models.agency import Agency
from casework.models.case import Case


class Command(BaseCommand):
    """``manage.py export_ledger 某市自然资源局 ledger.xlsx --from 2025-01-01 --to 2025-12-31``"""

    help = "把一个机关的登记台账写成 xlsx；联系方式部分隐去，不含证件号码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", metavar="机关", help="机关名称或机关代字")
        parser.add_argument("file", metavar="FILE", type=Path, help="写到哪个文件；已有的文件不覆盖")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD", help="收到日自")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="YYYY-MM-DD", help="收到日至")

    def handle(
        self, *args: object, agency: str, file: Path, first: date | None, last: date | None, **options: object
    ) -> None:
        owner = Agency.objects.filter(name=agency).first() or Agency.objects.filter(prefix=agency).first()
        if owner is None:
            raise CommandError(f"没有机关“{agency}”。")
        cases = Case.objects.filter(agency=owner)
        if first:
            cases = cases.filter(received_on__gte=first)
        if last:
            cases = cases.filter(received_on__lte=last)
        period = f"收到日{first or '最早'}至{last or '最近'}" if first or last else "全部办件"
        export = LedgerExport(f"{owner.name}依申请公开登记台账", cases, legal_today(), filters=period)
        try:
            # Personal data: the file is nobody's but its owner's from its first byte.
            with open(file, "xb", opener=_private) as target:
                rows = write_ledger(export, target)
        except FileExistsError as error:
            raise CommandError(f"“{file}”已经存在，没有覆盖。") from error
        except OSError as error:
            raise CommandError(f"不能写“{file}”：{error.strerror}。") from error
        self.stdout.write(f"{file}：{rows}件")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
