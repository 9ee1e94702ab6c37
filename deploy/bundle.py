"""`make bundle`: everything an office without a network needs, as one archive. Also: python3 -m deploy.bundle

    make bundle ARGS="--python 3.11 --machine x86_64 --fonts folder"

The archive unpacks to the source itself with wheels, fonts and collected static files beside it, SHA256SUMS over
all of them, and install.sh, which needs Python and nothing else. ``make bundle-check`` installs it without a network.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy import environment
from deploy.preflight import ROOT, CannotStart

WHEELS, FONTS, STATIC, SUMS = "wheels", "fonts", "static", "SHA256SUMS"
PYTHON_OF_WHEELS = f"{WHEELS}/PYTHON"
# Tests need the network to install what they use; the pictures of the screens are for whoever reads the source.
LEFT_OUT = ("tests/", "docs/screens/", ".ci/", ".dockerignore", ".gitignore")
# An older glibc than that of the machine which builds: wheels for these run on every Linux since 2018.
PLATFORMS = ("manylinux_2_28", "manylinux2014", "manylinux_2_17")
FREE_FONTS = sorted(Path("/usr/share/fonts/opentype/noto").glob("Noto*CJK-[BR]*.ttc"))
FONT_LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")


def main() -> None:
    options = arguments()
    try:
        archive = build(options.out, python=options.python, machine=options.machine, fonts=options.fonts or FREE_FONTS)
    except CannotStart as refusal:
        sys.exit(str(refusal))
    size = archive.stat().st_size / 1e6
    print(
        f"离线安装包：{archive}（{size:.0f} MB）；在目标机器上解压后执行 ./install.sh。 / Unpack it there and run ./install.sh."
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the archive that installs without a network.")
    parser.add_argument(
        "--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}", help="Python of the machine it is for"
    )
    parser.add_argument("--machine", default=platform.machine(), help="x86_64 or aarch64")
    parser.add_argument("--fonts", type=lambda text: sorted(Path(text).iterdir()), help="a folder of font files")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    return parser.parse_args()


def build(out: Path, *, python: str, machine: str, fonts: Iterable[Path], wheels: Path | None = None) -> Path:
    """Write the archive and its checksum; return its path. ``wheels`` is a folder that holds them already."""
    own = environment.ensure(ROOT / "requirements.txt")
    name = f"casework-{version()}-python{python}-{machine}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=out) as work:
        top = Path(work) / name
        copy_source(top)
        copy_fonts(fonts, top / FONTS)
        if wheels:
            shutil.copytree(wheels, top / WHEELS)
        else:
            download(own, top / WHEELS, python, machine)
        (top / PYTHON_OF_WHEELS).write_text(f"{python}\n", encoding="ascii")
        collect_static(own, top)
        (top / SUMS).write_text("".join(f"{digest(file)}  ./{file.relative_to(top)}\n" for file in files_of(top)))
        archive = out / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(top, arcname=name, filter=nobodys)
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest(archive)}  {archive.name}\n", encoding="utf-8")
    return archive


def version() -> str:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def copy_source(top: Path) -> None:
    """Copy what belongs to the source, and nothing that an office or a developer keeps beside it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        raise CannotStart(
            "离线安装包须在源码的 git 目录中制作。",
            "A bundle is built in a git checkout, which knows what belongs to the source.",
        )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if name.startswith(LEFT_OUT) or not (ROOT / name).exists():
            continue
        target = top / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
        # Whole seconds survive every archive: the static files are known by their times.
        seconds = int((ROOT / name).stat().st_mtime)
        os.utime(target, (seconds, seconds))
    shutil.copy(ROOT / "deploy" / "install.sh", top / "install.sh")


def copy_fonts(fonts: Iterable[Path], folder: Path) -> None:
    folder.mkdir()
    for font in fonts:
        shutil.copy(font, folder)
    if not any(folder.iterdir()):
        print(
            "未找到中文字体，安装包不含字体，目标机器没有中文字体时不能生成 PDF。 / No Chinese fonts were found to pack.",
            file=sys.stderr,
        )
    elif FONT_LICENCE.exists() and set(fonts) <= set(FREE_FONTS):
        shutil.copy(FONT_LICENCE, folder / "LICENCE")


def download(own: Path, folder: Path, python: str, machine: str) -> None:
    print("正在下载依赖 … / Downloading packages …", flush=True)
    command = [str(own), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    command += [
        "--no-deps",
        "--only-binary=:all:",
        # Those for a directory are among them, for whoever sets one up there.
        "--requirement",
        str(ROOT / "requirements-directory.txt"),
        "--dest",
        str(folder),
    ]
    command += ["--implementation", "cp", "--python-version", python]
    for abi in (f"cp{python.replace('.', '')}", "abi3", "none"):
        command += ["--abi", abi]
    for one in PLATFORMS:
        command += ["--platform", f"{one}_{machine}"]
    if subprocess.run(command, check=False).returncode:
        raise CannotStart("依赖下载失败，原因见上。", "The packages could not be downloaded for the reason above.")


def collect_static(own: Path, top: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="casework-static-") as data:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("CASEWORK_", "DATABASE_URL"))}
        command = [str(own), "-B", "manage.py", "prepare", "--static-only"]
        subprocess.run(command, cwd=top, env=env | {"CASEWORK_DATA_DIR": data}, check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(Path(data) / STATIC, top / STATIC)


def files_of(top: Path) -> Iterator[Path]:
    yield from sorted(path for path in top.rglob("*") if path.is_file() and path.name != SUMS)


def digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main()
