"""A small world in which every address has something behind it, for sweeps over all pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from cases.enrolments.models import StepDone
from cases.handovers.codes import HandoverState
from cases.import_pages.actions import choose_columns, keep_file
from cases.import_pages.tasks import work
from cases.own_answers.actions import open_for_young_person
from cases.people.models import Person
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, Post
from cases.question_pages.actions import add_question
from cases.question_pages.rules import Line, Wording
from cases.questionnaires.codes import ItemType, When
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreport_imports.rules import REQUIRED
from cases.teams.models import Membership, Team
from housing.referrals.codes import OfferState, ReferralState
from housing.referrals.rules import steps_from
from housing.support import rules as support_rules
from housing.support.codes import SupportState
from reporting.editions.actions import make_edition, release_edition
from reporting.midterm.tasks import produce
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
    TeamFactory,
    cpr_fields,
    staff,
    works_in,
)
from tests.factories.handovers import handover
from tests.factories.housing import (
    DAY,
    HousingReferralFactory,
    OfferFactory,
    ReferralStepFactory,
    StayFactory,
    SupportCaseFactory,
)
from tests.factories.reporting import EditionFactory, FundingFactory, ReportRunFactory, TargetFactory
from tests.factories.statusreports import asks, reported

Samples = dict[str, list[dict[str, Any]]]
# The endpoints of the API that give single records, and the pages whose records they are.
ENDPOINTS = {
    "organisations": "/administration/organisations/",
    "programmes": "/programmes/",
    "people": "/people/",
    "enrolments": "/enrolments/",
    "contacts": "/contacts/",
    "handovers": "/handovers/",
    "stays": "/housing/stays/",
    "referrals": "/housing/referrals/",
    "offers": "/housing/offers/",
    "support-cases": "/housing/support/",
    "report-runs": "/reports/",
    "outcome-tables": "/reports/tables/",
}
# Items of status reports: one of every type, with a skip rule, a free text, a main answer and a part that is unknown.
OF_EVERY_TYPE = ("housing_now", "nights", "waiting_list", "homeless_situation", "mastery", "methods", "closing_why")
# A name of the second house: on a page of the first it has no business.
FOREIGN = "Zqfremmed"
OFFER_OF = {
    ReferralState.OFFERED: OfferState.OPEN,
    ReferralState.ACCEPTED: OfferState.ACCEPTED,
    ReferralState.CONTRACT: OfferState.ACCEPTED,
}


@dataclass(frozen=True)
class World:
    """Somebody of every role, and for each part of the address plan the keys of what lies there."""

    users: dict[Role, User]
    samples: Samples

    def paths(self) -> Iterator[tuple[str, str, Any]]:
        """Every address of ours with a record behind it, as (name, path, view)."""
        for name, route, view in _routes(get_resolver().url_patterns):
            for keys in self._keys(route):
                path = _filled(route, keys)
                if "<" not in path:
                    yield name, path, view

    def foreign(self, other: "World") -> Iterator[tuple[str, str, Any]]:
        """Every address that takes a key, with one key of the other world; what comes before and after stays ours.

        A key goes with its kind, where the address names that too.
        """
        yield from ((name, path, view) for name, path, _missing, view in self.foreign_and_missing(other))

    def foreign_and_missing(self, other: "World") -> Iterator[tuple[str, str, str, Any]]:
        """The same, each beside the address with a key that nothing has: (name, foreign, missing, view)."""
        for name, route, view in _routes(get_resolver().url_patterns):
            for row in other._keys(route):
                ours = [own for own in self._keys(route) if own.get("kind") == row.get("kind")]
                for key, foreign in row.items():
                    if f"<{key}>" in route and all(own.get(key) != foreign for own in ours):
                        paths = (_filled(route, ours[0] | {key: value}) for value in (foreign, _nobodys(foreign)))
                        yield name, *paths, view

    def missing(self) -> set[str]:
        """Addresses of ours with nothing behind them, which no sweep would see."""
        return {name for name, _route, _view in _routes(get_resolver().url_patterns)} - {
            name for name, _path, _view in self.paths()
        }

    def _keys(self, route: str) -> list[dict[str, Any]]:
        fitting = [part for part in self.samples if route.startswith(part)]
        return self.samples[max(fitting, key=len)] if fitting else [{}]


def _nobodys(key: Any) -> Any:
    """A key of the same form that nothing has, the same each time."""
    if isinstance(key, int):
        return 999_999_999
    return UUID(int=0) if isinstance(key, UUID) else f"{key[:-1]}9"


def _filled(route: str, keys: dict[str, Any]) -> str:
    for key, value in keys.items():
        route = route.replace(f"<{key}>", str(value))
    return route


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, str, Any]]:
    for entry in patterns:
        text = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", prefix + str(entry.pattern).lstrip("^").rstrip("$"))
        if "account" in text:
            continue
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, text)
            continue
        for name, converter in entry.pattern.converters.items():
            kind = "int" if isinstance(converter, IntConverter) else type(converter).__name__[:4].lower()
            text = text.replace(f"<{kind}:{name}>", f"<{name}>").replace(f"<str:{name}>", f"<{name}>")
        yield entry.name or "", text, entry.callback


def inhabited() -> World:
    """Build it."""
    return _house(TeamFactory(code="team"), ProgrammeFactory(code="hjem"), "A10000", "6103044233")


def second_house() -> World:
    """Another organisation with a team, a programme and young people of its own, all of them named `FOREIGN`."""
    team = TeamFactory(code="foreign-team", name=FOREIGN)
    programme = ProgrammeFactory(code="foreign", name=FOREIGN, organisation=team.organisation)
    world = _house(team, programme, "Zq10000", "6103051234")
    Person.objects.filter(team=team).update(first_name=FOREIGN, last_name=FOREIGN, alias="")
    User.objects.filter(pk__in=[user.pk for user in world.users.values()]).update(name=FOREIGN)
    PhaseStep.objects.filter(phase__programme=programme).update(text_da=FOREIGN, text_en=FOREIGN)
    return world


def _house(team: Team, programme: Any, reference: str, cpr: str) -> World:
    users = {role: staff(role, team=team) for role in Role}
    Membership.objects.filter(user=users[Role.EVALUATOR]).update(programme=programme)
    person = PersonFactory(reference=reference, team=team, **cpr_fields(cpr))
    samples = _case(person, programme, users) | _housing(team, users[Role.CASEWORKER]) | _setup(team, programme, users)
    records = {f"/api/v1/{endpoint}/<": samples[pages] for endpoint, pages in ENDPOINTS.items()}
    return World(users, samples | records)


def _case(person: Person, programme: Any, users: dict[Role, User]) -> Samples:
    worker, team = users[Role.CASEWORKER], person.team
    phases = [PhaseTemplateFactory(programme=programme) for _ in range(2)]
    step = PhaseStepFactory(phase=phases[0])
    running, paused, closed = (EnrolmentFactory(person=PersonFactory(team=team), programme=programme) for _ in "123")
    EnrolmentFactory(person=person, programme=programme)
    spells = [PhaseSpellFactory(enrolment=one, phase=phases[0]) for one in (running, paused)]
    PhaseSpellFactory(enrolment=closed, phase=phases[0], end=DAY)
    rest = paused.pauses.create(reason="prison", start=DAY)
    type(closed).objects.filter(pk=closed.pk).update(end=DAY, closing_reasons=["completed"])
    done = StepDone.objects.create(spell=spells[1], step=step, done_on=DAY, done_by=worker)
    screening = ScreeningFactory(person=person, programme=programme)
    held = AssignmentFactory(enrolment=running, worker=worker)
    states = [state for state in HandoverState if state != HandoverState.DONE]
    shared = {"receiver": users[Role.PARTNER].organisation, "shared_until": TODAY + timedelta(days=30)}
    handovers = [handover(state, person=person, **shared) for state in states]
    asked = ScreeningRequestFactory(person=person, programme=programme, asked_by=worker)
    wrong = {"enrolment": closed, "phase": spells[1], "pause": rest, "screening": screening, "assignment": held}
    enrolments = [{"pk": one.pk, "step": step.pk} for one in (running, paused, closed)]
    return _reports(programme, worker, start=running, quarterly=paused, closing=closed) | {
        "/contacts/": [{"pk": ContactFactory(by=worker, people=[person], note="Fornavn0 var med").pk}],
        "/handovers/": [{"pk": row.pk} for row in handovers],
        "/inbox/": [{"pk": row.pk} for row in handovers],
        "/people/": [{"reference": person.reference}],
        "/housing/people/": [{"reference": person.reference}],
        "/screenings/": [{"pk": screening.pk}],
        "/screening-requests/": [{"pk": asked.pk}],
        "/my-day/aside/": [{"kind": "person", "pk": person.pk}, {"kind": "handover", "pk": handovers[0].pk}],
        "/enrolments/": enrolments,
        "/steps/<pk>/undo/": [{"pk": done.pk}],
        "/steps/": [{"pk": step.pk}],
        "/phases/": [{"pk": phases[1].pk}],
        "/assignments/": [{"pk": held.pk}],
        "/corrections/": [{"kind": kind, "pk": row.pk} for kind, row in wrong.items()],
        "/own-answers/": [{"token": token} for token in _own_answers(worker, paused)],
        "/drafts/": [{"key": "cases-contact-create"}, {"key": f"cases-handover-create:{person.reference}"}],
    }


def _own_answers(worker: User, enrolment: Any) -> list[str]:
    """A view opened for a young person, by its token."""
    asks(enrolment.programme, *OF_EVERY_TYPE)
    return [open_for_young_person(by=worker, at=NOW, enrolment=enrolment, kind="quarterly")]


def _reports(programme: Any, worker: User, **fitting: Any) -> Samples:
    """Status reports: courses by the kind that fits them, of which all but the first have a report."""
    asks(programme, *OF_EVERY_TYPE)
    noted = {"answers": {"housing_now": "almen"}, "comments": {"housing_now": "Fornavn0 var med"}}
    reports = [reported(fitting[kind], worker, **noted) for kind in ("quarterly", "closing")]
    return {
        "/enrolments/<pk>/status-reports/<kind>/": [{"pk": row.pk, "kind": kind} for kind, row in fitting.items()],
        "/status-reports/": [{"pk": row.pk} for row in reports],
    }


def _housing(team: Team, worker: User) -> Samples:
    referrals, offers = [], []
    for state in ReferralState:
        referral = HousingReferralFactory(person=PersonFactory(team=team), state=state, state_since=DAY)
        referrals.append(referral)
        if state in OFFER_OF:
            answered = DAY if OFFER_OF[state] == OfferState.ACCEPTED else None
            offers.append(OfferFactory(referral=referral, state=OFFER_OF[state], decided_on=answered))
    dated: dict[str, dict[str, Any]] = {SupportState.OPENED: {}, SupportState.TALKED: {"talked_on": DAY}}
    heard = {"talked_on": DAY, "hearing_sent_on": DAY, "hearing_deadline": DAY + timedelta(days=14)}
    decided = {"talked_on": DAY, "decided_on": DAY, "decided_by": worker}
    dated |= {SupportState.HEARING: heard, SupportState.GRANTED: decided}
    dated |= {SupportState.STARTED: decided | {"start": DAY}}
    cases = [
        SupportCaseFactory(person=PersonFactory(team=team), state=state, state_since=DAY, **facts)
        for state, facts in dated.items()
    ]
    possible = {step: row for row in referrals for step in steps_from(row.step)}
    takeable = {step: row for row in cases for step in support_rules.steps_from(row.step, hearing_answered=False)}
    stay = StayFactory(person=PersonFactory(team=team))
    begun = HousingReferralFactory(person=PersonFactory(team=team), referred_by=worker, state="submitted")
    events = [ReferralStepFactory(referral=begun)]
    events.append(ReferralStepFactory(referral=begun, event="submit", from_state="draft", to_state="submitted"))
    return {
        "/housing/referrals/<pk>/steps/": [{"pk": row.pk, "event": step} for step, row in possible.items()],
        "/housing/referral-steps/": [{"pk": event.pk} for event in events],
        "/housing/referrals/": [{"pk": row.pk} for row in referrals if row.state in {"draft", "waiting"}],
        "/housing/offers/": [{"pk": row.pk} for row in offers],
        "/housing/stays/": [{"pk": stay.pk}],
        "/housing/support/<pk>/steps/": [{"pk": row.pk, "event": step} for step, row in takeable.items()],
        "/housing/support/<pk>/days/": [{"pk": row.pk, "event": row.taken[-1][0]} for row in cases if row.taken],
        "/housing/support/": [{"pk": cases[0].pk}],
    }


def _question(programme: Any) -> Wording:
    """A question of the programme's own, with its name."""
    answers = [Line("ja", "Ja"), Line("nej", "Nej")]
    return Wording(ItemType.ONE, f"Kender de {programme.name}?", [When.EVERY], choices=answers)


