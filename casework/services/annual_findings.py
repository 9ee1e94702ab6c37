"""Saying of a finding that it is so, or that it is none, with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from casework.law.annual_findings import fingerprint
from casework.law.annual_table import failures
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import FindingVerdict
from casework.models.user import User
from casework.queries.annual_year import annual_year
from casework.services.annual_frame import EDITORS, begin, done_before, signature, worded


@transaction.atomic
def judge_finding(
    *, agency: Agency, year: int, finding: str, word: str, reason: str, actor: User, now: datetime, key: str = ""
) -> FindingVerdict:
    """Confirm or dismiss one finding of the year, named by its fingerprint; the last word holds, all are kept.

    Raises Refused for a finding the report does not show (any more), or without a reason.
    """
    begin(agency=agency, year=year, actor=actor, what="确认核对结果", roles=EDITORS)
    if done := done_before(FindingVerdict, key, agency, year):
        return done
    shown = {fingerprint(check): check for check in failures(annual_year(agency, year).checks)}
    if finding not in shown:
        raise Refused("finding_not_there", "没有这项核对结果，或者数据已经变动，请刷新页面查看。")
    if word not in FindingVerdict.Word.values:
        raise Refused("finding_word_unknown", "请选择“属实”或者“不成立”。", field="word")
    words = worded(reason, code="finding_without_reason", sentence="请写明理由。")
    sentence = shown[finding].sentence
    return FindingVerdict.objects.create(
        agency=agency, year=year, fingerprint=finding, sentence=sentence[:500], word=word, reason=words,
        **signature(actor, now, key),
    )  # fmt: skip
