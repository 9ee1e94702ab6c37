"""Which folder of tests runs on which database: read by `make test` and held by `tests/conftest.py`."""

# Drives Chromium, on SQLite.
BROWSER = {"browser"}
# Where the database matters most: on SQLite and again on PostgreSQL,
BOTH = {"models", "journeys"}
# and these on PostgreSQL where it can be had; on SQLite the pages above them do every act once more.
DATABASE = {"services", "queries", "tasks"}
# Mostly on SQLite, with single tests marked "postgres".
SINGLE = {"infrastructure", "management"}
# On SQLite or without a database; a test marked "postgres" is refused here, since the PostgreSQL run does not look.
REST = {"adapters", "api", "architecture", "desk", "documents", "law", "portal"}

POSTGRES = BOTH | DATABASE | SINGLE
SQLITE = POSTGRES | REST
ALL = BROWSER | SQLITE


def paths(folders: set[str]) -> list[str]:
    return [f"tests/{folder}" for folder in sorted(folders)]
