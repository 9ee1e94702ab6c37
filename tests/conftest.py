"""What every test may use, and the rules that hold for all of them."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase

from tests import emptying, known_notices, servers, suites
from tests.cast import cast  # noqa: F401  (a fixture for every test)

ROOT = Path(__file__).parent
# A database with the tables in it: a file, or the URL of one on the private PostgreSQL. Set by make test.
TEMPLATE = os.environ.get("CASEWORK_TEST_TEMPLATE", "")

known_notices.forget_later_notices()
# Django makes many objects a statement and hardly a cycle: looking for those every 700 objects takes a quarter of a run.
gc.set_threshold(50_000, 20, 20)


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(ROOT).parts[0]
        if folder not in suites.ALL or (folder not in suites.POSTGRES and item.get_closest_marker("postgres")):
            raise pytest.UsageError(f"make test would not run {item.nodeid}: see tests/suites.py")
        if folder in suites.DATABASE:
            item.add_marker("database")
        if folder in suites.BOTH and not item.get_closest_marker("slow"):
            item.add_marker("both")
        if folder in suites.BROWSER:
            item.add_marker("browser")
    # Long files first, so that no core waits for one of them at the end.
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    # Thousands of collected tests live to the end: the garbage collector need not go through them again and again.
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    return refused_in_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    return refused_in_ci(report)


def refused_in_ci(report):
    """On a build server nothing may be left out, so a skip is a failure there."""
    if report.skipped and in_ci():
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr[-1]}"
    return report


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    return django_db_keepdb or bool(TEMPLATE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a copy of the tables that make test has made, instead of making them in every process."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    name = database["TEST"].get("NAME") or f"test_{database['NAME']}"
    if TEMPLATE.startswith("postgresql:"):
        url, _, template = TEMPLATE.rpartition("/")
        servers.another_database(f"{url}/{database['NAME']}", name, template=template)
    elif TEMPLATE:
        shutil.copy(TEMPLATE, name)


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    """What a test has committed is taken out again by ``tests/emptying.py``."""

    def emptied(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):
            emptying.empty_tables(alias)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Tables that were copied hold every notice that the program ships (``tests/known_notices.py``)."""
    from casework.models import CalendarYear

    with django_db_blocker.unblock():
        CalendarYear.objects.filter(year__gt=known_notices.LAST_YEAR).delete()


@pytest.fixture(autouse=True)
def _right_database(request: pytest.FixtureRequest) -> None:
    from django.db import connection

    for marker, vendor in (("postgres", "postgresql"), ("sqlite", "sqlite")):
        if request.node.get_closest_marker(marker) and connection.vendor != vendor:
            pytest.skip(f"needs {vendor}: run make test")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A private Redis; one of its own for every process that runs tests, since some tests empty it."""
    if servers.find_program("redis-server") is None:
        pytest.skip("needs Redis: run make test (apt-get install redis-server)")
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def database_url() -> str:
    """The private PostgreSQL of make test, for a program started beside the tests."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        pytest.skip("needs PostgreSQL: run make test (apt-get install postgresql)")
    return url
