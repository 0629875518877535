"""The addresses of the reporting app."""

from django.urls import URLPattern, path

from reporting.views import exports, runs

app_name = "reporting"

urlpatterns: list[URLPattern] = [
    path("", runs.overview, name="runs"),
    path("new/", runs.create, name="run_create"),
    path("<uuid:public_id>/", runs.detail, name="run"),
    path("<uuid:public_id>/progress/", runs.progress, name="run_progress"),
    path("<uuid:public_id>/cancel/", runs.cancel, name="run_cancel"),
    path("<uuid:public_id>/retry/", runs.retry, name="run_retry"),
    path("<uuid:public_id>/files/<slug:form>/", runs.download, name="run_download"),
    path("<uuid:public_id>/charts/<slug:indicator>/<slug:table>/", runs.chart, name="run_chart"),
    path("exports/", exports.overview, name="exports"),
    path("exports/columns/", exports.columns, name="export_columns"),
    path("exports/download/", exports.download, name="export_download"),
]
