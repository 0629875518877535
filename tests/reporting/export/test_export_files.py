"""The files of an export: what is in them, what can never be in them, and that they read back."""

import csv
import io
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from frictionless import Package

from cases.contacts.models import Contact
from cases.programmes.models import Programme
from cases.staff.models import User
from reporting.columns.declaring import DaysBetween, Deidentified, Type
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.codebook import CODEBOOK_HEADER, columns_of
from reporting.datasets.labels import LABELS
from reporting.datasets.package import Export
from reporting.datasets.plan import Plan
from reporting.datasets.pseudonyms import key_for, pseudonym
from reporting.datasets.schema import LICENCE, VERSION
from reporting.datasets.small import nameable, units_of
from reporting.datasets.statements import Statements, band, keys
from reporting.tables.registry import TABLES
from tests.factories.cases import ContactFactory, HandoverFactory, ProgrammeFactory
from tests.reporting.planted import CPRS, FORBIDDEN, World

NOW = datetime(2025, 6, 10, 12, 0, tzinfo=UTC)
CHOICES = [(form, deidentified) for form in ExportForm for deidentified in (True, False)]
pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def files(world: World, form: ExportForm, *, deidentified: bool) -> dict[str, bytes]:
    user = world.evaluator if deidentified else world.lead
    return export_of(world.programme, user, form, deidentified=deidentified)


def export_of(
    programme: Programme,
    user: User,
    form: ExportForm = ExportForm.MACHINE,
    *,
    deidentified: bool = False,
    at: datetime = NOW,
) -> dict[str, bytes]:
    with Export(Plan(programme, form, deidentified, user), at) as export:
        return {name: b"".join(content) for name, content in export.files()}


def rows(content: bytes, form: ExportForm) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig" if form == ExportForm.EXCEL else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if form == ExportForm.EXCEL else ","))


@pytest.mark.parametrize("form", ExportForm)
def test_no_byte_of_the_deidentified_export_tells_who_it_is(world, form):
    everything = b"\n".join(files(world, form, deidentified=True).values()).decode()
    assert [text for text in FORBIDDEN if text.lower() in everything.lower()] == []
    assert [cpr for cpr in CPRS if cpr in everything or f"{cpr[:6]}-{cpr[6:]}" in everything] == []
    assert [str(person.birth_date) for person in world.people if str(person.birth_date) in everything] == []


def test_the_planted_texts_are_where_they_could_leak(world):
    """Were a name or note exported, the test above would see it: the identified export holds the names."""
    named = b"\n".join(files(world, ExportForm.MACHINE, deidentified=False).values()).decode()
    assert [text for text in ("Zqfirst", "Zqlast", "Zqalias", "T9000", "zqshelter") if text not in named] == []
    assert Contact.objects.filter(note__startswith="Zqnote").count() == 3


@pytest.mark.parametrize("form", ExportForm)
def test_days_are_months_in_the_deidentified_export(world, form):
    everything = b"\n".join(
        content
        for name, content in files(world, form, deidentified=True).items()
        if name in {f"{t}.csv" for t in TABLES}
    ).decode()
    assert re.findall(r"\b\d{4}-\d\d-\d\d|\b\d\d-\d\d-\d{4}", everything) == []
    assert set(re.findall(r"\b2025-\d\d\b", everything)) == {"2025-01", "2025-02", "2025-03", "2025-04", "2025-06"}


def test_no_form_holds_free_text_cpr_or_contact_details(world):
    """An export with names too leaves out what was written freely (planted `Zqnote`), numbers and addresses."""
    everything = b"\n".join(files(world, ExportForm.MACHINE, deidentified=False).values()).decode()
    assert [
        text for text in ("Zqnote", "Zqplace", "Zqaddress", "zqmail", "65 43 21", *CPRS) if text in everything
    ] == []


