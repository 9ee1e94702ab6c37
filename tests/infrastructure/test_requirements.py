"""The three lists of packages: pinned, hashed, and in agreement."""

import re
import tomllib
from pathlib import Path

import pytest

from deploy.preflight import ROOT

RUNTIME = ROOT / "requirements.txt"
DIRECTORY = ROOT / "requirements-directory.txt"
TESTS = ROOT / "tests" / "requirements.txt"


def pins(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE))


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9-]+", requirement).group().lower()


def test_what_is_tested_is_what_runs():
    assert pins(RUNTIME).items() < pins(DIRECTORY).items() < pins(TESTS).items()


def test_every_package_the_project_names_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {name_of(line) for line in project["project"]["dependencies"]} <= pins(RUNTIME).keys()
    extra = {name_of(line) for line in project["project"]["optional-dependencies"]["directory"]}
    assert extra <= pins(DIRECTORY).keys() and not extra & pins(RUNTIME).keys()
    assert {name_of(line) for line in project["dependency-groups"]["test"]} <= pins(TESTS).keys()


@pytest.mark.parametrize("file", [RUNTIME, DIRECTORY, TESTS], ids=["runtime", "directory", "tests"])
def test_every_package_has_its_hash(file):
    packages = re.split(r"\n(?=[a-z0-9-]+==)", file.read_text(encoding="utf-8"))
    assert len(packages) >= 30
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_the_unmaintained_twin_of_django_fsm_2_is_absent():
    # Both install into the same folder, and the later one silently overwrites the earlier.
    assert "django-fsm-2" in pins(RUNTIME)
    assert "django-fsm" not in pins(TESTS)
