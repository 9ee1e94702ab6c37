"""A clerk registers requests while a colleague imports a ledger: two processes on one database file.

    python -m tests.importing ROWS

The data directory is that of CASEWORK_DATA_DIR, with the tables in it or empty. Prints one JSON object: seconds of the
import, how many requests were registered meanwhile, and the longest time one of them took.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from typing import Any

import django

TODAY = "2026-11-20"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from casework.models import Case
    from casework.services import ledger_import
    from tests.cast import day, make_cast, noon
    from tests.ledger_files import as_csv, row

    call_command("migrate", verbosity=0)
    cast, rows = make_cast(), [row(number) for number in range(1, int(sys.argv[1]) + 1)]
    ledger = ledger_import.upload_ledger(name="台账.csv", data=as_csv(rows), actor=cast.officer_li, now=noon(TODAY))
    # A connection is nothing to inherit.
    connections.close_all()
    here, there = multiprocessing.get_context("fork").Pipe()
    clerk = multiprocessing.get_context("fork").Process(target=register_until_told, args=(cast, there))
    clerk.start()
    here.recv()
    begun = time.perf_counter()
    ledger_import.import_ledger(ledger_id=ledger.pk, actor=cast.officer_li, today=day(TODAY), now=noon(TODAY))
    taken = time.perf_counter() - begun
    here.send("enough")
    told = here.recv() | {"import": taken}
    clerk.join()
    print(json.dumps(told | {"cases": Case.objects.count()}))


def register_until_told(cast: Any, pipe: Any) -> None:
    from tests.cast import register_case

    # The first one also loads what every later one finds loaded.
    register_case(cast, TODAY)
    registered, longest = 1, 0.0
    pipe.send("ready")
    while not pipe.poll():
        begun = time.perf_counter()
        register_case(cast, TODAY)
        longest = max(longest, time.perf_counter() - begun)
        registered += 1
        # Clerks leave each other some time.
        time.sleep(0.02)
    pipe.send({"registered": registered, "longest": longest})


if __name__ == "__main__":
    main()
