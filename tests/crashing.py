"""An office whose programs and servers are killed again and again while reminders come due, and what came of it.

Real worker and beat, a real PostgreSQL, Redis and mail server of its own. In every round some cases
come due, and at a random moment something is killed with kill -9 and started again.

The rule for repeated letters: a letter may come once more only for every time its claim was left
behind by something that died, that is a worker (killed, or ended by itself), or the database while
the worker was at work. Such claims are read after every death; the ten minutes of their lease are
not waited for but taken off.
"""

from __future__ import annotations

import asyncio
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from deploy import processes
from deploy.preflight import ROOT
from deploy.supervisor import Address, children
from tests import programs, servers
from tests.mail_server import MailServer, mail_server

# What dies, and how often among a hundred times. "flush" empties the broker without ending it.
KINDS = {"worker": 35, "database": 20, "broker": 15, "beat": 10, "flush": 10, "power": 10}
INTERRUPTS_A_LETTER = frozenset({"worker", "database", "power"})
LETTERS_AT_ONCE = 2
# Officer and leader hear of a reply that is two weeks overdue; no further step ever follows.
DAYS_OVERDUE = 14
NOT_YET_DUE = 60
LONGEST_WAIT = 2.0

COME_DUE = """
    WITH lot AS (
        SELECT id FROM casework_deadline WHERE due_on > current_date ORDER BY id LIMIT %s
    ) UPDATE casework_deadline SET due_on = current_date - %s::int, alarm_on = current_date - %s::int
    WHERE id IN (SELECT id FROM lot)
"""
LEFT_BEHIND = """
    SELECT notice.id, person.email, notice.subject FROM casework_notice AS notice
    JOIN casework_user AS person ON person.id = notice.recipient_id
    WHERE notice.state = 'pending' AND notice.claimed_at < %s
"""
LEASE_RUNS_OUT = "UPDATE casework_notice SET claimed_at = claimed_at - interval '11 minutes' WHERE id = ANY(%s)"
TO_COME = """
    SELECT (SELECT count(*) FROM casework_deadline AS deadline WHERE due_on < current_date AND NOT EXISTS (
                SELECT 1 FROM casework_reminder AS reminder WHERE reminder.case_id = deadline.case_id))
         + (SELECT count(*) FROM casework_notice WHERE state <> 'sent')
"""
IN_APP = "SELECT case_id, recipient_id FROM casework_notice WHERE channel = 'in_app'"
LETTERS = """
    SELECT person.email, notice.subject FROM casework_notice AS notice
    JOIN casework_user AS person ON person.id = notice.recipient_id WHERE notice.channel = 'email'
"""

Letter = tuple[str, str]


class HoldingMailServer(MailServer):
    """Keeps the sender of one chosen letter waiting for the answer that the letter is accepted."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.hold_after: int | None = None
        self.holding, self.go_on = threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if self.hold_after is not None and len(self.letters) > self.hold_after:
            self.hold_after = None
            self.holding.set()
            await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait, 10)
        return answer

    def wait_for(self, letters: int, seconds: float) -> bool:
        """Return once so many more letters have come, the last one still unanswered; tell whether they did."""
        self.holding.clear()
        self.go_on.clear()
        self.hold_after = len(self.letters) + letters - 1
        return self.holding.wait(seconds)

    def release(self) -> None:
        self.hold_after = None
        self.go_on.set()


@dataclass
class Tally:
    """What happened and what came of it; ``complaints`` is empty when every promise was kept."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    caught_sending: int = 0
    left_behind: Counter[Letter] = field(default_factory=Counter)
    reminders: int = 0
    in_app: int = 0
    letters: int = 0
    arrived: int = 0
    repeated: int = 0
    complaints: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        kills, ended = (
            ", ".join(f"{kind} {number}" for kind, number in sorted(counted.items())) or "none"
            for counted in (self.kills, self.ended)
        )
        return [
            f"rounds {self.rounds}; killed: {kills}; ended by themselves: {ended}; {self.caught_sending} kills between acceptance and marking of a letter",
            f"reminders {self.reminders}, in-app notices {self.in_app}, none twice"
            if not self.complaints
            else "FAILED",
            f"letters {self.letters}, arrived {self.arrived}, repeated {self.repeated}; "
            f"claims left behind by something that died: {sum(self.left_behind.values())}",
            *self.complaints,
        ]


