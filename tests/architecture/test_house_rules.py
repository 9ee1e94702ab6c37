"""Rules of the house that no single test would miss until it is too late."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from casework.law.acts import ACT_RULES, Act
from casework.services.permissions import APPLICANT_ACTS, CONSEQUENCES, ROLES_FOR
from tests.architecture.sources import PACKAGE, ROOT, calls, modules, name, public_functions, tree

LONGEST_MODULE = 400


def test_imports_point_down():
    program = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_floor_stands_in_the_contract():
    """A package nobody listed would be free to import anything."""
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    floors = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    # Template tags are called by templates and call nobody; migrations are written by Django.
    floors -= {"migrations", "templatetags"}
    assert {floor for floor in floors if f"casework.{floor}" not in contract} == set()


def test_the_law_is_usable_without_django():
    program = (
        "import sys; from casework.law import acts, clock, facts_json, outcomes, annual_table;"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'rest_framework', 'celery')]"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_the_old_state_machine_package_is_absent():
    """django-fsm and django-fsm-2 install into the same folder and overwrite each other."""
    installed = {dist.metadata["Name"].lower() for dist in importlib.metadata.distributions()}
    assert "django-fsm-2" in installed and "django-fsm" not in installed


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "casework", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", modules("law"), ids=name)
def test_every_public_function_of_the_law_says_what_it_does(path):
    assert ast.get_docstring(tree(path)), "the module has no docstring"
    silent = [f.name for f in public_functions(path) if not ast.get_docstring(f)]
    assert silent == []


# Modules whose rules come from an act, a letter or a standard; the rest is plumbing.
LEGAL = [
    "calendar", "clock", "facts", "receipt", "outcomes", "remedies", "letter_service", "annual_formats",
    "annual_table", "identity", "applicants", "policy", "acts", "sources", "holiday_notice", "notice_text",
    "holiday_changes", "supposing", "reply_period", "evidence", "deciding",
]  # fmt: skip
CITATION = re.compile(
    r"Art\. ?\d|条例|民法典|行政复议法|行政诉讼法|〔\d{4}〕|GB[ /]|放假办法|law\.md|格式|format|regulation\("
)


@pytest.mark.parametrize("module", LEGAL)
def test_every_legal_module_cites_its_source(module):
    text = (PACKAGE / "law" / f"{module}.py").read_text(encoding="utf-8")
    assert CITATION.search(text)


def test_the_functions_that_count_and_decide_name_their_source():
    deciding = {"read", "receipt", "add_working_days", "check_extension", "remedy_for", "check_decision"}
    found = {}
    for path in modules("law"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name in deciding:
                found[node.name] = bool(CITATION.search(ast.get_docstring(node) or ""))
    assert {key for key, cited in found.items() if not cited} == set()
    assert {"read", "receipt", "add_working_days", "check_extension", "check_decision"} <= set(found)


def writes_the_stage(call: ast.Call) -> bool:
    """Tell whether a call is ``update(stage=...)`` or ``bulk_update(rows, ["stage", ...])``."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in {"update", "aupdate", "update_or_create"}:
        return any(word.arg == "stage" for word in call.keywords)
    named = (
        node.value for part in [*call.args, *call.keywords] for node in ast.walk(part) if isinstance(node, ast.Constant)
    )
    return call.func.attr in {"bulk_update", "abulk_update"} and "stage" in named


def test_nobody_writes_the_stage_past_the_state_machine():
    assert [name(path) for path in modules() for call in calls(path) if writes_the_stage(call)] == []


@pytest.mark.parametrize(
    "text", ["Case.objects.filter(pk=1).update(a=1, stage='x')", "Case.objects.bulk_update(rows, ['subject', 'stage'])"]
)
def test_such_a_write_would_be_found(text):
    (call,) = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) and writes_the_stage(n)]
    assert call


CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}


def test_the_clock_is_read_in_one_place():
    guilty = []
    for path in modules():
        if name(path) == "casework/adapters/clock.py":
            continue
        for call in calls(path):
            if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS:
                owner = ast.unparse(call.func.value)
                if owner in {"datetime", "date", "timezone", "datetime.datetime", "datetime.date"}:
                    guilty.append(f"{name(path)}:{call.lineno}")
            if ast.unparse(call.func) == "time.time":
                guilty.append(f"{name(path)}:{call.lineno}")
    assert guilty == []


# The floors that are given the day and never ask for it.
@pytest.mark.parametrize("floor", ["law", "models", "queries", "documents", "services"])
def test_below_the_top_floor_nobody_asks_what_day_it_is(floor):
    guilty = [
        name(path)
        for path in modules(floor)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "casework.adapters.clock"
        and {item.name for item in node.names} & {"legal_today", "utc_now"}
    ]
    assert guilty == []


