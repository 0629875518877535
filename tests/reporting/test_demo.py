"""The demo world: its two real ways read as the project's presentation tells them, and chance repeats itself.

Source of both tables: the project's presentation, "Case 1" and "Case 2", line by line; its words stand last.
"""

import json
import re
import stat
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.utils import timezone

from cases.contacts.models import Contact, ContactAmendment, last_reached
from cases.core.periods import age_on
from cases.demo.world import World, build_world
from cases.enrolments.models import Enrolment
from cases.handovers.models import Handover
from cases.panels.registry import TimelineEntry, timeline_sources
from cases.people.cpr import decrypt_cpr
from cases.people.models import Person
from cases.staff.codes import Role
from cases.staff.models import User
from housing.demo.population import birth_date, populate
from housing.demo.slides import enter_slides
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from housing.support.models import SupportCase
from reporting.demo import fund, report
from reporting.funding.models import Funding
from reporting.runs.models import ReportRun
from tests.factories.cases import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)

OURS = ""  # a step between two lines of the presentation
SUPPORT = "§ 85 Socialpædagogisk støtte"
# Month, what the timeline says, the first sentence below it, and the presentation's line.
SHORT_WAY = [
    ("2024-02", "Bor fast hos forælder eller familie", "Hos en forælder", "Bor hos en forælder"),
    ("2024-05", "Møde", "Kom i Kofoeds Kælder efter råd fra sin behandler i Opus", "Henvender sig til Kofoeds Kælder"),
    ("2024-05", "Møde", "Første møde", "Første møde med relationsmedarbejder"),
    ("2024-06", "Herberg (§ 110)", "Herberg Sundby", "Flytter ind på herberg"),
    ("2024-07", "Møde", "Første samtale", "Første kontakt med myndighedsmedarbejderen"),
    ("2024-08", "Kladde", "", OURS),
    ("2024-08", "Indsendt", "", "Boligindstilling"),
    ("2024-08", "Modtaget", "", OURS),
    ("2024-09", "Bostøttesag åbnet", SUPPORT, OURS),
    ("2024-09", "VUM-samtale", SUPPORT, "VUM-samtale"),
    ("2024-09", "Godkendt", "", OURS),
    ("2024-09", "På venteliste", "", OURS),
    ("2024-10", "Partshøring sendt", SUPPORT, "Partshøring VUM"),
    ("2024-10", "Partshøring besvaret", SUPPORT, OURS),
    ("2024-11", "Bolig tilbudt", "", "Boligtilbud"),
    (
        "2024-11",
        "Bolig tilbudt: Havnelunden 12, 2. tv., 2450 København SV",
        "Boligforeningen Havnelund",
        "Boligtilbud",
    ),
    ("2024-11", "Tilbud accepteret", "", OURS),
    ("2024-11", "Støtte bevilget", SUPPORT, "Afgørelse og bevilling af bostøtte"),
    ("2024-12", "Kontrakt underskrevet", "", OURS),
    ("2025-02", "Bostøtte startet", SUPPORT, "Opstart af forløb med Bostøtte"),
    ("2025-03", "Almen ungdomsbolig", "Havnelunden 12, 2", "Indflytning i egen bolig"),
    ("2025-03", "Flyttet ind", "", "Indflytning i egen bolig"),
    ("2025-04", "Besøg hjemme eller på herberg", "Opfølgning i egen bolig", "Opfølgning i egen bolig"),
    ("2025-04", "Fulgt op: Bor stadig i boligen", "", "Opfølgning i egen bolig"),
]
LONG_WAY = [
    ("2022-11", "Møde", "Kom i Kofoeds Kælder sammen med sin mor", "Første møde i Kofoeds kælder"),
    ("2022-11", "Herberg (§ 110)", "Herberg Sundby", "Er indskrevet på to forskellige herberger"),
    ("2023-03", "Herberg (§ 110)", "Ungeherberget Hellebro", "Er indskrevet på to forskellige herberger"),
    ("2023-08", "Flyttet fra: Herberg (§ 110)", "", "Nov. 2022-Aug. 2023"),
    ("2024-02", "Møde", "Kontakten genoptaget, efter at moren ringede", "Relationsmedarbejder genoptager kontakten"),
    ("2024-04", "Herberg (§ 110)", "Ungeherberget Hellebro", "Den unge er indskrevet på to herberger"),
    ("2024-05", "Møde", "Afklarende møde med ny sagsbehandler", "har et afklarende møde med ny sagsbehandler"),
    ("2024-08", "Herberg (§ 110)", "Herberg Sundby", "Den unge er indskrevet på to herberger"),
    ("2024-12", "Herberg (§ 110)", "Roskildehjemmet", "Indskrives på Roskildehjemmet"),
    ("2025-01", "Møde", "Møde med herbergets sagsbehandler", "Møde med sagsbehandler fra herberget"),
    ("2025-01", "Kladde", "", OURS),
    ("2025-01", "Indsendt", "", "Boligindstilles"),
    ("2025-02", "Modtaget", "", OURS),
    ("2025-02", "Andet: uden den unge", "Udskriver sig selv fra Roskildehjemmet", "Udskriver sig selv"),
    ("2025-02", "Flyttet fra: Herberg (§ 110)", "", "Udskriver sig selv"),
    ("2025-03", "Afslag", "", "Boligindstilling afvises pga. manglende indtægt"),
    ("2025-03", "Netværksmøde: uden den unge", "Møde med herberget om indtægten", "flere møder ift. indtægt"),
    ("2025-03", "Netværksmøde: uden den unge", "Møde med herberget om indtægten", "flere møder ift. indtægt"),
    ("2025-03", "Netværksmøde: uden den unge", "Møde med herberget om indtægten", "flere møder ift. indtægt"),
    ("2025-04", "Herberg (§ 110)", "Ungeherberget Hellebro", "Indskrives på ungeherberget Hellebro"),
    ("2025-04", "Netværksmøde", "Relation, myndighed og herberg samler trådene på Hellebro", "Der afholdes møde"),
    ("2025-04", "Kladde", "", "plan for ny boligindstilling"),
    ("2025-04", "Bostøttesag åbnet", SUPPORT, "plan for VUM"),
]
SOURCES = ("contact", "stay", "referral", "offer", "support")


