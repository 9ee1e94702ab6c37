"""How the program is put together: settings, addresses, Celery, WSGI."""

from config import checks  # noqa: F401  (registers them)
from config.celery import app as celery_app

__all__ = ["celery_app"]
