"""Programmes (indsatser) as data: target group, phases with steps, caseload norms, posts and partners."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import EndDate, last_day, open_on, start_before_end
from cases.programmes.codes import WorkerFunction
from cases.programmes.rules import TargetGroup
from cases.records.models import AskedRecord, Record, in_language
from cases.staff.codes import Role
from cases.staff.models import Organisation, User

P = TypeVar("P", bound=models.Model)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Filters of programmes."""

    def visible_to(self, user: "User") -> "ProgrammeQuerySet":
        """An evaluator sees the programmes given; staff and administrators see all; partners none."""
        if user.scope.team_ids or Role.ADMINISTRATOR in user.scope.roles:
            return self
        return self.filter(pk__in=user.scope.programme_ids)

    def worked_in_by(self, team_ids: Collection[int]) -> "ProgrammeQuerySet":
        """Those in which any of the teams works, as an administrator has said."""
        tied = Programme.objects.filter(teams__in=team_ids)
        return self.filter(pk__in=tied.order_by().values("pk"))

    def led_by(self, user: "User") -> "ProgrammeQuerySet":
        """A lead's own: those in which a team that the user leads works."""
        return self.worked_in_by(user.scope.lead_team_ids)

    def set_up_by(self, user: "User") -> "ProgrammeQuerySet":
        """Programmes whose phases, steps, norms and partners the user sees: an administrator's all, a lead's own."""
        return self if Role.ADMINISTRATOR in user.scope.roles else self.led_by(user)

    def reported_to(self, user: "User") -> "ProgrammeQuerySet":
        """Programmes whose reports and data the user may take: a lead's own, and those given to an evaluator."""
        return self.led_by(user) | self.filter(pk__in=user.scope.programme_ids)

    def running_on(self, day: date) -> "ProgrammeQuerySet":
        return self.filter(open_on(day))


class Programme(AskedRecord):
    """One funded effort with its own target group, phases, norms and reporting rhythm."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("responsible organisation")
    )
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    start = models.DateField(_("start"))
    end = EndDate(_("last day"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places at a time"), null=True, blank=True)
    min_age = models.PositiveSmallIntegerField(_("youngest age"), default=18)
    max_age = models.PositiveSmallIntegerField(_("oldest age"), default=24)
    municipality = models.CharField(
        _("acting and paying municipality"), max_length=4, choices=MUNICIPALITIES.choices, blank=True
    )
    requires_unstable_housing = models.BooleanField(_("only unstable housing"), default=True)
    requires_residence = models.BooleanField(_("only with residence permit"), default=True)
    excludes_short_advice = models.BooleanField(_("not where short advice is enough"), default=True)
    report_months = models.PositiveSmallIntegerField(_("months between status reports"), default=3)
    quiet_days = models.PositiveSmallIntegerField(_("days without contact: notice"), default=14)
    silent_days = models.PositiveSmallIntegerField(_("days without contact: warning"), default=30)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            start_before_end("programme_period", _("The programme must end after it starts.")),
            models.CheckConstraint(
                name="programme_ages",
                condition=Q(min_age__lte=F("max_age")),
                violation_error_message=_("The youngest age cannot be above the oldest."),
            ),
            models.CheckConstraint(
                name="programme_contact_days",
                condition=Q(quiet_days__lt=F("silent_days")),
                violation_error_message=_("The notice must come before the warning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day of the programme, where its end is known."""
        return last_day(self.end)

    @property
    def target_group(self) -> TargetGroup:
        """The rules that `cases.intake.rules` reads."""
        return TargetGroup(
            min_age=self.min_age,
            max_age=self.max_age,
            municipality=self.municipality,
            requires_unstable_housing=self.requires_unstable_housing,
            requires_residence=self.requires_residence,
            excludes_short_advice=self.excludes_short_advice,
        )


class PartQuerySet(models.QuerySet[P]):
    """Filters of what a programme is set up with."""

    programme = "programme"

    def visible_to(self, user: "User") -> "PartQuerySet[P]":
        """Those of the programmes that the user sets up."""
        return self.filter(**{f"{self.programme}__in": Programme.objects.set_up_by(user)})


class StepQuerySet(PartQuerySet["PhaseStep"]):
    """Filters of phase steps."""

    programme = "phase__programme"


class PhaseTemplate(AskedRecord):
    """One phase of a programme, e.g. opstart, stabilisering, udslusning; its length is a target, not a limit."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases")
    code = models.SlugField(_("code"), max_length=40)
    name_da = models.CharField(_("Danish name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("order"))
    target_days = models.PositiveSmallIntegerField(_("target length in days"), null=True, blank=True)

    objects = PartQuerySet["PhaseTemplate"].as_manager()

    class Meta:
        ordering = ["programme", "position"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="phase_code_unique"),
            models.UniqueConstraint(
                fields=["programme", "position"], name="phase_position_unique", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_da, self.name_en)


class PhaseStep(Record):
    """Something to get done in a phase, with the function that owns it. A lead edits the list."""

    phase = models.ForeignKey(PhaseTemplate, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("order"))
    text_da = models.CharField(_("Danish text"), max_length=200)
    text_en = models.CharField(_("English text"), max_length=200, blank=True)
    owner = models.CharField(_("owner"), max_length=20, choices=WorkerFunction.choices)
    is_active = models.BooleanField(_("active"), default=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["phase", "position"]
        verbose_name = _("phase step")
        verbose_name_plural = _("phase steps")
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "position"], name="step_position_unique", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.text_da, self.text_en)


class CaseloadNorm(AskedRecord):
    """How many young people one full-time worker of a function should have at most in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="norms")
    function = models.CharField(_("function"), max_length=20, choices=WorkerFunction.choices)
    young_people = models.PositiveSmallIntegerField(_("young people per full-time worker"))

    objects = PartQuerySet["CaseloadNorm"].as_manager()

    class Meta:
        ordering = ["programme", "function"]
        verbose_name = _("caseload norm")
        verbose_name_plural = _("caseload norms")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "function"],
                name="norm_unique",
                violation_error_message=_("The programme already has a norm for this function."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.young_people}"


class Post(Record):
    """A position in the programme, with its weekly hours; full time is 37."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    function = models.CharField(_("function"), max_length=20, choices=WorkerFunction.choices)
    weekly_hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)

    objects = PartQuerySet["Post"].as_manager()

    class Meta:
        ordering = ["programme", "title"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                name="post_hours",
                condition=Q(weekly_hours__gt=0, weekly_hours__lte=37),
                violation_error_message=_("Hours a week lie between 0 and 37."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Partnership(Record):
    """An organisation that takes part in a programme, and what handovers it can be asked for."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    contribution = models.CharField(_("contribution"), max_length=200, blank=True)
    purposes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("receives"))

    objects = PartQuerySet["Partnership"].as_manager()

    class Meta:
        ordering = ["programme", "organisation"]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                name="partnership_unique",
                violation_error_message=_("The organisation is already a partner of the programme."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
