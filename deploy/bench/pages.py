"""The pages people read all day against bare Django pages, among a million cases, in turns in one run.

    .venv/bin/python -m deploy.bench.pages [cases] [rounds] [seconds]

W1  a list page of 50 rows, signed in, with scope and a filter / the yardstick's /list-auth, in requests per second
W2  the same page / the yardstick's /list-lean
W4  statements of a list and of the page of a case
G   what 100 rows cost more than 50, against what 50 cost more than none
Needs wrk (apt-get install wrk). Whose data: ``deploy.bench.filled``; the yardstick: ``deploy.bench.yardstick``.
"""

from __future__ import annotations

import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from deploy.bench.filled import register
from deploy.bench.results import JSON, Result, counted, of_rounds, tell
from deploy.bench.sites import Site, both, program, requests_a_second

PAGES = {"我的办件": "/desk/?scope=mine&channel=counter", "全部办件": "/desk/cases/?channel=counter&stage=concluded"}
YARDSTICKS = {"W1": ("/list-auth", 1.0, 2.0), "W2": ("/list-lean", 0.35, 0.6)}


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, rounds, seconds = given + [1_000_000, 7, 3][len(given) :]
    program()
    with register(cases) as folder:
        return tell(results(folder, rounds=rounds, seconds=seconds))


def results(folder: Path, *, rounds: int, seconds: int) -> Iterator[Result]:
    """Measure on the register in ``folder``, Django set up on it."""
    yield from statements()
    yield growth(rounds * 10)
    with both(folder) as (ours, bare):
        yield from throughput(ours, bare, rounds, seconds)


def throughput(ours: Site, bare: Site, rounds: int, seconds: int) -> Iterator[Result]:
    asked = {page: (ours, page) for page in PAGES.values()} | {page: (bare, page) for page, *_ in YARDSTICKS.values()}
    for site, page in asked.values():
        check(site, page)
        requests_a_second(site, page, 1)
    taken: dict[str, list[float]] = {page: [] for page in asked}
    for _ in range(rounds):
        for page, (site, _) in asked.items():
            taken[page].append(requests_a_second(site, page, seconds))
    for goal_id, (yardstick, floor, goal) in YARDSTICKS.items():
        for name, page in PAGES.items():
            yield of_rounds(
                goal_id, f"{name} / {yardstick}", taken[page], taken[yardstick],
                unit="requests/s", floor=floor, goal=goal, better="higher",
            )  # fmt: skip


def check(site: Site, page: str) -> None:
    """Refuse to measure anything but a page of 50 rows."""
    request = urllib.request.Request(site.url + page, headers={"Cookie": site.cookie})
    with urllib.request.urlopen(request) as answer:
        rows = answer.read().decode().partition("<tbody")[2].count("<tr")
    if answer.url != site.url + page or rows != 50:
        sys.exit(f"{page} is no list of 50 rows: {answer.url}, {rows} rows")


def statements() -> Iterator[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from casework.models import Case, User

    browser, clerk = Client(headers={"host": "localhost"}), User.objects.get(username="clerk")
    browser.force_login(clerk)
    case = Case.objects.filter(officer=clerk, stage="processing").earliest("pk")
    pages = {f"list, {name}": (page, 8, 5) for name, page in PAGES.items()}
    pages |= {
        "list, searched": ("/desk/cases/?q=补偿安置", 8, 5),
        "page of a case": (f"/desk/cases/{case.number}/", 14, 9),
    }
    for name, (page, floor, goal) in pages.items():
        # The calendar is read on the first page of a process.
        browser.get(page)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(page)
        if answer.status_code != 200:
            sys.exit(f"{page} answered {answer.status_code}")
        yield counted("W4", name, len(captured), unit="statements", floor=floor, goal=goal)


def growth(rounds: int) -> Result:
    """Measure in this process what the second 50 rows of a list cost, against the first 50."""
    from django.test import Client

    from casework.models import User
    from casework.queries import list_pages

    browser, page = Client(headers={"host": "localhost"}), PAGES["我的办件"]
    browser.force_login(User.objects.get(username="clerk"))
    usual, taken = list_pages.PAGE_SIZE, {0: [], 50: [], 100: []}
    try:
        for turn in range(rounds + 1):
            for size, times in taken.items():
                list_pages.PAGE_SIZE = size or usual
                begun = time.perf_counter()
                browser.get(page if size else f"{page}&due_on=2020-01-01")
                if turn:
                    times.append((time.perf_counter() - begun) * 1e3)
    finally:
        list_pages.PAGE_SIZE = usual
    none = statistics.median(taken[0])
    first, second = ([one - none for one in taken[size]] for size in (50, 100))
    return of_rounds(
        "G", "100 rows of a list / twice 50 rows, beyond an empty list", second, [2 * one for one in first],
        unit="ms", floor=1.1, goal=1.0,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
