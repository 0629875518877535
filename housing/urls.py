"""The addresses of the housing app."""

from django.urls import URLPattern

app_name = "housing"

urlpatterns: list[URLPattern] = []
