"""Debian's Chromium, with two rules for every page: no call to another host, no error in the console."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.staticfiles import handlers
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Playwright's loop makes Django think that it is called from asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host is found. Playwright's own way, a route for every request, would switch the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


class KeptFiles(handlers.StaticFilesHandler):
    """Style sheets and scripts that the browser keeps from page to page, as it does behind nginx."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=315360000, immutable"
        return answer


@pytest.fixture(scope="session", autouse=True)
def _kept_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", KeptFiles)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


class Watch:
    """Collects what a page must not do."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []

    def guard(self, context: BrowserContext) -> BrowserContext:
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        return context

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.faults.append(f"call to another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        # A refusal may answer a form with 4xx; a picture or a script that is missing may not.
        page = response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not page):
            self.faults.append(f"{response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # The browser's own line about a 4xx answer; _on_response judges those.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """What the pages of this test did wrong; anything at all fails the test."""
    watch = Watch(live_server.url)
    yield watch
    assert watch.faults == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., BrowserContext]:
    """One more person with a browser of their own; `page` and `context` are made by it as well."""

    def guarded(**options) -> BrowserContext:
        return watch.guard(new_context(**({"base_url": watch.origin, "viewport": DESK} | options)))

    return guarded


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """An applicant's phone."""
    return new_context(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2).new_page()
