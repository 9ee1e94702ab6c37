"""The load test of `make bench` in small: a few people for a few seconds on a small register, without worker and beat.

    python -m tests.few_at_once FOLDER

The database is that of DATABASE_URL, with the tables in it or empty; FOLDER is the data directory. Prints one JSON object a
result, as `deploy.bench.load --json` does.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from deploy.bench import filled, load

CASES, SECONDS, PAUSE = 200, 3, 0.02
# So few cases all lie in the first days of the register, before the first year whose calendar is known.
DATES = ("received_on", "submitted_on", "signed_on", "confirmed_on", "decided_on", "concluded_on", "reply_due_on")
LATER = f"UPDATE casework_case SET {', '.join(f'{name} = {name} + 3700' for name in DATES)} WHERE stage = 'concluded'"
CROWD = load.Crowd(readers=3, clerks=3, applicants=3, supervisors=1)


def main() -> None:
    folder = Path(sys.argv[1])
    filled.start_django(os.environ["DATABASE_URL"], folder)
    filled.fill(CASES)
    filled.run(LATER)
    for result in load.results(folder, seconds=SECONDS, pause=PAUSE, crowd=CROWD, others=False):
        print(json.dumps(asdict(result), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
