"""Loading the programmes of a source."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.core.periods import add_months, last_day
from cases.core.plausible import token
from cases.imports.mapping_rules import Matched, fingerprint
from cases.organisations.actions import create_organisation
from cases.programmes.actions import add_phase, create_programme
from cases.programmes.models import Programme
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.staff.codes import MUNICIPAL_UNIT
from cases.staff.models import Organisation
from cases.statusreport_imports.actions import import_reports
from cases.statusreport_imports.files import FileRead
from cases.statusreport_imports.queries import items_known, team_of
from cases.teams.actions import create_team
from cases.teams.models import Team
from reporting.kinds.given import Span
from reporting.presets.programmes import EVERY_THREE_MONTHS, PRESETS, ProgrammePreset
from reporting.presets.statistics import STATISTICS
from reporting.presets.stories import stories
from reporting.presets.targets import TARGETS, TargetPreset
from reporting.statistics.actions import import_statistics
from reporting.targets.actions import count_by_hand, revise_target, set_target

YEARS = 48  # months that a target runs in a programme without end

REVISED = "Revideret måltal i kilden"

COURSES = 150  # of an invented population, in each programme
OLDEST = 60

UNIT = ("hoo", "Hjemløseområdet")  # the municipal unit that runs them


@transaction.atomic
def load_preset(*, at: datetime, code: str) -> list[Programme]:
    """Load the programmes of a source with phases, a team and what they ask. Those that are there stay as they are."""
    load_items(by=None, at=at)
    import_statistics(by=None, at=at, found=STATISTICS)
    return [_loaded(preset, at=at) for preset in PRESETS[code]]


@transaction.atomic
def load_targets(*, at: datetime, programme: Programme) -> int:
    """Set the example targets of a programme that has none, with what was counted by now. Returns how many."""
    presets = () if programme.targets.exists() else TARGETS.get(programme.code, ())
    for preset in presets:
        _target(preset, programme, at=at)
    return len(presets)


@transaction.atomic
def people_preset(*, at: datetime, code: str) -> int:
    """Fill the programmes of a source with invented courses and their reports. Returns how many reports were added.

    Whoever is there already stays, and nobody is added twice.
    """
    return sum(_people(preset, at=at) for preset in PRESETS[code])


def _people(preset: ProgrammePreset, *, at: datetime) -> int:
    programme = Programme.objects.get(code=preset.code)
    items = items_known(programme)
    rows = stories(
        seed=preset.code,
        count=COURSES,
        today=timezone.localdate(at),
        months=preset.report_months or EVERY_THREE_MONTHS,
        ages=(preset.min_age, min(preset.max_age, OLDEST)),
        kinds=preset.kinds,
    )
    found = FileRead(Matched(), fingerprint(preset.code), rows=list(rows))
    plan = import_reports(
        by=None, at=at, programme=programme, team=team_of(programme), items=items, found=found, only_valid=True
    )
    return plan.reports


def _loaded(preset: ProgrammePreset, *, at: datetime) -> Programme:
    programme = Programme.objects.filter(code=preset.code).first() or _programme(preset, at=at)
    if not programme.teams.exists():
        _team(programme, at=at)
    if not programme.questionnaires.exists():
        versions = {(item.code, item.edition): item for item in ItemVersion.objects.all()}
        ask(by=None, at=at, programme=programme, items=[versions[item] for item in preset.items])
    load_targets(at=at, programme=programme)
    return programme


def _target(preset: TargetPreset, programme: Programme, *, at: datetime) -> None:
    number, year, source = preset.baseline or (None, None, "")
    start = preset.start or programme.start
    target = set_target(
        by=None,
        at=at,
        programme=programme,
        kind=preset.kind,
        label_da=preset.name_da,
        label_en=preset.name_en,
        municipality=preset.municipality,
        unit=preset.unit,
        measured_by=preset.measured_by,
        figure=preset.figure,
        baseline_low=number,
        baseline_high=number,
        baseline_year=year,
        baseline_source=source,
        direction=preset.direction,
        start=start,
        due=preset.due or last_day(programme.end) or add_months(start, YEARS),
        value=Span.of(preset.value),
        is_example=True,
    )
    for day, value in preset.revised:
        revise_target(by=None, at=at, target=target, start=day, value=Span.of(value), why=REVISED)
    for day, counted in preset.counts:
        if start < day <= timezone.localdate(at):
            count_by_hand(by=None, at=at, target=target, on=day, number=counted)


def _programme(preset: ProgrammePreset, *, at: datetime) -> Programme:
    programme = create_programme(
        by=None,
        at=at,
        code=preset.code,
        name=preset.name,
        purpose=preset.purpose,
        organisation=_organisation(at=at),
        funder=preset.funder,
        start=preset.start,
        end=preset.end,
        capacity=preset.capacity,
        min_age=preset.min_age,
        max_age=preset.max_age,
        municipality=preset.municipality,
        report_months=preset.report_months,
        confirmed={token(name, getattr(preset, name)) for name in ("start", "max_age", "report_months")},
    )
    for phase in preset.phases:
        add_phase(
            by=None,
            at=at,
            programme=programme,
            code=phase.code,
            name_da=phase.name_da,
            name_en=phase.name_en,
            target_days=phase.days,
        )
    return programme


def _organisation(*, at: datetime) -> Organisation:
    code, name = UNIT
    there = Organisation.objects.filter(code=code).first()
    return there or create_organisation(by=None, at=at, code=code, name=name, kind=MUNICIPAL_UNIT)


def _team(programme: Programme, *, at: datetime) -> Team:
    return create_team(
        by=None,
        at=at,
        code=f"team-{programme.code}",
        name=programme.name,
        organisation=programme.organisation,
        programmes=[programme],
    )
