"""检索记录: a search written down when it was made, with its proof (条例第三十六条第四项)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.law.acts import Act
from casework.law.search_record import SearchFact, check_search
from casework.models.case import Case
from casework.models.search_record import SearchRecord
from casework.models.user import User
from casework.services.attachments import attach_files, check_files
from casework.services.fitting import refuse_unfit, refuse_unfit_texts
from casework.services.matters import matter_at
from casework.services.performing import Performance

SEARCH_FILES = "检索记录"


@transaction.atomic
def record_search(
    *,
    case_id: int,
    fact: SearchFact,
    actor: User,
    today: date,
    now: datetime,
    result: str = "",
    checked_by: str = "",
    position: int | None = None,
    files: Iterable[UploadedFile] = (),
    key: str = "",
) -> Case:
    """Write one search down. ``position`` names the matter it was made for; None means all of them.

    Raises Refused as law.search_record.check_search does, and for a file that may not be kept.
    """
    act = Performance(case_id=case_id, act=Act.RECORD_SEARCH, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    files = tuple(files)
    check_search(fact, today=today)
    check_files(files)
    matter = matter_at(act.case, position) if position else None
    if matter and matter.pk is None:
        # The only matter there is: the search is for the whole request.
        matter = None
    record = SearchRecord(
        case=act.case,
        matter=matter,
        places=fact.places.strip(),
        systems=fact.systems.strip(),
        keyword_sets=[text.strip() for text in fact.keyword_sets if text.strip()],
        period=fact.period.strip(),
        paper_archive=fact.paper_archive.strip(),
        searched_by=fact.searched_by.strip(),
        searched_on=fact.searched_on,
        found=bool(fact.found),
        result=result.strip(),
        checked_by=checked_by.strip(),
        recorded_by=actor,
    )
    refuse_unfit(record)
    refuse_unfit_texts({"keyword_sets": "".join(record.keyword_sets)})
    record.save()
    done = act.finish(
        happened_on=fact.searched_on,
        search_found="检索到" if record.found else "未检索到",
        note=f"{record.places}；{record.systems}；{'；'.join(record.keyword_sets)}",
    )
    record.files.set(attach_files(case=act.case, files=files, purpose=SEARCH_FILES, actor=actor, now=now))
    return done