@pytest.mark.parametrize("form", ExportForm)
def test_no_row_is_about_protected_young_people_but_for_who_has_the_right(world, form):
    """Planted: the fifth has an address that is protected, the sixth is for those with a special right."""
    keys = {pseudonym(key_for(world.programme), "person", world.people[n].pk): n for n in range(9)}
    keyed, named = (files(world, form, deidentified=choice) for choice in (True, False))
    chief = export_of(world.programme, world.chief, form)
    held = {f"{table.name}.csv" for table in TABLES.values()}
    shown = [{row["person"] for name in held & content.keys() for row in rows(content[name], form)} for content in (keyed, named, chief)]  # fmt: skip
    assert {keys[key] for key in shown[0]} == {0, 1, 2, 3, 6, 7, 8}
    assert shown[1] == {f"T9000{n}" for n in (0, 1, 2, 3, 7, 8)}
    assert shown[2] == {f"T9000{n}" for n in range(9)}
    left_out = [json.loads(content["datapackage.json"])["notDistributed"] for content in (keyed, named, chief)]
    assert [one["special protection"] for one in left_out] == [2, 2, 0]
    assert [one["not seen by whoever took the export"] for one in left_out] == [0, 1, 0]
    said = "Udleveres ikke, særlig beskyttelse: 2. De indgår heller ikke i nogen af rapporternes tal."
    assert [said in content["README.txt"].decode() for content in (keyed, named, chief)] == [True, True, False]


def test_two_exports_name_no_protected_young_person_by_what_only_one_of_them_holds(world):
    """What a lead without the right finds under a key and not under a name is of another team: the seventh alone."""
    keyed, named = (files(world, ExportForm.MACHINE, deidentified=choice) for choice in (True, False))
    told = [
        Counter((row["age_at_start"], row["gender"], row["enrolled_on"][:7]) for row in rows(content["young_people.csv"], ExportForm.MACHINE))
        for content in (keyed, named)
    ]  # fmt: skip
    seventh = world.people[6]
    assert told[0] - told[1] == Counter([("20", seventh.gender, "2025-01")])
    assert told[1] - told[0] == Counter()


def test_name_and_address_protection_holds_in_the_export_with_names(world):
    """Whoever has the right gets a row, and neither name nor municipality in it."""
    content = export_of(world.programme, world.chief)
    hidden = rows(content["young_people.csv"], ExportForm.MACHINE)[4]
    assert [hidden[c] for c in ("person", "first_name", "last_name", "acting_municipality")] == ["T90004", "", "", ""]


def test_the_shelter_of_people_with_a_protected_address_is_in_no_export(world):
    """The fourth and the last two stayed in no known place, the fifth has the protection (planted)."""
    named, keyed = export_of(world.programme, world.chief), files(world, ExportForm.MACHINE, deidentified=True)
    stays, handovers = (rows(named[f"{name}.csv"], ExportForm.MACHINE) for name in ("stays", "handovers"))
    assert [row["organisation"] for row in stays] == ["zqshelter"] * 3 + ["", ""] + ["zqshelter"] * 2 + ["", ""]
    assert [row["receiver"] for row in handovers] == ["'-small-unit"] * 4 + [""] + ["'-small-unit"] * 4
    stays = rows(keyed["stays.csv"], ExportForm.MACHINE)
    assert sorted(row["organisation"] for row in stays) == [""] * 3 + ["small_unit"] * 4


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ({"a": 5, "b": 4}, ["a"]),
        ({"a": 5, None: 9}, ["a"]),
        ({"a": 5, "": 9}, ["a"]),
        ({"a": 4}, []),
    ],
)
def test_a_unit_of_five_is_named(people, named):
    assert nameable(people) == named


