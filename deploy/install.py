"""What install.sh of the offline bundle runs once the checksums hold: python3 -m deploy.install

Makes the environment from the wheels of the bundle, lays fonts and static files where the program looks for
them, prepares the database, and says what comes next.

    ./install.sh --programs-only [--directory]

makes the environment and nothing else, for a machine whose data and services are set up by hand; ``--directory``
adds what sign-in by a directory needs. Without a bundle, with a network: python3 -m deploy.install --programs-only
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy import environment, preflight
from deploy.bundle import FONTS, STATIC
from deploy.preflight import ROOT, CannotStart


def main() -> None:
    options, data = arguments(), preflight.data_directory()
    try:
        if not options.programs_only:
            preflight.check_data_directory(data)
        python = environment.ensure(ROOT / "requirements.txt")
        if options.directory:
            environment.ensure(ROOT / "requirements-directory.txt")
        if options.programs_only:
            print(f"运行环境已装好：{environment.VENV}。后续步骤见 docs/operations.md。 / The programs are installed.")
            warn_of_what_services_cannot_run()
            return
        lay_out(data)
    except CannotStart as refusal:
        sys.exit(str(refusal))
    settings = {"CASEWORK_DATA_DIR": str(data), "CASEWORK_DEMO": os.environ.get("CASEWORK_DEMO", "") or "false"}
    prepared = subprocess.run([str(python), "manage.py", "prepare"], cwd=ROOT, env=os.environ | settings, check=False)
    if prepared.returncode:
        sys.exit(prepared.returncode)
    print(
        f"已安装到 {ROOT}，数据目录 {data}。\n"
        "启动：python3 -m deploy.start（CASEWORK_DEMO=0 不载入演示数据）；正式部署见 docs/operations.md。 / "
        "Start it with python3 -m deploy.start; docs/operations.md tells of production."
    )
    warn_of_what_services_cannot_run()


def warn_of_what_services_cannot_run() -> None:
    """Say, as the last word, what keeps another account from running what root has installed."""
    if os.geteuid() == 0 and (found := environment.why_not_for_services()):
        print(f"注意：{found}", file=sys.stderr)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="install.sh", description="Install Casework from its folder.")
    parser.add_argument("--programs-only", action="store_true", help="no data directory, no database")
    parser.add_argument("--directory", action="store_true", help="also what sign-in by a directory needs")
    return parser.parse_args(given)


def lay_out(data: Path) -> None:
    """Put fonts and collected static files into the data directory; fonts of the office itself are kept."""
    shutil.copytree(ROOT / FONTS, data / "fonts", dirs_exist_ok=True)
    shutil.rmtree(data / STATIC, ignore_errors=True)
    shutil.copytree(ROOT / STATIC, data / STATIC)


if __name__ == "__main__":
    main()
