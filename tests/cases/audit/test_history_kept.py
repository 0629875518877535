"""What was done stays readable: history and audit trail are only added to, and no change goes without a history row."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from cases.audit.codes import AuditAction
from cases.audit.history import changes_in
from cases.audit.models import AuditEvent
from cases.audit.opening import Task, history_opened_for
from cases.audit.trail import record
from cases.contacts.actions import log_contact
from cases.contacts.models import Contact
from cases.people.models import Person
from cases.records.actions import remove, write, write_all
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from housing.stays.models import Stay
from reporting.export.models import ExportRun
from tests.clock import NOW
from tests.factories.cases import ContactFactory, OrganisationFactory, PersonFactory, TeamFactory, UserFactory
from tests.factories.housing import StayFactory
from tests.factories.reporting import FundingFactory, ReportRunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
KEPT = {"only_added", "never_emptied"}
FOLLOWED = {"history_kept", "history_kept_of_change", "never_emptied"}


@pytest.fixture(autouse=True)
def as_in_production():
    """The suite's own connections may empty tables, to clear away what a test has committed."""
    execute("SET LOCAL hjemvej.opened_for = ''")


def execute(statement: str, values: tuple[Any, ...] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def end_transaction() -> None:
    """Let the database check now what it checks at the end of a transaction."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET CONSTRAINTS ALL DEFERRED")


def records() -> Iterator[type[Model]]:
    """Every kind of record that keeps a history, of all apps."""
    yield from (model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute"))


def triggers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table])
        return {name for (name,) in cursor.fetchall()}


def unguarded() -> list[str]:
    """Tables that the database would let go of."""
    wanted = {AuditEvent._meta.db_table: KEPT}
    for model in records():
        history = getattr(model, model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]
        wanted |= {model._meta.db_table: FOLLOWED, history._meta.db_table: KEPT}
    return [table for table, names in wanted.items() if not names <= triggers(table)]


def outside(row: Any) -> tuple[str, Any, bool]:
    """What a history row says of a change past the application."""
    return row.history_type, row.history_user, row.history_change_reason.startswith("outside:")


def test_every_history_is_guarded():
    """A new record needs a line in a migration: see `cases_keep_history` in migration 0001 of cases."""
    assert len(list(records())) >= 28
    assert unguarded() == []


@pytest.mark.parametrize(
    ("trigger", "table"),
    [("only_added", "cases_historicalperson"), ("history_kept_of_change", "housing_stay")],
)
def test_a_table_without_guard_is_found(trigger, table):
    execute(f"DROP TRIGGER {trigger} ON {table}")
    assert unguarded() == [table]


@pytest.mark.parametrize("make", [PersonFactory, UserFactory, StayFactory, FundingFactory])
@pytest.mark.parametrize("statement", ["UPDATE {} SET history_type = '~'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_history_is_not_changed_deleted_or_emptied(make, statement):
    table = make().history.model._meta.db_table
    end_transaction()
    with pytest.raises(ProgrammingError, match="is kept"):
        execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_auditevent SET action = 'listed'",
        "DELETE FROM cases_auditevent",
        "TRUNCATE cases_auditevent",
        "TRUNCATE cases_person CASCADE",
        "TRUNCATE cases_contactamendment",
    ],
)
def test_the_trail_and_the_records_are_not_emptied(statement):
    record(AuditAction.OPENED, by=UserFactory(), at=NOW, person=PersonFactory())
    end_transaction()
    with pytest.raises(ProgrammingError, match="is kept"):
        execute(statement)


def test_a_demo_may_be_emptied_until_the_end_of_the_block():
    PersonFactory()
    end_transaction()
    with history_opened_for(Task.DEMO):
        execute("TRUNCATE cases_person CASCADE")
    assert (Person.objects.count(), Person.history.count()) == (0, 1)
    with pytest.raises(ProgrammingError, match="is kept"):
        execute("TRUNCATE cases_person CASCADE")


def test_a_refused_block_leaves_nothing_open():
    with pytest.raises(ValueError, match="halted"), history_opened_for(Task.DEMO):
        raise ValueError("halted")
    with pytest.raises(ProgrammingError, match="is kept"):
        execute("TRUNCATE cases_auditevent")


@pytest.mark.parametrize(
    ("statement", "is_allowed"),
    [
        ("UPDATE cases_historicalperson SET cpr_encrypted = 'other'", True),
        ("UPDATE cases_historicalperson SET cpr_encrypted = 'other', alias = 'Bo'", False),
        ("UPDATE cases_historicalperson SET cpr_hash = 'other'", False),
        ("DELETE FROM cases_historicalperson", False),
        ("TRUNCATE cases_historicalperson", False),
    ],
)
def test_a_change_of_keys_changes_nothing_but_what_is_encrypted(statement, is_allowed):
    PersonFactory()
    end_transaction()
    with history_opened_for(Task.KEYS):
        if is_allowed:
            execute(statement)
        else:
            with pytest.raises(ProgrammingError, match="is kept"), transaction.atomic():
                execute(statement)


def test_a_raw_change_leaves_what_the_record_says_now():
    """Source of the expected row: the record itself, read back."""
    person = PersonFactory(first_name="Åse", phone="1")
    execute("UPDATE cases_person SET first_name = 'Bo' WHERE id = %s", (person.pk,))
    end_transaction()
    last = person.history.latest("history_id")
    assert outside(last) == ("~", None, True)
    assert (last.first_name, last.phone, last.version) == ("Bo", "1", 1)
    person.refresh_from_db()
    assert all(
        getattr(last, field.attname) == getattr(person, field.attname) for field in Person._meta.concrete_fields
    )


def test_a_raw_change_is_told_where_the_history_is():
    """A temporary table of the same name comes first for whoever made it, and so does a place of their own."""
    person = PersonFactory(first_name="Åse")
    end_transaction()
    copy = "(LIKE public.cases_historicalperson INCLUDING ALL)"
    execute(f"CREATE TEMP TABLE cases_historicalperson {copy}")
    execute("CREATE SCHEMA mine")
    execute(f"CREATE TABLE mine.cases_historicalperson {copy}")
    for place, name in (("public", "Bo"), ("mine, public", "Ea")):
        execute(f"SET LOCAL search_path = {place}")
        execute("UPDATE public.cases_person SET first_name = %s", (name,))
        end_transaction()
    execute("SET LOCAL search_path = public, pg_temp")
    assert list(person.history.order_by("history_id").values_list("first_name", flat=True)) == ["Åse", "Bo", "Ea"]


@pytest.mark.parametrize("make", [PersonFactory, StayFactory, FundingFactory])
def test_a_record_keeps_its_key(make):
    """Under another key it would have a history that begins today, and the old one would end with nothing."""
    kept = make()
    type(kept).objects.filter(pk=kept.pk).update(id=kept.pk + 1_000_000)
    with pytest.raises(ProgrammingError, match="keeps its key"):
        end_transaction()


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DELETE FROM {}", "reporting_exportrun"),
        ("TRUNCATE {}", "reporting_exportrun"),
        ("UPDATE {} SET requested_by_id = NULL, row_counts = '{{}}'", "reporting_exportrun"),
        ("DELETE FROM {}", "reporting_reportrun"),
        ("TRUNCATE {} CASCADE", "reporting_reportrun"),
    ],
)
def test_what_left_the_system_stays_on_record(statement, table):
    """Exports and reports have no history: each is written once. The table itself refuses, not one that refers to it."""
    run = ReportRunFactory()
    ExportRun.objects.create(
        programme=run.programme, form="machine", is_deidentified=False, tables=["contacts"], requested_at=NOW
    )
    end_transaction()
    with pytest.raises(ProgrammingError, match=f"What {table} holds is kept"):
        execute(statement.format(table))


def test_a_raw_change_back_is_told_too():
    """Compared with the newest history alone: that an older row says the same is no answer."""
    person = PersonFactory(first_name="Åse")
    for name in ("Bo", "Åse"):
        execute("UPDATE cases_person SET first_name = %s WHERE id = %s", (name, person.pk))
        end_transaction()
    assert list(person.history.order_by("history_id").values_list("first_name", flat=True)) == ["Åse", "Bo", "Åse"]


def test_a_raw_change_of_a_list_is_told():
    """The order of a list is a fact as well."""
    person = PersonFactory()
    for keys in ("{a,b}", "{b,a}"):
        execute("UPDATE cases_person SET phonetic_keys = %s WHERE id = %s", (keys, person.pk))
        end_transaction()
    assert person.history.count() == 3


def test_raw_rows_and_their_removal_are_told():
    organisation = OrganisationFactory()
    execute(
        "INSERT INTO cases_team (code, name, organisation_id, is_active, registered_at, version)"
        " VALUES ('raw', 'Råt', %s, true, now(), 1)",
        (organisation.pk,),
    )
    end_transaction()
    team = Team.objects.get(code="raw")
    execute("DELETE FROM cases_team WHERE code = 'raw'")
    end_transaction()
    rows = Team.history.filter(id=team.pk).order_by("history_id")
    assert [(*outside(row), row.name) for row in rows] == [("+", None, True, "Råt"), ("-", None, True, "Råt")]
    team.save_base(raw=True, force_insert=True)  # put back as it was
    end_transaction()
    assert [outside(row)[0] for row in rows.all()] == ["+", "-", "+"]


def test_a_row_from_before_there_was_a_history_begins_one_when_it_is_changed():
    organisation = OrganisationFactory()
    end_transaction()
    execute("ALTER TABLE cases_team DISABLE TRIGGER history_kept")
    team = Team(code="old", name="Gammelt", organisation=organisation)
    team.save_base(raw=True, force_insert=True)
    end_transaction()
    execute("ALTER TABLE cases_team ENABLE TRIGGER history_kept")
    Team.objects.filter(pk=team.pk).update(name="Nyt")
    end_transaction()
    assert [(outside(row)[0], row.name) for row in Team.history.filter(id=team.pk)] == [("+", "Nyt")]


def test_what_the_orm_writes_past_the_actions_is_told():
    person = PersonFactory()
    Person.objects.filter(pk=person.pk).update(alias="Ulven")
    Organisation.objects.bulk_create([Organisation(code="bulk", name="Mange", kind="other")])
    end_transaction()
    assert outside(person.history.latest("history_id")) == ("~", None, True)
    assert outside(Organisation.history.get(code="bulk")) == ("+", None, True)


def test_the_applications_own_writes_leave_no_second_row():
    worker, team = UserFactory(), TeamFactory()
    person = PersonFactory(team=team)
    contact, _is_new = log_contact(
        by=worker, at=NOW, people=[person], happened_at=NOW, kind="meeting", outcome="reached"
    )
    contact.note = "Rettet"
    write(contact, by=worker, at=NOW + timedelta(hours=1))
    stay = StayFactory()
    remove(stay, by=worker, at=NOW, why="Forkert ung")
    write_all([Team(code=f"t{n}", name=f"Team {n}", organisation=team.organisation) for n in "12"], by=worker, at=NOW)
    end_transaction()
    assert [row.history_type for row in Contact.history.order_by("history_id")] == ["+", "~"]
    assert [row.history_type for row in Stay.history.order_by("history_id")] == ["+", "-"]
    assert Team.history.filter(code__in=["t1", "t2"]).count() == 2
    assert not any(model.history.filter(history_change_reason__startswith="outside:").exists() for model in records())


def test_signing_in_is_no_change_of_an_account():
    """The hash of the password and the last sign-in are in no history."""
    user = UserFactory()
    before = user.history.count()
    User.objects.filter(pk=user.pk).update(last_login=NOW, password="x")
    end_transaction()
    assert user.history.count() == before


def test_the_page_says_that_the_change_came_from_outside():
    team = TeamFactory(name="Før")
    execute("UPDATE cases_team SET name = 'Efter' WHERE id = %s", (team.pk,))
    end_transaction()
    change = next(row for row in changes_in(team.history.all()) if row.kind == "~")
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        account = cursor.fetchone()[0]
    assert change.why == f"Ændret direkte i databasen, uden om Hjemvej, af kontoen “{account}”."
    assert [(row.old, row.new) for row in change.fields] == [("Før", "Efter")]


@pytest.mark.django_db(transaction=True)
def test_a_raw_change_is_told_once_it_is_committed():
    contact = ContactFactory()
    execute("UPDATE cases_contact SET note = 'Slettet spor' WHERE id = %s", (contact.pk,))
    assert contact.history.latest("history_id").note == "Slettet spor"
