"""Workbooks as projects keep them: titles, merged headings, guides on a sheet of their own, errors, bombs."""

import io
import re
import zipfile
from datetime import date, datetime, time

import pytest

from cases.imports import workbooks
from cases.imports.files import Sheet, read
from cases.imports.mapping_rules import Wanted, how_many
from cases.imports.values import Choices, Unreadable, blank, choice, day, whole_number
from tests.cases.imports.made import Written, error, ods, ods_row, packed, serial, shared, sheet, xlsx
from tests.clock import TODAY

WANTED = [
    Wanted("enrolment", ("Forløb",), is_needed=True),
    Wanted("report_on", ("Dato",), is_needed=True),
    Wanted("nights.gade", ("Nætter gade",)),
    Wanted("nights.herberg", ("Nætter herberg",)),
]


def recognises(headings):
    return how_many(headings, WANTED)


def cells(found: Sheet):
    return [list(row.cells.values()) for row in found.rows()]


def test_cells_come_as_what_they_are():
    text = sheet(
        [
            ["Kode", "Dato", "Tid", "Antal", "Ja", "Andel", "Tekst"],
            [1.0, serial(45322), serial(45322.5), 7, True, 1.5, " på gaden "],
            ["1.0", None, None, 0, False, None, "a\nb"],
        ]
    )
    assert cells(read(xlsx({"Ark1": text}), "x.xlsx")) == [
        ["1", date(2024, 1, 31), datetime.combine(date(2024, 1, 31), time(12)), "7", "true", "1.5", "på gaden"],
        ["1.0", "", "", "0", "false", "", "a\nb"],
    ]


def test_numbers_that_are_codes_are_found_as_codes():
    found = read(xlsx({"Ark1": sheet([["Kode", "Navn"], [1, "x"], ["1.0", "y"]])}), "x.xlsx")
    assert [row.cells["Kode"] for row in found.rows()] == ["1", "1.0"]
    scale = Choices({"0": ["Nej"], "1": ["I begrænset omfang"]})
    assert [choice(row.cells["Kode"], scale) for row in found.rows()] == ["1", "1"]


def test_a_title_and_empty_rows_and_columns_are_passed_over():
    text = sheet(
        [
            ["Statusrapporter 2022-2023"],
            [],
            ["", "Udtrukket", serial(45322)],
            [],
            ["", "Forløb", "", "Dato", "Nætter gade"],
            ["", "F1", "", serial(45322), 3],
            [],
            ["", "F2", "", serial(45323), 4],
        ],
        merged=["A1:E1"],
    )
    for recognised in ({}, {"recognises": recognises}):
        found = read(xlsx({"Ark1": text}), "x.xlsx", **recognised)
        assert found.headings == ("Forløb", "Dato", "Nætter gade")
        assert [row.number for row in found.rows()] == [6, 8]
        assert cells(found) == [["F1", date(2024, 1, 31), "3"], ["F2", date(2024, 2, 1), "4"]]


GROUPED = [
    ["Projekt Hjem, nætter"],
    ["Forløb", "Dato", "Nætter", "", "Støtte", ""],
    ["", "", "gade", "herberg", "timer", "hvem"],
    ["F1", serial(45322), 3, 0, 7, "SKP"],
]
HEADINGS = ("Forløb", "Dato", "Nætter gade", "Nætter herberg", "Støtte timer", "Støtte hvem")


