"""A clerk's browser in few lines: cookies, forms as a page shows them, and answers as they come over the wire.

Nothing is followed or repeated by itself, so that a test sees what became of each single request.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

# Of everybody in tests/cast.py.
PASSWORD = "correct horse battery"
LOGIN, REGISTER = "/desk/login/", "/desk/register/"
TIMEOUT = 20
BOUNDARY = b"----------between-the-parts"


@dataclass(frozen=True)
class Answer:
    """Status, body, and where a redirection leads."""

    status: int
    body: str
    location: str


class Fields(HTMLParser):
    """The fields of the last POST form of a page with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("method") == "post"
        if not (self._inside and tag == "input" and given.get("name")):
            return
        kind = given.get("type")
        if kind not in {"checkbox", "radio", "file"} or "checked" in given:
            self.found[given["name"]] = given.get("value") or ""


class Clerk:
    """One person at one browser."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        """Send a form; ``files`` by the name of their field, each with its own name and content."""
        if files is None:
            return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        parts += [
            f'name="{field}"; filename="{name}"\r\n\r\n'.encode() + content for field, (name, content) in files.items()
        ]
        body = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (BOUNDARY, part) for part in parts)
        return self._ask(
            "POST", path, body + b"--%s--\r\n" % BOUNDARY, f"multipart/form-data; boundary={BOUNDARY.decode()}"
        )

    def sign_in(self, username: str, password: str) -> None:
        page = self.get(LOGIN)
        assert page.status == 200, (page.status, page.body[:2000])
        done = self.post(LOGIN, Fields(page.body).found | {"username": username, "password": password})
        assert done.status == 302, (done.status, done.body[:2000])

    def _ask(self, method: str, path: str, body: bytes | None = None, content_type: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = content_type
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read().decode(errors="replace")
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, content, answer.headers.get("Location", ""))
        finally:
            connection.close()
