"""导出台账: what 全部办件 lists, as a spreadsheet; the same filters, the same people may see it."""

from __future__ import annotations

import tempfile

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import legal_today, utc_now
from casework.adapters.working_calendar import calendar_of
from casework.desk.downloads import kept_private
from casework.desk.forms.filters import filter_of, filter_words
from casework.documents.ledger_xlsx import CONTENT_TYPE, LedgerExport, write_ledger
from casework.models.user import Role
from casework.queries import work_list as lists
from casework.queries.work_list import CaseFilter
from casework.services.personal_data import record_ledger_export


@require_safe
def ledger_export(request: HttpRequest) -> FileResponse:
    """Write the ledger to a file of its own that nobody else can open, and hand it out."""
    user, today = request.user, legal_today()
    if not user.handles_cases:
        raise Http404("没有台账")
    wanted = filter_of(request.GET, CaseFilter(open_only=False))
    supervises = user.role == Role.SUPERVISOR
    words = filter_words(wanted)
    if request.method == "GET":
        record_ledger_export(actor=user, what=words, now=utc_now(), address=client_address(request))
    export = LedgerExport(
        title=f"{user.agency.name}依申请公开登记台账",
        cases=lists.listed(user, wanted, today=today, calendar=calendar_of(user.agency_id)),
        as_of=today,
        filters=words,
        with_agency=supervises,
        # As on the pages: in full for the desk, which writes to the people.
        masked_names=user.role != Role.CLERK,
    )
    # Closed by the answer, and removed with it.
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)
    try:
        write_ledger(export, file, folder=str(settings.FILE_UPLOAD_TEMP_DIR))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"依申请公开登记台账-{today}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    kept_private(response)
    return response
