"""The facts a report rests on: one programme, one period, as of one day, as far as they were registered in time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.contacts.models import ContactPerson
from cases.core.periods import ONE_DAY, Period, begun_by, happened_by, happened_in, lies_in, not_over, open_on, touches
from cases.enrolments.models import Enrolment, EnrolmentQuerySet, PhaseSpell
from cases.handovers.models import Handover, HandoverStep
from cases.intake.models import Screening
from cases.people.models import Person, is_protected
from cases.programmes.models import Programme
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay, StayQuerySet
from reporting.figures.whose import of_programme


@dataclass(frozen=True)
class Facts:
    """What may be counted.

    Dated facts count up to and including `as_of`: what ended later is still running, what began later does not exist.
    Registered facts count up to `known_at`, when the report was asked for, so that every indicator of a report reads
    the same facts although they are computed one after another. Late registration of early facts is thus included.
    Young people with special protection are in no figure; `not_distributed` says how many they are.
    """

    programme: Programme
    period: Period
    as_of: date
    known_at: datetime

    @property
    def until(self) -> date:
        """The first day that no longer counts for the period's events."""
        return self.period.end_by(self.as_of + ONE_DAY)

    @property
    def counted(self) -> Period:
        """The period as far as its events count."""
        return Period(self.period.start, self.until)

    @property
    def last_day(self) -> date:
        """The day on which the state of things at the end of the period is read."""
        return self.until - ONE_DAY

    def within(self, column: str) -> Q:
        """Filter for a date column within the period."""
        return lies_in(self.counted, column)

    def known(self, prefix: str = "") -> Q:
        """Filter for rows registered when the report was asked for."""
        return Q(**{f"{prefix}registered_at__lte": self.known_at})

    @property
    def screenings(self) -> "QuerySet[Screening]":
        return self._screenings.exclude(is_protected("person__"))

    @property
    def enrolments(self) -> EnrolmentQuerySet:
        """Every enrolment of the programme that had begun."""
        return self._enrolments.exclude(is_protected("person__"))

    @property
    def new_enrolments(self) -> EnrolmentQuerySet:
        """Enrolments that began in the period, without those that reopen an earlier one."""
        return self.enrolments.filter(self.within("start"), reopens__isnull=True)

    @property
    def running_enrolments(self) -> EnrolmentQuerySet:
        """Enrolments with at least one day in the period."""
        return self.enrolments.filter(touches(self.counted))

    @property
    def people(self) -> "QuerySet[Person]":
        """Young people enrolled for at least one day of the period, each once."""
        return Person.objects.filter(pk__in=self.running_enrolments.values("person"))

    @property
    def phase_spells(self) -> "QuerySet[PhaseSpell]":
        """Phase periods of the programme that had begun, but had not been left when the period began.

        A phase is left on the first day of the next one, or on the last day of the enrolment.
        """
        not_left = not_over(self.period.start - ONE_DAY)
        running = touches(self.counted, start="enrolment__start", end="enrolment__end")
        return PhaseSpell.objects.filter(
            ~is_protected("enrolment__person__"),
            not_left,
            running,
            self.known(),
            begun_by(self.last_day),
            enrolment__programme=self.programme,
        )

    @property
    def participations(self) -> "QuerySet[ContactPerson]":
        """Each young person's part in each entry of the period that was made for the programme and not withdrawn."""
        that_day = OuterRef("contact__happened_at__date")
        enrolled = self.enrolments.filter(open_on(that_day), person=OuterRef("person"))
        return ContactPerson.objects.made_for(self.programme).filter(
            Exists(enrolled),
            self.known("contact__"),
            happened_in(self.counted, "contact__happened_at"),
            contact__withdrawn_at__isnull=True,
        )

    @property
    def stays(self) -> StayQuerySet:
        """Stays of the period's young people with at least one night from their first day in the programme on."""
        rows = Stay.objects.filter(self.known(), begun_by(self.as_of), person__in=self.people)
        return rows.since_first(self.enrolments)

    @property
    def referral_steps(self) -> "QuerySet[ReferralStep]":
        """Every step up to the day of the report of the referrals that were made from the programme."""
        referrals = self.made_for_programme(HousingReferral.objects.all(), "opened_on")
        return ReferralStep.objects.filter(
            self.known(), referral__in=referrals.values("pk"), happened_on__lte=self.as_of
        )

    @property
    def handover_steps(self) -> "QuerySet[HandoverStep]":
        """Every step up to the day of the report of the handovers that were made from the programme."""
        handovers = self.made_for_programme(Handover.objects.all(), "registered_at__date")
        return HandoverStep.objects.filter(
            self.known(), happened_by(self.as_of, "at"), handover__in=handovers.values("pk")
        )

    def made_for_programme(self, rows: "QuerySet[Any]", day: str) -> "QuerySet[Any]":
        """Made for an enrolment of the programme or, before there was any, for one of its young people."""
        begun = Enrolment.objects.filter(self.known(), begun_by(self.as_of))
        kept = rows.exclude(is_protected("person__"))
        return of_programme(kept, self.programme, day=day, enrolments=begun)

    @property
    def not_distributed(self) -> int:
        """Young people with special protection who were screened in the period or enrolled on one of its days."""
        running = self._enrolments.filter(touches(self.counted)).values("person")
        screened = self._screenings.values("person")
        return Person.objects.protected().filter(Q(pk__in=running) | Q(pk__in=screened)).count()

    @property
    def _screenings(self) -> "QuerySet[Screening]":
        return Screening.objects.filter(self.known(), self.within("decided_on"), programme=self.programme)

    @property
    def _enrolments(self) -> EnrolmentQuerySet:
        return Enrolment.objects.filter(self.known(), begun_by(self.as_of), programme=self.programme)
