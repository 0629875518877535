"""Organisations that work with the young people, and users: one person, one account, signed in by e-mail."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.core.periods import open_on
from cases.records.models import Record, Versioned
from cases.records.order import in_danish_order
from cases.staff.codes import EVALUATOR, ORGANISATION_KINDS, TEAM_ROLES, Role
from cases.staff.scope import Scope


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Filters of organisations."""

    def visible_to(self, user: "User") -> "OrganisationQuerySet":  # noqa: ARG002  the directory is common knowledge
        """Every signed-in user may see which organisations exist."""
        return self

    def active(self) -> "OrganisationQuerySet":
        return self.filter(is_active=True)

    def receivers(self) -> "OrganisationQuerySet":
        """Those that young people can be handed over to."""
        return self.active().ever_receivers()

    def ever_receivers(self) -> "OrganisationQuerySet":
        """Those that young people can be or could be handed over to; an evaluator never learns who anybody is."""
        return self.exclude(kind=EVALUATOR)


class Organisation(Record):
    """A municipal unit, shelter, association, job centre or other body that users and partners belong to."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=40, choices=ORGANISATION_KINDS.choices)
    email = models.EmailField(_("shared e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [in_danish_order(), "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=models.Q(kind__in=ORGANISATION_KINDS.codes),
                violation_error_message=_("Choose a kind from the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds accounts; making them is an action."""

    def visible_to(self, user: "User") -> models.QuerySet["User"]:
        """An administrator keeps all accounts."""
        return self.all() if Role.ADMINISTRATOR in user.scope.roles else self.none()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by e-mail, whatever the case it was typed in."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Versioned):
    """A member of staff, a partner or an evaluator. Accounts are never shared and never deleted, only closed."""

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("Another account has this e-mail.")}
    )
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="users", verbose_name=_("organisation")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="da")
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[UserManager] = UserManager()
    history: Any = HistoricalRecords(excluded_fields=["password", "last_login"], user_model=settings.AUTH_USER_MODEL)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = [in_danish_order(), "pk"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                name="user_email_lower",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail in small letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def scope(self) -> Scope:
        """What the user may reach today. Read once per request: the user object lives as long as the request."""
        today = timezone.localdate()
        rows = list(self.memberships.filter(open_on(today))) if self.is_active else []
        in_teams = [(row.team_id, row) for row in rows if row.role in TEAM_ROLES and row.team_id]
        return Scope(
            day=today,
            user_id=self.pk,
            organisation_id=self.organisation_id,
            roles=frozenset(Role(row.role) for row in rows),
            team_ids=frozenset(team for team, _row in in_teams),
            lead_team_ids=frozenset(team for team, row in in_teams if row.role == Role.LEAD),
            programme_ids=frozenset(row.programme_id for row in rows if row.programme_id),
            restricted_team_ids=frozenset(team for team, row in in_teams if row.sees_restricted),
        )
