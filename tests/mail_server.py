"""A real SMTP server beside the test, which can be told to refuse an address or to fall silent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.servers import free_port


@dataclass
class MailServer:
    """What arrived, and whom to refuse or keep waiting. ``port`` is where it listens."""

    port: int
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    silent_for: set[str] = field(default_factory=set)
    connections: int = 0

    @property
    def addressees(self) -> list[str]:
        return [address for address, _ in self.letters]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if address in self.silent_for:
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [(address, letter) for address in envelope.rcpt_tos]
        return "250 OK"


@contextmanager
def mail_server(port: int | None = None, kind: type[MailServer] = MailServer) -> Iterator[MailServer]:
    """Yield a running server, on a free port unless one is named."""
    server = kind(port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
