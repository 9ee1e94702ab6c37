"""How often somebody did something in the hour: counted for all processes of the installation.

With a Redis broker the count is shared by every machine; on one machine it is the length of a small file,
to which every try appends a byte. Neither slows a request down, and a count that is lost lets people in.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from datetime import datetime
from functools import cache
from pathlib import Path

import redis
from django.conf import settings

from casework.adapters.client_address import network_of

WINDOW_SECONDS = 3_600
_LOG = logging.getLogger(__name__)


def is_spent(scope: str, who: str, *, now: datetime) -> bool:
    """Tell whether ``who`` has done ``scope`` as often as ``settings.RATE_LIMITS`` allows in this hour."""
    limit = settings.RATE_LIMITS[scope]
    return bool(limit) and _count(scope, who, now) >= limit


def count_one(scope: str, who: str, *, now: datetime) -> None:
    """Count one more. Nothing is counted where there is no limit."""
    if not settings.RATE_LIMITS[scope]:
        return
    name, window = _name(scope, who), _window(now)
    if _is_redis():
        try:
            with _redis().pipeline() as pipe:
                pipe.incr(f"rate:{window}:{name}")
                pipe.expire(f"rate:{window}:{name}", 2 * WINDOW_SECONDS)
                pipe.execute()
            return
        except redis.RedisError as error:
            _LOG.warning("the rate is counted on this machine alone: %s", error)
    folder = _folder(window)
    if not folder.exists():
        _forget_earlier(window)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_APPEND: processes that count at once each add their byte.
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, b".")
    finally:
        os.close(descriptor)


def _count(scope: str, who: str, now: datetime) -> int:
    name, window = _name(scope, who), _window(now)
    if _is_redis():
        try:
            return int(_redis().get(f"rate:{window}:{name}") or 0)
        except redis.RedisError as error:
            _LOG.warning("the rate is read on this machine alone: %s", error)
    try:
        return (_folder(window) / name).stat().st_size
    except FileNotFoundError:
        return 0


def _window(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW_SECONDS


def _name(scope: str, who: str) -> str:
    # An address is personal data: only its hash lies on disk, for two hours at the most.
    counted = f"{settings.SECRET_KEY}:{network_of(who)}"
    return f"{scope}-{hashlib.sha256(counted.encode()).hexdigest()[:32]}"


def _folder(window: int) -> Path:
    return Path(settings.RATE_FOLDER) / str(window)


def _forget_earlier(window: int) -> None:
    for old in Path(settings.RATE_FOLDER).glob("*"):
        if old.name.isdecimal() and int(old.name) < window - 1:
            shutil.rmtree(old, ignore_errors=True)


def _is_redis() -> bool:
    return settings.CELERY_BROKER_URL.startswith(("redis:", "rediss:"))


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
