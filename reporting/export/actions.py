"""Taking a dataset out of the system."""

from datetime import datetime

from django.db import transaction

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.staff.models import User
from reporting.datasets.package import Export
from reporting.export.models import ExportRun


@transaction.atomic
def record_export(*, by: User | None, at: datetime, export: Export) -> ExportRun:
    """Log what is about to leave, before its first byte; `by` None is the command on the server.

    An export with names also logs whose they are, so that a young person can be told who took them out.
    """
    plan = export.plan
    run = ExportRun(
        programme=plan.programme,
        form=plan.form,
        is_deidentified=plan.deidentified,
        tables=[table.name for table in plan.tables],
        row_counts=export.figures.rows,
        requested_by=by,
        requested_at=at,
    )
    run.full_clean()
    run.save()
    record(
        AuditAction.EXPORTED,
        by=by,
        at=at,
        target=run,
        programme=plan.programme.code,
        form=str(plan.form),
        is_deidentified=plan.deidentified,
        tables=run.tables,
        rows=sum(run.row_counts.values()),
        shown=[] if plan.deidentified else export.references(),
    )
    return run
