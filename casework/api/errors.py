"""Every error of the API in one shape: code, sentence, article, field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from casework.law.errors import BadFact, Refused

# A refusal that is not about the input: the state of the case, the person, or the calendar.
_STATUS = {
    "role_not_allowed": status.HTTP_403_FORBIDDEN,
    "foreign_agency": status.HTTP_403_FORBIDDEN,
    "case_not_found": status.HTTP_404_NOT_FOUND,
}
_SENTENCES = {
    status.HTTP_400_BAD_REQUEST: ("bad_request", "请求无法读取。"),
    status.HTTP_403_FORBIDDEN: ("not_allowed", "请先登录；已登录的，请随请求提交 CSRF 令牌。"),
    status.HTTP_404_NOT_FOUND: ("case_not_found", "没有这个办件，或您无权查看。"),
    status.HTTP_405_METHOD_NOT_ALLOWED: ("method_not_allowed", "此地址不支持这种请求方法。"),
    status.HTTP_406_NOT_ACCEPTABLE: ("not_acceptable", "只提供 JSON。"),
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: ("not_json", "请以 application/json 提交。"),
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the JSON answer to an error; None lets an unforeseen one become a 500."""
    if isinstance(error, Refused):
        body = {"code": error.code, "sentence": error.sentence, "article": error.article, "field": error.field}
        return Response(body, _status_of(error))
    if not isinstance(error, exceptions.APIException | Http404 | PermissionDenied):
        return None
    response = exception_handler(error, context)
    if response is None:
        return None
    code, sentence = _SENTENCES.get(response.status_code, ("refused", "请求未能处理。"))
    response.data = {"code": code, "sentence": sentence, "article": "", "field": ""}
    return response


def _status_of(refusal: Refused) -> int:
    if refusal.code in _STATUS:
        return _STATUS[refusal.code]
    by_input = isinstance(refusal, BadFact) or bool(refusal.field)
    return status.HTTP_400_BAD_REQUEST if by_input else status.HTTP_409_CONFLICT
