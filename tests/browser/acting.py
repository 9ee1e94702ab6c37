"""Somebody at the desk, acting through the pages of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from casework.models import User
from tests.cast import PASSWORD, noon


def withheld_line(what: str, ground: str, reason: str) -> dict[str, str]:
    """Return the first line of the withheld list as its form fields."""
    return {"withheld_what_0": what, "withheld_ground_0": ground, "withheld_reason_0": reason}


def sign_in(page: Page, username: str) -> None:
    """Sign in by the form, as people do, and arrive at the work list."""
    page.goto("/desk/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/")


def already_signed_in(page: Page, username: str) -> None:
    """Give this browser the cookie of somebody who has signed in: two pages fewer in tests of something else."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}])


class Desk:
    """A clerk's or a leader's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @contextmanager
    def signed_in(self, username: str, on: str, *, by_form: bool = False) -> Iterator[Page]:
        """Sign in on the day ``on`` and out again."""
        with time_machine.travel(noon(on)):
            (sign_in if by_form else already_signed_in)(self.page, username)
            yield self.page
            self.page.context.clear_cookies()

    def act(self, number: str, act: str, choose: str = "", **values: str) -> None:
        """Do one act of the case on its own page and come back to the case page."""
        self.page.goto(f"/desk/cases/{number}/{act}/")
        if choose:
            self.page.locator(f'a[href="?code={choose}"]').click()
        self.submit(**values)
        expect(self.page).to_have_url(re.compile(r"/desk/cases/[^/]+/$"))

    def record_search(self, number: str) -> None:
        """Write down a search that found nothing."""
        self.act(
            number, "record_search", places="档案室", systems="公文系统", period="2015年至2026年",
            keyword_sets_text_0="后勤采购", keyword_sets_text_1="机关采购合同", paper_archive="查阅纸质目录，未见",
            found="not_found",
        )  # fmt: skip

    def submit(self, **values: str) -> None:
        """Fill the form on the page and send it."""
        form = self.page.locator("main form").first
        for name, value in values.items():
            field = form.locator(f"[name={name}]")
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                form.locator(f'[name={name}][value="{value}"]').check(force=True)
            elif field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.locator("button.button--primary, button.button--danger").first.click()

    def expect_due(self, text: str) -> None:
        """The clock on the case page shows ``text`` as the reply's due date."""
        expect(self.page.locator(".clock").first).to_contain_text(text)
