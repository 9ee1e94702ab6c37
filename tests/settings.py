"""The product's settings with what tests change: a throw-away data directory, no slow passwords, no queue."""

import atexit
import os
import shutil
import tempfile

from tests.programs import DATA_KEYS

DATA = tempfile.mkdtemp(prefix="casework-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["CASEWORK_DATA_DIR"] = DATA
# Given to the programs under test as well, which may open what the tests have written.
os.environ["CASEWORK_DATA_KEYS"] = DATA_KEYS

from config.settings import *  # noqa: F403
from config.settings import DATABASES, RATE_LIMITS, STORAGES

# A file and not memory: locks and threads behave as they do in an office.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(DATA, "test.sqlite3")}
# A connection kept by a server thread would hold up the removal of the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hundreds of tests file from one address within one frozen hour.
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, 0)
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
