"""The one Django application of the project."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """依申请公开办理系统."""

    name = "casework"
    verbose_name = "依申请公开办理系统"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from casework.desk import sign_in_gate  # noqa: F401