@pytest.mark.parametrize("form", ExportForm)
def test_a_planted_formula_stays_text(world, form):
    content = files(world, form, deidentified=False)
    cells = [cell for name in TABLES for row in rows(content[f"{name}.csv"], form) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []  # noqa: RUF001  its full-width twin
    people = rows(content["young_people.csv"], form)
    assert people[0]["first_name"] == "'=cmd|'/c calc'!A1 Zqfirst"
    assert people[0]["last_name"] == 'Zqlast0; "ø", \'@x'
    assert people[1]["alias"] == "'+Zqalias1"
    assert {row["receiver"] for row in rows(content["handovers.csv"], form)} == {"'-small-unit"}


def test_a_small_unit_is_not_named(world):
    """Six young people went to the big receiver, one to the small (planted): five is the limit."""
    receivers = [
        r["receiver"]
        for r in rows(files(world, ExportForm.MACHINE, deidentified=True)["referrals.csv"], ExportForm.MACHINE)
    ]
    assert sorted(receivers) == ["big-unit"] * 6 + ["small_unit"]


def test_a_small_municipality_is_not_named(world):
    """Of those in the file without names six pay 0101, one 0147 (planted)."""
    people = rows(files(world, ExportForm.MACHINE, deidentified=True)["young_people.csv"], ExportForm.MACHINE)
    assert sorted(row["paying_municipality"] for row in people) == ["0101"] * 6 + ["small_unit"]


def test_the_two_forms_write_the_same_facts(world):
    """The third young person's enrolment ran from 15 January to 30 April 2025, 106 days, for two reasons (planted)."""
    machine = rows(files(world, ExportForm.MACHINE, deidentified=False)["enrolments.csv"], ExportForm.MACHINE)[2]
    excel = rows(files(world, ExportForm.EXCEL, deidentified=False)["enrolments.csv"], ExportForm.EXCEL)[2]
    told = ("team", "start", "end", "days", "age", "reopened", "closing_reasons")
    assert [machine[c] for c in told] == ["team-main", "2025-01-15", "2025-04-30", "106", "20", "false", "moved|other"]
    assert [excel[c] for c in told] == [
        "team-main", "15-01-2025", "30-04-2025", "106", "20", "nej", "Flyttet til en anden kommune|Andet",
    ]  # fmt: skip


def test_numbers_of_days_are_rounded_down_in_the_deidentified_export(world):
    """The third young person's 106 days are 90, and 31 nights in a shelter 28 (planted)."""
    content = files(world, ExportForm.MACHINE, deidentified=True)
    assert sorted(row["days"] for row in rows(content["enrolments.csv"], ExportForm.MACHINE)) == [""] * 6 + ["90"]
    assert [row["nights"] for row in rows(content["stays.csv"], ExportForm.MACHINE)] == ["28"] * 7
    assert "0, 7, 14, 21, 28, 35, 42, 49, 60, 90" in content["README.txt"].decode()
    bands = {
        (r["table"], r["column"]) for r in rows(content["codebook.csv"], ExportForm.MACHINE) if r["type"] == "band"
    }
    assert bands == {
        ("enrolments", "days"),
        ("phases", "days"),
        ("pauses", "days"),
        ("stays", "nights"),
        ("handovers", "days_to_acceptance"),
    }


def test_no_band_of_days_is_narrower_than_a_week():
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + band("d") + ", count(*) FROM generate_series(0, 149) d GROUP BY 1 ORDER BY 1")  # noqa: S608
        assert cursor.fetchall() == [
            *((start, 7) for start in range(0, 49, 7)), (49, 11), (60, 30), (90, 30), (120, 30),
        ]  # fmt: skip


def test_moments_are_danish_time_in_excel_and_utc_for_machines(world):
    """Half past midnight on 1 February in Copenhagen is 31 January in UTC, and belongs to February."""
    excel = rows(files(world, ExportForm.EXCEL, deidentified=False)["contacts.csv"], ExportForm.EXCEL)[1]
    machine = rows(files(world, ExportForm.MACHINE, deidentified=False)["contacts.csv"], ExportForm.MACHINE)[1]
    months = {
        r["happened_at"]
        for r in rows(files(world, ExportForm.MACHINE, deidentified=True)["contacts.csv"], ExportForm.MACHINE)
    }
    assert (excel["happened_at"], machine["happened_at"]) == ("01-02-2025 00:30", "2025-01-31T23:30:00Z")
    assert months == {"2024-12", "2025-02"}


