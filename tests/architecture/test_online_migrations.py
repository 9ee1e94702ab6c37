"""Migrations that come after these must not hold up a province: docs/operations.md, "Migrations and locks".

On a table that grows with the cases: no index but one made concurrently, no constraint but one that is validated
later, no column that rewrites the table, no rows changed in the transaction of a schema change.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

from casework import migrations as package

# Up to this number they are written for the first release, and run on empty tables.
STANDING = 49
GROWING = {
    "applicant", "attachment", "case", "caseevent", "caseletter", "consultation", "deadline", "notice", "reminder",
    "reply", "representative", "searchrecord", "servicefollowup", "servicerecord", "signinrecord", "supplement",
}  # fmt: skip
ROWS = (migrations.RunPython, migrations.RunSQL)


def faults(migration: type[migrations.Migration]) -> list[str]:
    """Return what in a migration would lock or rewrite a table that grows with the cases."""
    made = {item.name_lower for item in migration.operations if isinstance(item, migrations.CreateModel)}
    schema = [item for item in migration.operations if not isinstance(item, ROWS)]
    found = [fault for item in schema if (fault := fault_of(item, made))]
    if len(schema) < len(migration.operations) and (schema or migration.atomic):
        found.append("rows are changed in a migration of their own that is not atomic")
    if any(isinstance(item, AddIndexConcurrently) for item in schema) and migration.atomic:
        found.append("an index made concurrently needs atomic = False")
    return found


def fault_of(item: migrations.operations.base.Operation, made: set[str]) -> str:
    table = str(getattr(item, "model_name", "")).lower()
    if table not in GROWING - made:
        return ""
    if isinstance(item, migrations.AddIndex) and not isinstance(item, AddIndexConcurrently):
        return f"{table}: an index without AddIndexConcurrently"
    if isinstance(item, migrations.AddConstraint) and not isinstance(item, AddConstraintNotValid):
        return f"{table}: a constraint without AddConstraintNotValid"
    if isinstance(item, migrations.AddField):
        field = item.field
        if not (field.null or field.has_db_default()):
            return f"{table}.{item.name}: a column that is neither nullable nor has a db_default"
        if field.db_index or field.unique:
            return f"{table}.{item.name}: a column with an index of its own"
    if isinstance(item, migrations.AlterField):
        return f"{table}.{item.name}: a column altered in place"
    if isinstance(item, migrations.AlterUniqueTogether):
        return f"{table}: unique together"
    return ""


def later() -> list[str]:
    names = sorted(path.stem for path in Path(package.__file__).parent.glob("[0-9]*.py"))
    return [name for name in names if int(name[:4]) > STANDING]


def test_no_later_migration_holds_up_an_office_at_work():
    wrong = {}
    for name in later():
        if found := faults(importlib.import_module(f"{package.__name__}.{name}").Migration):
            wrong[name] = found
    assert wrong == {}


def migration(*operations: migrations.operations.base.Operation, atomic: bool = True) -> type[migrations.Migration]:
    return type("Migration", (migrations.Migration,), {"operations": list(operations), "atomic": atomic})


INDEX = models.Index(fields=["stage"], name="by_stage")
UNIQUE = models.UniqueConstraint(fields=["number"], name="numbers")
NOTHING = migrations.RunPython(migrations.RunPython.noop)


@pytest.mark.parametrize("one", [
    migration(migrations.AddIndex("case", INDEX)),
    migration(AddIndexConcurrently("case", INDEX)),
    migration(migrations.AddConstraint("caseevent", UNIQUE)),
    migration(migrations.AddField("Applicant", "age", models.IntegerField(default=0))),
    migration(migrations.AddField("case", "again", models.ForeignKey("casework.case", models.CASCADE, null=True))),
    migration(migrations.AlterField("notice", "body", models.IntegerField())),
    migration(NOTHING),
    migration(NOTHING, migrations.AddField("case", "words", models.TextField(null=True)), atomic=False),
])  # fmt: skip
def test_what_locks_or_rewrites_is_refused(one):
    assert faults(one)


@pytest.mark.parametrize("one", [
    migration(AddIndexConcurrently("case", INDEX), atomic=False),
    migration(AddConstraintNotValid("case", models.CheckConstraint(condition=models.Q(pk__gt=0), name="c"))),
    migration(ValidateConstraint("case", "c")),
    migration(migrations.AddField("case", "words", models.TextField(null=True))),
    migration(migrations.AddField("case", "words", models.TextField(db_default=""))),
    migration(NOTHING, atomic=False),
    migration(migrations.AddIndex("unit", INDEX)),
    migration(migrations.CreateModel("Reply", [("id", models.BigAutoField(primary_key=True))]),
              migrations.AddIndex("reply", INDEX)),
])  # fmt: skip
def test_what_takes_a_moment_is_not(one):
    assert faults(one) == []
