"""A run as it is frozen: what it is about, and everything that a reader ever sees of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reporting.chapters.contents import in_chapters, on_top
from reporting.chapters.fingerprint import definitions, program
from reporting.chapters.freezing import across_tables
from reporting.chapters.steps import ACROSS
from reporting.chapters.words import all_words, in_both_languages
from reporting.runs.codes import ReportKind
from reporting.runs.models import ReportRun

RESULT_VERSION = 2


def frozen(run: ReportRun, *, at: datetime, rests_on: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a run whose parts are all there; `rests_on` is the fingerprint of the facts."""
    return {
        "version": RESULT_VERSION,
        "about": about(run, at=at) | {"definitions": definitions(), "program": program(), "input": dict(rests_on)},
        "words": all_words(),
        "headlines": on_top(),
        "chapters": in_chapters(run.parts),
        "relations": across_tables(starts_with_programme=run.start <= run.programme.start)
        | {"outcomes": run.parts.get(ACROSS)},
    }


def about(run: ReportRun, *, at: datetime) -> dict[str, Any]:
    """Which run this is, of which programme, and who asked for it."""
    by, programme = run.requested_by, run.programme
    return {
        "number": run.pk,
        "id": str(run.public_id),
        "kind": run.kind,
        "title": in_both_languages(ReportKind(run.kind).label),
        "programme": {"code": programme.code, "name": programme.name, "organisation": str(programme.organisation)},
        "from": run.start.isoformat(),
        "to": run.last_day.isoformat(),
        "as_of": run.as_of.isoformat(),
        "asked_at": run.requested_at.isoformat(),
        "asked_by": {"name": by.name, "organisation": str(by.organisation)} if by else None,
        "computed_at": at.isoformat(),
    }
