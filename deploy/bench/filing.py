"""Filing a request by POST against a bare Django site that writes a case and an event, in turns in one run.

    .venv/bin/python -m deploy.bench.filing [cases] [rounds] [seconds]

W3  registrations at the desk, and last steps on the portal, in requests per second / the yardstick's /new
W4  statements of both, besides those that begin and end the transaction
Both of ours check the form, take a number without gaps, compute the deadlines, encrypt, keep the searchable words and write
one chained event; the portal queues the notices as well. As in a province, clerks of several agencies file at once, and
so do applicants; the yardstick counts nothing and has nobody signed in. The turns are short and many: a machine that others
use is not equally fast for long, and what stands side by side is to have met the same. Needs wrk, see ``deploy.bench.sites``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from deploy.bench.filled import register
from deploy.bench.load import Crowd, people
from deploy.bench.results import JSON, Result, counted, of_rounds, tell
from deploy.bench.sites import Site, both, cookie_of, program, requests_a_second
from tests.applicant import PERSON

FLOOR, GOAL = 0.5, 0.75
STATEMENTS_FLOOR, STATEMENTS_GOAL = 16, 10
# For so many requests a second sessions with a finished draft are made beforehand: each can be sent once.
DRAFTS_A_SECOND = 500
TOKEN = "a" * 32
CONTENT = "申请公开张店区第8号土地征收补偿安置方案及附图"
BARE_FORM = {
    "csrfmiddlewaretoken": TOKEN, "applicant_kind": 1, "applicant": "赵某某", "document_kind": 1, "email": "a@example.test",
    "address": "某市某区某路1号", "title": "土地征收补偿安置方案", "description": CONTENT, "wanted_form": 1, "agency_id": 7,
}  # fmt: skip
OUR_FORM = {
    "csrfmiddlewaretoken": TOKEN, "kind": "natural", "name": "赵某某", "document_kind": "resident_id",
    "document_number": "11010519491231002X", "telephone": "13800000000", "email": "a@example.test",
    "address": "某市某区某路1号", "content": CONTENT,
}  # fmt: skip
# The n-th request is the n-th of the list, and begins again at its end; NUMBER is another each time.
SCRIPT = """
local sent = {{{sent}}}
local number = 0
request = function()
  number = number + 1
  local one = sent[(number - 1) % #sent + 1]
  local headers = {{["Cookie"] = one[2], ["Content-Type"] = "application/x-www-form-urlencoded"}}
  return wrk.format("POST", one[1], headers, (string.gsub(one[3], "NUMBER", "{run}" .. number)))
end
"""


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, rounds, seconds = given + [1_000_000, 20, 1][len(given) :]
    program()
    # Everybody comes from one address.
    os.environ["CASEWORK_FILINGS_PER_HOUR"] = "0"
    with register(cases) as folder:
        return tell(results(folder, rounds=rounds, seconds=seconds))


def results(folder: Path, *, rounds: int, seconds: int) -> Iterator[Result]:
    """Measure on the register in ``folder``, Django set up on it."""
    crowd = Crowd(readers=0, applicants=0)
    agencies = people(crowd)
    yield from statements(agencies[0])
    clerks = [cookie_of(f"registrar{n}") for n in range(crowd.clerks)]
    answers = answered(agencies[0])
    taken: dict[str, list[float]] = {"bare": [], "desk": [], "portal": []}
    with both(folder) as (ours, bare):
        # The first round is for warming up.
        for turn in range(rounds + 1):
            wanted = {
                "bare": (bare, [("/new", f"csrftoken={TOKEN}", BARE_FORM)]),
                "desk": (
                    ours,
                    [("/desk/register/", f"{one}; casework_csrf={TOKEN}", our_form("NUMBER")) for one in clerks],
                ),
                "portal": (ours, finished_drafts(answers, agencies, DRAFTS_A_SECOND * seconds)),
            }
            for side, (site, sent) in wanted.items():
                rate = filed(site, sent, folder, seconds, counts=side != "bare")
                if turn:
                    taken[side].append(rate)
    for side, name in (("desk", "registration at the desk"), ("portal", "last step on the portal")):
        yield of_rounds(
            "W3", f"{name} / /new", taken[side], taken["bare"],
            unit="requests/s", floor=FLOOR, goal=GOAL, better="higher",
        )  # fmt: skip


def our_form(key: str) -> dict[str, object]:
    """Return what a clerk sends who registers a request that was handed in today."""
    from casework.adapters.clock import legal_today

    return OUR_FORM | {"key": key, "submitted_on": legal_today().isoformat()}


def filed(
    site: Site, sent: list[tuple[str, str, dict[str, object]]], folder: Path, seconds: int, *, counts: bool
) -> float:  # fmt: skip
    """Send address, cookie and form of each as fast as they are answered; return requests per second.

    Raises RuntimeError when not every answer stands for a case of ours: a redirect may also lead to the sign-in.
    """
    from casework.models import Case

    script, stored = folder / "filing.lua", Case.objects.count()
    rows = (
        f"{{{json.dumps(page)}, {json.dumps(cookie)}, {json.dumps(urlencode(form))}}}" for page, cookie, form in sent
    )
    script.write_text(SCRIPT.format(sent=",\n".join(rows), run=uuid4().hex[:16]), encoding="utf-8")
    rate = requests_a_second(site, sent[0][0], seconds, script=script)
    if counts and (stored := Case.objects.count() - stored) < rate * seconds * 0.95:
        raise RuntimeError(f"{sent[0][0]}: {rate * seconds:.0f} answers, {stored} cases")
    return rate


def answered(agency: int) -> dict[str, object]:
    """Answer every step on the portal, look at the check page, and return what the session keeps of it."""
    from django.test import Client

    from casework.portal.drafts import SESSION_NAME, opened

    browser = Client(headers={"host": "localhost"})
    steps = {
        "who": {"applicant_is": "person"}, "applicant": PERSON | {"email": "a@example.test", "address": "某市某区某路1号"},
        "content": {"content": CONTENT}, "wanted": {}, "attachments": {},
    }  # fmt: skip
    for step, given in steps.items():
        answer = browser.post(f"/apply/{agency}/{step}/", given)
        if answer.status_code != 302:
            raise RuntimeError(f"{step}: {answer.status_code}")
    # The page with all answers and the button that sends them.
    browser.get(f"/apply/{agency}/check/")
    return opened(browser.session[SESSION_NAME][str(agency)])


def finished_drafts(
    answers: dict[str, object], agencies: list[int], number: int
) -> list[tuple[str, str, dict[str, object]]]:  # fmt: skip
    """Return address, cookie and form of so many visitors who only have to send what they have answered."""
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from casework.adapters.clock import utc_now
    from casework.adapters.encryption import seal
    from casework.portal.drafts import SESSION_NAME

    store, until, sessions, sent = SessionStore(), utc_now() + timedelta(hours=1), [], []
    for n in range(number):
        agency, key, name = agencies[n % len(agencies)], uuid4().hex, uuid4().hex
        draft = seal(SESSION_NAME, json.dumps(answers | {"key": key}, ensure_ascii=False))
        data = store.encode({SESSION_NAME: {str(agency): draft}})
        sessions.append(Session(session_key=name, session_data=data, expire_date=until))
        cookies = f"{settings.SESSION_COOKIE_NAME}={name}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        form = {"csrfmiddlewaretoken": TOKEN, "promise": "on", "key": key}
        sent.append((f"/apply/{agency}/check/", cookies, form))
    Session.objects.bulk_create(sessions, batch_size=1_000)
    return sent


def statements(agency: int) -> Iterator[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from casework.models import User

    clerk = Client(headers={"host": "localhost"})
    clerk.force_login(User.objects.get(username="registrar0"))
    for name, send in {
        "registration at the desk": lambda: clerk.post("/desk/register/", our_form(uuid4().hex)),
        "last step on the portal": last_step(agency),
    }.items():
        # The calendar is read on the first filing of a process.
        send()
        with CaptureQueriesContext(connection) as captured:
            answer = send()
        if answer.status_code != 302:
            raise RuntimeError(f"{name}: {answer.status_code}")
        found = [query["sql"] for query in captured if query["sql"] not in ("BEGIN", "COMMIT")]
        yield counted("W4", name, len(found), unit="statements", floor=STATEMENTS_FLOOR, goal=STATEMENTS_GOAL)


def last_step(agency: int) -> Callable[[], Any]:
    """Return what sends a finished draft, each time another one."""
    from django.test import Client

    ready = finished_drafts(answered(agency), [agency], 2)

    def send() -> Any:
        address, cookies, form = ready.pop()
        return Client(headers={"host": "localhost", "cookie": cookies}).post(address, form)

    return send


if __name__ == "__main__":
    sys.exit(main())
