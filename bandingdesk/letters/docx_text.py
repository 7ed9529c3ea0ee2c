"""A Word document from outside as text: headings, paragraphs, tables in their order. No macro, link or picture."""

from __future__ import annotations

from typing import BinaryIO, Literal, NamedTuple

MOST = 20_000  # paragraphs and rows that are shown


class Part(NamedTuple):
    """A heading with its level, a paragraph, or a table as rows of cells."""

    kind: Literal["heading", "paragraph", "table"]
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def read(source: BinaryIO) -> tuple[Part, ...]:
    """Return what the document in SOURCE says; () where it is damaged or holds more than can be shown."""
    import docx
    from docx.table import Table

    source.seek(0)
    try:
        document = docx.Document(source)
        found: list[Part] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                rows = tuple(tuple(cell.text.strip() for cell in row.cells) for row in block.rows)
                found.append(Part("table", rows=rows))
            elif words := block.text.strip():
                style = (block.style.name or "") if block.style is not None else ""
                level = int(style[-1]) if style.startswith("Heading") and style[-1].isdigit() else 0
                is_heading = level > 0 or style == "Title"
                found.append(Part("heading" if is_heading else "paragraph", words, max(1, level)))
            if len(found) >= MOST:
                break
    except Exception:  # noqa: BLE001 - the package raises whatever a broken part leads it to
        return ()
    return tuple(found)
