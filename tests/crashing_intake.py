"""Requests registered at the desk and filed on line while web server, worker, database and broker are killed again and again.

Over HTTP, as browsers do it. The rule: what was answered with a case number is there once, under that number;
what was refused is not there; where the connection broke, the clerk or the applicant sends the same form again and gets
one case, or gives up and may find one or none. Numbers have no gap and no double, no act is half done, and what was
attached lies in the store.
"""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from deploy import supervisor
from deploy.preflight import Address
from tests import programs
from tests.applicant import PROMISE, RECEIPT_NUMBER, answers_of, step
from tests.clerk import PASSWORD, REGISTER, TIMEOUT, Answer, Clerk, Fields
from tests.crashing import Crashing, crashing_office
from tests.servers import free_port

# What dies, and how often among a hundred times.
KINDS = {"web": 30, "database": 25, "worker": 15, "broker": 10, "power": 20}
CLERKS, APPLICANTS = 3, 3
# One in so many forms lacks what the law asks for, and is refused; one in so many lost answers is not asked for again.
REFUSED_ONE_IN, GIVEN_UP_ONE_IN = 6, 4
LONGEST_WAIT = 1.2
# After every death so many more cases must be accepted before the next.
ACCEPTED_BETWEEN = 3
BROKEN = (OSError, http.client.HTTPException)

BUREAU = "SELECT id FROM casework_agency WHERE prefix = '某审'"
PAPER = {"attachments": ("身份证.pdf", b"%PDF-1.7\n%%EOF\n")}
CASES = "SELECT content, number FROM casework_case"
LAST_NUMBER = "SELECT last FROM casework_numberseries WHERE series = 'case'"
HALF_DONE = """
    SELECT number FROM casework_case AS request WHERE
        1 <> (SELECT count(*) FROM casework_caseevent WHERE case_id = request.id)
     OR 1 <> (SELECT count(*) FROM casework_applicant WHERE case_id = request.id)
     OR 1 <> (SELECT count(*) FROM casework_casewords WHERE case_id = request.id)
     OR 1 <> (SELECT count(*) FROM casework_deadline WHERE case_id = request.id AND duty = 'reply' AND is_open)
     OR (channel = 'online')::int <> (SELECT count(*) FROM casework_attachment WHERE case_id = request.id)
"""
ATTACHED = "SELECT file FROM casework_attachment"


@dataclass
class Intake:
    """What clerks and applicants were told. Keys are the marks they wrote into the requests."""

    accepted: dict[str, str] = field(default_factory=dict)
    filed_online: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    sent_again: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)


