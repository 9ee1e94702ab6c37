"""A virus scanner for tests: speaks clamd's INSTREAM and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"this-is-the-test-virus"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\x00":
            return
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.server.seen.append(len(data))
        found = b"stream: Test-Virus FOUND" if VIRUS in data else b"stream: OK"
        self.wfile.write((self.server.answer or found) + b"\x00")


@contextmanager
def scanner(answer: bytes = b"") -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a scanner and the sizes it has read; ``answer`` replaces what it would say."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        server.seen, server.answer = [], answer
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}", server.seen
        finally:
            server.shutdown()
            thread.join()
