"""Registrations under fire: web, worker, database and broker killed with kill -9 at random moments, round after round.

    .venv/bin/python -m deploy.bench.crash_intake [--rounds 100] [--seed N]

Starts servers of its own and leaves nothing behind. Ends with 1 when an accepted request is missing or there twice,
a refused one is there, an act is half done, or numbers have a gap or a double (tests/crashing_intake.py).
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time

from tests.crashing_intake import KINDS, crash_intake


def main() -> None:
    # Stopped from outside, leave by way of every "finally", so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description="Kill everything again and again while clerks register.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args()
    began = time.monotonic()
    print(f"seed {given.seed}", flush=True)
    _, broken, summary = crash_intake(
        rounds=random.Random(given.seed).choices(list(KINDS), weights=list(KINDS.values()), k=given.rounds),
        seed=given.seed,
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print("\n".join([*summary, *(broken or ["every promise kept"]), f"{time.monotonic() - began:.0f} s"]))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
