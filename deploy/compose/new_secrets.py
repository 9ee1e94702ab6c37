"""Write the secrets of compose.yaml, each random, once: python3 -m deploy.compose.new_secrets

The folder is for its owner only. The files in it are readable, because the programs in the containers
run as users of their own; nobody else gets as far as the folder. What is there already is kept.
"""

import base64
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"


def main(folder: Path = FOLDER) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    database, broker = (
        keep(folder / name, secrets.token_urlsafe(32)) for name in ("database_password", "redis_password")
    )
    keep(folder / "secret_key", secrets.token_urlsafe(64))
    for key in ("data_keys", "backup_key"):
        keep(folder / key, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    keep(folder / "database_url", f"postgresql://casework:{database}@database:5432/casework")
    keep(folder / "broker_url", f"redis://:{broker}@redis:6379/0")
    print(
        f"密钥和口令在 {folder}；secret_key、data_keys 和 backup_key 请另存一份到别处。 / Keep a copy of the three keys elsewhere."
    )


def keep(file: Path, fresh: str) -> str:
    """Return what the file holds; where it is missing, write ``fresh`` to it first."""
    if not file.exists():
        file.write_text(fresh + "\n", encoding="ascii")
        file.chmod(0o644)
    return file.read_text(encoding="ascii").strip()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
