"""Sixty readers, twenty clerks and twenty applicants at once, over HTTP, among a million cases; then everything is counted.

    .venv/bin/python -m deploy.bench.load [cases] [seconds] [pause in milliseconds]

Web server, worker and beat run as in production on PostgreSQL and Redis. Everybody waits ``pause`` on average between two
pages, 2000 unless said; 0 asks again at once. Readers open lists, leaf, search and open cases; clerks register
requests and take the first acts on them; applicants file on line, step by step, as the pages' own forms have it. Printed
are the times of each kind of page. Nothing that was accepted may be missing or there twice, numbers have no gap and
no double, and nobody may see an error.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from deploy import processes, supervisor
from deploy.bench.filled import MATTERS, register, run
from deploy.bench.results import JSON, Result, counted, tell
from deploy.bench.sites import OURS, cookie_of, serving
from deploy.preflight import ROOT
from tests import servers
from tests.applicant import PROMISE, RECEIPT_NUMBER, answers_of, step
from tests.clerk import REGISTER, Answer, Clerk, Fields

# The largest agencies take the most requests.
AGENCIES = 10
LISTS = ("/desk/", "/desk/cases/", "/desk/?scope=all", "/desk/?channel=counter")
BROKEN = (OSError, http.client.HTTPException)
CASE_LINK = re.compile(r'class="row-link" href="(/desk/cases/[^"/]+/)"')
OLDER_LINK = re.compile(r'href="(\?[^"]*after=[^"]+)"')
# Marks stand at the beginning of the content; the filled register has none.
NEW = "SELECT content, number, id FROM casework_case WHERE content LIKE '负载%：%'"
HALF_DONE = """SELECT number FROM casework_case AS request WHERE content LIKE '负载%：%' AND (
    1 <> (SELECT count(*) FROM casework_caseevent WHERE case_id = request.id AND act IN ('register', 'submit'))
 OR 1 <> (SELECT count(*) FROM casework_applicant WHERE case_id = request.id)
 OR 1 <> (SELECT count(*) FROM casework_casewords WHERE case_id = request.id)
 OR 1 <> (SELECT count(*) FROM casework_deadline WHERE case_id = request.id AND duty = 'reply' AND is_open))"""
SERIES = """SELECT series.last, count(request.id), count(DISTINCT request.number),
        max(split_part(request.number, '-', 2)::int) FROM casework_numberseries AS series
    JOIN casework_agency AS agency ON agency.id = series.agency_id
    LEFT JOIN casework_case AS request ON request.agency_id = agency.id
        AND request.number LIKE agency.prefix || series.year || '-%'
    WHERE series.series = 'case' GROUP BY series.id, series.last"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people there are; of the readers so many look from above."""

    readers: int = 60
    clerks: int = 20
    applicants: int = 20
    supervisors: int = 10


@dataclass
class Told:
    """What everybody was told. Keys of ``accepted`` are the marks written into the requests."""

    accepted: dict[str, str] = field(default_factory=dict)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Unexpected(Exception):
    """An answer that ends what somebody was doing; it is noted already."""


class Person(threading.Thread):
    """Somebody at a browser who does ``once`` again and again until it is over."""

    def __init__(self, name: str, port: int, told: Told, over: threading.Event, pause: float) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.told, self.over, self.pause = port, told, over, pause
        self.chance, self.browser, self.done = random.Random(name), Clerk(port), 0

    def run(self) -> None:
        while not self.over.is_set():
            self.done += 1
            try:
                self.once()
            except Unexpected:
                continue

    def once(self) -> None:
        """Do one piece of work."""
        raise NotImplementedError

    def ask(self, kind: str, work: Callable[[], Answer], status: int = 200) -> Answer:
        """Time one request and return its answer. Raises Unexpected for any other status, or none."""
        self.over.wait(self.chance.uniform(0, 2 * self.pause))
        begun = time.perf_counter()
        try:
            answer = work()
        except BROKEN as trouble:
            self.told.wrong.append(f"{kind}: {trouble!r}")
            raise Unexpected from None
        self.told.seconds[kind].append(time.perf_counter() - begun)
        if answer.status != status:
            self.told.wrong.append(f"{kind}: {answer.status} {answer.location}")
            raise Unexpected
        return answer

    def page(self, kind: str, path: str) -> Answer:
        return self.ask(kind, lambda: self.browser.get(path))

    def sent(self, kind: str, path: str, fields: dict[str, str]) -> Answer:
        return self.ask(kind, lambda: self.browser.post(path, fields), status=302)