SERVICE_FUNCTIONS = [(path, f) for path in modules("services") for f in public_functions(path)]


def of_an_act(function: ast.FunctionDef) -> bool:
    """Tell whether a service performs an act: it is told the moment and who acts."""
    names = {argument.arg for argument in function.args.args + function.args.kwonlyargs}
    return {"today", "now"} <= names


@pytest.mark.parametrize(
    ("path", "function"),
    [(p, f) for p, f in SERVICE_FUNCTIONS if of_an_act(f)],
    ids=lambda value: value.name if isinstance(value, ast.FunctionDef) else "",
)
def test_services_take_keywords_only_and_never_invent_the_day(path, function):
    if function.name != "record_event":
        assert function.args.args == [], f"{name(path)}: {function.name} takes positional arguments"
    defaults = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    invented = [a.arg for a, default in defaults if default is not None and a.arg in {"today", "now", "actor"}]
    assert invented == []
    assert function.returns is not None and ast.get_docstring(function)


# Facts that belong to no agency, the calendar itself, and the demonstration office.
SHARED_CALENDAR = {
    "casework/adapters/working_calendar.py", "casework/api/clock.py", "casework/services/calendar_changes.py",
    "casework/management/demo/open_cases.py", "casework/management/demo/published.py",
}  # fmt: skip


def test_cases_are_counted_by_the_calendar_of_their_agency():
    """``calendar_of`` knows the holidays of an agency; the shared calendar does not."""
    guilty = {
        name(path)
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in {"current_calendar", "official_calendar"}
    }
    assert guilty - {"casework/management/commands/clock.py"} <= SHARED_CALENDAR


def test_there_are_as_many_services_as_acts():
    acting = {f.name for _, f in SERVICE_FUNCTIONS if of_an_act(f)}
    # Two acts are named by what the person does, and every other by the act itself.
    named = {
        {"register": "register", "submit": "submit_online"}.get(act.value, act.value) for act in set(Act) - CONSEQUENCES
    }
    assert named <= acting


@pytest.mark.parametrize("act", Act, ids=str)
def test_every_act_has_a_name_an_article_an_effect_and_somebody_who_may_do_it(act):
    rule = ACT_RULES[act]
    assert rule.name and rule.article and rule.effect
    assert act in ROLES_FOR or act in APPLICANT_ACTS or act in CONSEQUENCES
    assert ROLES_FOR.get(act, True), "nobody may do it"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_modules_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST_MODULE


REFUSALS = {"Refused": 1, "BadFact": 1}
HAN = re.compile(r"[\u4e00-\u9fff]")
STABLE_CODE = re.compile(r"[a-z][a-z0-9_]*")


def refusals(path: Path) -> list[tuple[str, ast.Call]]:
    return [
        (f"{name(path)}:{call.lineno}", call)
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in REFUSALS
    ]


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_refusal_is_a_sentence_a_clerk_understands(path):
    for where, call in refusals(path):
        assert len(call.args) == 2, f"{where}: code and sentence are expected"
        sentence = call.args[REFUSALS[call.func.id]]
        texts = [n.value for n in ast.walk(sentence) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        if texts:
            assert HAN.search("".join(texts)), f"{where}: {ast.unparse(sentence)}"
        else:
            # A sentence handed through: it must be one that was made as a refusal elsewhere.
            assert isinstance(sentence, ast.Name | ast.Attribute), f"{where}: no sentence"
        code = call.args[0]
        if call.func.id == "Refused" and isinstance(code, ast.Constant):
            assert STABLE_CODE.fullmatch(code.value), f"{where}: {code.value!r}"


def test_refusals_are_found():
    assert sum(len(refusals(path)) for path in modules()) > 500


def test_one_code_of_the_law_or_the_services_means_one_thing():
    """The same code in two places must at least speak of the same thing: reviewed by hand."""
    places: dict[str, set[str]] = {}
    for where, call in (found for path in modules() for found in refusals(path)):
        below = where.startswith(("casework/law/", "casework/services/"))
        if below and call.func.id == "Refused" and isinstance(call.args[0], ast.Constant):
            places.setdefault(call.args[0].value, set()).add(where.split(":")[0])
    shared = {code for code, files in places.items() if len(files) > 1}
    assert shared <= {
        "foreign_agency",  # a unit, an officer or a request of another agency
        "reason_missing",  # a leader's no, or a request for more time, without reason
        "form_already_used",
    }, {code: places[code] for code in shared}
