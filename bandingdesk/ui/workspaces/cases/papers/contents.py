"""A paper opened to be shown: as pages, as text, as a mail, or as words that say why nothing can be shown."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bandingdesk.casework.papers import looking, mail
from bandingdesk.casework.papers.mail import Attachment
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.ui.documents import Document, PdfDocument, PictureDocument

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.letters.docx_text import Part

MOST = 1_000_000  # characters that are shown of a text
_ROWS = "<tr>{}</tr>"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is shown of a paper. `text` is safe markup of our own; `document` pages that are drawn when needed."""

    evidence: str
    kind: Literal["pages", "text", "none"]
    document: Document | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_cut: bool = False


def open_paper(desk: Desk, row: EvidenceRow) -> Opened:
    """Return a paper opened. Off the UI thread: a text is read and a document's pages are measured."""
    if row.mime == looking.PDF:
        return _pdf(desk, row)
    if row.mime in looking.IMAGES:
        return Opened(row.id, "pages", PictureDocument(desk.casework.contents(row.case_id, row.sha256)))
    if row.mime == looking.EML:
        return _mail(row, desk.casework.contents(row.case_id, row.sha256))
    if row.mime == looking.DOCX:
        return _document(desk, row)
    if row.mime == looking.TEXT:
        said = looking.text(desk.casework.contents(row.case_id, row.sha256)) or ""
        return Opened(row.id, "text", text=_lines(said[:MOST]), is_cut=len(said) > MOST)
    return Opened(row.id, "none")


def _pdf(desk: Desk, row: EvidenceRow) -> Opened:
    import pypdfium2

    file = desk.papers.opened_file(row.case_id, row.sha256)
    try:
        return Opened(row.id, "pages", PdfDocument(file))
    except pypdfium2.PdfiumError:  # under a password, or too damaged to be mended
        file.close()
        return Opened(row.id, "none")


def _mail(row: EvidenceRow, data: bytes) -> Opened:
    found = mail.read(data)
    head = "".join(
        _ROWS.format(f"<td><b>{html.escape(name)}</b>&nbsp;&nbsp;</td><td>{html.escape(said)}</td>")
        for name, said in found.headers
    )
    text = f"<table>{head}</table><hr>{_lines(found.text[:MOST])}"
    return Opened(row.id, "text", text=text, attachments=found.attachments, is_cut=len(found.text) > MOST)


def _document(desk: Desk, row: EvidenceRow) -> Opened:
    from bandingdesk.letters import docx_text

    with desk.papers.opened_file(row.case_id, row.sha256) as file:
        parts = docx_text.read(file)
    if not parts:
        return Opened(row.id, "none")
    return Opened(row.id, "text", text="".join(_part(part) for part in parts), is_cut=len(parts) >= docx_text.MOST)


def _part(part: Part) -> str:
    if part.kind == "heading":
        level = min(max(part.level, 1) + 1, 4)
        return f"<h{level}>{html.escape(part.text)}</h{level}>"
    if part.kind == "table":
        rows = "".join(
            _ROWS.format("".join(f"<td>{html.escape(cell) or '&nbsp;'}</td>" for cell in row)) for row in part.rows
        )
        return f'<table border="1" cellspacing="0" cellpadding="4">{rows}</table><p></p>'
    return _lines(part.text)


def _lines(text: str) -> str:
    """Return text as paragraphs, its own line breaks and spaces kept."""
    escaped = (html.escape(line) for line in text.replace("\r\n", "\n").split("\n"))
    return f'<p style="white-space: pre-wrap;">{"<br>".join(escaped)}</p>'
