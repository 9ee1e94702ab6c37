"""The one Django application of the project."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """依申请公开办理系统."""

    name = "casework"
    verbose_name = "依申请公开办理系统"
    default_auto_field = "django.db.models.BigAutoField"
