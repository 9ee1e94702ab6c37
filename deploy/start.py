"""`make run`: from a bare machine to a running program. Also: python3 -m deploy.start

Makes the virtual environment where it is missing or out of date, then becomes the supervisor.
"""

import os
import sys

# Before any other import, and in words that an old Python still understands.
if sys.version_info < (3, 11):
    sys.exit(
        "需要 Python 3.11 或更高版本，现为 %d.%d。 / Python 3.11 or newer is needed, this is %d.%d."
        % (sys.version_info[:2] * 2)
    )

from deploy import environment, preflight


def main() -> None:
    try:
        # What can be known at once is said at once, not after a minute of installing.
        preflight.check_machine()
        python = environment.ensure(preflight.ROOT / "requirements.txt")
    except preflight.CannotStart as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    os.chdir(preflight.ROOT)
    os.execv(python, [str(python), "-m", "deploy.supervisor", *sys.argv[1:]])


if __name__ == "__main__":
    main()