class CrashingIntake(Crashing):
    """One office with a web server. Use ``crashing_office(CrashingIntake)``."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.port = free_port()
        # Everybody comes from one address.
        self.environment["CASEWORK_FILINGS_PER_HOUR"] = self.environment["CASEWORK_UPLOADS_PER_HOUR"] = "0"
        self.commands["web"] = supervisor.web(Address("127.0.0.1", self.port))[2:]
        self.intake, self.over = Intake(), threading.Event()
        self.people: list[threading.Thread] = []

    def open(self, seed: int) -> None:
        """Make the office, start everything, and let clerks and applicants begin."""
        self.prepare("-m", "tests.many_cases", "0")
        self.start_all()
        programs.eventually(self.answers)
        ((self.bureau,),) = self.ask(BUREAU)
        for number in range(CLERKS + APPLICANTS):
            browser, chance = Clerk(self.port), random.Random(f"{seed} {number}")
            if number < CLERKS:
                browser.sign_in("officer_li", PASSWORD)
            do = self.register if number < CLERKS else self.apply
            self.people.append(threading.Thread(target=self.work, args=(do, browser, number, chance), daemon=True))
        for thread in self.people:
            thread.start()

    def answers(self) -> bool:
        try:
            return Clerk(self.port).get("/healthz").status == 200
        except BROKEN:
            return False

    def work(self, do: Callable, browser: Clerk, number: int, chance: random.Random) -> None:
        done = 0
        while not self.over.is_set():
            done += 1
            do(browser, f"第{number}人第{done}件", chance)

    def register(self, clerk: Clerk, mark: str, chance: random.Random) -> None:
        """Register one request, or one that must be refused, and note what became of it."""
        page = self.page(clerk, REGISTER)
        if page is None:
            return
        form = Fields(page.body).found | {"name": "赵某某", "content": f"{mark}：2024年某地块土地征收补偿方案"}
        if chance.randrange(REFUSED_ONE_IN) == 0:
            # Handed in, but nobody says by whom.
            form["name"] = ""
        answer = self.hand_in(clerk, REGISTER, form, mark, chance)
        if answer is None:
            return
        if answer.status == 302 and (found := re.fullmatch("/desk/cases/(.+)/", answer.location)):
            self.intake.accepted[mark] = unquote(found[1])
        elif answer.status == 422:
            self.intake.refused.add(mark)
        else:
            self.note_strange(mark, answer)

    def apply(self, _: Clerk, mark: str, chance: random.Random) -> None:
        """File one request on line, or send one without the promise, and note what became of it."""
        browser = Clerk(self.port)
        check, page = step(self.bureau, "check"), self.filled(browser, mark)
        if page is None:
            return
        promised = PROMISE if chance.randrange(REFUSED_ONE_IN) else {}
        answer = self.hand_in(browser, check, Fields(page.body).found | promised, mark, chance)
        if answer is None:
            return
        if answer.status == 302 and answer.location.startswith("/receipt/"):
            self.intake.filed_online.add(mark)
            receipt = self.page(browser, answer.location)
            # Without the page, because it is all over, its number is not known to the applicant.
            self.intake.accepted[mark] = RECEIPT_NUMBER.search(receipt.body)[1] if receipt else ""
        elif answer.status == 200 and not promised:
            self.intake.refused.add(mark)
        else:
            self.note_strange(mark, answer)

    def filled(self, browser: Clerk, mark: str) -> Answer | None:
        """Answer every page of the form; return the one that shows it for checking, None when it is all over."""
        for name, answers in answers_of(f"{mark}：2024年某地块土地征收补偿方案").items():
            address = step(self.bureau, name)
            while (page := self.page(browser, address)) is not None:
                form = Fields(page.body).found | answers
                # Sent once more after a lost answer, the page may show that the file is there already.
                files = PAPER if name == "attachments" and PAPER["attachments"][0] not in page.body else None
                try:
                    answer = browser.post(address, form, files)
                except BROKEN:
                    continue
                if answer.status == 302:
                    break
                if answer.status < 500:
                    self.note_strange(mark, answer)
                    return None
            else:
                return None
        return self.page(browser, step(self.bureau, "check"))

    def hand_in(
        self, clerk: Clerk, path: str, form: dict[str, str], mark: str, chance: random.Random
    ) -> Answer | None:  # fmt: skip
        """Send a form until it is answered; None when it was given up, which is noted."""
        while True:
            try:
                answer = clerk.post(path, form)
            except BROKEN:
                answer = None
            if answer and answer.status < 500:
                return answer
            if self.over.is_set() or chance.randrange(GIVEN_UP_ONE_IN) == 0:
                self.intake.unknown.add(mark)
                return None
            self.intake.sent_again[mark] += 1
            time.sleep(0.05)

    def page(self, clerk: Clerk, path: str) -> Answer | None:
        """Return a page once the office answers; None when it is all over."""
        while not self.over.is_set():
            try:
                page = clerk.get(path)
            except BROKEN:
                page = None
            if page and page.status == 200:
                return page
            if page and page.status < 500:
                self.note_strange(path, page)
            time.sleep(0.05)
        return None

    def note_strange(self, what: str, answer: Answer) -> None:
        self.intake.strange.append(f"{what}: {answer.status} {answer.location} {answer.body[:300]}")

    def strike_while_they_work(self, kind: str, chance: random.Random) -> None:
        self.tally.rounds += 1
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        before = len(self.intake.accepted)
        self.strike(kind, down_for=chance.uniform(0, 0.4))
        try:
            programs.eventually(
                lambda: self.supervise() or len(self.intake.accepted) >= before + ACCEPTED_BETWEEN, seconds=60
            )  # fmt: skip
        except AssertionError:
            self.tally.complaints.append(f"nothing was accepted in the minute after the death of {kind}")

    def note_what_is_left_behind(self) -> None:
        """Letters are the matter of the other rounds (tests/crashing.py)."""

    def close(self) -> None:
        self.over.set()
        for thread in self.people:
            thread.join(2 * TIMEOUT)

    def judge_intake(self) -> list[str]:
        """Hold what is stored against what people were told; return every broken promise."""
        told, found = self.intake, Counter()
        numbers = {}
        for content, number in self.ask(CASES):
            mark = content.partition("：")[0]
            found[mark] += 1
            numbers[mark] = number
        serials = sorted(int(number.rpartition("-")[2]) for number in numbers.values())
        known = told.accepted.keys() | told.unknown
        promises = {
            "an accepted request is missing": [mark for mark in told.accepted if not found[mark]],
            "a request is there twice": [mark for mark, times in found.items() if times > 1],
            "a case has another number than people were told": [
                mark for mark, number in told.accepted.items() if found[mark] and number not in {"", numbers[mark]}
            ],
            "a refused request is there": [mark for mark in told.refused if found[mark]],
            "a case nobody sent": [mark for mark in found if mark not in known],
            "numbers with a gap or a double": [] if serials == [*range(1, len(serials) + 1)] else serials,
            "the counter is not the last number": [
                last for (last,) in self.ask(LAST_NUMBER) if last != len(serials)
            ],
            "half done": self.ask(HALF_DONE),
            "an attached file is not in the store": [
                name for (name,) in self.ask(ATTACHED) if not (self.log.parent / "files" / name).is_file()
            ],
            "an answer nobody expects": told.strange,
        }  # fmt: skip
        return [*self.tally.complaints, *(f"{name}: {wrong[:5]}" for name, wrong in promises.items() if wrong)]

    def lines(self) -> list[str]:
        told = self.intake
        kills = ", ".join(f"{kind} {number}" for kind, number in sorted(self.tally.kills.items()))
        return [
            f"rounds {self.tally.rounds}; killed: {kills}",
            f"accepted {len(told.accepted)} ({len(told.filed_online)} of them on line), of which sent again after a lost answer "
            f"{len(told.sent_again.keys() & told.accepted.keys())}; refused {len(told.refused)}; "
            f"given up without an answer {len(told.unknown)}; cases stored {self.ask('SELECT count(*) FROM casework_case')[0][0]}",
            self.run("manage.py", "audit_verify").strip().replace("\n", " "),
        ]


def crash_intake(
    *, rounds: list[str], seed: int, say: Callable[[str], None] = lambda line: None
) -> tuple[Intake, list[str], list[str]]:
    """Go through these kinds of death in this order; return what was told, broken promises, and a summary."""
    chance = random.Random(seed)
    with crashing_office(CrashingIntake) as office:
        office.open(seed)
        for number, kind in enumerate(rounds, start=1):
            office.strike_while_they_work(kind, chance)
            say(f"{number}: {kind}, {len(office.intake.accepted)} accepted so far")
        office.close()
        return office.intake, office.judge_intake(), office.lines()
