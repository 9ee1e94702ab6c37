"""Addresses for load balancers and monitoring: alive, ready, figures. No personal data, no session."""

import hmac
import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.adapters.broker import BrokerSilent, waiting_messages
from casework.adapters.clock import legal_today, utc_now
from casework.queries.operations import operations
from config.celery import QUEUES

NOT_READY = 503
logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers. It asks nothing of the database or the broker."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say which parts work, and how old the signs of life are; 503 when a part does not work."""
    parts, seconds = {"database": _database(), "broker": _broker(), "storage": _storage()}, {}
    if parts["database"]:
        found = operations(today=legal_today(), now=utc_now(), queues=QUEUES)
        parts |= {"workers": found.workers_answer, "beat": found.beat_sends, "outbox": found.letters_leave}
        seconds = {
            "worker_heartbeat": found.heartbeat_age, "beat_lag": found.beat_lag, "oldest_outbox": found.oldest_letter_age
        }  # fmt: skip
    ready = all(parts.values())
    body = {
        "ready": ready,
        "parts": {name: "ok" if works else "failed" for name, works in parts.items()},
        "seconds": seconds,
    }
    return JsonResponse(body, status=200 if ready else NOT_READY)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the text format of Prometheus to whoever shows the token; to others it is not there."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    found = operations(today=legal_today(), now=utc_now(), queues=QUEUES)
    rows = [
        ("heartbeat_age_seconds", "Seconds since a worker last answered the beat", found.heartbeat_age),
        ("beat_lag_seconds", "Seconds since the beat last sent a message", found.beat_lag),
        ("outbox_waiting", "Notices whose hour of sending has come", found.letters_waiting),
        ("outbox_oldest_age_seconds", "Seconds the oldest of them has waited", found.oldest_letter_age or 0),
        ("outbox_dead", "Notices that were given up", found.letters_dead),
        ("cases_open", "Cases not concluded", found.open_cases),
        ("cases_overdue", "Open cases whose reply is overdue", found.overdue_cases),
    ]
    lines = []
    try:
        waiting = waiting_messages()
    except BrokerSilent:
        rows.append(("broker_up", "Whether the broker answers", 0))
    else:
        rows.append(("broker_up", "Whether the broker answers", 1))
        lines += [
            "# HELP casework_queue_messages Messages that wait for a worker",
            "# TYPE casework_queue_messages gauge",
        ]
        lines += [f'casework_queue_messages{{queue="{queue}"}} {number}' for queue, number in waiting.items()]
    for name, meaning, value in rows:
        if value is not None:
            lines += [
                f"# HELP casework_{name} {meaning}",
                f"# TYPE casework_{name} gauge",
                f"casework_{name} {value}",
            ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.error("not ready: database: %s", error)
        return False
    return True


def _broker() -> bool:
    try:
        waiting_messages()
    except BrokerSilent as error:
        logger.error("not ready: broker: %s", error)
        return False
    return True


def _storage() -> bool:
    try:
        default_storage.listdir("")
    except OSError as error:
        logger.error("not ready: storage: %s", error)
        return False
    return True
