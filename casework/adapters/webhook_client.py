"""Posting signed messages over HTTP, many receivers at a time; none of them can hold up another.

The whole exchange has one time limit, so a receiver that trickles its answer is cut off like one that
is silent. Redirects are not followed, proxies of the environment not used, bodies of answers not read.
Whoever sets an address must not reach with it what only this machine can: where the operator names the
hosts (``CASEWORK_WEBHOOK_HOSTS``) no other is connected to, and link-local addresses, where clouds answer
with keys, never are, whatever name leads there.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import hmac
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    import aiohttp

TIME_LIMIT = 5.0
AT_ONCE = 50
# A small gateway takes a few connections at a time.
AT_ONCE_A_RECEIVER = 4
TIMESTAMP_HEADER = "X-Casework-Timestamp"
SIGNATURE_HEADER = "X-Casework-Signature"
DELIVERY_HEADER = "X-Casework-Delivery"
SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message to post. ``delivery`` stays the same when it is sent again."""

    url: str
    secret: str
    delivery: str
    timestamp: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: ``error`` is empty when the receiver answered 2xx."""

    error: str
    seconds: float


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature header: HMAC-SHA256 over the timestamp, a dot and the body."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def is_allowed(url: str) -> bool:
    """Tell whether the operator lets messages go to the host of ``url``: named alone, or with its port."""
    allowed = {host.lower() for host in settings.WEBHOOK_HOSTS}
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    shown = f"[{host}]" if ":" in host else host
    return not allowed or host in allowed or f"{shown}:{port}" in allowed


def _open_socket(found: tuple[Any, ...]) -> socket.socket:
    """Return the socket for an address that was looked up. Raises OSError for one nobody may be sent to."""
    family, kind, protocol, _, place = found
    address = ip_address(place[0].partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        raise OSError(errno.EACCES, f"不向{address}推送")
    return socket.socket(family, kind, protocol)


def post_all(messages: Sequence[Message], *, time_limit: float = TIME_LIMIT) -> list[Outcome]:
    """Post all messages side by side; return one outcome each, in the same order. Raises nothing."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_post_all(messages, time_limit))
    finally:
        # Not asyncio.run: it would wait for a name server that does not answer.
        loop.close()


async def _post_all(messages: Sequence[Message], time_limit: float) -> list[Outcome]:
    # A tenth of what every start of the program would load, and most offices have no gateway.
    import aiohttp

    # The limit is set around the exchange and not in the client, whose clock starts in the queue.
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0, force_close=True, socket_factory=_open_socket)
    turns = asyncio.Semaphore(AT_ONCE)
    own_turns = {message.url: asyncio.Semaphore(AT_ONCE_A_RECEIVER) for message in messages}
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
        posts = (_post(session, turns, own_turns[message.url], message, time_limit) for message in messages)
        return await asyncio.gather(*posts)


async def _post(
    session: aiohttp.ClientSession,
    turns: asyncio.Semaphore,
    own_turns: asyncio.Semaphore,
    message: Message,
    time_limit: float,
) -> Outcome:
    from aiohttp import ClientError

    if not is_allowed(message.url):
        return Outcome("这个主机不在允许推送的主机之列（CASEWORK_WEBHOOK_HOSTS）", 0.0)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Casework",
        TIMESTAMP_HEADER: str(message.timestamp),
        SIGNATURE_HEADER: sign(message.secret, message.timestamp, message.body),
        DELIVERY_HEADER: message.delivery,
    }
    async with own_turns, turns:
        started_at = monotonic()
        try:
            async with asyncio.timeout(time_limit):
                async with session.post(
                    message.url, data=message.body, headers=headers, allow_redirects=False
                ) as answer:
                    error = "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
        except TimeoutError:
            error = f"接收方{time_limit:g}秒内没有应答"
        except (ClientError, OSError, ValueError) as failure:
            # Errors repeat the address, and that of a work chat carries its key.
            error = f"{type(failure).__name__}: {failure}".replace(message.url, "接收地址")
        return Outcome(error, monotonic() - started_at)
