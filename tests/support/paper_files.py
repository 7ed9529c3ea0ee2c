"""Files as people send them: whole and doubtful PDFs, documents, mails and pictures, all invented."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

PDF_WORDS = "Leaves the room twice a week"


def pdf(pages: int = 1, words: str = PDF_WORDS) -> bytes:
    """Return a PDF of so many small pages, each with WORDS on it."""
    import pikepdf

    made = pikepdf.new()
    font = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                                                 BaseFont=pikepdf.Name.Helvetica))  # fmt: skip
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(420, 595))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        text = f"BT /F1 12 Tf 40 540 Td ({words}. Page {number}.) Tj ET".encode()
        page.Contents = made.make_stream(text)
    return _saved(made)


def pdf_that_runs() -> bytes:
    """Return a PDF with a script at opening, a link that starts a program in a note, and a file inside."""
    import pikepdf

    made = pikepdf.open(io.BytesIO(pdf()))
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)
    made.pages[0].Annots = pikepdf.Array([note])
    made.attachments["inside.txt"] = b"inside"
    return _saved(made)


def locked_pdf() -> bytes:
    """Return a PDF under a password."""
    import pikepdf

    out = io.BytesIO()
    made = pikepdf.open(io.BytesIO(pdf()))
    made.save(out, encryption=pikepdf.Encryption(owner="owner", user="reader"))
    return out.getvalue()


def docx(*, macros: bool = False, fetches: bool = False, link: bool = False) -> bytes:
    """Return a Word document with a heading, a paragraph and a table; with macros, or a template elsewhere."""
    import docx as package

    made = package.Document()
    made.add_heading("Observation in class (invented)", 1)
    made.add_paragraph("Stays with the task for four minutes.")
    table = made.add_table(rows=2, cols=2)
    for at, words in enumerate(("Week", "Minutes", "1", "4")):
        table.cell(at // 2, at % 2).text = words
    out = io.BytesIO()
    made.save(out)
    if not (macros or fetches or link):
        return out.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as known, zipfile.ZipFile(again, "w") as other:
        for name in known.namelist():
            data = known.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "hyperlink" if link else "attachedTemplate"
                more = (
                    '<Relationship Id="rIdX" TargetMode="External" Target="https://templates.example.org/t.dotm" Type='
                    f'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
                )
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>") if not macros else data
            other.writestr(name, data)
        if macros:
            other.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return again.getvalue()


def mail(*, attachments: int = 1, html: bool = False) -> bytes:
    """Return a mail of a parent with a plan attached."""
    made = EmailMessage()
    made["From"] = "Parent (invented) <parent@example.org>"
    made["To"] = "SEN team <sen@example.org>"
    made["Date"] = "Mon, 16 Nov 2026 18:05:00 +0000"
    made["Subject"] = "The therapist's report"
    if html:
        made.set_content("<html><head><script>x()</script></head><p>Mornings are <b>hard</b>.</p>"
                         '<img src="https://tracker.example.org/1.png"></html>', subtype="html")  # fmt: skip
    else:
        made.set_content("Here is the report. Mornings are hard.")
    for number in range(1, attachments + 1):
        made.add_attachment(pdf(), maintype="application", subtype="pdf", filename=f"report-{number}.pdf")
    return made.as_bytes()


def png() -> bytes:
    """Return a small picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), (30, 120, 140)).save(out, "PNG")
    return out.getvalue()


def tiff() -> bytes:
    """Return a scan of two pages."""
    from PIL import Image

    out = io.BytesIO()
    one, two = Image.new("L", (40, 30), 220), Image.new("L", (40, 30), 120)
    one.save(out, "TIFF", save_all=True, append_images=[two])
    return out.getvalue()


def lie(folder: Path, name: str, data: bytes) -> Path:
    """Write DATA as the file NAME and return where it lies."""
    place = folder / name
    place.write_bytes(data)
    return place


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
