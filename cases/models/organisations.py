"""Organisations that work with the young people."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.codelists.organisations import EVALUATOR, ORGANISATION_KINDS
from cases.models.base import Record
from cases.models.order import in_danish_order

if TYPE_CHECKING:
    from cases.models.users import User


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
