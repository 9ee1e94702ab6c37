"""Our own source files, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "casework"


@cache
def modules(folder: str = "") -> tuple[Path, ...]:
    """Return every module below ``casework/<folder>``, without migrations."""
    found = sorted((PACKAGE / folder).rglob("*.py"))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a module."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module that other modules may call."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
