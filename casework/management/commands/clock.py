"""manage.py clock: dated facts of a case in, duties and day ledger out, as JSON (design section 5).

Works with the calendar shipped in casework.law and needs no database.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.adapters.clock import legal_today
from casework.law import clock
from casework.law.calendar import official_calendar
from casework.law.errors import BadFact, CalendarNotPublished, Refused
from casework.law.facts_json import day_from_json, facts_from_text, reading_to_json

BAD_FACTS = 2
LONGEST_MESSAGE = 300


class Command(BaseCommand):
    help = (
        "Compute the statutory time limits of a case. Reads JSON facts from FILE or standard input and "
        "prints JSON duties. Bad facts: exit code 2 and one line on stderr that names the field and the rule."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON facts; - is standard input")
        parser.add_argument("--as-of", metavar="DATE", help="the day asked about (default: today in Asia/Shanghai)")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help="one case a line in, one answer or error a line out, in the same order; blank lines are passed over",
        )

    def handle(self, *args: object, file: str, as_of: str | None, jsonl: bool, **options: object) -> None:
        for stream in (self.stdout, self.stderr):
            # Whatever the terminal's locale: other programs rely on UTF-8.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        try:
            day = day_from_json(as_of, "--as-of") if as_of is not None else legal_today()
            with _opened(file) as source:
                if jsonl:
                    self._answer_lines(source, day)
                else:
                    self._print(_answer(source.read(), day))
        except (BadFact, CalendarNotPublished) as refusal:
            raise CommandError(_one_line(f"{_field(refusal)}: {refusal}"), returncode=BAD_FACTS) from None
        except BrokenPipeError:
            # The reader has seen enough (`| head`); Python must not stumble over it again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer_lines(self, lines: Iterable[bytes], as_of: date) -> None:
        cases = refused = 0
        for line in lines:
            if not line.strip():
                continue
            cases += 1
            try:
                answer = _answer(line, as_of)
            except (BadFact, CalendarNotPublished) as refusal:
                refused += 1
                answer = {"error": {"field": _one_line(_field(refusal)), "rule": _one_line(refusal.sentence)}}
            self._print(answer)
        if refused:
            raise CommandError(f"{cases}件中有{refused}件的事实有误，见各行的 error。", returncode=BAD_FACTS)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        # A program that waits for each answer before it asks the next must not wait for ever.
        self.stdout.flush()


def _answer(text: bytes, as_of: date) -> dict[str, Any]:
    return reading_to_json(clock.read(facts_from_text(text), official_calendar(), as_of))


def _opened(file: str) -> AbstractContextManager[IO[bytes]]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(file, "rb")
    except OSError as error:
        raise BadFact("FILE", f"不能读取 {file}：{error.strerror}") from None


def _field(refusal: Refused) -> str:
    return {"": "(日历)", "as_of": "--as-of"}.get(refusal.field, refusal.field)


def _one_line(text: str) -> str:
    """Return the text as one printable line: a key of the input may hold anything."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    return shown if len(shown) <= LONGEST_MESSAGE else f"{shown[:LONGEST_MESSAGE]}…"
