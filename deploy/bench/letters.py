"""Letters against the bare libraries: docx against docxtpl alone (X1), PDF against one cold typst call (X2).

    .venv/bin/python -m deploy.bench.letters [letters] [rounds]

A round makes every letter both ways in turns, so that both sides meet the same machine; each ratio is the median
of the rounds. The letter is a reply by several codes of two pages. No database is read.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from deploy.bench.results import JSON, Result, of_rounds, tell

ROOT = Path(__file__).resolve().parents[2]
AGENCY = "某市行政审批服务局"


class Ours:
    """The program's own modules, loaded by name: the start-up programs of this folder need nothing but Python."""

    def __init__(self) -> None:
        sys.path.insert(0, str(ROOT))
        load = importlib.import_module
        self.base = load("casework.documents.letters.base")
        self.fields = load("casework.documents.letters.fields")
        self.layout = load("casework.documents.letters.layout")
        self.pdf = load("casework.documents.letters.pdf")
        self.word = load("casework.documents.letters.word")
        self.sample = load("casework.law.letters.sample")
        self.facts = load("casework.law.letters.facts")
        self.compose = load("casework.law.letters.compose").compose
        self.faces = self.layout.Faces()

        self.made = 0

    def letter(self) -> Any:
        """Compose one reply, each time another one, so that nothing made before helps; this is measured too."""
        self.made += 1
        facts = self.sample.sample_facts(self.facts.AgencyFacts(AGENCY))
        name, number = f"申请人{self.made}", f"示例公复〔2026〕{self.made}号"
        applicant = replace(facts.applicants[0], name=name)
        facts = replace(
            facts, applicants=(applicant,), reply_number=number, content=f"第{self.made}号地块的征收补偿方案和评估报告"
        )
        return self.compose("reply_G2", facts, dated_on=facts.decided_on)


def seconds(act) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    letters, rounds = given + [200, 5][len(given) :]
    return tell(results(letters, rounds))


def results(letters: int, rounds: int) -> Iterator[Result]:
    """Yield X1 and X2; one value a side and round, the median of its letters."""
    ours = Ours()
    docxtpl, typst = importlib.import_module("docxtpl"), importlib.import_module("typst")
    sandbox = importlib.import_module("jinja2.sandbox").SandboxedEnvironment(autoescape=True)
    template = ours.base.standard_template("plain", ours.faces)
    letter = ours.letter()
    values = ours.fields.values_of(letter, AGENCY)

    def bare_docx() -> None:
        document = docxtpl.DocxTemplate(BytesIO(template))
        document.render(values, sandbox)
        document.save(BytesIO())

    def our_docx() -> None:
        ours.word.word_file(ours.letter(), template, agency_name=AGENCY, faces=ours.faces)

    def word(letter: Any) -> bytes:
        return ours.word.word_file(letter, template, agency_name=AGENCY, faces=ours.faces)

    def our_pdf(word: bytes) -> None:
        ours.pdf.pdf_file(word, dated_on=letter.dated_on)

    our_pdf(word(letter))
    sources = ROOT / "casework" / "documents" / "letters" / "typst"
    inputs = {"word": json.dumps(ours.pdf.shown_values(word(letter)), ensure_ascii=False)}

    def cold_pdf() -> None:
        typst.compile(str(sources / "word.typ"), root=str(sources), sys_inputs=inputs, format="pdf")

    taken: dict[str, list[float]] = {"bare docx": [], "docx": [], "cold pdf": [], "pdf": []}
    each = max(1, letters // rounds)
    for _ in range(rounds):
        words = [word(ours.letter()) for _ in range(each)]
        took = {
            "bare docx": [seconds(bare_docx) for _ in range(each)],
            "docx": [seconds(our_docx) for _ in range(each)],
            "cold pdf": [seconds(cold_pdf) for _ in range(5)],
            "pdf": [seconds(partial(our_pdf, item)) for item in words],
        }
        for name, times in took.items():
            taken[name].append(statistics.median(times) * 1e3)
    yield of_rounds(
        "X1", "letter as docx / bare docxtpl", taken["docx"], taken["bare docx"], unit="ms", floor=1.5, goal=1.15
    )
    yield of_rounds(
        "X2", "letter as pdf / one typst call", taken["pdf"], taken["cold pdf"], unit="ms", floor=1.2, goal=0.25
    )


if __name__ == "__main__":
    sys.exit(main())