def _editions(run: Any, lead: User) -> list[Any]:
    """One that is out, one like it to be looked at, and one that is being made."""
    made: Any = EditionFactory(run=run)
    make_edition(at=NOW, edition_id=made.pk)
    out = release_edition(by=lead, at=NOW, edition=made)
    facts = {name: getattr(out, name) for name in ("result", "system", "hidden", "against")}
    return [out, EditionFactory(run=run, state="ready", **facts), EditionFactory(run=run)]


def _setup(team: Team, programme: Any, users: dict[Role, User]) -> Samples:
    organisation = programme.organisation
    norm = CaseloadNorm.objects.create(programme=programme, function="relation", young_people=10)
    post = Post.objects.create(
        programme=programme, organisation=organisation, title="Vejleder", function="street", weekly_hours=37
    )
    partner = Partnership.objects.create(programme=programme, organisation=organisation)
    other = staff(Role.LEAD)
    question = add_question(by=users[Role.LEAD], at=NOW, programme=programme, wording=_question(programme), after="")
    target = TargetFactory(programme=programme, label_da="Samtaler", start=TODAY - timedelta(days=30))
    line = FundingFactory(programme=programme, kind="expense")
    waiting, done = ReportRunFactory(programme=programme), ReportRunFactory(programme=programme)
    produce(done.pk)
    return {
        "/administration/organisations/": [{"code": organisation.code}],
        "/administration/teams/": [{"code": team.code}],
        "/administration/users/": [{"pk": other.pk}],
        "/administration/roles/": [{"pk": other.memberships.get().pk}],
        "/programmes/<code>/imports/": [{"code": programme.code, "pk": _taken_over(programme, users[Role.LEAD]).pk}],
        "/programmes/": [{"code": programme.code}],
        "/programmes/<code>/questions/<pk>/": [{"code": programme.code, "pk": question.pk}],
        "/board/status-reports/": [{"which": which} for which in ("expected", "received", "missing", "late")],
        "/programmes/import-files/": _on_their_way_in(programme, users[Role.LEAD], team),
        "/norms/": [{"pk": norm.pk}],
        "/posts/": [{"pk": post.pk}],
        "/partners/": [{"pk": partner.pk}],
        "/reports/editions/new/": [{"code": programme.code}],
        "/reports/editions/": [
            {"public_id": one.public_id, "form": "csv"} for one in _editions(done, users[Role.LEAD])
        ],
        "/reports/": [
            {"public_id": run.public_id, "form": form, "indicator": "screened", "table": "outcome"}
            for run, form in [(done, "csv"), (waiting, "csv")]
        ],
        "/reports/tables/": [{"code": programme.code, "key": "housing", "form": "csv"}],
        "/reports/programmes/": [{"code": programme.code, "form": "csv"}],
        "/reports/targets/": [{"pk": target.pk}],
        "/reports/money/": [{"pk": line.pk}],
        "/reports/posts/": [{"pk": post.pk}],
        "/api/v1/<rest>": [{"rest": "nowhere"}],
    }


