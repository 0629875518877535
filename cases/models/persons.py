"""The young person: the one the whole system is about."""

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Concat, Lower, Replace
from django.utils.translation import gettext_lazy as _

from cases.codelists.municipalities import MUNICIPALITIES
from cases.enums import Gender, ResidenceStatus
from cases.identity import fold, phonetic_keys
from cases.models.base import Record
from cases.models.teams import Team
from cases.periods import age_on
from cases.rules.eligibility import ScreeningFacts

if TYPE_CHECKING:
    from cases.models.users import User


MOST_WORDS = 8  # of a search: each is a filter of its own


def danish_order(prefix: str = "") -> Func:
    """Sort key for names: æ, ø, å after z, and aa as å, whatever collations the server has.

    `prefix` leads to the young person from another record, as in "person__".
    """
    key: Func = Lower(Concat(f"{prefix}last_name", Value(" "), f"{prefix}first_name", Value(" "), f"{prefix}alias"))
    for letters, rank in (("aa", "å"), ("æ", "zza"), ("ø", "zzb"), ("å", "zzc")):
        key = Replace(key, Value(letters), Value(rank))
    return key


def _of_teams(teams: frozenset[int]) -> Q:
    """Young people of the teams, or with an enrolment that one of them holds."""
    enrolled = Person.objects.filter(enrolments__team__in=teams)
    return Q(team__in=teams) | Q(pk__in=enrolled.values("pk"))


def _sounds_like(name: str) -> Q:
    """Young people whose name sounds like every word of `name`; nobody where one of them is too short for that."""
    keys = [phonetic_keys(word) for word in fold(name).split()]
    return Q(phonetic_keys__contains=[*chain(*keys)]) if keys and all(keys) else Q(pk__in=[])


class PersonQuerySet(models.QuerySet["Person"]):
    """Filters of young people, who may see them, and the search."""

    def visible_to(self, user: "User") -> "PersonQuerySet":
        """Own teams' and own young people; protected ones only with the right in their team or as their own worker."""
        scope = user.scope
        if not scope.team_ids:
            return self.none()
        everyone = Person.objects.all()
        mine = everyone.filter(enrolments__assignments__worker=user, enrolments__assignments__end__isnull=True)
        reach = _of_teams(scope.team_ids)
        if scope.restricted_team_ids != scope.team_ids:
            reach &= Q(is_restricted=False) | _of_teams(scope.restricted_team_ids)
        return self.filter(reach | Q(pk__in=mine.values("pk")))

    def in_danish_order(self) -> "PersonQuerySet":
        return self.order_by(danish_order(), "pk")

    def matching(self, text: str) -> "PersonQuerySet":
        """Fuzzy search by any part of a name, by how it sounds, or by reference; æ, ø, å may be spelt out."""
        rows = self
        for word in fold(text).split()[:MOST_WORDS]:
            by_spelling = Q(search_name__contains=word) | Q(search_name__trigram_word_similar=word)
            rows = rows.filter(by_spelling | _sounds_like(word) | Q(reference__iexact=word))
        return rows

    def alike(self, *, name: str = "", birth_date: date | None = None, cpr_hash: str = "") -> "PersonQuerySet":
        """Likely the same young person, likeliest first: by CPR number, birth date, or a name that sounds like it."""
        folded = fold(name)
        by_cpr = Q(cpr_hash=cpr_hash) if cpr_hash else Q(pk__in=[])
        by_birth = Q(birth_date=birth_date) if birth_date else Q(pk__in=[])
        by_name = Q(search_name__trigram_similar=folded) | Q(search_name__trigram_word_similar=folded)
        by_name |= _sounds_like(name)
        rows = self.filter(by_cpr | by_birth | by_name if folded else by_cpr | by_birth)
        likeness = Case(
            When(by_cpr, then=Value(3.0)),
            When(by_birth & by_name, then=Value(2.0)) if folded else When(by_birth, then=Value(2.0)),
            default=TrigramWordSimilarity(folded, "search_name"),
            output_field=FloatField(),
        )
        return rows.order_by(likeness.desc(), "pk")


class Person(Record):
    """A young person, known or still anonymous. Never deleted; created only after a search for duplicates."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    alias = models.CharField(_("called"), max_length=80, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    search_name = models.CharField(max_length=300, editable=False, default="")
    phonetic_keys = ArrayField(models.CharField(max_length=300), editable=False, default=list)
    cpr_encrypted = models.TextField(editable=False, blank=True, default="")
    cpr_hash = models.CharField(max_length=64, editable=False, null=True)  # noqa: DJ001  null so that unique holds
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=20, choices=Gender.choices, default=Gender.UNKNOWN)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    acting_municipality = models.CharField(
        _("acting municipality"), max_length=4, choices=MUNICIPALITIES.choices, blank=True
    )
    paying_municipality = models.CharField(
        _("paying municipality"), max_length=4, choices=MUNICIPALITIES.choices, blank=True
    )
    residence = models.CharField(
        _("right to stay"), max_length=20, choices=ResidenceStatus.choices, default=ResidenceStatus.UNKNOWN
    )
    has_protected_address = models.BooleanField(_("name and address protection"), default=False)
    is_restricted = models.BooleanField(_("only for workers with a special right"), default=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="people", verbose_name=_("team"))
    first_met_on = models.DateField(_("first met"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("young person")
        verbose_name_plural = _("young people")
        indexes = [
            models.Index(danish_order(), name="person_danish_order"),
            GinIndex(OpClass(F("search_name"), name="gin_trgm_ops"), name="person_search_name"),
            GinIndex(fields=["phonetic_keys"], name="person_phonetic_keys"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cpr_hash"],
                name="person_cpr_unique",
                violation_error_message=_("Another young person has this CPR number."),
            ),
            models.CheckConstraint(
                name="person_cpr_pair",
                condition=Q(cpr_hash__isnull=True, cpr_encrypted="")
                | Q(cpr_hash__isnull=False) & ~Q(cpr_encrypted=""),
                violation_error_message=_("The CPR number is stored incompletely."),
            ),
            models.CheckConstraint(
                name="person_called_something",
                condition=~Q(first_name="") | ~Q(alias=""),
                violation_error_message=_("Write a first name, or what the young person is called."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call the young person: the preferred name where there is one."""
        return " ".join(filter(None, [self.alias or self.first_name, self.last_name]))

    @property
    def is_anonymous(self) -> bool:
        """Met on the street without giving a name yet."""
        return not self.first_name

    def age(self, day: date) -> int | None:
        return None if self.birth_date is None else age_on(self.birth_date, day)

    def screening_facts(
        self, *, unstable_housing: bool | None = None, needs_more_than_advice: bool | None = None
    ) -> ScreeningFacts:
        """What a screening rests on: what is known of the young person, and the two answers that only it gives."""
        return ScreeningFacts(
            birth_date=self.birth_date,
            acting_municipality=self.acting_municipality,
            paying_municipality=self.paying_municipality,
            residence=self.residence,
            unstable_housing=unstable_housing,
            needs_more_than_advice=needs_more_than_advice,
        )
