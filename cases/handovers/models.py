"""Handovers: a young person is handed to a partner, who accepts or declines."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.core.periods import EndDate, not_over
from cases.enrolments.models import Enrolment
from cases.handovers.codes import REJECTION_REASONS, HandoverBasis, HandoverEvent, HandoverState
from cases.handovers.rules import OPEN, PATIENCE, REMEMBERED, WAITING, WITH_RECEIVER, is_shared
from cases.people.models import Person, PersonQuerySet, in_reach
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.records.models import AskedRecord, Record
from cases.staff.codes import Role
from cases.staff.models import Organisation, User

NEVER_RECEIVED = (HandoverState.DRAFT, HandoverState.REVOKED)


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Filters of handovers."""

    def visible_to(self, user: User) -> "HandoverQuerySet":
        """Staff see those of their young people; a partner sees what reached the own organisation."""
        reach = Q(pk__in=[])
        if user.scope.team_ids:
            reach |= Q(person__in=in_reach(user))
        if Role.PARTNER in user.scope.roles:
            reach |= Q(receiver=user.scope.organisation_id) & ~Q(state__in=NEVER_RECEIVED)
        return self.filter(reach)

    def of_people(self, people: "PersonQuerySet") -> "HandoverQuerySet":
        """Those of the given young people: what a sender may reach, whatever other roles the user has."""
        return self.filter(person__in=people.values("pk"))

    def mine(self, user: User, people: "PersonQuerySet") -> "HandoverQuerySet":
        """Those of the user's own young people, and those the user sent, while the young person is in reach."""
        own = Q(person__in=people.values("pk")) | Q(sent_by=user)
        return self.filter(own, person__in=in_reach(user))

    def shared_on(self, day: date) -> "HandoverQuerySet":
        """Those whose content the receiver may read on `day`: under way, and the sharing has not run out."""
        return self.filter(not_over(day, end="shared_until"), state__in=WITH_RECEIVER)

    def received_by(self, user: User) -> "HandoverQuerySet":
        return self.filter(receiver=user.scope.organisation_id).exclude(state__in=NEVER_RECEIVED)

    def ended_for(self, user: User, day: date) -> "HandoverQuerySet":
        """Those the user's organisation once received and may no longer read: answered no, done, revoked, run out."""
        was_sent = HandoverStep.objects.filter(handover=OuterRef("pk"), event=HandoverEvent.SEND)
        rows = self.filter(Exists(was_sent), receiver=user.scope.organisation_id)
        return rows.exclude(not_over(day, end="shared_until"), state__in=WITH_RECEIVER)

    def with_times(self) -> "HandoverQuerySet":
        """Adds `sent_at`, `received_at`, `accepted_at` and `met_at`: the receipt."""
        return self.annotate(
            sent_at=_when(HandoverEvent.SEND),
            received_at=_when(HandoverEvent.RECEIVE),
            accepted_at=_when(HandoverEvent.ACCEPT),
            met_at=_when(HandoverEvent.MEET),
        )

    def waiting_on_sender(self, day: date) -> "HandoverQuerySet":
        """Those where the sender must do something: no answer, a no, an accept after which nobody called, run out."""
        return self.filter(_unanswered(day) | _nobody_called(day) | _declined(day) | _run_out(day))

    def open(self) -> "HandoverQuerySet":
        return self.filter(state__in=OPEN)

    def waiting(self) -> "HandoverQuerySet":
        """Sent and not yet answered."""
        return self.filter(state__in=WAITING)


def _unanswered(day: date) -> Q:
    """Sent a week ago or more, and neither accepted nor declined."""
    sent = HandoverStep.objects.filter(handover=OuterRef("pk"), event=HandoverEvent.SEND, at__date__lte=day - PATIENCE)
    return Q(Exists(sent), state__in=WAITING)


def _nobody_called(day: date) -> Q:
    """Accepted a week ago or more, and the young person has not been met yet."""
    return Q(state=HandoverState.ACCEPTED, state_since__date__lte=day - PATIENCE)


