"""manage.py run: web server, worker and beat together."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the web server, the Celery worker and beat as one supervised process tree."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--no-prepare", action="store_true", help="leave out migrations, static files and demo data"
        )

    def handle(self, *args, no_prepare: bool, **options) -> None:
        # The supervisor takes this process over: it needs no Django and so stays small.
        arguments = ["--no-prepare"] if no_prepare else []
        # Resolved here, because a relative path means another folder from there.
        os.environ["CASEWORK_DATA_DIR"] = str(settings.DATA_DIR)
        os.chdir(settings.ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "deploy.supervisor", *arguments])
