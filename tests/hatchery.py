"""A process that has loaded the product and forks its programs out of itself, so that one killed is soon replaced.

Every line on standard input is a command line of celery or gunicorn; the answer is the number of the new process.
What is forked is a session of its own and runs what ``python -m`` would; only its imports are done.

    python -m tests.hatchery LOG
"""

from __future__ import annotations

import os
import shlex
import signal
import sys

from deploy.processes import bind_to_parent


def main() -> None:
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    # As --skip-checks has it in the product's own command lines.
    os.environ["CELERY_SKIP_CHECKS"] = "true"
    import celery.__main__
    import celery.apps.beat
    import celery.apps.worker
    import celery.concurrency.thread
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread
    import kombu.transport.redis  # noqa: F401

    import tests.hurried

    tests.hurried.app.loader.import_default_modules()
    programs = {"celery": celery.__main__.main, "gunicorn": gunicorn.app.wsgiapp.run}
    # The dead are buried by the kernel.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        number = os.fork()
        if number:
            print(number, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        bind_to_parent(signal.SIGKILL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.argv = shlex.split(line)
        programs[sys.argv[0]]()
        os._exit(0)


if __name__ == "__main__":
    main()
