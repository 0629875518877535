"""The addresses of the reporting app."""

from django.urls import URLPattern, path

from reporting.export import views as export
from reporting.midterm import views as midterm
from reporting.outcome_pages import views as outcomes

app_name = "reporting"

urlpatterns: list[URLPattern] = [
    path("", midterm.overview, name="runs"),
    path("new/", midterm.create, name="run_create"),
    path("<uuid:public_id>/", midterm.detail, name="run"),
    path("<uuid:public_id>/progress/", midterm.progress, name="run_progress"),
    path("<uuid:public_id>/cancel/", midterm.cancel, name="run_cancel"),
    path("<uuid:public_id>/retry/", midterm.retry, name="run_retry"),
    path("<uuid:public_id>/files/<slug:form>/", midterm.download, name="run_download"),
    path("<uuid:public_id>/charts/<slug:indicator>/<slug:table>/", midterm.chart, name="run_chart"),
    path("tables/", outcomes.overview, name="outcomes"),
    path("tables/<slug:code>/<slug:key>/", outcomes.detail, name="outcome"),
    path("tables/<slug:code>/<slug:key>/people/", outcomes.people, name="outcome_people"),
    path("tables/<slug:code>/<slug:key>/files/<slug:form>/", outcomes.download, name="outcome_file"),
    path("exports/", export.overview, name="exports"),
    path("exports/columns/", export.columns, name="export_columns"),
    path("exports/download/", export.download, name="export_download"),
]
