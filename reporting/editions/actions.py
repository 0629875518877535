"""Editions: asked for, made by a worker, looked at, released or thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.names import fold
from cases.programmes.models import Programme
from cases.records.actions import as_refusal
from cases.staff.models import User
from reporting.chapters.words import in_both_languages
from reporting.disclosure.suppression import CannotBeHidden
from reporting.editions.codes import EditionError, EditionEvent, EditionState, PeriodKind
from reporting.editions.models import Edition
from reporting.editions.queries import protected
from reporting.editions.rules import EDITION_STATES, MOST_ATTEMPTS, EditionPeriod
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.runs.actions import request_run, retry_run
from reporting.runs.codes import RunState

STOPPED = (RunState.FAILED, RunState.CANCELLED)


@transaction.atomic
def request_edition(
    *,
    by: User | None,
    at: datetime,
    programme: Programme,
    about: EditionPeriod,
    audience: str,
    threshold: int = SMALLEST_SHOWN,
) -> Edition:
    """Ask for an edition, and for the report behind it as of the last day of its period.

    `by` None is the command on the server. Raises `Refused` where the audience has an edition of the period already.
    """
    if Edition.objects.released_to(programme, audience).filter(start=about.period.start, end=about.end).exists():
        raise Refused(_("The audience has an edition of this period already."), field="audience")
    start, last_day = about.period.start, about.last_day
    run = request_run(by=by, at=at, programme=programme, start=start, last_day=last_day, as_of=last_day)
    edition = Edition(
        programme=programme,
        run=run,
        audience=" ".join(audience.split()),
        audience_key=fold(audience),
        kind=about.kind,
        start=start,
        end=about.end,
        threshold=threshold,
        requested_by=by,
        requested_at=at,
        moved_at=at,
    )
    with as_refusal(edition):
        edition.full_clean()
        edition.save()
    record(AuditAction.CREATED, by=by, at=at, target=edition, programme=programme.code)
    return edition


@transaction.atomic
def take_edition(*, at: datetime, edition_id: int) -> Edition | None:
    """Begin on an edition. None when there is nothing to do, or another worker is at it.

    One that has taken down too many workers fails instead of taking down another.
    """
    rows = Edition.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=EditionState.MAKING)
    edition = rows.filter(pk=edition_id).select_related("run").first()
    if edition is None:
        return None
    edition.attempt += 1
    edition.moved_at = at
    if edition.attempt > MOST_ATTEMPTS:
        _fail(edition, EditionError.FAULT, at=at)
        return None
    edition.save(update_fields=["attempt", "moved_at"])
    return edition


@transaction.atomic
def make_edition(*, at: datetime, edition_id: int) -> Edition | None:
    """Protect the report that an edition is made from. None where somebody else is at it, or it is made."""
    rows = Edition.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=EditionState.MAKING)
    edition = rows.filter(pk=edition_id).select_related("run", "programme").first()
    if edition is None:
        return None
    if edition.run.state != RunState.DONE:
        return _fail(edition, EditionError.NO_REPORT, at=at)
    issued = list(Edition.objects.released_to(edition.programme, edition.audience))
    try:
        made = protected(edition.run, edition.period, edition.threshold, issued)
    except CannotBeHidden:
        return _fail(edition, EditionError.TOLD_TOO_MUCH, at=at)
    for name, value in made.items():
        setattr(edition, name, value)
    edition.state, edition.moved_at = EDITION_STATES.after(EditionState(edition.state), EditionEvent.FINISH), at
    edition.save()
    return edition


@transaction.atomic
def fail_edition(*, at: datetime, edition_id: int, error: EditionError) -> None:
    """Give up with a code."""
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if edition.state == EditionState.MAKING:
        _fail(edition, error, at=at)


@transaction.atomic
def retry_edition(*, by: User, at: datetime, edition: Edition) -> Edition:
    """Make it again: after a failure, also of its report, or as the audience has had another edition meanwhile."""
    current = Edition.objects.select_for_update(of=("self",)).select_related("run").get(pk=edition.pk)
    current.state = EDITION_STATES.after(EditionState(current.state), EditionEvent.RETRY)
    current.error, current.attempt, current.moved_at = "", 0, at
    current.result = current.system = current.hidden = current.against = None
    current.save()
    if current.run.state in STOPPED:
        retry_run(by=by, at=at, run=current.run)
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=current, event=EditionEvent.RETRY)
    return current


@transaction.atomic
def release_edition(*, by: User | None, at: datetime, edition: Edition) -> Edition:
    """Let an edition out, for good. Refused where the audience has had another one since it was protected."""
    # One after the other for each programme, so that what is out for the audience is all that is.
    Programme.objects.select_for_update().get(pk=edition.programme_id)
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    state = EDITION_STATES.after(EditionState(current.state), EditionEvent.RELEASE)
    issued = list(Edition.objects.released_to(current.programme, current.audience).values_list("pk", flat=True))
    if issued != current.against:
        raise Refused(
            _("The audience has had another edition since this one was made. Make it again, and look at it.")
        )
    current.state, current.released_by, current.released_at, current.moved_at = state, by, at, at
    current.result = {**(current.result or {}), "about": _about(current)}
    with as_refusal(current):
        current.validate_constraints()
        current.save()
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=current, event=EditionEvent.RELEASE)
    return current


@transaction.atomic
def drop_edition(*, by: User, at: datetime, edition: Edition) -> None:
    """Throw away an edition that was not released; the report behind it stays."""
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    if current.is_released:
        raise Refused(_("An edition that is released cannot be thrown away."))
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=current, event="drop")
    current.delete()


def _about(edition: Edition) -> Mapping[str, Any]:
    """What the report is about, with which edition of it this is."""
    by = edition.released_by
    said = {
        "number": edition.pk,
        "audience": edition.audience,
        "threshold": edition.threshold,
        "period": in_both_languages(PeriodKind(edition.kind).label),
        "released_at": edition.released_at.isoformat() if edition.released_at else None,
        "released_by": {"name": by.name, "organisation": str(by.organisation)} if by else None,
    }
    return {**(edition.result or {})["about"], "edition": said}


def _fail(edition: Edition, error: EditionError, *, at: datetime) -> Edition:
    edition.state = EDITION_STATES.after(EditionState(edition.state), EditionEvent.FAIL)
    edition.error, edition.moved_at = error, at
    edition.save()
    return edition
