"""One program of the tree in place of this process, for a service manager or a container.

    python -m deploy.program web
    python -m deploy.program worker [--queues mail,documents] [--threads 2]
    python -m deploy.program beat

The command lines are those of ``make run``; starting again what ended is the service manager's part.
"""

import argparse
import os
import sys

from deploy import preflight, supervisor
from deploy.preflight import CannotStart


def main() -> None:
    options = arguments()
    try:
        data = preflight.data_directory()
        preflight.check_data_directory(data)
        command = command_of(options)
        environment = supervisor.environment(data)
    except CannotStart as refusal:
        sys.exit(str(refusal))
    os.chdir(preflight.ROOT)
    os.execve(command[0], command, environment)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Become one program: web, worker or beat.")
    kinds = parser.add_subparsers(dest="program", required=True)
    kinds.add_parser("web", help="the web server")
    worker = kinds.add_parser("worker", help="a Celery worker")
    worker.add_argument("--queues", default="", help="default, mail, documents, sweeps; all of them when left out")
    worker.add_argument("--threads", type=int, default=2)
    kinds.add_parser("beat", help="the timetable")
    return parser.parse_args(given)


def command_of(options: argparse.Namespace) -> list[str]:
    if options.program == "web":
        where = preflight.address()
        preflight.check_port(where)
        return supervisor.web(where)
    if options.program == "worker":
        return supervisor.worker(queues=options.queues, threads=options.threads)
    return supervisor.beat()


if __name__ == "__main__":
    main()