class Reader(Person):
    """Opens lists, leafs, searches, and opens cases."""

    def once(self) -> None:
        path = self.chance.choice(LISTS)
        found = self.page("list", path)
        if older := OLDER_LINK.search(found.body):
            self.page("list, further on", path.partition("?")[0] + older[1].replace("&amp;", "&"))
        word = self.chance.choice(MATTERS)
        begin = self.chance.randrange(len(word) - 3)
        self.page("search", f"/desk/cases/?q={quote(word[begin : begin + self.chance.choice((2, 3, 4))])}")
        cases = CASE_LINK.findall(found.body)
        for address in self.chance.sample(cases, min(2, len(cases))):
            self.page("case", address)


class Registrar(Person):
    """Registers a request, opens it, checks the identity and accepts it."""

    def once(self) -> None:
        mark = f"负载{self.name}第{self.done}件"
        form = Fields(self.page("registration form", REGISTER).body).found
        form |= {"name": "赵某某", "telephone": "13800000000", "content": f"{mark}：{self.chance.choice(MATTERS)}"}
        address = self.sent("registration", REGISTER, form).location
        number = unquote(address.removeprefix("/desk/cases/").rstrip("/"))
        self.told.accepted[mark] = number
        self.page("case", address)
        self.act(address, number, "check_identity", documents_seen="居民身份证")
        self.act(address, number, "accept")

    def act(self, address: str, number: str, act: str, **answers: str) -> None:
        form = Fields(self.page("form of an act", f"{address}{act}/").body).found
        self.sent("act", f"{address}{act}/", form | answers)
        self.told.acts[number, act] += 1


class Applicant(Person):
    """Files one request after the other, each time at a browser of its own."""

    def __init__(self, *given: object, agency: int) -> None:
        super().__init__(*given)
        self.agency = agency

    def once(self) -> None:
        self.browser, mark = Clerk(self.port), f"负载{self.name}第{self.done}件"
        self.page("portal: first page", f"/{self.agency}/")
        for name, answers in answers_of(f"{mark}：{self.chance.choice(MATTERS)}").items():
            address = step(self.agency, name)
            form = Fields(self.page("portal: step", address).body).found
            self.sent("portal: answer", address, form | answers)
        address = step(self.agency, "check")
        form = Fields(self.page("portal: check page", address).body).found | PROMISE
        receipt = self.sent("portal: filing", address, form).location
        shown = RECEIPT_NUMBER.search(self.page("portal: receipt", receipt).body)
        self.told.accepted[mark] = shown[1] if shown else ""


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, seconds, pause = given + [1_000_000, 120, 2_000][len(given) :]
    with register(cases) as folder:
        return tell(results(folder, seconds=seconds, pause=pause / 1_000))


def results(
    folder: Path, *, seconds: float, pause: float, crowd: Crowd = Crowd(), others: bool = True
) -> Iterator[Result]:
    """Let everybody work on the register in ``folder``, Django set up on it; then count.

    ``others``: worker and beat run beside the web server.
    """
    agencies = people(crowd)
    with ExitStack() as running:
        broker = running.enter_context(servers.redis())
        # Everybody comes from one address.
        settings = {"CASEWORK_FILINGS_PER_HOUR": "0"}
        environment = os.environ | settings | {"CELERY_BROKER_URL": broker}
        url = running.enter_context(serving(OURS, environment, folder))
        for command in (supervisor.worker(), supervisor.beat()) if others else ():
            running.enter_context(beside(command, environment))
        told = at_work(urlsplit(url).port, agencies, seconds, pause, crowd)
    for text in lines(told, seconds):
        print(text, file=sys.stderr, flush=True)
    broken = broken_promises(told)
    for text in [*told.wrong[:20], *broken]:
        print(f"wrong: {text}", file=sys.stderr, flush=True)
    asked = sum(map(len, told.seconds.values()))
    who = f"{crowd.readers} readers, {crowd.clerks} clerks, {crowd.applicants} applicants, {seconds:g} s"
    yield counted("E1", f"{who}: wrong answers to {asked:,}", len(told.wrong), unit="answers", floor=0, goal=0)
    stored = f"promises broken to {len(told.accepted):,} requests and {told.acts.total():,} acts"
    yield counted("E2", stored, len(broken), unit="promises", floor=0, goal=0)


