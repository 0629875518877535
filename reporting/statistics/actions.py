"""Taking over external statistics. What was published stays: a later version stands beside the earlier one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.records.actions import as_refusal, write
from cases.staff.models import User
from reporting.statistics.files import About, FileRead, Number
from reporting.statistics.models import Series, SeriesValue, SeriesVersion


@transaction.atomic
def import_statistics(*, by: User | None, at: datetime, found: FileRead) -> int:
    """Add the versions of a file that are not known yet, all or none. Returns how many were added.

    A version that is known with the same numbers is passed over; with others it is refused: what was published on a
    day does not change, a revision has a day of its own.
    """
    if found.faults:
        raise Refused(found.faults[0])
    added = 0
    for (about, published), numbers in found.versions.items():
        series = _series(about, by=by, at=at)
        known = SeriesVersion.objects.filter(series=series, published_on=published).first()
        if known is None:
            _add(series, published, numbers, by=by, at=at)
            added += 1
        elif _numbers(known) != {(one.municipality, one.group, one.period): one.value for one in numbers}:
            text = _("%(series)s of %(day)s is known with other numbers. A revision is published on a day of its own.")
            raise Refused(text % {"series": series, "day": date_format(published, "SHORT_DATE_FORMAT")})
    return added


def _series(about: About, *, by: User | None, at: datetime) -> Series:
    known = Series.objects.filter(code=about.code).first()
    if known is None:
        series = Series(
            code=about.code, name_da=about.name_da, name_en=about.name_en, source=about.source, unit=about.unit
        )
        write(series, by=by, at=at)
        record(AuditAction.CREATED, by=by, at=at, target=series)
        return series
    if known.unit != about.unit:
        raise Refused(_("%(series)s is known with another unit.") % {"series": known})
    return known


def _add(series: Series, published: date, numbers: list[Number], *, by: User | None, at: datetime) -> None:
    version = write(SeriesVersion(series=series, published_on=published), by=by, at=at)
    rows = [
        SeriesValue(
            version=version, municipality=one.municipality, group=one.group, period=one.period, value=one.value
        )
        for one in numbers
    ]
    for row in rows:
        with as_refusal(row):
            row.full_clean(exclude=["version"], validate_unique=False, validate_constraints=False)
    with as_refusal(rows[0]):
        SeriesValue.objects.bulk_create(rows)
    record(AuditAction.CREATED, by=by, at=at, target=version, numbers=len(rows))


def _numbers(version: SeriesVersion) -> dict[tuple[str, str, str], object]:
    rows = version.values.values_list("municipality", "group", "period", "value")
    return {(area, group, period): value for area, group, period, value in rows}
