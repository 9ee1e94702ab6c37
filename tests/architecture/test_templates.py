"""Templates obey the strict content security policy and call nobody outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT

FOLDERS = [ROOT / "templates", PACKAGE / "templates"]
TEMPLATES = sorted(path for folder in FOLDERS if folder.exists() for path in folder.rglob("*.html"))
STATIC = sorted(path for kind in ("css", "js", "svg") for path in (PACKAGE / "static").rglob(f"*.{kind}"))

RULES = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "an address outside": re.compile(r"(?:https?:)?//[a-z0-9]", re.I),
}
# Names of XML vocabularies are no calls.
VOCABULARY = re.compile(r"http://www\.w3\.org/[0-9a-zA-Z/]+")
SHOWN = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)


def shown(path: Path) -> str:
    return VOCABULARY.sub("", SHOWN.sub("", path.read_text(encoding="utf-8")))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_holds_nothing_the_policy_forbids(path):
    found = {what: match.group(0) for what, rule in RULES.items() if (match := rule.search(shown(path)))}
    assert found == {}


@pytest.mark.parametrize("path", STATIC, ids=relative)
def test_style_sheets_scripts_and_icons_call_nobody_outside(path):
    text = VOCABULARY.sub("", re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))
    match = re.search(r"https?://[a-z0-9]|url\(\s*[\"']?//|@import\s", text, re.I)
    assert match is None, match


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ('<p style="color:red">', "a style attribute"),
        ('<a onclick="go()">', "an event attribute"),
        ('<script src="https://cdn.example/x.js"></script>', "an address outside"),
        ("<img src='//cdn.example/x.png'>", "an address outside"),
        ("<style>p{}</style>", "an inline style sheet"),
    ],
)
def test_the_rules_find_what_they_look_for(text, what):
    assert RULES[what].search(text)
