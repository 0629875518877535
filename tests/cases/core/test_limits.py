"""Values that may be right and seldom are: asked about once, saved when confirmed, and marked."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, models
from django.urls import reverse

from cases.contacts.actions import change_contact, log_contact
from cases.contacts.models import Contact
from cases.core.errors import Doubtful, Refused
from cases.core.plausible import doubts, limited, token
from cases.people.actions import change_person, register_person
from cases.people.models import Person
from cases.records.actions import check_years
from cases.records.models import AskedRecord
from cases.staff.codes import Role
from cases.teams.models import Membership
from housing.stays.actions import start_stay
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    ScreeningFactory,
    staff,
)
from tests.factories.housing import StayFactory

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Copenhagen")
FACTS = {"registered_on": TODAY, "today": TODAY}
# Days and numbers without a soft limit, each with what bounds it instead.
BOUNDED = {
    "cases.Enrolment.end": "between its start and today",
    "cases.Contact.withdrawn_at": "the clock",
    "cases.Handover.state_since": "the clock",
    "cases.PhaseTemplate.position": "counted",
    "housing.Stay.end": "between its start and today",
    "housing.HousingReferral.state_since": "between its opening and today",
    "housing.HousingReferral.noted_on": "between its opening and today",
    "housing.Offer.offered_on": "between the opening of its referral and today",
    "housing.Offer.decided_on": "between the offer and today",
    **dict.fromkeys(
        (f"housing.SupportCase.{name}" for name in (
            "state_since", "talked_on", "hearing_sent_on", "hearing_answered_on", "decided_on", "start", "end", "dropped_on",
        )),
        "between its opening and today",
    ),
}  # fmt: skip


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def person(team):
    return PersonFactory(team=team)


def asked():
    """The models with soft limits."""
    return [model for model in apps.get_models() if issubclass(model, AskedRecord)]


def test_every_day_and_number_has_a_soft_limit_or_is_bounded_otherwise():
    kinds = (models.DateField, models.IntegerField, models.DecimalField)
    open_fields = {
        f"{model._meta.label}.{field.name}"
        for model in asked()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.is_relation and not field.primary_key
        and field.name not in {"registered_at", "version"} and field.name not in limited(model._meta.label)
    }  # fmt: skip
    assert open_fields == set(BOUNDED)


def test_every_limited_model_keeps_what_was_confirmed():
    labels = {model._meta.label for model in asked()}
    assert {label for label in labels if limited(label)} == labels
    for label in labels:
        assert limited(label) <= {field.name for field in apps.get_model(label)._meta.concrete_fields}


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


# By hand: the last value that is common and the first that is asked about, on either side where there are two.
LIMITS: list[tuple[str, str, Any, Any]] = [
    ("cases.Person", "birth_date", date(2012, 6, 4), date(2012, 6, 5)),  # 13 years old when they first met, and 12
    ("cases.Person", "birth_date", date(1989, 6, 5), date(1989, 6, 4)),  # 35, and 36
    ("cases.Person", "first_met_on", back(730), back(731)),
    ("cases.Contact", "happened_at", NOW - timedelta(days=365), NOW - timedelta(days=366)),
    ("cases.Contact", "minutes", 480, 481),
    ("cases.Screening", "decided_on", back(365), back(366)),
    ("cases.Enrolment", "start", back(365), back(366)),
    ("cases.Handover", "shared_until", back(-365), back(-366)),
    ("cases.Programme", "start", back(3650), back(3651)),
    ("cases.Programme", "start", back(-730), back(-731)),
    ("cases.Programme", "end", back(100 - 3650), back(100 - 3651)),
    ("cases.Programme", "capacity", 1, 0),
    ("cases.Programme", "capacity", 500, 501),
    ("cases.Programme", "min_age", 13, 12),
    ("cases.Programme", "max_age", 35, 36),
    ("cases.Programme", "report_months", 1, 0),
    ("cases.Programme", "report_months", 12, 13),
    ("cases.Programme", "quiet_days", 3, 2),
    ("cases.Programme", "quiet_days", 90, 91),
    ("cases.Programme", "silent_days", 180, 181),
    ("cases.PhaseTemplate", "target_days", 7, 6),
    ("cases.PhaseTemplate", "target_days", 730, 731),
    ("cases.CaseloadNorm", "young_people", 1, 0),
    ("cases.CaseloadNorm", "young_people", 100, 101),
    ("cases.Membership", "start", back(1825), back(1826)),
    ("cases.Membership", "start", back(-365), back(-366)),
    ("cases.Membership", "end", back(100 - 1825), back(100 - 1826)),
    ("housing.Stay", "start", back(7300), back(7301)),
    ("housing.HousingReferral", "opened_on", back(365), back(366)),
    ("housing.HousingReferral", "max_rent", 1_000, 999),
    ("housing.HousingReferral", "max_rent", 15_000, 15_001),
    ("housing.Offer", "rent", 1_000, 999),
    ("housing.Offer", "rent", 4_200, 4_201),  # what the referral asks for
    ("housing.Offer", "deposit", 90_000, 90_001),
    ("housing.Offer", "reply_by", back(100 - 60), back(100 - 61)),
    ("housing.SupportCase", "opened_on", back(365), back(366)),
    ("housing.SupportCase", "hearing_deadline", back(100 - 60), back(100 - 61)),
    ("housing.SupportCase", "hours_per_week", 37, 38),
]
# What the ends are measured from, a hundred days ago, and what else a limit looks at.
BESIDE = {
    "cases.Person": {"first_met_on": TODAY},
    "cases.Programme": {"start": back(100)},
    "cases.Membership": {"start": back(100)},
    "housing.Offer": {"offered_on": back(100), "rent": 4_000, "max_rent": 4_200},
    "housing.SupportCase": {"hearing_sent_on": back(100)},
}


@pytest.mark.parametrize(("model", "field", "usual", "unusual"), LIMITS)
def test_limits_are_met_just_beyond_what_is_common(model, field, usual, unusual):
    known = dict.fromkeys(limited(model)) | FACTS | BESIDE.get(model, {})
    found = [[doubt.field for doubt in doubts(model, known | {field: value})] for value in (usual, unusual)]
    assert found == [[], [field]]


def test_a_rent_of_the_market_is_asked_about_where_the_referral_has_no_limit():
    known = dict.fromkeys(limited("housing.Offer")) | FACTS | {"max_rent": None, "offered_on": TODAY}
    assert [len(doubts("housing.Offer", known | {"rent": rent})) for rent in (15_000, 15_001)] == [0, 1]


def test_every_limit_is_met():
    every = {(model._meta.label, field) for model in asked() for field in limited(model._meta.label)}
    assert every == {(model, field) for model, field, *_values in LIMITS}


def log(worker, person, when, **facts):
    return log_contact(
        by=worker, at=NOW, people=[person], happened_at=when, kind="meeting", outcome="reached", **facts
    )[0]


def test_an_unusual_value_is_asked_about_saved_when_confirmed_and_marked(worker, person):
    long_ago = datetime(2023, 5, 1, 12, 0, tzinfo=ZONE)
    with pytest.raises(Doubtful) as question:
        log(worker, person, long_ago, minutes=600)
    assert [doubt.field for doubt in question.value.doubts] == ["happened_at", "minutes"]
    assert Contact.objects.count() == 0
    contact = log(worker, person, long_ago, minutes=600, confirmed=[doubt.token for doubt in question.value.doubts])
    contact.refresh_from_db()
    assert contact.confirmed == ["happened_at", "minutes"]


def test_a_yes_is_to_one_value_only(worker, person):
    with pytest.raises(Doubtful):
        log(worker, person, NOW, minutes=700, confirmed=[token("minutes", 600)])


def test_a_yes_to_an_instant_is_the_same_wherever_it_was_given():
    """The form reads Danish time, the API any offset, and the database gives UTC."""
    assert len({token("happened_at", NOW.astimezone(ZoneInfo(zone))) for zone in ("Europe/Copenhagen", "UTC")}) == 1


def test_what_stands_is_not_asked_about_again_and_a_usual_value_loses_the_mark(worker, person):
    contact = log(worker, person, NOW, minutes=600, confirmed=[token("minutes", 600)])
    contact = change_contact(by=worker, at=NOW, contact=contact, version=1, note="Gik langt")
    assert contact.confirmed == ["minutes"]
    contact = change_contact(by=worker, at=NOW, contact=contact, version=2, minutes=60)
    assert contact.confirmed == []


def test_a_value_from_before_the_limits_stops_nothing(worker, team):
    old = PersonFactory(team=team, birth_date=date(1970, 1, 1))
    changed = change_person(by=worker, at=NOW, person=old, phone="12345678")
    assert (changed.phone, changed.confirmed) == ("12345678", [])
    with pytest.raises(Doubtful):
        change_person(by=worker, at=NOW, person=old, birth_date=date(1971, 1, 1))


@pytest.mark.parametrize("born", [date(1904, 3, 1), date(2023, 3, 1)])
def test_an_unlikely_age_is_asked_about(born, worker, team):
    facts = {"by": worker, "at": NOW, "team": team, "first_met_on": TODAY, "first_name": "Ida", "birth_date": born}
    with pytest.raises(Doubtful) as question:
        register_person(**facts)
    assert question.value.field == "birth_date"
    assert register_person(**facts, confirmed=[question.value.doubts[0].token]).confirmed == ["birth_date"]


def test_nothing_happens_before_someone_is_born(worker, person):
    born = datetime(2004, 3, 1, tzinfo=ZONE)
    assert log(worker, person, born, confirmed=[token("happened_at", born)]).pk
    for act in (
        lambda: log(worker, person, born - timedelta(minutes=1)),
        lambda: start_stay(by=worker, at=NOW, person=person, kind="parents", start=date(2004, 2, 29)),
        lambda: change_person(by=worker, at=NOW, person=person, first_met_on=date(2004, 2, 29)),
    ):
        with pytest.raises(Refused, match=re.escape("01.03.2004")):
            act()
    with pytest.raises(IntegrityError, match="person_met_after_birth"):
        Person.objects.filter(pk=person.pk).update(first_met_on=date(2004, 2, 29))


@pytest.mark.parametrize("kind", ["contact", "enrolment", "stay"])
def test_a_date_of_birth_is_not_moved_past_what_has_happened(kind, worker, person):
    Person.objects.filter(pk=person.pk).update(birth_date=None, first_met_on=TODAY)
    {
        "contact": lambda: ContactFactory(people=[person], happened_at=datetime(2010, 1, 5, 12, tzinfo=ZONE)),
        "enrolment": lambda: EnrolmentFactory(person=person, start=date(2010, 1, 5)),
        "stay": lambda: StayFactory(person=person, start=date(2010, 1, 5)),
    }[kind]()
    person.refresh_from_db()
    with pytest.raises(Refused, match=re.escape("05.01.2010")) as refusal:
        change_person(by=worker, at=NOW, person=person, birth_date=date(2010, 1, 6))
    assert refusal.value.field == "birth_date"


def post(client, worker, name, args, **fields):
    client.force_login(worker)
    return client.post(reverse(name, args=args), fields)


def boxes(response):
    """The boxes that the page offers, each with whether it is ticked."""
    found = re.findall(r'name="confirm" value="([^"]+)"[^>]*?( checked)?>', response.content.decode())
    return [(value, bool(checked)) for value, checked in found]


CONTACT = {"kind": "meeting", "outcome": "reached", "minutes": "600", "note": "Lang tur"}


def test_the_form_asks_keeps_everything_and_saves_with_the_tick(client, worker, person):
    facts = CONTACT | {"people": person.reference, "happened_at": "2025-06-04T09:00"}
    response = post(client, worker, "cases:contact_create", [], **facts)
    assert "Mere end 480 er usædvanligt. Er det rigtigt?" in response.content.decode()
    assert "Lang tur" in response.content.decode()
    assert boxes(response) == [("minutes=600", False)]
    assert Contact.objects.count() == 0
    response = post(client, worker, "cases:contact_create", [], **facts, confirm="minutes=600")
    assert (response.status_code, Contact.objects.get().confirmed) == (302, ["minutes"])
    assert (
        "Usædvanligt, bekræftet"
        in client.get(reverse("cases:contact", args=[Contact.objects.get().pk])).content.decode()
    )


def test_another_value_is_asked_about_anew_and_another_fault_keeps_the_tick(client, worker, person):
    facts = CONTACT | {"people": person.reference, "happened_at": "2025-06-04T09:00"}
    changed = post(client, worker, "cases:contact_create", [], **facts | {"minutes": "700", "confirm": "minutes=600"})
    assert boxes(changed) == [("minutes=700", False)]
    faulty = post(client, worker, "cases:contact_create", [], **facts | {"kind": "", "confirm": "minutes=600"})
    assert boxes(faulty) == [("minutes=600", True)]


def test_a_housing_form_asks_in_the_same_way(client, worker, person):
    AssignmentFactory(enrolment=EnrolmentFactory(person=person), worker=worker)
    receiver = OrganisationFactory(kind="housing_association")
    facts = {"receiver": receiver.pk, "housing_kind": "any", "max_rent": "65000", "on": "2024-01-01", "needs": ""}
    response = post(client, worker, "housing:referral_create", [person.reference], **facts)
    assert sorted(boxes(response)) == [("max_rent=65000", False), ("opened_on=2024-01-01", False)]
    confirm = ["max_rent=65000", "opened_on=2024-01-01"]
    assert (
        post(client, worker, "housing:referral_create", [person.reference], **facts, confirm=confirm).status_code
        == 302
    )
    assert person.housing_referrals.get().confirmed == ["max_rent", "opened_on"]


def test_a_correction_asks_too(client, worker, person):
    """The day of a decision is moved back three years: asked about, and corrected with the tick."""
    screening = ScreeningFactory(person=person, outcome="not_eligible", reasons=["age"])
    why = {"why": "Skrevet forkert", "version": 1, "decided_on": "2022-03-01", "reasons": ["age"], "note": ""}
    Membership.objects.filter(user=worker).update(role=Role.LEAD)
    response = post(client, worker, "cases:correction", ["screening", screening.pk], **why)
    assert boxes(response) == [("decided_on=2022-03-01", False)]
    confirm = {"confirm": "decided_on=2022-03-01"}
    assert post(client, worker, "cases:correction", ["screening", screening.pk], **why | confirm).status_code == 302
    screening.refresh_from_db()
    assert (screening.decided_on, screening.confirmed) == (date(2022, 3, 1), ["decided_on"])


def test_what_is_measured_by_another_day_is_asked_about_when_that_one_changes(worker, team):
    """Met at 34 is usual; the day of the meeting put right makes it 36, with the same date of birth."""
    person = register_person(
        by=worker, at=NOW, team=team, alias="Mo", first_met_on=date(2024, 1, 1), birth_date=date(1989, 1, 10)
    )
    with pytest.raises(Doubtful) as question:
        change_person(by=worker, at=NOW, person=person, first_met_on=date(2025, 2, 1))
    (doubt,) = question.value.doubts
    assert (doubt.field, doubt.value) == ("birth_date", date(1989, 1, 10))
    change_person(by=worker, at=NOW, person=person, first_met_on=date(2025, 2, 1), confirmed=[doubt.token])
    person.refresh_from_db()
    assert person.confirmed == ["birth_date"]
    change_person(by=worker, at=NOW, person=person, phone="20123456")
    person.refresh_from_db()
    assert person.confirmed == ["birth_date"]


def test_the_last_day_of_the_last_year_can_be_a_last_day():
    """Stored is the day after it, in a year that nobody typed."""
    check_years(Membership(start=TODAY, end=date(2200, 1, 1)))
    with pytest.raises(Refused, match="2200"):
        check_years(Membership(start=TODAY, end=date(2200, 1, 2)))
