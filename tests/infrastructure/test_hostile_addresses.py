"""Addresses made to break something: a NUL that PostgreSQL keeps nowhere, a line end that would begin a log line."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from config.logs import LineFormatter
from tests.desk.test_every_address import ABSENT, ADDRESSES

pytestmark = pytest.mark.django_db


def test_an_address_with_a_nul_is_refused_before_anything_is_looked_up(cast, django_assert_num_queries):
    client = Client()
    client.force_login(cast.officer_li)
    wrong = []
    with django_assert_num_queries(0):
        for address in ADDRESSES:
            path = address.filled(ABSENT)
            if client.get(f"{path}?q=a%00b").status_code != 400:
                wrong.append(address.name)
        for path in ("/desk/cases/%00/", "/desk/cases/a%00b/accept/", "/api/cases/%00/", "/%00", "/static/%00"):
            for answer in (client.get(path), client.post(path, {"a": "b"}), Client().get(path)):
                if answer.status_code != 400:
                    wrong.append(path)
    assert wrong == []
    page = client.get("/", {"q": "\0"})
    assert "Content-Security-Policy" in page and "NUL" not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/a%0A2026-03-02 INFO casework.access [-]: GET /desk/ 200", r"GET /a\x0a2026-03-02 INFO"),
        ("/a%0D%1B[2K%C2%85b%E2%80%A8c", r"GET /a\x0d\x1b[2K\x85b\u2028c 404"),
        ("/某市", "GET /某市 404"),
    ],
)
def test_what_stands_in_an_address_begins_no_line_of_the_log(caplog, path, line):
    with caplog.at_level(logging.INFO, logger="casework.access"):
        Client().get(path)
    (record,) = [row for row in caplog.records if row.name == "casework.access"]
    written = LineFormatter("{levelname} {message}", style="{").format(record)
    assert len(written.splitlines()) == 1 and line in written
