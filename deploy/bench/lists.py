"""Lists and search among a million cases on PostgreSQL, each against its bare side in turns in one run.

    .venv/bin/python -m deploy.bench.lists [cases] [rounds]

Whose data: ``deploy.bench.filled``. Every ratio is the median of the ratios within a round:

L1  a page of all cases (50 rows as the screen asks for them), however deep / the first page
L2  the first page of a search / counting with LIKE over every case's number, subject and content, without an index
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from deploy.bench.filled import register, run
from deploy.bench.results import JSON, Result, of_rounds, tell

# Common, rare and absent; the last is in nothing, though each of its pairs is in something.
TEXTS = ("土地", "名册", "征收补偿", "渔业养殖", "某局第", f"张店区第{8 * 1000}号", "征收决算")


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, rounds = given + [1_000_000, 9][len(given) :]
    with register(cases):
        return tell(results(rounds))


def results(rounds: int) -> Iterator[Result]:
    """Measure on the register that Django is set up on."""
    from casework.models import User

    run("SET max_parallel_workers_per_gather = 0")
    for who, name in (("clerk of the largest agency", "clerk"), ("supervisor of all", "supervisor")):
        user = User.objects.select_related("agency").get(username=name)
        yield from race_of_depth(who, user, rounds)
        yield from race_of_search(who, user, rounds)


def race_of_depth(who: str, user, rounds: int) -> Iterator[Result]:
    pages = {"first": page_at(user, None)}
    for name, share in (("tenth", 0.9), ("middle", 0.5), ("last", 0.001)):
        pages[name] = page_at(user, share)
    taken = race(rounds, **pages)
    for name in list(pages)[1:]:
        what = f"{who}: page at the {name} of all cases / the first"
        yield of_rounds("L1", what, taken[name], taken["first"], unit="ms", floor=1.5, goal=1.2)


def page_at(user, share: float | None) -> Callable[[], object]:
    """Return the work of one page, ``share`` of the way up from the oldest case."""
    after = ""
    if share is not None:
        among = f"agency_id = {user.agency_id}" if user.role == "clerk" else "TRUE"
        [(at, pk)] = run(
            f"SELECT registered_at, id FROM casework_case WHERE {among} ORDER BY registered_at OFFSET"
            f" (SELECT floor(count(*) * {share}) FROM casework_case WHERE {among}) LIMIT 1"
        )
        after = f"{at.isoformat()},{pk}"
    return lambda: page(user, after=after)


def race_of_search(who: str, user, rounds: int) -> Iterator[Result]:
    for text in TEXTS:

        def bare(text: str = text) -> int:
            like = f"%{text}%"
            return run(
                "SELECT count(*) FROM casework_case WHERE number LIKE %s OR subject LIKE %s OR content LIKE %s",
                like, like, like,
            )[0][0]  # fmt: skip

        def ours(text: str = text) -> object:
            return page(user, text=text)

        hits = bare()
        taken = race(max(3, rounds // 3), bare=bare, ours=ours)
        what = f"{who}: {text}, {hits:,} hits in all"
        yield of_rounds("L2", what, taken["ours"], taken["bare"], unit="ms", floor=0.35, goal=0.1)


def page(user, *, text: str = "", after: str = ""):
    """Return a page of all cases, as the list reads it."""
    from datetime import date

    from casework.adapters.working_calendar import calendars
    from casework.queries.list_pages import page_of
    from casework.queries.work_list import CaseFilter

    wanted = CaseFilter(open_only=False, text=text)
    return page_of(user, wanted, today=date(2026, 3, 23), calendar=calendars().shared, after=after)


def race(rounds: int, **runners: Callable[[], object]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for turn in range(rounds + 1):
        for name, work in runners.items():
            begun = time.perf_counter()
            work()
            if turn:
                taken[name].append((time.perf_counter() - begun) * 1e3)
    return taken


if __name__ == "__main__":
    sys.exit(main())
