"""Files that are broken, enormous or meant to do harm: each is answered with a sentence, and takes little memory."""

import io
import subprocess
import sys
import zipfile
import zlib
from textwrap import dedent

import pytest

from cases.imports import workbooks
from cases.imports.csv_text import WIDEST, Undecided
from cases.imports.files import MOST_COLUMNS, read
from cases.imports.values import Unreadable
from config.env import ROOT
from tests.cases.imports.made import packed, sheet, xlsx

pytestmark = pytest.mark.rule

HEADING = ["Nr.", "Navn", "Dato"]


def rows_of(source, name="x.csv", **how):
    return list(read(source, name, **how).rows())


def test_a_row_with_nul_in_it_is_a_fault_and_its_signs_are_left_out():
    data = b"Nr.;Navn;Dato\n1;An\0na;2024\n2;Bo;2024\n"
    first, second = rows_of(data, encoding="utf-8")
    assert (first.cells["Navn"], second.fault) == ("", "")
    assert "tegn, der ikke er tekst" in first.fault


def test_half_a_pair_of_surrogates_is_no_text():
    [row] = rows_of(b"Nr.;Navn\n1;x\n".replace(b"x", b"+2AA-"), encoding="utf-7")
    assert "tegn, der ikke er tekst" in row.fault


def test_a_file_full_of_nul_is_no_file_of_text():
    with pytest.raises(Unreadable, match="ikke en tekstfil"):
        rows_of(b"Nr.;Navn\n" + b"\0" * 9999)


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13"])
def test_an_encoding_that_is_none_is_refused(name):
    with pytest.raises(Unreadable, match=name):
        rows_of(b"a;b\n", encoding=name)


def test_three_encodings_in_one_file_are_asked_about():
    rows = [text.encode(how) for text, how in (("Ærø", "utf-8"), ("Rødgrød", "cp1252"), ("Åkær", "cp850"))]
    with pytest.raises(Undecided):
        rows_of(b"Nr.;Navn\n" + b"\n".join(b"1;" + row for row in rows * 9))


def test_a_million_columns_are_refused_by_both_kinds_of_files():
    with pytest.raises(Unreadable, match=f"{WIDEST}"):
        rows_of(b"Dato;" * 1_000_000)
    wide = [f"Spm{n}" for n in range(MOST_COLUMNS + 1)]
    with pytest.raises(Unreadable, match=f"{MOST_COLUMNS}"):
        rows_of(";".join(wide).encode())
    with pytest.raises(Unreadable, match=f"{MOST_COLUMNS}"):
        rows_of(xlsx({"Ark1": sheet([wide])}), "x.xlsx")
    assert len(read(";".join(wide[1:]).encode(), "x.csv").headings) == MOST_COLUMNS


def test_hundreds_of_thousands_of_empty_rows_are_passed_over():
    empty = b";;\n" * 300_000
    [first, last] = rows_of(b"Nr.;Navn;Dato\n1;a;b\n" + empty + b"2;c;d\n")
    assert (first.number, last.number) == (2, 300_003)
    hollow = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(3, 300_003))
    text = sheet([HEADING, ["1", "a", "b"]]).replace("</sheetData>", f"{hollow}</sheetData>")
    assert [row.number for row in rows_of(xlsx({"Ark1": text}), "x.xlsx")] == [2]


def test_a_formula_without_its_value_is_told_and_never_taken_for_a_blank():
    made = sheet([HEADING, ["1", "Anna", "x"]]).replace(
        '<c r="C2" t="inlineStr"><is><t>x</t></is></c>', '<c r="C2"><f>A2&amp;"!"</f></c><c r="D2"><f t="shared"/></c>'
    )
    [row] = rows_of(xlsx({"Ark1": made}), "x.xlsx")
    assert row.cells["Dato"] == '=A2&"!"'


def test_a_formula_with_its_value_is_the_value():
    made = sheet([HEADING, ["1", "Anna", 7]]).replace('<c r="C2"><v>', '<c r="C2"><f>3+4</f><v>')
    [row] = rows_of(xlsx({"Ark1": made}), "x.xlsx")
    assert row.cells["Dato"] == "7"


def bomb(says=None):
    """A workbook of some kilobytes whose texts unpack to 256 MB, and say that they are `says` bytes."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx({"Ark1": sheet([HEADING, ["1", "a", "b"]])}))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    held, many = io.BytesIO(), b"<si><t>a</t></si>" * (1 << 24)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(
                name, parts["xl/sharedStrings.xml"].replace(b"</sst>", many + b"</sst>") if "shared" in name else text
            )
    data = held.getvalue()
    if says is None:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found = file.getinfo("xl/sharedStrings.xml")
        start = file.read("xl/sharedStrings.xml")[:says]
    for old, new in ((found.file_size, says), (found.CRC, zlib.crc32(start))):
        data = data.replace(old.to_bytes(4, "little"), new.to_bytes(4, "little"))
    return data


@pytest.mark.parametrize("says", [None, 1000], ids=["honest", "lying"])
def test_a_bomb_is_refused_in_little_memory(tmp_path, says):
    """In a process of its own, which may have no more than 500 MB beside what it begins with."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(says))
    assert path.stat().st_size < 1_000_000
    code = dedent(f"""
        import resource, django
        django.setup()
        from pathlib import Path
        from cases.imports.files import read
        from cases.imports.values import Unreadable
        begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (begun + 500_000_000,) * 2)
        try:
            read(Path({str(path)!r}), "bomb.xlsx")
        except Unreadable as refused:
            print("refused")
    """)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "refused", done.stderr[-300:]


def test_what_all_sheets_need_has_a_limit_of_its_own(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_SHARED", 100)
    monkeypatch.setattr(workbooks, "LARGEST_ODS", 100)
    with pytest.raises(Unreadable, match="for stor"):
        rows_of(xlsx({"Ark1": sheet([HEADING])}), "x.xlsx")


@pytest.mark.parametrize(
    "parts",
    [{}, {"xl/workbook.xml": "<x/>"}, {"content.xml": "<x/>"}, {"[Content_Types].xml": "", "xl/workbook.xml": ""}],
)
def test_a_workbook_that_lacks_its_parts_is_refused(parts):
    for name in ("x.xlsx", "x.ods"):
        with pytest.raises(Unreadable):
            rows_of(packed(parts), name)
