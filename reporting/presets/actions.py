"""Loading the programmes of a source."""

from datetime import datetime

from django.db import transaction

from cases.core.plausible import token
from cases.organisations.actions import create_organisation
from cases.programmes.actions import add_phase, create_programme
from cases.programmes.models import Programme
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.staff.codes import MUNICIPAL_UNIT
from cases.staff.models import Organisation
from cases.teams.actions import create_team
from cases.teams.models import Team
from reporting.presets.programmes import PRESETS, ProgrammePreset

UNIT = ("hoo", "Hjemløseområdet")  # the municipal unit that runs them


@transaction.atomic
def load_preset(*, at: datetime, code: str) -> list[Programme]:
    """Load the programmes of a source with phases, a team and what they ask. Those that are there stay as they are."""
    load_items(by=None, at=at)
    return [_loaded(preset, at=at) for preset in PRESETS[code]]


def _loaded(preset: ProgrammePreset, *, at: datetime) -> Programme:
    programme = Programme.objects.filter(code=preset.code).first() or _programme(preset, at=at)
    if not programme.teams.exists():
        _team(programme, at=at)
    if not programme.questionnaires.exists():
        versions = {(item.code, item.edition): item for item in ItemVersion.objects.all()}
        ask(by=None, at=at, programme=programme, items=[versions[item] for item in preset.items])
    return programme


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
