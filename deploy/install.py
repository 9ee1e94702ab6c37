"""What install.sh of the offline bundle runs once the checksums hold: python3 -m deploy.install

Makes the environment from the wheels of the bundle, lays fonts and static files where the program looks for
them, prepares the database, and says what comes next.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy import environment, preflight
from deploy.bundle import FONTS, STATIC
from deploy.preflight import ROOT, CannotStart


def main() -> None:
    data = preflight.data_directory()
    try:
        preflight.check_data_directory(data)
        python = environment.ensure(ROOT / "requirements.txt")
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


def lay_out(data: Path) -> None:
    """Put fonts and collected static files into the data directory; fonts of the office itself are kept."""
    shutil.copytree(ROOT / FONTS, data / "fonts", dirs_exist_ok=True)
    shutil.rmtree(data / STATIC, ignore_errors=True)
    shutil.copytree(ROOT / STATIC, data / STATIC)


if __name__ == "__main__":
    main()
