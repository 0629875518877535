"""The demo world: its two real ways read as the project's presentation tells them, and chance repeats itself.

Source of both tables: the project's presentation, "Case 1" and "Case 2", line by line.
"""

import json
import stat
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.demo.world import World, build_world
from cases.enums import Role
from cases.identity import decrypt_cpr
from cases.models import Contact, Enrolment, Person, User
from cases.periods import age_on
from cases.registry import timeline_sources
from housing.demo.population import birth_date, populate
from housing.demo.slides import enter_slides
from housing.models import HousingReferral, Offer, Stay, SupportCase
from reporting.demo import fund
from reporting.models import Funding

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)

SHORT_WAY = [
    ("2024-05", "contact", "Møde"),  # turns to Kofoeds Kælder
    ("2024-05", "contact", "Møde"),  # first meeting with the relation worker
    ("2024-06", "stay", "Herberg (§ 110)"),
    ("2024-07", "contact", "Møde"),  # first contact with the authority worker
    ("2024-08", "referral", "Indsendt"),
    ("2024-09", "support", "VUM-samtale"),
    ("2024-10", "support", "Partshøring sendt"),
    ("2024-11", "offer", "Bolig tilbudt"),
    ("2024-11", "support", "Støtte bevilget"),
    ("2025-02", "support", "Bostøtte startet"),
    ("2025-03", "referral", "Flyttet ind"),
    ("2025-04", "referral", "Fulgt op"),
]
LONG_WAY = [
    ("2022-11", "contact", "Møde"),  # first meeting in Kofoeds Kælder
    ("2022-11", "stay", "Herberg (§ 110)"),
    ("2023-03", "stay", "Herberg (§ 110)"),  # the second shelter
    ("2024-02", "contact", "Møde"),  # contact resumed
    ("2024-04", "stay", "Herberg (§ 110)"),
    ("2024-05", "contact", "Møde"),  # clarifying meeting with the new case worker
    ("2024-08", "stay", "Herberg (§ 110)"),
    ("2024-12", "stay", "Herberg (§ 110)"),  # Roskildehjemmet
    ("2025-01", "contact", "Møde"),
    ("2025-01", "referral", "Indsendt"),
    ("2025-03", "referral", "Afvist"),
    ("2025-03", "contact", "Netværksmøde"),
    ("2025-04", "stay", "Herberg (§ 110)"),  # Hellebro
    ("2025-04", "contact", "Netværksmøde"),
]


@pytest.fixture
def world() -> World:
    world = build_world(TODAY)
    enter_slides(world)
    return world


def lines(person: Person, user: User) -> list[tuple[str, str, str]]:
    """The timeline as (month, source, title), oldest first."""
    entries = [(source.key, entry) for source in timeline_sources() for entry in source.load(person, user)]
    found = [(f"{entry.when:%Y-%m}", key, str(entry.title)) for key, entry in entries]
    return sorted(found, key=lambda line: line[0])


def missing(expected: list[tuple[str, str, str]], found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Expected lines that are not there, each found line used once."""
    left = list(found)
    absent = []
    for line in expected:
        match = next((other for other in left if other[:2] == line[:2] and line[2] in other[2]), None)
        left.remove(match) if match else absent.append(line)
    return absent


def test_the_two_ways_read_like_the_presentation(world):
    for name, expected in (("Nanna", SHORT_WAY), ("Elias", LONG_WAY)):
        person = Person.objects.get(first_name=name)
        assert missing(expected, lines(person, world.staff["relation"])) == []
    referral = HousingReferral.objects.get(person__first_name="Elias")
    assert referral.events.get(event="reject").reason == "no_income"
    left = Stay.objects.get(person__first_name="Elias", organisation=world.organisations["roskildehjemmet"])
    assert (left.start, left.end) == (date(2024, 12, 5), date(2025, 2, 14))


def test_the_programme_is_set_up_as_its_source_says():
    """9.0 m kr. = 8.1 + 0.9, spent as 6.4 + 2.6; posts of 20, 37, 37, 10 and 10 hours a week; three phases."""
    world = build_world(TODAY)
    fund(world)
    money = Counter()
    for row in Funding.objects.all():
        money[row.kind] += row.amount
    assert money == {"grant": 8_100_000, "own": 900_000, "expense": 9_000_000}
    assert sorted(post.weekly_hours for post in world.programme.posts.all()) == [10, 10, 20, 37, 37]
    phases = [phase.code for phase in world.programme.phases.order_by("position")]
    assert phases == ["opstart", "stabilisering", "udslusning"]


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2025, 6, 1), date(2023, 3, 14), date(2028, 1, 1)),
        (date(2026, 11, 26), date(2024, 1, 1), date(2028, 1, 1)),
        (date(2031, 5, 1), date(2024, 1, 1), date(2032, 4, 30)),
    ],
)
def test_the_programme_runs_on_every_day_the_stories_need(today, start, end):
    """From 810 days before today, and for a year from today."""
    programme = build_world(today).programme
    assert (programme.start, programme.end) == (start, end)


def test_everyone_is_in_the_age_group_from_the_first_meeting_to_the_screening():
    """Fifty young people on each of 450 days: the demo is built on any day."""
    draw = Random(1)
    outside = []
    for number in range(450):
        for _ in range(50):
            screened = date(2026, 11, 1) + timedelta(days=number)
            met = screened - timedelta(days=draw.randint(0, 60))
            born = birth_date(draw, met=met, screened=screened)
            if age_on(born, met) < 18 or age_on(born, screened) > 24:
                outside.append((met, screened, born))
    assert outside == []


def told(world: World, seed: int) -> list[tuple[object, ...]]:
    populate(world, today=TODAY, seed=seed, size=3)
    found: list[tuple[object, ...]] = []
    for person in Person.objects.exclude(first_name__in=["Nanna", "Elias"]).order_by("pk"):
        found.append((person.first_name, person.last_name, person.birth_date))
        found += person.contacts.order_by("pk").values_list("happened_at", "kind", "outcome", "note")
        found += person.stays.order_by("pk").values_list("kind", "start", "end")
    return found


def test_the_same_seed_tells_the_same_stories(world):
    stories = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            stories.append(told(world, seed))
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert stories[0] != stories[2]
    assert len(stories[0]) > 50


def test_nobody_is_real_and_nothing_lies_in_the_future():
    populate(build_world(TODAY), today=TODAY, size=5)
    numbers = [decrypt_cpr(person.cpr_encrypted) for person in Person.objects.exclude(cpr_encrypted="")]
    assert len(numbers) >= 4
    assert [number for number in numbers if not 61 <= int(number[:2]) <= 91] == []
    assert [user.email for user in User.objects.all() if not user.email.endswith("@example.org")] == []
    assert Contact.objects.filter(happened_at__date__gt=TODAY).count() == 0
    assert Stay.objects.filter(start__gt=TODAY).count() == 0
    assert Enrolment.objects.filter(start__gt=TODAY).count() == 0
    assert Offer.objects.filter(offered_on__gt=TODAY).count() == 0
    assert SupportCase.objects.filter(state_since__gt=TODAY).count() == 0


def test_the_command_builds_once_and_writes_a_login_for_every_role(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    call_command("demo", people=1, today=TODAY)
    path = tmp_path / "demo-logins.json"
    logins = json.loads(path.read_text())
    assert {login["role"] for login in logins} == set(Role.values)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert User.objects.get(email=logins[0]["email"]).check_password(logins[0]["password"])
    people = Person.objects.count()
    call_command("demo", if_empty=True)
    assert Person.objects.count() == people
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo")


def test_the_command_never_meets_real_data(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="real data"):
        call_command("demo")
