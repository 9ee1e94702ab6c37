"""Addresses: REST for other systems."""

from django.urls import path

from casework.api.cases import Cases, OneCase
from casework.api.clock import Clock

app_name = "api"
urlpatterns = [
    path("cases/", Cases.as_view(), name="cases"),
    path("cases/<str:number>/", OneCase.as_view(), name="case"),
    path("clock/", Clock.as_view(), name="clock"),
]
