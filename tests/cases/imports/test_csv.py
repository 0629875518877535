"""CSV as people save it: every encoding that Danish letters come in, every delimiter, and what must be refused."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.csv_text import found_delimiter, found_encoding
from cases.imports.files import read
from cases.imports.values import Unreadable

HEADING = "Forløb;Færdig på;Bemærkning\r\n"
ROWS = (
    "F1;31-01-2024;Åse går på Østerbro – og spiser rødgrød\r\n"
    "F2;01-02-2024;ÆRØ Århus, søvnløs i går\r\n"
    "F3;;René får hjælp, også på næste møde\r\n"
)
TEXT = HEADING + ROWS


def rows(data: bytes, name: str = "rapporter.csv"):
    sheet = read(data, name)
    return sheet.headings, [tuple(row.cells.values()) for row in sheet.rows()]


EXPECTED = (
    ("Forløb", "Færdig på", "Bemærkning"),
    [
        ("F1", "31-01-2024", "Åse går på Østerbro – og spiser rødgrød"),
        ("F2", "01-02-2024", "ÆRØ Århus, søvnløs i går"),
        ("F3", "", "René får hjælp, også på næste møde"),
    ],
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.replace("–", "-").encode("utf-16-le"), "utf-16-le"),
        (TEXT.replace("–", "-").encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("mac_roman"), "mac_roman"),
        (TEXT.replace("–", "-").encode("cp850"), "cp850"),
        (TEXT.replace("–", "-").encode("iso-8859-1"), "cp1252"),
    ],
)
def test_danish_letters_come_out_right(data, encoding):
    assert found_encoding(data) == encoding
    headings, found = rows(data)
    dash = "–" if "–".encode("cp1252") in data or "–" in data.decode(encoding) else "-"
    expected = [tuple(text.replace("–", dash) for text in row) for row in EXPECTED[1]]
    assert (headings, found) == (EXPECTED[0], expected)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("letter", "æøåÆØÅ")
def test_one_danish_letter_is_enough(letter, encoding):
    small, large = f"bl{letter}ser", f"{letter}LBORG"
    word = small if letter.islower() else large
    assert found_encoding(f"a;b\r\n1;{word}\r\n".encode(encoding)) == encoding


SAMPLES = ["gård", "sø", "ærø", "Åse", "Østerbro", "købe", "læse", "FÅR", "RØD", "idé", "fører", "blåbær"]
WORDS = st.lists(st.sampled_from(SAMPLES), min_size=3)


@given(WORDS, st.sampled_from(["cp1252", "mac_roman", "cp850", "utf-8"]))
def test_no_danish_text_comes_out_wrong(words, encoding):
    """It is read as it was written, or refused; it is never read as something else."""
    text = "; ".join(words)
    try:
        found = found_encoding(text.encode(encoding))
    except Unreadable:
        assert set(text) & set("æøåÆØÅ") == set()
        return
    assert text.encode(encoding).decode(found) == text


@pytest.mark.parametrize(
    "data",
    [
        b"a;b\r\n1;\xb0\xb1\xb2\xdb\xc9\r\n",  # frames of DOS, or nonsense
        "a;b\r\n1;Это другой язык\r\n".encode("cp1251"),  # another language: no letter of it may become a Danish one
        "a;b\r\nrødgrød;".encode() + "rødgrød\r\n".encode("cp1252"),  # two encodings in one file
        b"a;b\r\n1;det\x92s\r\n",  # an apostrophe of Windows, which DOS has as an Æ and a Mac as an í
        b"a;b\r\n1;2\x00\x01\x02\r\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_what_cannot_be_decided_is_refused(data):
    with pytest.raises(Unreadable):
        read(data, "x.csv")


def test_the_refusal_says_what_to_do():
    with pytest.raises(Unreadable, match="Gem den som CSV UTF-8 eller som XLSX"):
        read(b"a;b\r\n1;\xb0\xb1\xb2\xdb\xc9\r\n", "x.csv")


def test_the_user_may_say_which_encoding_it_is():
    data = "navn;by\r\nx;Это\r\n".encode("cp1251")
    assert next(read(data, "x.csv", encoding="cp1251").rows()).cells["by"] == "Это"


def test_letters_of_two_parts_become_one():
    """Macs write an å as an a and a ring."""
    headings, _found = rows("Pa\N{COMBINING RING ABOVE};b\r\n1;2\r\n".encode())
    assert headings == ("På", "b")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_delimiter_and_line_ending(delimiter, ending):
    lines = [["Navn", "Nætter", "Note"], ["A", "1", 'en "lang", og; delt\ttekst\r\nto linjer'], ["B", "2", ""]]
    text = ending.join(
        delimiter.join('"' + cell.replace('"', '""') + '"' if n == 2 else cell for n, cell in enumerate(line))
        for line in lines
    )
    headings, found = rows(text.encode())
    assert headings == tuple(lines[0])
    assert found == [tuple(line) for line in lines[1:]]


def test_decimal_commas_are_no_delimiter():
    text = "andel;sats\r\n1,5;2,5\r\n2,5;3,5\r\n"
    assert found_delimiter(text) == (0, ";")


def test_what_excel_says_of_the_delimiter_is_believed():
    headings, found = rows(b"sep=,\r\na;b,c\r\nd;e,f\r\n")
    assert (headings, found) == (("a;b", "c"), [("d;e", "f")])


def test_a_file_of_one_column():
    assert rows(b"Navn\r\nIda\r\n") == (("Navn",), [("Ida",)])


@pytest.mark.parametrize("text", ['a;b\r\n1;2\r\n3;"4\r\n5;6\r\n', 'a;b\r\n1;2\r\n3;"4" og\r\n'])
def test_a_quotation_mark_that_is_not_closed_swallows_nothing(text):
    with pytest.raises(Unreadable, match="Række 3"):
        rows(text.encode())


def test_a_row_with_too_many_cells_is_told():
    """Also among the first rows, where an unnamed column would be given a name."""
    text = "navn;note;tal\r\nA;godt;1\r\nB;godt; og dårligt;2\r\nC;;3;;\r\n"
    sheet = read(text.encode(), "x.csv")
    assert sheet.headings == ("navn", "note", "tal")
    assert [(row.number, bool(row.fault)) for row in sheet.rows()] == [(2, False), (3, True), (4, False)]


def test_rows_keep_their_numbers_and_empty_ones_are_left_out():
    text = "Projekt Hjem\r\n;;\r\n\r\nnavn;by;tal\r\nA;B;1\r\n;;\r\nC;D;2\r\nE\r\n"
    sheet = read(text.encode(), "x.csv")
    assert sheet.first_row == 5
    assert [(row.number, row.cells["navn"], row.cells["tal"]) for row in sheet.rows()] == [
        (5, "A", "1"),
        (7, "C", "2"),
        (8, "E", ""),
    ]
    assert len(list(sheet.rows())) == 3, "the rows may be asked for again"


def test_a_file_is_read_from_its_place_too(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(TEXT.encode("cp1252"))
    assert [tuple(row.cells.values()) for row in read(path, path.name).rows()] == EXPECTED[1]


def test_rows_come_while_the_file_is_read(tmp_path):
    """A fault far down is met when it is come to, and not before."""
    path = tmp_path / "x.csv"
    path.write_text("a;b\r\n" + "x;1\r\n" * 70_000 + 'x;"1" 2\r\n')
    found = read(path, path.name).rows()
    assert next(found).number == 2
    with pytest.raises(Unreadable, match="Række 70002"):
        list(found)


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"1;2\r\n3;4\r\n"])
def test_a_file_without_a_heading_is_refused(data):
    with pytest.raises(Unreadable, match="ingen række med overskrifter"):
        read(data, "x.csv")


def test_what_is_no_sheet_is_refused():
    with pytest.raises(Unreadable, match="CSV, XLSX og ODS"):
        read(b"x", "brev.docx")
