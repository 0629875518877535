"""Kinds of status reports, and whether somebody takes part in the documentation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.questionnaires.codes import When


class ReportKind(models.TextChoices):
    """Why the report is made. On one day they stand in this order."""

    START = "start", _("Start")
    QUARTERLY = "quarterly", _("Quarterly")
    ASSESSMENT = "assessment", _("Assessment")
    DISCHARGE = "discharge", _("Discharge")
    CLOSING = "closing", _("Closing")
    RELEASE = "release", _("Release")
    FOLLOWUP = "followup", _("Follow-up")


TWO_POINT = {ReportKind.ASSESSMENT, ReportKind.DISCHARGE, ReportKind.RELEASE}


def asked_in(kind: str, *, is_first: bool) -> frozenset[When]:
    """Which items belong to a report: by its kind, and by whether it is the first of the course."""
    if kind in TWO_POINT:
        return frozenset({When.TWO_POINT})
    asked = {When.EVERY}
    if is_first or kind == ReportKind.START:
        asked.add(When.START)
    else:
        asked.add(When.FROM_SECOND)
    if kind == ReportKind.CLOSING:
        asked.add(When.CLOSING)
    return frozenset(asked)


class TakingPart(models.TextChoices):
    """Taking part in the documentation is voluntary."""

    CONSENTED = "consented", _("Takes part")
    DECLINED = "declined", _("Does not want to take part")
    WITHDRAWN = "withdrawn", _("No longer wants to take part")
