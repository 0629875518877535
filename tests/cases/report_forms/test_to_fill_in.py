"""How much of a quarterly report is left for somebody to fill in, of a well documented young person."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.contacts.codes import NETWORK_MEETING, VISIT
from cases.own_answers.rules import own_keys
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from reporting.presets.programmes import PRESETS, S1
from tests.clock import NOW, TODAY
from tests.factories.cases import ContactFactory
from tests.factories.housing import StayFactory
from tests.factories.statusreports import reported

pytestmark = pytest.mark.django_db

MOST = 12  # fields that a human fills in

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def youth(enrolment):
    """The questions of the youth programme of the sources."""
    load_items(by=None, at=NOW)
    versions = {(row.code, row.edition): row for row in ItemVersion.objects.all()}
    [preset] = PRESETS[S1]
    items = [versions[code, edition] for code, edition in preset.items]
    ask(by=None, at=NOW, programme=enrolment.programme, items=items)
    return enrolment


def answer(item, key):
    """An answer to a question, the first it offers; in what took place nothing did."""
    if item.type == "event":
        return None if item.code == "indsluset" else [{"code": next(iter(item.choices)), "from": None, "to": None}]
    if item.type == "several":
        return [next(iter(item.choices))]
    if item.type == "numbers":
        return 1
    return next(iter(item.scale_of(key.rpartition(".")[2]) if item.parts else item.choices))


def documented(enrolment, worker, *, kind="general_home", earlier="almen"):
    """A first report in full, three months of visits with their minutes, a network meeting, and where they live."""
    items = enrolment.programme.questionnaires.order_by("-number").first().asked
    answers = {key: answer(item, key) for item in items for key in item.keys if not key.endswith((".text", ".main"))}
    answers = {
        key: value for key, value in answers.items() if value is not None and not key.startswith("in_treatment")
    }
    reported(enrolment, worker, answers=answers | {"housing_now": earlier})
    StayFactory(person=enrolment.person, kind=kind, start=date(2025, 1, 15))
    for day in (3, 10, 17, 24):
        at = datetime(2025, 5, day, 12, tzinfo=COPENHAGEN)
        ContactFactory(people=[enrolment.person], by=worker, kind=VISIT, minutes=45, happened_at=at)
    held = datetime(2025, 5, 12, 12, tzinfo=COPENHAGEN)
    ContactFactory(people=[enrolment.person], by=worker, kind=NETWORK_MEETING, happened_at=held)


def counted(page, enrolment):
    form = page.get(f"/enrolments/{enrolment.pk}/status-reports/quarterly/").context["form"]
    progress = form.progress()
    empty = {key for key in form.item_of if form[key].value() in (None, "", [])}
    by_hand = {key for item in form.items for key in own_keys(item)} & empty
    return progress, by_hand


HOMES = {("general_home", "almen"): (8, 24, 12), ("friends_family", "ikke_egen_bolig"): (9, 26, 12)}


@pytest.mark.parametrize(("lives", "earlier"), HOMES)
def test_a_quarterly_report_asks_a_human_for_few_answers(page, youth, worker, lives, earlier):
    """Filled in by the case, confirmed by one tap each, and answered: eleven by the young person, one by the worker."""
    documented(youth, worker, kind=lives, earlier=earlier)
    progress, by_the_young_person = counted(page, youth)
    assert (progress.filled, progress.confirm, progress.answer) == HOMES[lives, earlier]
    assert progress.answer <= MOST
    assert len(by_the_young_person) == 11
    html = page.get(f"/enrolments/{youth.pk}/status-reports/quarterly/").content.decode()
    assert f'data-progress="answer">{progress.answer}<' in html
    assert f'data-progress="confirm">{progress.confirm}<' in html


def test_a_first_report_without_facts_is_a_humans(page, youth):
    progress, _by_hand = counted(page, youth)
    assert (progress.filled, progress.confirm) == (0, 0)
    assert progress.answer > MOST


def test_the_situation_without_a_home_is_known_from_the_stay(page, youth, worker):
    documented(youth, worker, kind="street", earlier="ikke_egen_bolig")
    form = page.get(f"/enrolments/{youth.pk}/status-reports/quarterly/").context["form"]
    assert (form["homeless_situation"].value(), form["homeless_situation.main"].value()) == (["gade"], "gade")
    assert "4 uger" in str(form.asking.known["continuous_use"].why)
    assert form.asking.known["continuous_use"].value is None


def test_what_only_the_young_person_can_say_is_never_taken_over(page, youth, worker):
    documented(youth, worker)
    form = page.get(f"/enrolments/{youth.pk}/status-reports/quarterly/").context["form"]
    repeatable = {key for key, _label in form.fields["unchanged"].choices}
    assert {"who5.q1", "general_health", "mastery.young_person.oekonomi"} & repeatable == set()
    assert {"mastery.oekonomi", "income"} <= repeatable
    assert form.asking.day == TODAY
