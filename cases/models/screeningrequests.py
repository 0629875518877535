"""Requests for a target-group decision, from who knows the young person to who may decide."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import RequestState
from cases.models.base import Record
from cases.models.persons import Person
from cases.models.programmes import Programme
from cases.models.screenings import Screening
from cases.models.users import User
from cases.rules.screeningrequests import ANSWER_SHOWN

if TYPE_CHECKING:
    from cases.models.persons import PersonQuerySet

ANSWERED = (RequestState.DECIDED, RequestState.RETURNED)


class ScreeningRequestQuerySet(models.QuerySet["ScreeningRequest"]):
    """Filters of requests for a decision."""

    def visible_to(self, user: User) -> "ScreeningRequestQuerySet":
        people: PersonQuerySet = Person.objects.visible_to(user)
        return self.filter(person__in=people)

    def open(self) -> "ScreeningRequestQuerySet":
        return self.filter(state=RequestState.OPEN)

    def answered_to(self, user: User, day: date) -> "ScreeningRequestQuerySet":
        """Those of the user that were decided or sent back in the two weeks before `day`."""
        return self.filter(asked_by=user, state__in=ANSWERED, state_since__date__gt=day - ANSWER_SHOWN)


class ScreeningRequest(Record):
    """What a caseworker knows of the target group, put before somebody who may decide.

    No decision: reports and exports never count it. It is answered by a screening, or sent back with a reason; its
    state changes only through `cases.actions.screeningrequests`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screening_requests")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    unstable_housing = models.BooleanField(_("unstable housing"), null=True, blank=True)
    needs_more_than_advice = models.BooleanField(_("needs more than short advice"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    state_since = models.DateTimeField(_("since"))
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answer = models.TextField(_("why it was sent back"), blank=True)
    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("decision")
    )

    objects = ScreeningRequestQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("request for a decision")
        verbose_name_plural = _("requests for a decision")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state=RequestState.OPEN),
                name="screening_request_one_open",
                violation_error_message=_("A decision has already been asked for, and waits."),
            ),
            models.CheckConstraint(
                name="screening_request_decided",
                condition=Q(state=RequestState.DECIDED, screening__isnull=False)
                | (~Q(state=RequestState.DECIDED) & Q(screening__isnull=True)),
                violation_error_message=_("A request is decided by a decision, and by nothing else."),
            ),
            models.CheckConstraint(
                name="screening_request_answered",
                condition=Q(state__in=ANSWERED, answered_by__isnull=False)
                | (~Q(state__in=ANSWERED) & Q(answered_by__isnull=True)),
                violation_error_message=_("An answer says who gave it."),
            ),
            models.CheckConstraint(
                name="screening_request_returned_why",
                condition=Q(state=RequestState.RETURNED) & ~Q(answer="")
                | (~Q(state=RequestState.RETURNED) & Q(answer="")),
                violation_error_message=_("Write why it is sent back."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
