"""Workbooks as small as they can be, written by hand: what is in them is known to the letter."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TIES = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY_STYLE = 1
HIDDEN = ' state="hidden"'

Written = str | int | float | bool | None | tuple[str, object]


def packed(parts: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return held.getvalue()


def letters(n: int) -> str:
    return (letters(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


def serial(days: float) -> Written:
    """A number that the sheet shows as a day."""
    return ("day", days)


def error(text: str) -> Written:
    return ("error", text)


def shared(n: int) -> Written:
    """A text that stands in the workbook's list of texts, as Excel writes them."""
    return ("shared", n)


def cell(at: str, value: Written) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            said = f' t="b"><v>{int(value)}</v>'
        case int() | float():
            said = f"><v>{value}</v>"
        case ("day", days):
            said = f' s="{DAY_STYLE}"><v>{days}</v>'
        case ("shared", n):
            said = f' t="s"><v>{n}</v>'
        case ("error", text):
            said = f' t="e"><f>1+1</f><v>{text}</v>'
        case _:
            said = f' t="inlineStr"><is><t>{escape(str(value))}</t></is>'
    return f'<c r="{at}"{said}</c>'


def sheet(rows: Sequence[Sequence[Written]], merged: Sequence[str] = ()) -> str:
    lines = (
        f'<row r="{r}">{"".join(cell(f"{letters(n)}{r}", value) for n, value in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
    )
    spans = "".join(f'<mergeCell ref="{span}"/>' for span in merged)
    tail = f"<mergeCells>{spans}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{tail}</worksheet>'


def xlsx(sheets: Mapping[str, str], hidden: Sequence[str] = (), texts: Sequence[str] = ()) -> bytes:
    """A workbook of sheets, each the XML that `sheet` writes."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"{HIDDEN if name in hidden else ""}/>'
        for n, name in enumerate(names, 1)
    )
    tied = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{parts}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{TIES}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TIES}">{tied}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{escape(one)}</t></si>" for one in texts)}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        }
        | {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)}
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods(table: str) -> bytes:
    """A workbook with one sheet, given as its XML."""
    spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    return packed(
        {
            "mimetype": ODS_KIND,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{ODF}:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{ODS_KIND}"/></m:manifest>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Ark1">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*texts: str, times: int = 1, more: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{cells}{more}</table:table-row>"
