"""Teams, and the memberships that give users their roles for a period."""

from datetime import date

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.core.periods import EndDate, no_overlap, not_over, open_on, start_before_end
from cases.programmes.models import Programme
from cases.records.models import AskedRecord, Record
from cases.records.order import in_danish_order
from cases.staff.codes import TEAM_ROLES, Role
from cases.staff.models import Organisation, User

ALL_ROLES = Role.values


class TeamQuerySet(models.QuerySet["Team"]):
    """Filters of teams."""

    def visible_to(self, user: User) -> "TeamQuerySet":
        """The teams a user works in; an administrator manages all of them."""
        if Role.ADMINISTRATOR in user.scope.roles:
            return self
        return self.of(user)

    def of(self, user: User) -> "TeamQuerySet":
        """The teams a user works in: where young people can be taken in."""
        return self.filter(pk__in=user.scope.team_ids)

    def led_by(self, user: User) -> "TeamQuerySet":
        """The teams that the user leads."""
        return self.filter(pk__in=user.scope.lead_team_ids)


class Team(Record):
    """The people who share responsibility for a group of young people."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="teams", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("active"), default=True)
    programmes = models.ManyToManyField(
        Programme,
        through="TeamProgramme",
        related_name="teams",
        blank=True,
        verbose_name=_("programmes the team works in"),
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = [in_danish_order(), "pk"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class TeamProgramme(Record):
    """A programme that a team works in. The team enrols there only, and its leads call the programme their own.

    The database holds the pair against enrolments too: a composite foreign key (migration 0001).
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="programme_ties", verbose_name=_("team"))
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="team_ties", verbose_name=_("programme")
    )

    class Meta:
        ordering = ["team", "programme"]
        verbose_name = _("programme of a team")
        verbose_name_plural = _("programmes of teams")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "programme"],
                name="team_programme_unique",
                violation_error_message=_("The team already works in the programme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.programme}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Filters of memberships."""

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """An administrator gives and ends all roles."""
        return self if Role.ADMINISTRATOR in user.scope.roles else self.none()

    def current_on(self, day: "date") -> "MembershipQuerySet":
        """Memberships that have not ended by `day`; those that begin later are included."""
        return self.filter(not_over(day))

    def of_workers(self, day: "date") -> "MembershipQuerySet":
        """Of open accounts, in any team: on `day` their users can open the young people assigned to them."""
        return self.filter(open_on(day), role__in=TEAM_ROLES, user__is_active=True)


class Membership(AskedRecord):
    """A user's role for a period: in a team, for a programme (evaluator), or for the own organisation (partner)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("team")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    sees_restricted = models.BooleanField(_("may see protected persons"), default=False)
    start = models.DateField(_("from"))
    end = EndDate(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            start_before_end("membership_period", _("The role must last at least one day.")),
            models.CheckConstraint(
                name="membership_role_known",
                condition=Q(role__in=ALL_ROLES),
                violation_error_message=_("Choose a role from the list."),
            ),
            models.CheckConstraint(
                name="membership_team_fits_role",
                condition=(Q(role__in=TEAM_ROLES) & Q(team__isnull=False))
                | (~Q(role__in=TEAM_ROLES) & Q(team__isnull=True)),
                violation_error_message=_("Caseworkers, authority workers and leads belong to a team, others do not."),
            ),
            models.CheckConstraint(
                name="membership_programme_fits_role",
                condition=(Q(role=Role.EVALUATOR) & Q(programme__isnull=False))
                | (~Q(role=Role.EVALUATOR) & Q(programme__isnull=True)),
                violation_error_message=_("An evaluator is given one programme, other roles none."),
            ),
            no_overlap(
                "membership_no_overlap",
                _("The user already has this role in that period."),
                within=[
                    "user",
                    "role",
                    Coalesce("team", Value(0), output_field=models.BigIntegerField()),
                    Coalesce("programme", Value(0), output_field=models.BigIntegerField()),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
