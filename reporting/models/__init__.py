"""The records of the app, for Django to find. Code imports each from its room."""

from reporting.editions.models import Edition
from reporting.export.models import ExportRun
from reporting.funding.models import Funding, PostHours, Used
from reporting.runs.models import ReportRun, ReportRunStep
from reporting.statistics.models import Series, SeriesValue, SeriesVersion
from reporting.targets.models import Target, TargetCount, TargetValue

__all__ = [
    "Edition",
    "ExportRun",
    "Funding",
    "PostHours",
    "ReportRun",
    "ReportRunStep",
    "Series",
    "SeriesValue",
    "SeriesVersion",
    "Target",
    "TargetCount",
    "TargetValue",
    "Used",
]