SHEET = (
    b"Nr;Startdato;Dato;Indberetning;Alder\n7;01-02-2024;05-02-2024;Opstart;19\n8;01-02-2024;i dag;Opstart;Fornavn0\n"
)


def _on_their_way_in(programme: Any, lead: User, team: Team) -> list[dict[str, Any]]:
    """A file whose columns are asked for, and one that was looked through."""
    works_in(team, programme)
    sent = {"by": lead, "at": NOW, "programme": programme, "team": team, "name": "Fornavn0.csv", "content": SHEET}
    waiting, ready = keep_file(**sent), keep_file(**sent)
    chosen = dict(zip(["Nr", "Startdato", "Dato", "Indberetning"], REQUIRED, strict=True)) | {"Alder": "age_at_start"}
    choose_columns(by=lead, at=NOW, file=ready, chosen=chosen, language="da")
    work(ready.pk)
    return [{"public_id": file.public_id} for file in (waiting, ready)]


def _taken_over(programme: Any, lead: User) -> ReportImport:
    """An import that brought one of the programme's young people."""
    enrolment = programme.enrolments.first()
    batch = ReportImport.objects.create(programme=programme, by=lead, at=NOW, fingerprint="0" * 64, courses=1)
    ImportedEnrolment.objects.create(programme=programme, file_key="7", enrolment=enrolment, brought_by=batch)
    return batch