def people(crowd: Crowd) -> list[int]:
    """Make the accounts; return the agencies that take requests, the largest first."""
    from casework.models import Agency, Role, User

    agencies = list(Agency.objects.filter(parent__isnull=False).order_by("pk")[:AGENCIES])
    above = agencies[0].parent
    rows = [(f"registrar{n}", Role.CLERK, agencies[n % AGENCIES]) for n in range(crowd.clerks)]
    rows += [
        (f"reader{n}", *((Role.SUPERVISOR, above) if n < crowd.supervisors else (Role.CLERK, agencies[n % AGENCIES])))
        for n in range(crowd.readers)
    ]
    User.objects.bulk_create(
        (User(username=name, role=role, agency=agency, display_name=name) for name, role, agency in rows),
        ignore_conflicts=True,
    )  # fmt: skip
    return [agency.pk for agency in agencies]


@contextmanager
def beside(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """Keep a program of the product running."""
    program = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=processes.ending_with_parent(signal.SIGTERM),
    )  # fmt: skip
    try:
        yield
    finally:
        program.terminate()
        try:
            program.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def at_work(port: int, agencies: list[int], seconds: float, pause: float, crowd: Crowd) -> Told:
    """Let everybody work for so long, clerks and readers signed in, and return what they were told."""
    told, over = Told(), threading.Event()
    # A run on a register that was used before writes other marks.
    run_name = f"{time.time_ns() // 1_000_000 % 100_000_000}"
    common = (port, told, over, pause)
    signed_in = [Reader(f"reader{n}", *common) for n in range(crowd.readers)]
    signed_in += [Registrar(f"registrar{n}", *common) for n in range(crowd.clerks)]
    for person in signed_in:
        name, _, value = cookie_of(person.name).partition("=")
        person.browser.cookies[name] = value
        person.name += f"-{run_name}-"
    everybody = [
        *signed_in,
        *(
            Applicant(f"applicant{n}-{run_name}-", *common, agency=agencies[n % len(agencies)])
            for n in range(crowd.applicants)
        ),
    ]
    for person in everybody:
        person.start()
    time.sleep(seconds)
    over.set()
    for person in everybody:
        person.join(60)
    if still := [person.name for person in everybody if person.is_alive()]:
        told.wrong.append(f"no answer at all: {still}")
    return told


def lines(told: Told, seconds: float) -> Iterator[str]:
    asked = sum(map(len, told.seconds.values()))
    yield f"{asked:,} requests, {asked / seconds:.0f} a second; {len(told.accepted):,} cases; milliseconds p50 / p95 / p99:"
    for kind, took in sorted(told.seconds.items()):
        cut = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
        p50, p95, p99 = (cut[at - 1] * 1e3 for at in (50, 95, 99))
        yield f"  {kind:20} {len(took):6,}   {p50:7.0f} / {p95:7.0f} / {p99:7.0f}"


def broken_promises(told: Told) -> list[str]:
    """Hold what is stored against what people were told."""
    found: dict[str, list[str]] = defaultdict(list)
    for content, number, _ in run(NEW):
        found[content.partition("：")[0]].append(number)
    acts = Counter(
        run("SELECT request.number, act FROM casework_caseevent JOIN casework_case AS request ON request.id = case_id")
    )
    mine = f"-{next(iter(told.accepted)).split('-')[1]}-" if told.accepted else "nobody"
    promises = {
        "an accepted request is missing, twice, or has another number": [
            mark for mark, number in told.accepted.items() if found[mark] != [number]
        ],
        "a case nobody was told of": [mark for mark in found if mine in mark and mark not in told.accepted],
        "an act is missing or there twice": [key for key, times in told.acts.items() if acts[key] != times],
        "half done": run(HALF_DONE),
        "numbers with a gap or a double": [row for row in run(SERIES) if len(set(row)) > 1],
    }
    return [f"{name}: {wrong[:5]}" for name, wrong in promises.items() if wrong]


if __name__ == "__main__":
    sys.exit(main())
