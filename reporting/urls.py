"""The addresses of the reporting app."""

from django.urls import URLPattern, path

from reporting.edition_pages import views as editions
from reporting.export import views as export
from reporting.midterm import views as midterm
from reporting.outcome_pages import views as outcomes
from reporting.steering import funding_views as funding
from reporting.steering import statistics_views as statistics
from reporting.steering import target_views as targets

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
    path("editions/", editions.overview, name="editions"),
    path("editions/new/<slug:code>/", editions.create, name="edition_create"),
    path("editions/<uuid:public_id>/", editions.detail, name="edition"),
    path("editions/<uuid:public_id>/progress/", editions.progress, name="edition_progress"),
    path("editions/<uuid:public_id>/release/", editions.release, name="edition_release"),
    path("editions/<uuid:public_id>/retry/", editions.retry, name="edition_retry"),
    path("editions/<uuid:public_id>/drop/", editions.drop, name="edition_drop"),
    path("editions/<uuid:public_id>/files/<slug:form>/", editions.download, name="edition_download"),
    path("tables/", outcomes.overview, name="outcomes"),
    path("tables/<slug:code>/<str:key>/", outcomes.detail, name="outcome"),
    path("tables/<slug:code>/<str:key>/people/", outcomes.people, name="outcome_people"),
    path("tables/<slug:code>/<str:key>/files/<slug:form>/", outcomes.download, name="outcome_file"),
    path("programmes/", targets.overview, name="steering"),
    path("programmes/<slug:code>/targets/", targets.listed, name="targets"),
    path("programmes/<slug:code>/targets/new/", targets.new, name="target_new"),
    path("programmes/<slug:code>/targets/files/<slug:form>/", targets.download, name="targets_download"),
    path("programmes/<slug:code>/money/", funding.money, name="money"),
    path("programmes/<slug:code>/money/new/", funding.add, name="funding_new"),
    path("programmes/<slug:code>/money/files/<slug:form>/", funding.money_file, name="money_download"),
    path("targets/<int:pk>/", targets.change, name="target"),
    path("targets/<int:pk>/value/", targets.revise, name="target_revise"),
    path("targets/<int:pk>/count/", targets.count, name="target_count"),
    path("targets/<int:pk>/remove/", targets.remove, name="target_remove"),
    path("money/<int:pk>/", funding.edit, name="funding"),
    path("money/<int:pk>/used/", funding.used, name="funding_used"),
    path("money/<int:pk>/remove/", funding.take_out, name="funding_remove"),
    path("posts/<int:pk>/used/", funding.worked, name="post_used"),
    path("posts/<int:pk>/hours/", funding.hours, name="post_hours"),
    path("programmes/statistics/", statistics.published, name="statistics"),
    path("exports/", export.overview, name="exports"),
    path("exports/columns/", export.columns, name="export_columns"),
    path("exports/download/", export.download, name="export_download"),
]
