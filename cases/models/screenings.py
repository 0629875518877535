"""Screenings: the dated decision whether a young person is in a programme's target group."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ScreeningOutcome
from cases.models.base import AskedRecord
from cases.models.persons import Person
from cases.models.programmes import Programme
from cases.models.users import User
from cases.rules.eligibility import ScreeningFacts

if TYPE_CHECKING:
    from cases.models.persons import PersonQuerySet


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Filters of screenings."""

    def visible_to(self, user: User) -> "ScreeningQuerySet":
        people: PersonQuerySet = Person.objects.visible_to(user)
        return self.filter(person__in=people)


class Screening(AskedRecord):
    """A target-group decision with the facts it rested on. Another decision is a new screening."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="screenings")
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    outcome = models.CharField(_("decision"), max_length=20, choices=ScreeningOutcome.choices)
    reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("reasons"))
    unstable_housing = models.BooleanField(_("unstable housing"), null=True, blank=True)
    needs_more_than_advice = models.BooleanField(_("needs more than short advice"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            models.CheckConstraint(
                name="screening_reasons",
                condition=Q(outcome=ScreeningOutcome.ELIGIBLE, reasons=[])
                | Q(outcome__in=[ScreeningOutcome.NOT_ELIGIBLE, ScreeningOutcome.EXCEPTION], reasons__len__gt=0),
                violation_error_message=_("A no and an exception have at least one reason, a yes has none."),
            ),
            models.CheckConstraint(
                name="screening_exception_explained",
                condition=~Q(outcome=ScreeningOutcome.EXCEPTION) | ~Q(note=""),
                violation_error_message=_("Write why an exception is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


def screening_facts(
    person: Person, *, unstable_housing: bool | None = None, needs_more_than_advice: bool | None = None
) -> ScreeningFacts:
    """What a screening rests on: what is known of the young person, and the two answers that only it gives."""
    return ScreeningFacts(
        birth_date=person.birth_date,
        acting_municipality=person.acting_municipality,
        paying_municipality=person.paying_municipality,
        residence=person.residence,
        unstable_housing=unstable_housing,
        needs_more_than_advice=needs_more_than_advice,
    )
