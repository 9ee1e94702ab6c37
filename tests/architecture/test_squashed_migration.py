"""A fresh database runs one migration for 0001 to 0039: what it makes is what those leave."""

import pytest
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

LAST = ("casework", "0039_prepared_letters")
SQUASHED = ("casework", "0001_squashed_0039_prepared_letters")


@pytest.fixture(scope="module")
def one_by_one():
    return MigrationLoader(None, replace_migrations=False)


def test_it_makes_the_same_models_with_their_columns_in_the_same_order(one_by_one):
    found = MigrationLoader(None).project_state(SQUASHED)
    wanted = one_by_one.project_state(LAST)
    assert MigrationAutodetector(wanted, found)._detect_changes() == {}
    assert MigrationAutodetector(found, wanted)._detect_changes() == {}
    assert {key: list(model.fields) for key, model in found.models.items() if key[0] == "casework"} == {
        key: list(model.fields) for key, model in wanted.models.items() if key[0] == "casework"
    }


def test_it_stands_for_every_migration_up_to_the_last(one_by_one):
    names = sorted(name for app, name in one_by_one.disk_migrations if app == "casework" and name <= LAST[1])
    assert one_by_one.replacements[SQUASHED].replaces == [("casework", name) for name in names if name != SQUASHED[1]]
