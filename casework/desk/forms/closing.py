"""Forms of 撤回 and 归档."""

from __future__ import annotations

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import LawLongText, Text
from casework.law.acts import Act
from casework.services.closing import archive, withdraw


class WithdrawForm(ActForm):
    """登记撤回."""

    act = Act.WITHDRAW
    service = staticmethod(withdraw)
    danger = True
    statement = LawLongText(label="撤回的书面材料或记录", help_text="申请人何时、以什么方式表示撤回；材料存放在哪里。")


class ArchiveForm(ActForm):
    """归档."""

    act = Act.ARCHIVE
    service = staticmethod(archive)
    archive_number = Text(label="归档号", max_length=60, required=False)
