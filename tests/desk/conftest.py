"""The desk through Django's test client: who is signed in, and on which day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import Case, CaseEvent, User
from tests.cast import noon


@pytest.fixture
def browsers() -> list[tuple[Client, User]]:
    """Every browser of this test with the person who signed in there."""
    return []


@pytest.fixture
def on(browsers) -> Iterator[Callable[[str], None]]:
    """Move the office to noon of a day. Whoever was signed in signs in again: sessions are short."""
    with ExitStack() as stack:

        def move(day: str) -> None:
            stack.enter_context(time_machine.travel(noon(day), tick=False))
            for client, user in browsers:
                client.force_login(user)

        yield move


@pytest.fixture
def as_user(db, browsers) -> Callable[[User], Client]:
    """Return a browser of their own for one person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        browsers.append((client, user))
        return client

    return sign_in


def text_of(response) -> str:
    """Return what a person reads: the page without tags, in single spaces."""
    html = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def read() -> Callable[..., str]:
    """Return the words of an answer."""
    return text_of


@pytest.fixture
def typed_in() -> Callable:
    """Post one act as its form would: what the page shows by itself, and what the person typed."""

    def post(client: Client, case: Case, act: str, **typed):
        url = reverse("desk:act", args=[case.number, act])
        query = f"?code={typed['decision_code']}" if typed.get("decision_code") else ""
        form = client.get(url + query).context["form"]
        shown = {bound.name: bound.value() for bound in form}
        given = {name: value for name, value in (shown | typed).items() if value not in (None, False)}
        return client.post(url, given)

    return post


@pytest.fixture
def do(typed_in) -> Callable:
    """Do one act through its form; it must succeed and lead back to the case."""

    def act(client: Client, case: Case, act: str, **typed):
        answer = typed_in(client, case, act, **typed)
        assert answer.status_code == 302, text_of(answer)
        assert answer.url == reverse("desk:case", args=[case.number])
        return answer

    return act


@pytest.fixture
def refused(typed_in) -> Callable:
    """Try one act through its form; it must be refused, change nothing, and say why (the words are returned)."""

    def act(client: Client, case: Case, act: str, **typed) -> str:
        before = (Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count())
        answer = typed_in(client, case, act, **typed)
        assert answer.status_code == 422
        assert (Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count()) == before
        return text_of(answer)

    return act
