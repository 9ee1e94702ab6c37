"""Running text and messages put no space between Chinese and a figure or a day: 第20个工作日, 变为2026-03-30.

So official texts are set (GB/T 15834); the sheets give the hair of air (``text-autospace``). What stands for a word
of its own keeps its space in a heading: the number of a case, a code, a name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import sources
from tests.architecture.test_templates import TEMPLATES, relative, shown

CHINESE = r"[一-鿿，。：；、（）《》“”〔〕！？]"
GAP = re.compile(rf"{CHINESE}[ \n]+[0-9\0]|[0-9\0][ \n]+{CHINESE}")
# The last name of an expression whose value is a word of its own, not a figure ...
WORDS = frozenset(
    """agency agency_name answer_name code command deputy file_name key label name number path program setting title
    user variable word why""".split()
)
# ... but for these.
FIGURES = frozenset({"number", "month.number", "step.number"})
FIGURE, WORD = "\0", "\1"
# A console sets columns with spaces.
MODULES = [path for path in sources.modules() if "management" not in path.parts]

TEMPLATE_TAG = re.compile(r"\{%.*?%\}", re.S)
# What another template puts in or takes out is another text.
PART = re.compile(r"\{% (?:block|endblock|include|extends)\b.*?%\}", re.S)
# Plain emphasis, links and times belong to the run of the text; an element with a class is set apart by its looks.
PLAIN = re.compile(r"</?(?:a|b|em|small|span|strong|time)\b[^>]*>", re.S)
SET_APART = re.compile(r"<(a|b|em|small|span|strong|time)\b[^>]*\bclass=[^>]*>(.*?)</\1>", re.S)
ELEMENT = re.compile(r"<[^>]*>", re.S)
VALUE = re.compile(r"\{\{\s*([\w.]+).*?\}\}", re.S)


def mark(expression: str) -> str:
    """Return the sign that stands for a value while a text is searched."""
    return WORD if expression not in FIGURES and expression.rpartition(".")[2] in WORDS else FIGURE


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Yield every line of text of a module, without docstrings, values as their signs; of two languages the Chinese."""
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _lines("".join(_piece(piece) for piece in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces | docs:
            yield from _lines(node.value)


def _lines(text: str) -> list[str]:
    return text.partition(" / ")[0].split("\n")


def _piece(piece: ast.expr) -> str:
    return piece.value if isinstance(piece, ast.Constant) else mark(ast.unparse(piece.value))


def text_of(template: str) -> str:
    """Return what a template shows as running text, values as their signs."""
    marked = VALUE.sub(lambda value: mark(value[1]), TEMPLATE_TAG.sub("", PART.sub("<>", template)))
    return ELEMENT.sub("<>", PLAIN.sub("", SET_APART.sub(r"<div>\2</div>", marked)))


def test_messages_put_no_space_beside_a_figure():
    found = [
        (sources.name(path), text) for path in MODULES for text in texts_of(sources.tree(path)) if GAP.search(text)
    ]
    assert found == []


def test_templates_put_no_space_beside_a_figure():
    shows = {relative(path): text_of(shown(path)) for path in TEMPLATES}
    found = [
        (path, text[gap.start() - 20 : gap.end() + 20]) for path, text in shows.items() for gap in GAP.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "template",
    [
        "第 {{ n }}个工作日",
        "第{{ n }} 个工作日",
        "共 <b>{{ rows|length }}</b>件",
        '<time datetime="{{ day }}">{{ day }}</time> 到期',
        "{% if late %}约 {% endif %}{{ due_on|legal_date }}",
        "还有 3 个工作日",
    ],
)
def test_the_rule_finds_a_gap_in_a_template(template):
    assert GAP.search(text_of(template))


@pytest.mark.parametrize(
    "template", ["第{{ n }}个", "督办 {{ case.number }}", "<dt>共</dt> <dd>{{ n }}</dd>", '<b class="tag">新</b> 3']
)
def test_the_rule_leaves_words_and_cells_alone(template):
    assert not GAP.search(text_of(template))


def test_the_rule_finds_a_gap_in_a_message():
    texts = texts_of(ast.parse('"""第 20 个"""\nlate = f"答复期限变为 {due_on}。"\nname = f"督办 {case.number}"'))
    assert [text for text in texts if GAP.search(text)] == [f"答复期限变为 {FIGURE}。"]