@pytest.fixture
def world() -> World:
    world = build_world(TODAY)
    enter_slides(world)
    return world


def lines(person: Person, user: User) -> list[tuple[str, str, str]]:
    """The timeline as (month, title, first sentence), oldest first."""
    sources = [source for key in SOURCES for source in timeline_sources() if source.key == key]
    entries = sorted((entry for source in sources for entry in source.load(person, user)), key=day_of)
    return [(f"{day_of(entry):%Y-%m}", title_of(entry), re.split(r"[.:] ?", entry.body)[0]) for entry in entries]


def day_of(entry: TimelineEntry) -> date:
    return entry.when.date() if isinstance(entry.when, datetime) else entry.when


def title_of(entry: TimelineEntry) -> str:
    return str(entry.title).removeprefix("Boligindstilling til Den boligsociale anvisning: ")


@pytest.mark.parametrize(("name", "way"), [("Nanna", SHORT_WAY), ("Elias", LONG_WAY)])
def test_the_two_ways_read_like_the_presentation(world, name, way):
    person = Person.objects.get(first_name=name)
    assert lines(person, world.staff["relation"]) == [line[:3] for line in way]
    assert person.enrolments.get().end is None


def test_the_two_ways_hold_what_the_presentation_says_besides(world):
    """Her diagnosis and her studies; three bridges in February 2024; a no for want of income; meetings without him."""
    nanna, elias = (Person.objects.get(first_name=name) for name in ("Nanna", "Elias"))
    notes = " ".join(nanna.contacts.values_list("note", flat=True))
    assert "Har en psykiatrisk diagnose." in notes
    assert "Skal begynde på studie efter sommerferien." in notes
    bridges = elias.handovers.filter(steps__event="send").order_by("purpose")
    sent = date(2024, 2, 12)
    assert list(bridges.values_list("purpose", "receiver__name", "steps__at__date")) == [
        ("income_job", "Jobcenter København", sent),
        ("psychiatry", "Opus", sent),
        ("shelter", "Ungeherberget Hellebro", sent),
    ]
    rejected, planned = HousingReferral.objects.filter(person=elias).order_by("opened_on")
    assert rejected.steps.get(event="reject").reason == "no_income"
    assert (planned.state, planned.opened_on) == ("draft", date(2025, 4, 11))
    left = elias.stays.get(organisation=world.organisations["roskildehjemmet"])
    assert (left.start, left.end) == (date(2024, 12, 5), date(2025, 2, 14))
    march = Person.objects.annotate(last=last_reached(date(2025, 3, 31))).get(pk=elias.pk)
    assert timezone.localtime(march.last).date() == date(2025, 1, 15)


