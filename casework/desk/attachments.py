"""Files of a case: handed out as downloads, to the case's own agency only."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.downloads import kept_private


@require_safe
def attachment(request: HttpRequest, number: str, attachment_id: int) -> FileResponse:
    """Send one file. The type is the one found in its content, and a browser never opens it in place."""
    case = case_or_404(request, number).case
    if case.agency_id != request.user.agency_id:
        raise Http404("没有这个附件")
    found = get_object_or_404(case.attachments, pk=attachment_id)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("附件的文件已不在存储中") from None
    response = FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.content_type)
    kept_private(response)
    return response
