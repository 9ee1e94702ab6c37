"""Addresses: the applicants' pages at the top, the desk and the API below their own word."""

from django.urls import include, path

from config.monitoring import healthz, metrics, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("desk/", include("casework.desk.urls", namespace="desk")),
    path("api/", include("casework.api.urls", namespace="api")),
    path("", include("casework.portal.urls", namespace="portal")),
]
