"""A real HTTP receiver beside the test: it checks signatures, and can hang, trickle, fail or hang up."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What arrived at which path, and how to behave: ok, 500, redirect, hang, trickle or close."""

    url: str
    secret: str = ""
    behaviour: str = "ok"
    taken: list[dict[str, Any]] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    timestamps: list[int] = field(default_factory=list)
    forged: int = 0
    knocks: int = 0
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def receiver(behaviour: str = "ok") -> Iterator[Receiver]:
    """Yield a running receiver on a free port."""
    found = Receiver("", behaviour=behaviour)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            found.knocks += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if found.behaviour == "hang":
                found.ended.wait(30)
                return
            if found.behaviour == "close":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if found.behaviour == "trickle":
                self._trickle()
                return
            if found.behaviour == "redirect":
                self.send_response(302)
                self.send_header("Location", f"{found.url}elsewhere")
                self.end_headers()
                return
            if found.behaviour == "500":
                self.send_error(500)
                return
            self._take(body)

        def _trickle(self) -> None:
            for sign in b"HTTP/1.1 200 OK\r\nX-Slow: ":
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                if found.ended.wait(0.2):
                    return

        def _take(self, body: bytes) -> None:
            # Written out here by docs/webhook.md and not by calling our own function.
            timestamp = self.headers["X-Casework-Timestamp"]
            signed = hmac.new(found.secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(self.headers["X-Casework-Signature"], f"sha256={signed}"):
                found.forged += 1
                self.send_error(401)
                return
            found.taken.append(json.loads(body))
            found.deliveries.append(self.headers["X-Casework-Delivery"])
            found.timestamps.append(int(timestamp))
            self.send_response(204)
            self.end_headers()

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.ended.set()
        server.shutdown()
        server.server_close()
