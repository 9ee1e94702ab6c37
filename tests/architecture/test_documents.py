"""What the documents name is there: tests, files, and in the tables of security.md something in every row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = re.compile(r"`([^`\n]+)`")
# Where a document leaves out the folder everybody knows.
SHORT_FOR = ("", "casework/", "tests/", "deploy/", "docs/")

# What is not offered cannot be tested: its row says so in words.
WITHOUT_A_TEST = {"GraphQL, WebSocket", "certificates", "WebRTC"}


def quoted(document: Path) -> list[str]:
    """Return the words a document sets as code."""
    return QUOTED.findall(document.read_text(encoding="utf-8"))


def names_there() -> set[str]:
    """Return the name of every test function, and of every file of tests."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    functions = (re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE) for file in files)
    return {file.name for file in files} | {name for names in functions for name in names}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_and_every_file_a_document_names_is_there(document):
    named = {word for word in quoted(document) if re.fullmatch(r"test_\w+(\.py)?", word)}
    assert named - names_there() == set()
    files = {word for word in quoted(document) if re.fullmatch(r"(\w+/)+[\w.-]+\.(py|txt|yaml|conf|sh|html|md)", word)}
    assert {file for file in files if not any((ROOT / start / file).exists() for start in SHORT_FOR)} == set()


def rows() -> list[list[str]]:
    """Return the rows of the tables in security.md that promise something."""
    lines = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    return [row for row in found if row[0] not in {"rule", "chapter"}]


def test_every_row_of_the_security_tables_names_a_test_a_document_or_the_reason():
    found = rows()
    assert len(found) > 30 and {len(row) for row in found} == {3}
    assert {cells[0] for cells in found if not all(cells)} == set()
    silent = {row[1] for row in found if not re.search(r"`test_|`tests/|\]\(", row[2])}
    assert silent == WITHOUT_A_TEST
