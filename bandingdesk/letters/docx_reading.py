"""A DOCX read as text: every field by its tag, every other paragraph, tracked changes counted and read as accepted.

Nothing in the file is run or fetched. What can't be read as a DOCX is refused by name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from bandingdesk.casework.returns.document import Control, Document, Line
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where

MOST_UNPACKED = 256 * 1024 * 1024  # bytes of a file's parts together: a form has less than one MB
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "instrText")}
_CHANGES = ("ins", "del", "moveFrom", "moveTo")
_NAMELESS = re.compile("\x00.*?\x01", re.DOTALL)  # marks that no XML can hold
_HEADING = re.compile(r"Heading\s?([1-6])", re.IGNORECASE)


class NotADocumentError(InvalidError):
    """FILE can't be read as a DOCX."""

    code = "RE-10"
    message = QT_TRANSLATE_NOOP("errors", "{file} can't be read as a text document: it is damaged or not a .docx.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of it was taken over, and your file was not changed.")
    do = QT_TRANSLATE_NOOP("errors", "Open it in your word processor, save it as .docx, then choose it again.")


class DocumentTooLargeError(InvalidError):
    """FILE unpacks to more than any form holds."""

    code = "RE-11"
    message = QT_TRANSLATE_NOOP("errors", "{file} is far larger inside than any form of ours.")
    kept = QT_TRANSLATE_NOOP("errors", "It was not opened, and nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Ask the sender for the form itself, without pictures, or add the file under Papers."
    )


def read(content: bytes, file: str) -> Document:
    """Return the DOCX in CONTENT; FILE is its name, for errors. Raises NotADocumentError, DocumentTooLargeError."""
    from docx.oxml import parse_xml

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(info.file_size for info in parts.infolist()) > MOST_UNPACKED:
                raise DocumentTooLargeError(where=Where(file=file), file=file)
            names = set(parts.namelist())
            body = parse_xml(_part(parts, "word/document.xml"))
            styles = _heading_styles(parse_xml(_part(parts, "word/styles.xml"))) if "word/styles.xml" in names else {}
            known = parse_xml(_part(parts, "docProps/core.xml")) if "docProps/core.xml" in names else None
            said = _part(parts, "word/comments.xml") if "word/comments.xml" in names else b""
            has_macros = any(name.endswith("vbaProject.bin") for name in names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, EOFError, OSError, SyntaxError,
            NotImplementedError, RuntimeError, zipfile.zlib.error) as fault:  # type: ignore[attr-defined]  # fmt: skip
        raise NotADocumentError(where=Where(file=file), file=file) from fault
    reader = _Reader(styles)
    reader.blocks(body)
    return Document(
        lines=tuple(reader.lines),
        controls=tuple(reader.controls),
        identifier=_identifier(known),
        tracked=sum(1 for name in _CHANGES for _ in body.iter(f"{_W}{name}")),
        comments=len(re.findall(rb"<w:comment\s", said)),
        has_macros=has_macros,
    )


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of the file, at most as large as it says it is. Raises KeyError, ValueError."""
    info = parts.getinfo(name)
    with parts.open(info) as stream:
        data = stream.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED or b"<!DOCTYPE" in data[:2048]:
        raise ValueError(name)
    return data


def _heading_styles(styles: Any) -> dict[str, int]:
    """Return the level of each style that is a heading, by the style's id: a program may translate the ids."""
    found = {}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        match = _HEADING.fullmatch(name.get(f"{_W}val", "") if name is not None else "")
        if match:
            found[style.get(f"{_W}styleId", "")] = int(match[1])
    return found


def _identifier(core: Any) -> str:
    if core is None:
        return ""
    for element in core:
        if isinstance(element.tag, str) and element.tag.endswith("}identifier"):
            return (element.text or "").strip()
    return ""


class _Reader:
    """Walks the body in reading order."""

    def __init__(self, styles: dict[str, int]) -> None:
        self._styles = styles
        self._open: list[str] = []  # tags of the fields that stand around the place where the reader is
        self.lines: list[Line] = []
        self.controls: list[Control] = []

    def blocks(self, of: Any) -> None:
        """Read the paragraphs in OF, those of tables cell by cell, those of fields as the field's."""
        for child in of:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}sdt" and (content := child.find(f"{_W}sdtContent")) is not None:
                self._block_field(child, content)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                self.blocks(child)  # body, tables, rows, cells, and whatever a program wraps them in

    def _block_field(self, control: Any, content: Any) -> None:
        name = _name(control)
        if not name:  # a table of contents, or a field that a program wraps anew
            self.blocks(content)
            return
        inner = _Reader(self._styles)
        inner.blocks(content)
        words = "\n".join(line.text for line in inner.lines if not line.tags)
        self._take(control, words)
        self.controls += inner.controls
        self.lines.append(Line("", 0, (name, *(each.name for each in inner.controls))))

    def _paragraph(self, paragraph: Any) -> None:
        before = len(self.controls)
        shapes: list[Any] = []
        words = "".join(self._words(paragraph, shapes))
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = self._styles.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
        names = tuple(each.name for each in self.controls[before:])
        self.lines.append(Line(_NAMELESS.sub("", words), level, names, re.sub("[\x00\x01]", "", words)))
        for shape in shapes:
            self.blocks(shape)

    def _words(self, of: Any, shapes: list[Any]) -> Iterator[str]:
        """Give the text of a run or a paragraph outside of its fields; what stands in text boxes goes to SHAPES."""
        for child in of:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            name = tag.rpartition("}")[2]
            if tag == f"{_W}t":
                yield child.text or ""
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield "\n"
            elif tag == f"{_W}tab":
                yield "\t"
            elif tag == f"{_W}noBreakHyphen":
                yield "\u2011"
            elif name == "txbxContent":
                shapes.append(child)
            elif name == "Fallback":
                continue  # the same text again, for older programs
            elif tag == f"{_W}sdt" and (content := child.find(f"{_W}sdtContent")) is not None:
                words = "".join(self._words(content, shapes))
                self._take(child, words)
                if not _name(child):
                    yield f"\x00{words}\x01"
            else:
                yield from self._words(child, shapes)

    def _take(self, control: Any, words: str) -> None:
        is_untouched = control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
        self.controls.append(Control(_about(control, "tag"), _about(control, "alias"), words, is_untouched))


def _name(control: Any) -> str:
    return _about(control, "tag") or _about(control, "alias")


def _about(control: Any, name: str) -> str:
    found = control.find(f"{_W}sdtPr/{_W}{name}")
    return str(found.get(f"{_W}val", "")) if found is not None else ""
