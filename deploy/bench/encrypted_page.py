"""What encryption costs a page: a case's applicant tab and its first page, encrypted and in clear, in turns in one run.

    .venv/bin/python -m deploy.bench.encrypted_page [rounds]

P1  the encrypted page / the same page of the same case with a cipher that does nothing
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

from deploy.bench.results import JSON, Result, of_rounds, tell

FLOOR, GOAL = 1.05, 1.02
PAGES = {"applicant tab (6 encrypted values)": "?tab=applicant", "first page of the case": ""}


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    rounds = given[0] if given else 400
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["CASEWORK_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
        import django

        django.setup()
        return tell(results(rounds))


def results(rounds: int) -> Iterator[Result]:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from casework.models import Agency, Role, User, sealed
    from casework.services.data_keys import prepare_keys

    prepare_keys()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    agency = Agency.objects.create(name="虚构审批服务局", prefix="虚审")
    clerk = User.objects.create(username="bench", role=Role.CLERK, agency=agency)
    client = Client(headers={"host": "localhost"})
    client.force_login(clerk)
    real, plain = sealed.cipher(), nothing_hidden()
    urls = {}
    for name, cipher in (("encrypted", real), ("clear", plain)):
        sealed.cipher = lambda cipher=cipher: cipher
        urls[name] = reverse("desk:case", args=[filed(agency, clerk).number])
    for page, query in PAGES.items():
        took: dict[str, list[float]] = {"encrypted": [], "clear": []}
        for _ in range(rounds):
            for name, cipher in (("encrypted", real), ("clear", plain)):
                sealed.cipher = lambda cipher=cipher: cipher
                took[name].append(timed(lambda: client.get(urls[name] + query)))  # noqa: B023
        # The first pages of a process find nothing made yet.
        encrypted, clear = (times[rounds // 10 :] for times in took.values())
        yield of_rounds("P1", f"{page} / in clear", encrypted, clear, unit="ms", floor=FLOOR, goal=GOAL)


def nothing_hidden() -> SimpleNamespace:
    """Return a cipher of the same interface that stores everything in clear."""
    return SimpleNamespace(
        seal=lambda label, clear, shown="": f"none$0${clear}" + (f"${shown}" if shown else ""),
        unseal=lambda label, stored: stored.split("$")[2],
        fingerprints=lambda kind, normal: (normal[:32],),
    )


def filed(agency, clerk):
    """Return a case with an applicant and a representative, all of their data given."""
    from casework.adapters.clock import legal_today, utc_now
    from casework.services.register import ApplicantData, NewRequest, RepresentativeData, register

    applicant = ApplicantData(
        kind="natural", name="赵某某", document_kind="resident_id", document_number="11010519491231002X",
        telephone="13812345678", email="zhao@example.test", address="某市某区某路1号",
    )  # fmt: skip
    deputy = RepresentativeData(
        name="吴律师", document_kind="resident_id", document_number="440524188001010014", telephone="13900001111"
    )
    request = NewRequest(
        channel="counter", submitted_on=legal_today(), applicant=applicant, representative=deputy,
        content="2024年某地块土地征收补偿方案",
    )  # fmt: skip
    return register(agency=agency, request=request, actor=clerk, today=legal_today(), now=utc_now()).case


def timed(get: Callable) -> float:
    """Return how long one page took, in milliseconds."""
    started = time.perf_counter()
    answer = get()
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"the page answered {answer.status_code}")
    return took


if __name__ == "__main__":
    raise SystemExit(main())
