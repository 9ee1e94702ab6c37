"""检索记录 on the case page: what was searched, as a court would ask to see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from casework.models.search_record import SearchRecord
from casework.models.user import User
from casework.queries.case_page import CaseRead


def search_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return the search records of a case; files only for its own agency."""
    own = user.agency_id == found.case.agency_id
    records = found.case.search_records.select_related("matter", "recorded_by").prefetch_related("files__case")
    return {"searches": search_lines(records, with_files=own)}


def search_lines(records: Iterable[SearchRecord], *, with_files: bool = False) -> list[dict[str, Any]]:
    """Return one line a search; ``with_files`` where its files may be opened."""
    return [
        {
            "matter": f"事项{record.matter.position}" if record.matter else "整件申请",
            "places": record.places,
            "systems": record.systems,
            "keyword_sets": record.keyword_sets,
            "period": record.period,
            "paper_archive": record.paper_archive,
            "searched_by": record.searched_by,
            "searched_on": record.searched_on,
            "found": record.found,
            "result": record.result,
            "checked_by": record.checked_by,
            "recorded_by": str(record.recorded_by),
            "files": [
                {"label": file.name, "url": reverse("desk:attachment", args=[file.case.number, file.pk])}
                for file in (record.files.all() if with_files else ())
            ],
        }
        for record in records
    ]
