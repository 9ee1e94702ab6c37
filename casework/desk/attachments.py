"""Files of a case: handed out as downloads, to the case's own agency only."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from casework.adapters.uploads import download_name
from casework.desk.access import own_case_or_404
from casework.desk.downloads import kept_private, on_record
from casework.services.file_scans import why_shut


@require_safe
def attachment(request: HttpRequest, number: str, attachment_id: int) -> HttpResponseBase:
    """Send one file. The type is the one found in its content, and a browser never opens it in place."""
    case = own_case_or_404(request, number).case
    found = get_object_or_404(case.attachments, pk=attachment_id)
    if refusal := why_shut(found):
        messages.error(request, str(refusal))
        return redirect("desk:case", number)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("附件的文件已不在存储中") from None
    on_record(request, case, f"附件：{found.name}")
    name = download_name(found.name, found.content_type)
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=found.content_type)
    # Should a browser open it in place all the same: no script, no form, no origin of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    kept_private(response)
    return response
