"""POST /api/clock/: the contract of design.md section 5 over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tests.cast import noon
from tests.services.watching import everything

ROOT = Path(__file__).resolve().parent.parent.parent
FACTS = {
    "channel": "counter",
    "submitted_on": "2026-03-02",
    "consultations": [{"kind": "third_party", "sent_on": "2026-03-09", "answered_on": "2026-03-20"}],
}


@pytest.fixture
def officer(cast) -> Client:
    client = Client()
    client.force_login(cast.officer_li)
    return client


def ask(client: Client, facts, query: str = "?as_of=2026-03-24"):
    text = facts if isinstance(facts, str) else json.dumps(facts)
    return client.post(f"/api/clock/{query}", text, content_type="application/json")


def reply(answer) -> dict:
    return next(duty for duty in answer.json()["duties"] if duty["duty"] == "reply")


def test_it_answers_c9(officer):
    answer = ask(officer, FACTS)
    assert answer.status_code == 200
    assert answer.json()["received_basis"] == "条例第三十一条第一项"
    # Used: 3-6 (4), 9, then nothing until 03-20, then 23 and 24.
    assert (reply(answer)["due_on"], reply(answer)["used"], reply(answer)["of"]) == ("2026-04-13", 7, 20)


def test_it_answers_exactly_as_the_command_does(officer):
    done = subprocess.run(
        [sys.executable, "manage.py", "clock", "-", "--as-of", "2026-03-24"],
        cwd=ROOT, input=json.dumps(FACTS), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == ask(officer, FACTS).json()


def test_without_a_day_it_is_today_in_shanghai(officer):
    # 16:30 UTC on 03-29 is already Monday the 30th in Shanghai, the last day; an hour ago it was not.
    late = noon("2026-03-29").replace(hour=16, minute=30)
    facts = {"channel": "counter", "submitted_on": "2026-03-02"}
    with time_machine.travel(late, tick=False):
        assert reply(ask(officer, facts, ""))["used"] == 20
    with time_machine.travel(late.replace(hour=15), tick=False):
        assert reply(ask(officer, facts, ""))["used"] == 19


BAD = [
    pytest.param(FACTS | {"purpose": "x"}, "?as_of=2026-03-24", "purpose", id="unknown-key"),
    pytest.param(FACTS | {"supplement": [{}, {}]}, "?as_of=2026-03-24", "supplement", id="second-supplement"),
    pytest.param(
        FACTS | {"extension": {"working_days": 21}}, "?as_of=2026-03-24", "extension.working_days", id="21-days"
    ),
    pytest.param(FACTS, "?as_of=yesterday", "as_of", id="no-day"),
    pytest.param(FACTS, "?as_of=", "as_of", id="empty-day"),
    pytest.param("{", "", "(根)", id="broken"),
]


@pytest.mark.parametrize(("facts", "query", "field"), BAD)
def test_bad_facts_are_named(officer, facts, query, field):
    answer = ask(officer, facts, query)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "bad_fact", field)
    assert answer.json()["sentence"]


def test_nothing_is_stored(officer):
    before = everything()
    ask(officer, FACTS)
    assert everything() == before
