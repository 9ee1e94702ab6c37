"""How the laws of counting are tried out: no time limit on a noisy machine, the same cases on a build server."""

import os

from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

settings.register_profile("casework", deadline=None, derandomize=IN_CI, max_examples=200 if IN_CI else 50)
settings.load_profile("casework")
