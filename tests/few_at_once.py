"""The load test of `make bench` in small: a few people for a few seconds on a small register.

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
CROWD = load.Crowd(readers=3, clerks=3, applicants=3, supervisors=1)


def main() -> None:
    folder = Path(sys.argv[1])
    filled.start_django(os.environ["DATABASE_URL"], folder)
    filled.fill(CASES)
    for result in load.results(folder, seconds=SECONDS, pause=PAUSE, crowd=CROWD):
        print(json.dumps(asdict(result), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