def _declined(day: date) -> Q:
    """Declined within the last month, and no new handover for the same purpose has been begun since."""
    same = Handover.objects.filter(person=OuterRef("person"), purpose=OuterRef("purpose"))
    newer = same.filter(registered_at__gt=OuterRef("state_since")).exclude(pk=OuterRef("pk"))
    return Q(~Exists(newer), state=HandoverState.REJECTED, state_since__date__gt=day - REMEMBERED)


def _run_out(day: date) -> Q:
    """Under way, but the receiver can no longer read or answer: the sharing has ended."""
    return Q(~not_over(day, end="shared_until"), state__in=WITH_RECEIVER)


def _when(event: HandoverEvent) -> models.Subquery:
    """When the step first happened, for annotating handovers."""
    rows = HandoverStep.objects.filter(handover=OuterRef("pk"), event=event)
    return models.Subquery(rows.order_by("at").values("at")[:1])


class Handover(AskedRecord):
    """A request to a partner to take over or take part, with what may be shared, why, and until when."""

    States = HandoverState  # by its names in templates

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    enrolment: "models.ForeignKey[Enrolment | None, Enrolment | None]" = models.ForeignKey(
        "cases.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers_sent")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handovers_sent")
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="handovers_received", verbose_name=_("receiver")
    )
    purpose = models.CharField(_("what is asked for"), max_length=40, choices=HANDOVER_PURPOSES.choices)
    message = models.TextField(_("message to the receiver"), blank=True)
    basis = models.CharField(_("allowed by"), max_length=20, choices=HandoverBasis.choices, blank=True)
    basis_detail = models.CharField(_("how the consent was given, or the law paragraph"), max_length=200, blank=True)
    scope = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("may be shared"))
    shared_until = EndDate(_("shared until"), null=True, blank=True)
    # What the receiver reads, by category of the scope; none in a draft. Later facts are sent as an amendment.
    snapshot = models.JSONField(_("brought up to date"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=HandoverState.choices, default=HandoverState.DRAFT, editable=False
    )
    state_since = models.DateTimeField(editable=False)
    rejection = models.CharField(
        _("reason for declining"), max_length=40, choices=REJECTION_REASONS.choices, blank=True, editable=False
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-state_since", "-pk"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.CheckConstraint(
                name="handover_basis_when_sent",
                condition=Q(state__in=NEVER_RECEIVED)
                | (~Q(basis="") & ~Q(basis_detail="") & Q(scope__len__gt=0) & Q(shared_until__isnull=False)),
                violation_error_message=_("Sharing needs a consent or a law, what is shared, and an end date."),
            ),
            models.CheckConstraint(
                name="handover_snapshot_when_sent",
                condition=Q(state__in=NEVER_RECEIVED) | Q(snapshot__isnull=False),
                violation_error_message=_("A handover that was sent keeps what was shared."),
            ),
            models.CheckConstraint(
                name="handover_rejected_with_reason",
                condition=Q(state=HandoverState.REJECTED) & ~Q(rejection="")
                | ~Q(state=HandoverState.REJECTED) & Q(rejection=""),
                violation_error_message=_("Choose why the handover is declined."),
            ),
            models.CheckConstraint(
                name="handover_state_known",
                condition=Q(state__in=HandoverState.values),
                violation_error_message=_("The handover is in an unknown state."),
            ),
            models.CheckConstraint(
                name="handover_to_another",
                condition=~Q(sender=F("receiver")),
                violation_error_message=_("Choose another organisation than your own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.reference} → {self.receiver}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        """Sent and not yet answered."""
        return self.state in WAITING

    @property
    def is_with_receiver(self) -> bool:
        """Sent, and neither declined nor at its end."""
        return self.state in WITH_RECEIVER

    def is_shared_on(self, day: date) -> bool:
        """Whether the receiver may read the content on `day`; `shared_on` asks the same of the database."""
        return self.is_with_receiver and is_shared(self.shared_until, day)


class HandoverStep(Record):
    """One thing that happened to a handover, stamped with who and when; `changes` holds old and new values."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20, choices=HandoverEvent.choices)
    to_state = models.CharField(max_length=20, choices=HandoverState.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["handover", "at", "pk"]

    def __str__(self) -> str:
        return self.get_event_display()
