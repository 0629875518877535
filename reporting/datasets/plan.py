"""What one export holds: the programme, the young people in it, the tables, the form."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from cases.enrolments.models import Enrolment
from cases.intake.models import Screening
from cases.people.models import Person, PersonQuerySet
from cases.programmes.models import Programme
from cases.staff.models import User
from cases.staff.policy import Right, may
from reporting.columns.declaring import Column, Table
from reporting.csvfiles.codes import ExportForm
from reporting.tables.registry import TABLES


@dataclass(frozen=True)
class Plan:
    """One export. `user` is who takes it; None is the command on the server, which sees all but protected people.

    The tables have the columns that the programme gives them; those with names alone are not in the other form.
    """

    programme: Programme
    form: ExportForm
    deidentified: bool
    user: User | None = None
    tables: tuple[Table, ...] = tuple(TABLES.values())

    def __post_init__(self) -> None:
        held = (table for table in self.tables if not (self.deidentified and table.is_named_only))
        object.__setattr__(self, "tables", tuple(table.of(self.programme) for table in held))

    @cached_property
    def everyone(self) -> PersonQuerySet:
        """Everybody screened for the programme or enrolled in it."""
        return Person.objects.filter(
            Q(pk__in=Screening.objects.filter(programme=self.programme).values("person"))
            | Q(pk__in=Enrolment.objects.filter(programme=self.programme).values("person"))
        )

    @cached_property
    def people(self) -> PersonQuerySet:
        """The young people in this export: under a key all but the protected, with names those the user may take out.

        Nobody protected is under a key: whoever also has a file with names would know who they are (ADR 10).
        """
        return self.everyone.in_files_of(None if self.deidentified else self.user)

    def columns(self, table: Table) -> tuple[Column, ...]:
        return table.exported(deidentified=self.deidentified)


def may_export(user: User, *, deidentified: bool) -> bool:
    """Names need their own right; whoever may export names may also leave them out."""
    if may(user, Right.EXPORT_IDENTIFIED):
        return True
    return deidentified and may(user, Right.EXPORT_DEIDENTIFIED)
