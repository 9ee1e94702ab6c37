"""Log lines that belong together carry one request id; as JSON where a collector reads them.

A line never holds personal data: the address is written without its query string, and nothing of a form.
"""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What a proxy in front sends is taken over only in a shape that cannot forge a log line.
_SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Every sign that a terminal or an editor could take for the end of a line, or for a command.
_CONTROL = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_WRITTEN_OUT = {sign: f"\\x{sign:02x}" if sign < 0x100 else f"\\u{sign:04x}" for sign in _CONTROL}
_request_id: ContextVar[str] = ContextVar("request_id", default="")

access = logging.getLogger("casework.access")
slow = logging.getLogger("casework.slow_query")


class RequestIdFilter(logging.Filter):
    """Put the id of the request being answered on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get() or "-"
        return True


class LineFormatter(logging.Formatter):
    """One record a line: what somebody else wrote into it, such as an address, begins no line of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line with its control signs written out; a traceback follows on lines of its own."""
        record.message = record.message.translate(_WRITTEN_OUT)
        return super().formatMessage(record)


class JSONFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLogMiddleware:
    """Give every request an id, answer with it, and write one access line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if _SAFE.fullmatch(given) else uuid.uuid4().hex
        token, began = _request_id.set(request_id), time.perf_counter()
        try:
            if settings.SLOW_QUERY_MILLISECONDS:
                with connection.execute_wrapper(_time_query):
                    response = self.get_response(request)
            else:
                response = self.get_response(request)
            milliseconds = round((time.perf_counter() - began) * 1000)
            fields = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": milliseconds,
            }
            access.info(
                "%s %s %s %sms", request.method, request.path, response.status_code, milliseconds,
                extra={"fields": fields},
            )  # fmt: skip
            response[HEADER] = request_id
            return response
        finally:
            _request_id.reset(token)


def _time_query(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = round((time.perf_counter() - began) * 1000)
        if milliseconds >= settings.SLOW_QUERY_MILLISECONDS:
            # The statement without its values, which may be somebody's name.
            slow.warning("%sms %s", milliseconds, sql, extra={"fields": {"milliseconds": milliseconds}})