@pytest.mark.parametrize("recognised", [{}, {"recognises": recognises}])
def test_merged_headings_become_one(recognised):
    text = sheet(GROUPED, merged=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"])
    found = read(xlsx({"Ark1": text}), "x.xlsx", **recognised)
    assert (found.headings, found.first_row) == (HEADINGS, 4)
    assert cells(found) == [["F1", date(2024, 1, 31), "3", "0", "7", "SKP"]]


def test_a_heading_beside_merged_ones_is_its_own():
    rows = [["Forløb", "Dato", "Nætter", "", ""], ["", "", "gade", "herberg", "Note"], ["F1", "", 3, 0, "x"]]
    found = read(xlsx({"Ark1": sheet(rows, merged=["C1:D1"])}), "x.xlsx", recognises=recognises)
    assert found.headings == ("Forløb", "Dato", "Nætter gade", "Nætter herberg", "Note")


def test_headings_that_were_merged_before_they_were_saved_as_csv():
    text = "Projekt Hjem, nætter;;;;;\r\nForløb;Dato;Nætter;;Støtte;\r\n;;gade;herberg;timer;hvem\r\nF1;31-01-2024;3;0;7;SKP\r\n"
    found = read(text.encode(), "x.csv", recognises=recognises)
    assert found.headings == HEADINGS
    assert cells(found) == [["F1", "31-01-2024", "3", "0", "7", "SKP"]]


def test_headings_merged_in_ods():
    table = (
        ods_row("Forløb", "Dato", "Nætter", "")
        + ods_row("", "", "gade", "herberg")
        + ods_row("F1", "31/1-24", "3", "0")
    )
    found = read(ods(table), "x.ods", recognises=recognises)
    assert found.headings == ("Forløb", "Dato", "Nætter gade", "Nætter herberg")
    assert cells(found) == [["F1", "31/1-24", "3", "0"]]


def test_a_first_row_of_texts_is_no_second_heading():
    rows = [["Forløb", "Dato", "Navn", ""], ["F1", "i dag", "Ida", "ringer"], ["F2", "i går", "Bo", ""]]
    found = read(xlsx({"Ark1": sheet(rows)}), "x.xlsx", recognises=recognises)
    assert (found.headings, found.first_row) == (("Forløb", "Dato", "Navn", "Kolonne D"), 2)
    assert cells(found)[0] == ["F1", "i dag", "Ida", "ringer"]


def test_two_rows_with_one_between_are_no_heading_together():
    rows = [["Forløb", "Dato", "Nætter", ""], [], ["", "", "gade", "herberg"], ["F1", "", 3, 0]]
    found = read(xlsx({"Ark1": sheet(rows, merged=["C1:D1"])}), "x.xlsx", recognises=recognises)
    assert found.headings == ("Forløb", "Dato", "Nætter", "Kolonne D")
    assert [row.number for row in found.rows()] == [3, 4]


def test_headings_that_stand_twice_are_told_apart():
    found = read(xlsx({"Ark1": sheet([["Dato", "Navn", "dato ", "Dato"], ["1", "a", "2", "3"]])}), "x.xlsx")
    assert found.headings == ("Dato", "Navn", "dato (2)", "Dato (3)")


GUIDE = sheet([["Vejledning", "Sådan gør du"], ["Udfyld", "alle felter"], ["Gem", "filen"]])
DATA = sheet([["Forløb", "Dato"], ["F1", serial(45322)]])


def test_the_sheet_is_the_one_in_which_the_columns_are_recognised():
    book = xlsx({"Vejledning": GUIDE, "Data": DATA, "Gammel": DATA})
    found = read(book, "x.xlsx", recognises=recognises)
    assert (found.name, found.names) == ("Data", ("Vejledning", "Data", "Gammel"))


def test_or_the_first_with_a_heading_or_the_one_that_is_named():
    book = xlsx({"Tom": sheet([]), "Vejledning": GUIDE, "Data 2023": DATA})
    assert read(book, "x.xlsx").name == "Vejledning"
    assert read(book, "x.xlsx", sheet="data 2023").name == "Data 2023"
    with pytest.raises(Unreadable, match="ikke et ark Data 2024"):
        read(book, "x.xlsx", sheet="Data 2024")


def test_a_hidden_sheet_is_not_read():
    book = xlsx({"Lister": DATA, "Vejledning": GUIDE}, hidden=["Lister"])
    assert read(book, "x.xlsx", recognises=recognises).names == ("Vejledning",)


def test_an_error_is_told_and_no_value_on_purpose_is_blank():
    rows = [["Forløb", "Dato", "Antal"], ["F1", error("#REF!"), error("#N/A")], ["F2", error("#DIV/0!"), 2]]
    found = list(read(xlsx({"Ark1": sheet(rows)}), "x.xlsx").rows())
    assert [row.cells["Dato"] for row in found] == ["#REF!", "#DIV/0!"]
    assert blank(found[0].cells["Antal"])
    for read_as in (lambda cell: day(cell, today=TODAY), whole_number):
        with pytest.raises(Unreadable, match="fejl i regnearket"):
            read_as(found[0].cells["Dato"])


def test_a_row_that_a_workbook_has_notes_beside_is_no_fault():
    rows = [["Forløb", "Dato"], *[["F1", "x"]] * 60, ["F2", "y", "", "ring!"]]
    assert {row.fault for row in read(xlsx({"Ark1": sheet(rows)}), "x.xlsx").rows()} == {""}


def test_a_sheet_that_begins_far_in_keeps_its_letters_and_numbers():
    rows = [[], [], ["", "", "Forløb", "Dato", ""], ["", "", "F1", "i dag", "x"]]
    found = read(xlsx({"Ark1": sheet(rows)}), "x.xlsx")
    assert found.headings == ("Forløb", "Dato", "Kolonne E")
    assert [row.number for row in found.rows()] == [4]


def many() -> list[list[Written]]:
    rows: list[list[Written]] = [[shared(0), "Dato", "Nætter", ""], ["", "", "gade", "herberg"]]
    return rows + [[shared(n % 3), serial(45000 + n), error("#REF!") if n == 77 else n, 1] for n in range(200)]


@pytest.mark.parametrize("piece", [100, 1_000, 10_000, 1 << 20])
@pytest.mark.parametrize("dressed", ["", "x:"])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_sheet_is_the_same_in_pieces_of_any_size(piece, dressed, numbered, monkeypatch):
    """Also where tags have a prefix, and where rows and cells have no number of their own."""
    monkeypatch.setattr(workbooks, "PIECE", piece)
    monkeypatch.setattr(workbooks, "CHUNK", 500)
    text = sheet(many(), merged=["A1:A2", "B1:B2", "C1:D1"])
    text = re.sub("<(/?)", rf"<\1{dressed}", text).replace("xmlns=", f"xmlns:{dressed[:-1]}=" if dressed else "xmlns=")
    if not numbered:
        text = re.sub(r'(row|\bc) r="[A-Z]*\d+"', r"\1", text).replace("#REF!", "#N/A")
    found = read(xlsx({"Ark1": text}, texts=["Forløb", "på", "én"]), "x.xlsx")
    rows = list(found.rows())
    assert found.headings[:2] == ("Forløb", "Dato")
    assert [row.number for row in rows][-200:] == list(range(3, 203))
    assert [row.cells["Forløb"] for row in rows][-200:] == [["Forløb", "på", "én"][n % 3] for n in range(200)]
    assert rows[-1].cells["Dato"] == date(2023, 9, 30)
    if numbered:
        assert found.headings == ("Forløb", "Dato", "Nætter gade", "Nætter herberg")
        assert {row.number: row.cells["Nætter gade"] for row in rows if row.cells["Nætter gade"] == "#REF!"} == {
            80: "#REF!"
        }


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD1", "A999999999"])
def test_one_cell_far_away_takes_no_memory(far, monkeypatch):
    """The cells between are held too: a sheet of two cells could take 400 GB."""
    monkeypatch.setattr(workbooks, "MOST_CELLS", 10_000)
    row = far.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    text = sheet([["Forløb", "Dato"]]).replace(
        "</sheetData>", f'<row r="{row}"><c r="{far}"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(Unreadable, match="for stor"):
        read(xlsx({"Ark1": text}), "x.xlsx")


def test_an_empty_cell_far_away_is_none():
    """A colour that somebody gave to a whole column is written as cells."""
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    text = sheet([["Forløb", "Dato"], ["F1", "x"]]).replace("</sheetData>", far)
    assert cells(read(xlsx({"Ark1": text}), "x.xlsx")) == [["F1", "x"]]


def test_the_largest_sheet_is_refused_in_earnest():
    text = sheet([["Forløb"]]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(Unreadable, match="for stor"):
        read(xlsx({"Ark1": text}), "x.xlsx")


def test_an_ods_that_repeats_itself_is_refused():
    repeated = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(Unreadable, match="for stor"):
        read(ods(ods_row("Forløb", "Dato") + ods_row(times=100_000, more=repeated)), "x.ods")


def test_an_ods_that_repeats_nothing_is_read():
    """Every sheet is filled up with empty cells to its end."""
    empty = '<table:table-cell table:number-columns-repeated="16380"/>'
    table = (
        ods_row("Forløb", "Dato", more=empty) + ods_row("F1", "x", more=empty) + ods_row(times=1_048_574, more=empty)
    )
    assert cells(read(ods(table), "x.ods")) == [["F1", "x"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no zip",
        packed({"a.txt": "hej"}),
        packed({"xl/workbook.xml": "<a", "xl/_rels/workbook.xml.rels": "<b/>"}),
        packed({"content.xml": "<not-a-workbook/>"}),
    ],
)
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(Unreadable, match="kan ikke åbnes"):
        read(data, "x.xlsx")


def test_a_workbook_cut_off_is_refused():
    whole = xlsx({"Ark1": DATA})
    with pytest.raises(Unreadable):
        read(whole[: len(whole) // 2], "x.xlsx")


PARTS = [
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "[Content_Types].xml",
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_part_cut_off_is_refused(part, share):
    """Left to itself, the reader looks for the end of some of them for ever."""
    with zipfile.ZipFile(io.BytesIO(xlsx({"Ark1": DATA}, texts=["x"]))) as whole:
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
    parts[part] = parts[part][: int(share * len(parts[part]))]
    with pytest.raises(Unreadable):
        read(packed(parts), "x.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST", 1_000)
    with pytest.raises(Unreadable, match="for stor"):
        read(xlsx({"Ark1": sheet([["x" * 2_000, "y"]])}), "x.xlsx")


def test_a_workbook_is_read_from_its_place_too(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(xlsx({"Ark1": DATA}))
    assert zipfile.is_zipfile(path)
    assert cells(read(path, path.name)) == [["F1", date(2024, 1, 31)]]