def test_contacts_withdrawn_or_of_others_are_left_out(world):
    """Planted: one of two people, one of a protected one, one withdrawn, one before the enrolment, one of an outsider."""
    contacts = rows(files(world, ExportForm.MACHINE, deidentified=True)["contacts.csv"], ExportForm.MACHINE)
    assert sorted((r["made_for"], r["happened_at"], r["young_people"]) for r in contacts) == [
        ("", "2024-12", "2"), ("", "2024-12", "2"), ("hjem", "2025-02", "2"), ("hjem", "2025-02", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(("deidentified", "user", "counted"), [(True, "lead", ["1"]), (False, "lead", ["1"]), (False, "chief", ["2", "2"])])  # fmt: skip
def test_a_contact_counts_only_young_people_of_the_export(*, world, deidentified, user, counted):
    """Planted: a contact shared with a protected young person, whose part in it no other row must tell."""
    ContactFactory(people=[world.people[0], world.people[5]], by=world.lead, minutes=77)
    plan = Plan(world.programme, ExportForm.MACHINE, deidentified, getattr(world, user))
    with connection.cursor() as cursor:
        cursor.execute(*keys(plan))
        cursor.execute(*Statements(plan, TABLES["contacts"]).keep())
        statement, params = Statements(plan, TABLES["contacts"], is_kept=True).copy({})
        with cursor.cursor.copy(statement, params) as copy:
            lines = b"".join(copy).decode().splitlines()
    minutes, young_people = (
        [column.name for column in plan.columns(TABLES["contacts"])].index(name)
        for name in ("minutes", "young_people")
    )
    assert [row[young_people] for row in csv.reader(lines) if row[minutes] == "77"] == counted


@pytest.mark.parametrize("form", ExportForm)
def test_the_codebook_explains_what_stands_for_a_small_unit(world, form):
    book = rows(files(world, form, deidentified=True)["codebook.csv"], form)
    explained = {
        (row["table"], row["column"]) for row in book if "small_unit = ikke nævnt / not named" in row["codes"]
    }
    assert explained == {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.deidentified is Deidentified.UNIT
    }


def test_no_key_is_a_number_to_a_spreadsheet(world):
    people = rows(files(world, ExportForm.EXCEL, deidentified=True)["young_people.csv"], ExportForm.EXCEL)
    assert [row["person"] for row in people if not re.fullmatch("k[0-9a-f]{16}", row["person"])] == []


@pytest.mark.parametrize(("form", "deidentified"), CHOICES)
def test_the_codebook_names_exactly_the_columns_of_the_files(world, form, deidentified):
    content = files(world, form, deidentified=deidentified)
    book = rows(content["codebook.csv"], form)
    package = json.loads(content["datapackage.json"])
    header = {}
    held = [name for name, table in TABLES.items() if not (deidentified and table.is_named_only)]
    for name in (*held, *LABELS):
        first = content[f"{name}.csv"].decode("utf-8-sig").split("\n", 1)[0].rstrip("\r")
        header[name] = first.split(";" if form == ExportForm.EXCEL else ",")
    assert tuple(book[0]) == CODEBOOK_HEADER
    assert [(r["table"], r["column"]) for r in book] == [(name, column) for name in held for column in header[name]]
    assert {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]} == header
    assert all(r["meaning_da"] and r["meaning_en"] and r["type"] for r in book)


@pytest.mark.parametrize(("form", "deidentified"), CHOICES)
def test_the_data_package_is_valid(world, form, deidentified, tmp_path, monkeypatch):
    for name, content in files(world, form, deidentified=deidentified).items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    report = Package("datapackage.json").validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert len(report.tasks) == len(TABLES) - deidentified + len(LABELS)


def test_the_package_says_its_version_licence_and_how_the_files_belong_together(world):
    package = json.loads(files(world, ExportForm.MACHINE, deidentified=True)["datapackage.json"])
    schemas = {one["name"]: one["schema"] for one in package["resources"]}
    links = {one["fields"]: one["reference"] for one in schemas["referral_events"]["foreignKeys"]}
    assert (package["version"], package["licenses"]) == (VERSION, [LICENCE])
    assert (schemas["enrolments"]["primaryKey"], schemas["referral_events"]["primaryKey"]) == (
        ["enrolment"], ["referral", "place"],
    )  # fmt: skip
    assert links == {
        "person": {"resource": "young_people", "fields": "person"},
        "referral": {"resource": "referrals", "fields": "referral"},
        "offer": {"resource": "offers", "fields": "offer"},
    }
    assert "primaryKey" not in schemas["contacts"]  # the number of a contact joins young people: it is left out


def test_the_pseudonym_is_an_hmac_and_differs_between_programmes(world):
    """The database's formula and Python's `hmac` agree, so the key is a real HMAC-SHA-256."""
    people = rows(files(world, ExportForm.MACHINE, deidentified=True)["young_people.csv"], ExportForm.MACHINE)
    expected = sorted(pseudonym(key_for(world.programme), "person", world.people[n].pk) for n in (0, 1, 2, 3, 6, 7, 8))
    other = ProgrammeFactory(code="another")
    assert [row["person"] for row in people] == expected
    assert key_for(other) != key_for(world.programme)


def test_all_tables_read_one_snapshot(world, django_db_blocker):
    """A contact saved while the export is read is in none of its tables, nor in its counts."""
    with Export(Plan(world.programme, ExportForm.MACHINE, deidentified=True, user=world.evaluator), NOW) as export:
        contents = export.files()
        before = {name: b"".join(content) for name, content in (next(contents) for _ in range(4))}
        _commit_elsewhere(world)
        after = {name: b"".join(content) for name, content in contents}
    assert len(before | after) == len(TABLES) - 1 + len(LABELS) + 3
    assert len(rows(after["contacts.csv"], ExportForm.MACHINE)) == export.figures.rows["contacts"] == 4


def _commit_elsewhere(world: World) -> None:
    """A contact by another connection, taken away again by the end of the module."""
    with Export(Plan(world.programme, ExportForm.MACHINE, deidentified=True, user=world.evaluator), NOW) as other:
        other._cursor.execute("ROLLBACK")
        other._cursor.execute(
            "INSERT INTO cases_contactperson (registered_at, version, contact_id, person_id)"
            " SELECT now(), 1, c.id, %s FROM cases_contact c WHERE c.note = 'Zqnote protected'",
            [world.people[3].pk],
        )
        assert other._cursor.rowcount == 1


def test_every_column_says_what_becomes_of_it(world):
    """No free text and no name is declared to pass into the de-identified form as it is."""
    plan = Plan(world.programme, ExportForm.MACHINE, deidentified=True, user=world.evaluator)
    texts = [c for t in TABLES.values() for c in t.columns if c.type is Type.TEXT]
    days = [c for t in TABLES.values() for c in t.columns if c.type in {Type.DATE, Type.MOMENT}]
    keys = [c for t in TABLES.values() for c in t.columns if c.type is Type.KEY]
    spans = [c for t in TABLES.values() for c in t.columns if isinstance(c.value, DaysBetween)]
    assert {c.deidentified for c in texts} == {Deidentified.DROP}
    assert {c.deidentified for c in spans} == {Deidentified.DROP, Deidentified.BAND}
    assert {c.deidentified for c in days} == {Deidentified.DROP, Deidentified.MONTH}
    assert {c.deidentified for c in keys} == {Deidentified.DROP, Deidentified.PSEUDONYM}
    assert [n.column.name for n in columns_of(plan, TABLES["young_people"]) if not n.is_included] == [
        "first_name", "last_name", "alias", "birth_date", "residence", "special_protection",
        "confirmed",
    ]  # fmt: skip


def test_statements_do_not_grow_with_the_rows(world):
    """Besides one COPY a table: only the units of eleven columns, whatever number of rows there is."""
    assert _statements(world) == 11
    HandoverFactory.create_batch(20, person=world.people[0])
    assert _statements(world) == 11


def _statements(world: World) -> int:
    """How many statements find the units of all tables; on this connection, which sees what the test has added."""
    plan = Plan(world.programme, ExportForm.MACHINE, deidentified=True, user=world.evaluator)
    with connection.cursor() as cursor:
        cursor.execute(*keys(plan))
        for table in plan.tables:
            cursor.execute(*Statements(plan, table).keep())
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        for table in plan.tables:
            units_of(plan, table, cursor)
    with connection.cursor() as cursor:
        for name in ("people", *(table.name for table in plan.tables)):
            cursor.execute(f"DROP TABLE export_{name}")
    return len(asked)


def test_what_was_confirmed_stands_beside_the_values(world):
    """An age that is unusual and right shows as such in the form with names, in the words of each form."""
    for form, words in ((ExportForm.MACHINE, "birth_date|first_met_on"), (ExportForm.EXCEL, "fødselsdato|først mødt")):
        people = rows(files(world, form, deidentified=False)["young_people.csv"], form)
        assert words in [list(row.values())[-1] for row in people]
