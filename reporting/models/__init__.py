"""The records of the app, for Django to find. Code imports each from its room."""

from reporting.export.models import ExportRun
from reporting.funding.models import Funding
from reporting.runs.models import ReportRun, ReportRunStep

__all__ = [
    "ExportRun",
    "Funding",
    "ReportRun",
    "ReportRunStep",
]
