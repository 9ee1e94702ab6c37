"""The form of 到期鉴定."""

from __future__ import annotations

from casework.desk.forms.fields import DeskForm, LawChoice, LawLongText
from casework.law.archives import ARCHIVE_VERDICT_NAMES


class ArchiveAppraisalForm(DeskForm):
    """What was found, and why."""

    verdict = LawChoice(label="结论", choices=[(item.value, name) for item, name in ARCHIVE_VERDICT_NAMES.items()])
    note = LawLongText(label="理由", max_length=2000)
