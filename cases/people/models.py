"""The young person: the one the whole system is about."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, reduce
from itertools import chain
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.core.names import fold, phone_endings, phonetic_keys, spellings, words_and_numbers
from cases.core.periods import age_on, open_on
from cases.people.codes import Gender, ResidenceStatus
from cases.people.cpr import clean_cpr, hash_cpr
from cases.records.models import AskedRecord
from cases.records.reading import compiled
from cases.staff.models import User
from cases.staff.scope import Scope
from cases.teams.models import Team

MOST_WORDS = 8  # of a search: each is a filter of its own

NOBODY = Q(pk__in=[])


def is_protected(prefix: str = "") -> Q:
    """With name and address protection, or only for workers with a special right; `prefix` as in "person__"."""
    return Q(**{f"{prefix}is_restricted": True}) | Q(**{f"{prefix}has_protected_address": True})


PROTECTED = is_protected()


def danish_order(prefix: str = "") -> F:
    """Sort by name as in a Danish list. `prefix` leads to the young person from another record, as in "person__"."""
    return F(f"{prefix}sort_name")


@lru_cache(maxsize=1000)
def _of_teams(teams: frozenset[int]) -> Q:
    """Young people of the teams, or with an enrolment that one of them holds."""
    enrolled = Person.objects.filter(enrolments__team__in=teams)
    return Q(team__in=teams) | Q(pk__in=compiled(enrolled.values("pk")))


@lru_cache(maxsize=1000)
def _assigned_to(worker: int, day: date) -> RawSQL:
    """Those whose own worker somebody is: to the end of the last day of the assignment, and not before its first."""
    assigned = "enrolments__assignments__"
    running = open_on(day, start=f"{assigned}start", end=f"{assigned}end")
    return compiled(Person.objects.filter(running, enrolments__assignments__worker=worker).values("pk"))


@lru_cache(maxsize=1000)
def _reach(scope: Scope) -> RawSQL:
    return compiled(Person.objects.filter(_within(scope)).values("pk"))


def _within(scope: Scope) -> Q:
    reach = _of_teams(scope.team_ids)
    if scope.restricted_team_ids != scope.team_ids:
        reach &= Q(is_restricted=False) | _of_teams(scope.restricted_team_ids)
    return reach | Q(pk__in=_assigned_to(scope.user_id, scope.day))


def in_reach(user: User) -> "RawSQL | PersonQuerySet":
    """Everybody whom the user may see, for the `person__in` of other records: `visible_to`, compiled once."""
    return _reach(user.scope) if user.scope.team_ids else Person.objects.none()


def _sounds_like(name: str) -> Q:
    """Young people whose name sounds like every word of `name`; nobody where one of them is too short for that."""
    keys = [phonetic_keys(word) for word in fold(name).split()]
    return Q(phonetic_keys__contains=[*chain(*keys)]) if keys and all(keys) else NOBODY


def _has_word(spelt: Iterable[str]) -> Q:
    """Young people with a word in one of its spellings."""
    return reduce(or_, map(_has_spelling, spelt))


def _has_spelling(word: str) -> Q:
    by_spelling = Q(search_name__contains=word) | Q(search_name__trigram_word_similar=word)
    return by_spelling | _sounds_like(word) | Q(reference__iexact=word)


def _is_like(name: str) -> Q:
    by_spelling = Q(search_name__trigram_similar=name) | Q(search_name__trigram_word_similar=name)
    return by_spelling | _sounds_like(name)


def _has_number(digits: str) -> Q:
    """A CPR number, a phone number, the digits of a reference, or a number in what someone is called."""
    cpr = clean_cpr(digits)
    by_cpr = Q(cpr_hash=hash_cpr(cpr)) if cpr else NOBODY
    return by_cpr | _has_phone(digits) | Q(reference=f"U{int(digits):05}") | Q(search_name__contains=digits)


def _has_phone(digits: str) -> Q:
    """The number, six digits of it at the least, with country and area or without them, here as there."""
    number, *endings = phone_endings(digits) or [""]
    found = Q(search_phone__contains=number) if number else NOBODY
    for ending in endings:
        found |= Q(search_phone__contains=f" {ending} ")
    return found


class PersonQuerySet(models.QuerySet["Person"]):
    """Filters of young people, who may see them, and the search."""

    def visible_to(self, user: "User") -> "PersonQuerySet":
        """Own teams' and own young people; protected ones only with the right in their team or as their own worker."""
        return self.filter(_within(user.scope)) if user.scope.team_ids else self.none()

    def protected(self) -> "PersonQuerySet":
        """With name and address protection, or only for workers with a special right."""
        return self.filter(PROTECTED)

    def in_files_of(self, user: "User | None") -> "PersonQuerySet":
        """Who may be in a file with names that the user takes: `visible_to`, and nobody `protected` without the right.

        A file leaves the house: there, name and address protection asks for the right too. The server (None) has none.
        """
        if user is None:
            return self.exclude(PROTECTED)
        scope = user.scope
        special = _of_teams(scope.restricted_team_ids) | Q(pk__in=_assigned_to(scope.user_id, scope.day))
        return self.visible_to(user).filter(~PROTECTED | special)

    def in_danish_order(self) -> "PersonQuerySet":
        return self.order_by(danish_order(), "pk")

    def matching(self, text: str) -> "PersonQuerySet":
        """Whoever all of it fits: words by spelling or sound, a reference, a phone or CPR number, however written."""
        words, numbers = words_and_numbers(text)
        rows = self if words or numbers else self.none()
        for word in words[:MOST_WORDS]:
            rows = rows.filter(_has_word(word))
        for number in numbers[:MOST_WORDS]:
            rows = rows.filter(_has_number(number))
        return rows

    def alike(
        self, *, name: str = "", birth_date: date | None = None, cpr_hash: str = "", phone: str = ""
    ) -> "PersonQuerySet":
        """Likely the same young person, likeliest first: by CPR number, birth date, phone, or a name like it."""
        folded, written = fold(name), spellings(name)
        by_cpr = Q(cpr_hash=cpr_hash) if cpr_hash else NOBODY
        by_birth = Q(birth_date=birth_date) if birth_date else NOBODY
        by_phone = reduce(or_, map(_has_phone, words_and_numbers(phone)[1]), NOBODY)
        by_name = reduce(or_, map(_is_like, written))
        rows = self.filter(by_cpr | by_birth | by_phone | by_name if folded else by_cpr | by_birth | by_phone)
        likeness = Case(
            When(by_cpr, then=Value(3.0)),
            When(by_birth & by_name, then=Value(2.0)) if folded else When(by_birth, then=Value(2.0)),
            When(by_phone, then=Value(1.5)),
            default=TrigramWordSimilarity(folded, "search_name"),
            output_field=FloatField(),
        )
        return rows.order_by(likeness.desc(), "pk")


class Person(AskedRecord):
    """A young person, known or still anonymous. Never deleted; created only after a search for duplicates."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    alias = models.CharField(_("called"), max_length=80, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    also_known_as = models.CharField(_("also known as"), max_length=200, blank=True)
    # What someone is found and sorted by: worked out by `identity.found_by` whenever the young person is written.
    search_name = models.TextField(editable=False, default="")
    phonetic_keys = ArrayField(models.CharField(max_length=300), editable=False, default=list)
    search_phone = models.TextField(editable=False, default="")
    sort_name = models.TextField(editable=False, default="", db_collation="C")
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
            models.Index(fields=["sort_name"], name="person_danish_order"),
            GinIndex(OpClass(F("search_name"), name="gin_trgm_ops"), name="person_search_name"),
            GinIndex(OpClass(F("search_phone"), name="gin_trgm_ops"), name="person_search_phone"),
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
            models.CheckConstraint(
                name="person_met_after_birth",
                condition=Q(birth_date__isnull=True) | Q(first_met_on__gte=F("birth_date")),
                violation_error_message=_("The young person was met before they were born. Correct one of the two."),
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