class Crashing:
    """One office under test. Use ``crashing_office``."""

    def __init__(self, data: Path, database: servers.Server, broker: servers.Server, mail: HoldingMailServer) -> None:
        self.database, self.broker, self.mail = database, broker, mail
        self.environment = programs.clean_environment(
            data, CASEWORK_DEMO="0", DATABASE_URL=database.url, CELERY_BROKER_URL=broker.url,
            EMAIL_URL=f"smtp://127.0.0.1:{mail.port}", TZ="UTC",
            CASEWORK_DATA_KEYS=programs.DATA_KEYS, DJANGO_SETTINGS_MODULE="tests.crashing_settings",
        )  # fmt: skip
        own = {child.name: child.command for child in children(Address("127.0.0.1", 0))}
        # The product's own command lines, except that beat is in a hurry.
        self.commands = {
            name: ["tests.hurried" if word == "config" else word for word in own[name][2:]]
            for name in ("worker", "beat")
        }
        self.running: dict[str, int] = {}
        self.log = data / "log"
        self.tally = Tally()
        self.hatchery: subprocess.Popen | None = None

    def fill(self, cases: int) -> None:
        self.prepare("-m", "tests.many_cases", str(cases), str(NOT_YET_DUE))

    def prepare(self, *filling: str) -> None:
        """Make the tables, run the program that fills them, and have the hatchery ready."""
        if not servers.copy_tables(self.database.url):
            self.run("manage.py", "migrate", "--verbosity=0", "--skip-checks")
        self.run(*filling)
        self.hatchery = subprocess.Popen(
            [sys.executable, "-m", "tests.hatchery", str(self.log)], cwd=ROOT, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=processes.ending_with_parent(signal.SIGKILL),
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        """Run a program of the office to its end and return what it said."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        self.hatchery.stdin.write(shlex.join(self.commands[name]) + "\n")
        self.hatchery.stdin.flush()
        self.running[name] = int(self.hatchery.stdout.readline())

    def kill(self, name: str) -> None:
        number = self.running.pop(name)
        try:
            # With its children, as the supervisor does when it finds one dead.
            os.killpg(number, signal.SIGKILL)
        except ProcessLookupError:
            self.tally.ended[name] += 1
        programs.eventually(lambda: not Path(f"/proc/{number}").exists())

    def supervise(self) -> None:
        """Start again what ended by itself, as the product's own supervisor does.

        A worker may: Celery's Redis transport fails now and then while it gives back messages to a broker that is gone.
        """
        for name in [name for name, number in self.running.items() if not Path(f"/proc/{number}").exists()]:
            del self.running[name]
            self.tally.ended[name] += 1
            if name == "worker":
                self.note_what_is_left_behind()
            self.start(name)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)
        if self.hatchery:
            self.hatchery.kill()
            self.hatchery.communicate()

    def ask(self, question: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.database.url) as connection:
            cursor = connection.execute(question, values)
            return cursor.fetchall() if cursor.description else []

    def start_all(self) -> None:
        for name in self.commands:
            self.start(name)

    def round(self, *, kind: str, lot: int, chance: random.Random, surely_sending: bool = False) -> None:
        """Let a lot of cases come due, kill at a random moment, start again.

        ``surely_sending``: not before a letter is accepted and before that is known to who sent it.
        """
        self.tally.rounds += 1
        self.supervise()
        self.ask(COME_DUE, lot, DAYS_OVERDUE, DAYS_OVERDUE)
        if surely_sending:
            assert self.mail.wait_for(1, 60), "no letter came"
            self.tally.caught_sending += 1
        elif chance.random() < 0.5:
            caught = self.mail.wait_for(chance.randint(1, 2 * lot + 1), LONGEST_WAIT)
            self.tally.caught_sending += caught and kind in INTERRUPTS_A_LETTER
        else:
            time.sleep(chance.uniform(0, LONGEST_WAIT))
        self.strike(kind, down_for=chance.uniform(0, 0.5))

    def strike(self, kind: str, *, down_for: float) -> None:
        everything = kind == "power"
        self.tally.kills[kind] += 1
        programs_hit = [name for name in self.running if everything or name == kind]
        servers_hit = [
            one for name, one in (("database", self.database), ("broker", self.broker)) if everything or name == kind
        ]
        for name in programs_hit:
            self.kill(name)
        for one in servers_hit:
            one.kill()
        if kind == "flush":
            with redis.Redis.from_url(self.broker.url) as client:
                client.flushall()
        self.mail.release()
        time.sleep(down_for)
        for one in servers_hit:
            one.start()
        if kind in INTERRUPTS_A_LETTER:
            self.note_what_is_left_behind()
        for name in programs_hit:
            self.start(name)

    def note_what_is_left_behind(self) -> None:
        """Write down which claims nobody holds any more, and let their lease run out."""
        moment = self.ask("SELECT now()")[0][0]
        if "worker" in self.running:
            # It lost its database and not its life: what it is about to give up, it gives up now.
            time.sleep(0.3)
        else:
            # The database may still be ending what the dead worker had begun.
            programs.eventually(lambda: not self.ask(
                "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ))  # fmt: skip
            moment = self.ask("SELECT now()")[0][0]
        rows = self.ask(LEFT_BEHIND, moment)
        self.tally.left_behind.update((address, subject) for _, address, subject in rows)
        self.ask(LEASE_RUNS_OUT, [pk for pk, _, _ in rows])

    def wait_for_the_end(self, seconds: float) -> None:
        try:
            programs.eventually(lambda: self.supervise() or self.ask(TO_COME) == [(0,)], seconds=seconds)
        except AssertionError:
            left = self.ask(TO_COME)[0][0]
            self.tally.complaints.append(f"{left} reminders or letters are still to come after {seconds:.0f} s")

    def judge(self, cases: int) -> Tally:
        """Hold what is stored and what arrived against what was promised."""
        tally = self.tally
        tally.reminders = self.ask("SELECT count(*) FROM casework_reminder")[0][0]
        in_app = Counter(self.ask(IN_APP))
        written = Counter(self.ask(LETTERS))
        arrived = Counter((address, letter["Subject"].strip()) for address, letter in self.mail.letters)
        identities: dict[Letter, set[str]] = defaultdict(set)
        for address, letter in self.mail.letters:
            identities[address, letter["Subject"].strip()].add(letter["Message-ID"].strip())
        different = [(letter, sorted(names)) for letter, names in identities.items() if len(names) > 1]
        tally.in_app, tally.letters, tally.arrived = sum(in_app.values()), sum(written.values()), sum(arrived.values())
        tally.repeated = tally.arrived - len(arrived)
        interruptions = tally.ended["worker"] + sum(tally.kills[kind] for kind in INTERRUPTS_A_LETTER)
        unexplained = [letter for letter, copies in arrived.items() if copies - 1 > tally.left_behind[letter]]
        promises = {
            f"{tally.reminders} reminders of {cases} cases": tally.reminders == cases,
            "an in-app notice is missing or there twice": len(in_app) == 2 * cases == tally.in_app,
            "a letter was written twice or not at all": len(written) == 2 * cases == tally.letters,
            f"{len(written - arrived)} letters never arrived": not written - arrived,
            "a letter arrived that nobody wrote": not arrived.keys() - written.keys(),
            f"repeated letters do not say that they are the same: {different[:5]}": not different,
            f"{len(unexplained)} letters came again although nobody died over them": not unexplained,
            "more letters came again than died under way": tally.repeated <= LETTERS_AT_ONCE * interruptions,
        }
        tally.complaints += [sentence for sentence, kept in promises.items() if not kept]
        return tally


@contextmanager
def crashing_office(kind: type[Crashing] = Crashing) -> Iterator[Crashing]:
    """Yield an office with servers of its own; nothing of it is left afterwards."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="casework-crash-")))
        database, broker = stack.enter_context(servers.postgres_server()), stack.enter_context(servers.redis_server())
        office = kind(data, database, broker, stack.enter_context(mail_server(kind=HoldingMailServer)))
        stack.callback(office.stop)
        yield office


def crash(
    *, rounds: list[str], cases: int, chance: random.Random, say: Callable[[str], None] = lambda line: None
) -> Tally:
    """Go through these kinds of death in this order and return what came of ``cases`` reminders."""
    lots = _lots(len(rounds), cases, chance)
    with crashing_office() as office:
        office.fill(cases)
        office.start_all()
        for number, (kind, lot) in enumerate(zip(rounds, lots, strict=True), start=1):
            office.round(kind=kind, lot=lot, chance=chance)
            say(f"{number}: {kind}, {lot} came due, {len(office.mail.letters)} letters so far")
        office.wait_for_the_end(600)
        return office.judge(cases)


def random_rounds(number: int, chance: random.Random) -> list[str]:
    return chance.choices(list(KINDS), weights=list(KINDS.values()), k=number)


def _lots(rounds: int, cases: int, chance: random.Random) -> list[int]:
    """Return how many cases come due in each round: mostly few, now and then hundreds."""
    weights = [chance.paretovariate(1.2) for _ in range(rounds)]
    drawn = Counter(chance.choices(range(rounds), weights=weights, k=cases))
    return [drawn[number] for number in range(rounds)]