def test_the_programme_is_set_up_as_its_source_says():
    """9.0 m kr. = 8.1 + 0.9, spent as 6.4 + 2.6; posts of 20, 37, 37, 10 and 10 hours a week; three phases."""
    world = build_world(TODAY)
    fund(world)
    money = Counter()
    for row in Funding.objects.all():
        money[row.kind] += row.amount
    assert money == {"stated": 9_000_000, "grant": 8_100_000, "own": 900_000, "expense": 9_000_000}
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
    draw = Random(1)  # noqa: S311  repeatable chance
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
    populate(world, today=TODAY, seed=seed, size=1)
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
    populate(build_world(TODAY), today=TODAY, size=1)
    numbers = [decrypt_cpr(person.cpr_encrypted) for person in Person.objects.exclude(cpr_encrypted="")]
    assert len(numbers) >= 4
    assert [number for number in numbers if not 61 <= int(number[:2]) <= 91] == []
    assert [user.email for user in User.objects.all() if not user.email.endswith("@example.org")] == []
    assert Contact.objects.filter(happened_at__date__gt=TODAY).count() == 0
    assert Stay.objects.filter(start__gt=TODAY).count() == 0
    assert Enrolment.objects.filter(start__gt=TODAY).count() == 0
    assert Offer.objects.filter(offered_on__gt=TODAY).count() == 0
    assert SupportCase.objects.filter(state_since__gt=TODAY).count() == 0


def test_every_screen_has_something_to_show():
    """Each of what happens seldom is there, however few stories are told."""
    world = build_world(TODAY)
    populate(world, today=TODAY, size=0)
    report(world)
    entries = Contact.objects.annotate(number=Count("people", distinct=True))
    assert entries.filter(number=3).count() == 1
    assert (entries.exclude(withdrawn_at=None).count(), ContactAmendment.objects.count()) == (1, 1)
    steps = Counter(ReferralStep.objects.values_list("event", flat=True))
    assert (steps["withdraw"], steps["accept"], steps["fall_through"]) == (1, 1, 1)
    assert sorted(SupportCase.objects.values_list("state", flat=True)) == ["dropped", "refused"]
    assert list(Handover.objects.values_list("state", flat=True)) == ["revoked"]
    again = Enrolment.objects.exclude(reopens=None).get()
    assert (again.end, again.reopens.closing_reasons) == (None, ["lost_contact"])
    names = Counter(Person.objects.exclude(first_name="").values_list("first_name", "last_name", "birth_date"))
    assert sorted(names.values())[-2:] == [1, 2]
    assert Enrolment.objects.filter(start__lt=F("person__first_met_on"), reopens=None).count() == 1
    assert sorted(ReportRun.objects.values_list("state", "end")) == [
        ("cancelled", date(2026, 3, 1)),
        ("done", date(2026, 3, 1)),
    ]


def test_the_command_builds_once_and_writes_a_login_for_every_role(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    call_command("demo", people=0, today=TODAY)
    path = tmp_path / "demo-logins.json"
    text = path.read_text()
    logins = json.loads(text)
    assert {login["role"] for login in logins} == set(Role.values)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert User.objects.get(email=logins[0]["email"]).check_password(logins[0]["password"])
    people = Person.objects.count()
    path.unlink()
    call_command("demo", if_empty=True)
    assert (Person.objects.count(), path.read_text()) == (people, text)
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo")


def test_a_demo_is_thrown_away_and_built_again(settings, tmp_path):
    """The database lets its history go for this alone; here as outside of the suite, whose connections may empty it."""
    settings.DATA_DIR = tmp_path
    call_command("demo", people=0, today=TODAY)
    old = set(Person.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL hjemvej.opened_for = ''")
    call_command("demo", reset=True, people=0, today=TODAY)
    assert (Person.objects.count(), Person.history.filter(history_type="+").count()) == (len(old), len(old))


def test_other_accounts_are_not_written_down_and_not_thrown_away(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    UserFactory(email="jonas@kommune.example")
    call_command("demo", if_empty=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CommandError, match="not the demo's"):
        call_command("demo", reset=True)
    assert User.objects.get().email == "jonas@kommune.example"


def test_the_command_never_meets_real_data(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="real data"):
        call_command("demo")
