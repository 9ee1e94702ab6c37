"""Reminders under fire: worker, beat, broker and database killed with kill -9 at random moments, round after round.

    .venv/bin/python -m deploy.bench.crash_rounds [--rounds 200] [--cases 2000] [--seed N]

Starts servers of its own and leaves nothing behind. Ends with 1 when a reminder is missing, an in-app
notice is there twice, or a letter came more often than the deaths explain (the rule is in tests/crashing.py).
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time

from tests.crashing import crash, random_rounds


def main() -> None:
    # Stopped from outside, leave by way of every "finally", so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description="Kill everything again and again and count the reminders.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args()
    chance, began = random.Random(given.seed), time.monotonic()
    print(f"seed {given.seed}", flush=True)
    tally = crash(
        rounds=random_rounds(given.rounds, chance), cases=given.cases, chance=chance,
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )  # fmt: skip
    print("\n".join([*tally.lines(), f"{time.monotonic() - began:.0f} s"]))
    sys.exit(1 if tally.complaints else 0)


if __name__ == "__main__":
    main()
