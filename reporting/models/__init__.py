"""The records of the reporting app, one concept a module."""

from reporting.models.exports import ExportRun
from reporting.models.funding import Funding
from reporting.models.runs import ReportRun

__all__ = ["ExportRun", "Funding", "ReportRun"]
