"""Where an edition stands, what can happen to it, why it could not be made, and the periods that there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    """Where an edition stands."""

    MAKING = "making", _("Being made")
    READY = "ready", _("To be looked at")
    FAILED = "failed", _("Could not be made")
    RELEASED = "released", _("Released")


class EditionEvent(TextChoices):
    """What can happen to an edition."""

    FINISH = "finish", _("Finish")
    FAIL = "fail", _("Fail")
    RETRY = "retry", _("Try again")
    RELEASE = "release", _("Release the edition")


class EditionError(TextChoices):
    """Why an edition could not be made: a code, because an error's own text may hold personal data."""

    TOLD_TOO_MUCH = (
        "told_too_much",
        _(
            "What the audience has had already tells too much together with this report: even with everything hidden "
            "somebody could work a small number out."
        ),
    )
    NO_REPORT = "no_report", _("The report behind it could not be computed.")
    FAULT = "fault", _("It could not be protected. The technical log says why.")


class PeriodKind(TextChoices):
    """How long the period of an edition is. Others there are not, so that nobody can follow single days."""

    QUARTER = "quarter", _("Quarter")
    HALF_YEAR = "half_year", _("Half-year")
    YEAR = "year", _("Year")
    WHOLE = "whole", _("The whole programme so far")
