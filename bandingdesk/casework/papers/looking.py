"""What a file is, judged from its bytes and never from its ending, and what has to be named before it is added.

PDFs are looked into by `letters/pdf_look.py`, which hands its findings to `look`; all else is read here.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from bandingdesk.casework.papers import mail
from bandingdesk.casework.papers.doubts import Doubt, EmptyFileError, ProgramFileError
from bandingdesk.errors import QT_TRANSLATE_NOOP

HEAD = 8192  # bytes by which a kind is told
MANY_PAGES = 500
LARGEST_TEXT = 20_000_000  # bytes of text or of a document's own XML that are read to be shown
LARGEST_MAIL = 80_000_000  # with all that is attached
PDF, DOCX, EML, TEXT = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "message/rfc822",
    "text/plain",
)
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp")
SHOWN = (PDF, DOCX, EML, TEXT, *IMAGES)

KINDS: dict[str, str] = {  # in words, as "It is ..." goes on
    PDF: QT_TRANSLATE_NOOP("errors", "a PDF"),
    DOCX: QT_TRANSLATE_NOOP("errors", "a Word document"),
    EML: QT_TRANSLATE_NOOP("errors", "an email"),
    TEXT: QT_TRANSLATE_NOOP("errors", "plain text"),
    "image/png": QT_TRANSLATE_NOOP("errors", "a picture (PNG)"),
    "image/jpeg": QT_TRANSLATE_NOOP("errors", "a picture (JPEG)"),
    "image/tiff": QT_TRANSLATE_NOOP("errors", "a picture (TIFF)"),
    "image/gif": QT_TRANSLATE_NOOP("errors", "a picture (GIF)"),
    "image/bmp": QT_TRANSLATE_NOOP("errors", "a picture (BMP)"),
    "image/webp": QT_TRANSLATE_NOOP("errors", "a picture (WebP)"),
    "image/heic": QT_TRANSLATE_NOOP("errors", "a picture of a phone (HEIC)"),
    "application/msword": QT_TRANSLATE_NOOP("errors", "a file of an older Office"),
    "application/x-office-locked": QT_TRANSLATE_NOOP("errors", "an Office file under a password"),
    "application/vnd.ms-outlook": QT_TRANSLATE_NOOP("errors", "an Outlook message"),
    "application/vnd.openxmlformats-officedocument": QT_TRANSLATE_NOOP("errors", "another Office file"),
    "application/zip": QT_TRANSLATE_NOOP("errors", "a ZIP archive"),
    "application/octet-stream": QT_TRANSLATE_NOOP("errors", "a kind of file that we do not know"),
}
_ENDINGS = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".eml": EML, ".txt": TEXT, ".md": TEXT, ".csv": TEXT,
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff", ".tiff": "image/tiff",
    ".gif": "image/gif", ".bmp": "image/bmp", ".webp": "image/webp", ".heic": "image/heic", ".zip": "application/zip",
    ".doc": "application/msword", ".msg": "application/vnd.ms-outlook",
    ".xlsx": "application/vnd.openxmlformats-officedocument", ".pptx": "application/vnd.openxmlformats-officedocument",
}  # fmt: skip
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK = re.compile(rb"relationships/hyperlink[\"']", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class PdfLook(NamedTuple):
    """What a PDF holds: pages, files inside it, and what would run or open by itself, in words."""

    pages: int
    is_locked: bool = False
    is_damaged: bool = False
    active: tuple[str, ...] = ()
    inside: int = 0


class Look(NamedTuple):
    """What a file is: its mime type, its pages (1 where it has none), and its doubts."""

    mime: str
    pages: int
    doubts: tuple[Doubt, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The doubts' codes, as the record keeps them with the paper."""
        return tuple(doubt.code for doubt in self.doubts)


def kind(name: str, source: BinaryIO) -> str:
    """Return the mime type of what SOURCE holds. NAME is for its refusal. Raises EmptyFileError, ProgramFileError."""
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise EmptyFileError(file=name)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_PROGRAMS):
        raise ProgramFileError(file=name)
    for signature, mime in _SIGNATURES:
        if head.startswith(signature):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "image/heic"
    if head.startswith(_OLD_OFFICE):
        return _old_office(source)
    if head.startswith(b"PK"):
        return _archive(source)
    if text(head, is_cut=len(head) == HEAD) is None:
        return "application/octet-stream"
    return EML if mail.is_mail(head) else TEXT


def look(name: str, source: BinaryIO, mime: str, pdf: PdfLook | None = None) -> Look:
    """Return what the file NAME, of the kind MIME, holds and what has to be named. PDF is what was found in a PDF."""
    found: list[Doubt] = []
    says = _ENDINGS.get(PurePath(name).suffix.lower())
    if says is not None and says != mime and not (says == TEXT and mime == EML):
        found.append(_doubt("not_its_ending", name, says=KINDS[says], kind=KINDS[mime]))
    pages = 1
    if pdf is not None:
        pages = pdf.pages
        found += _in_pdf(name, pdf)
    elif mime == DOCX:
        found += _in_docx(name, source)
    elif mime == EML:
        source.seek(0)
        if count := len(mail.read(source.read(LARGEST_MAIL)).attachments):
            found.append(_doubt("inside", name, count=str(count)))
    elif mime == "application/x-office-locked":
        found.append(_doubt("locked", name))
    elif mime not in SHOWN:
        found.append(_doubt("not_shown", name, kind=KINDS[mime]))
    return Look(mime, max(1, pages), tuple(found))


def text(data: bytes, *, is_cut: bool = False) -> str | None:
    """Return DATA as text, by its mark, as UTF-8 or as Windows-1252; None where it is none. IS_CUT: more follows."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        said = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if is_cut and error.start > len(data) - 4:
            said = data[: error.start].decode("utf-8")
        else:
            said = data.decode("cp1252", "replace")
    return None if _CONTROL.search(said) else said


def _in_pdf(name: str, pdf: PdfLook) -> list[Doubt]:
    found = []
    if pdf.is_locked:
        found.append(_doubt("locked", name))
    if pdf.is_damaged:
        found.append(_doubt("damaged", name))
    if pdf.pages >= MANY_PAGES:
        found.append(_doubt("many_pages", name, pages=f"{pdf.pages:,}"))
    if pdf.active:
        found.append(_doubt("active", name, what=", ".join(pdf.active)))
    if pdf.inside:
        found.append(_doubt("inside", name, count=str(pdf.inside)))
    return found


def _in_docx(name: str, source: BinaryIO) -> list[Doubt]:
    found = []
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if any(one.lower().endswith("vbaproject.bin") for one in names):
                found.append(_doubt("macros", name))
            if any(_fetches(archive, one) for one in names if one.endswith(".rels")):
                found.append(_doubt("outside", name))
            if count := sum(one.startswith("word/embeddings/") for one in names):
                found.append(_doubt("inside", name, count=str(count)))
            if archive.getinfo("word/document.xml").file_size > LARGEST_TEXT:
                found.append(_doubt("not_shown", name, kind=KINDS[DOCX]))
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError, RuntimeError, EOFError):
        found.append(_doubt("damaged", name))
    return found


def _fetches(archive: zipfile.ZipFile, part: str) -> bool:
    """Return whether a part names something outside the file that is fetched unasked; a plain link is not."""
    if archive.getinfo(part).file_size > LARGEST_TEXT:
        return False
    return any(not _LINK.search(one.group()) for one in _EXTERNAL.finditer(archive.read(part)))


def _archive(source: BinaryIO) -> str:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return "application/zip"
    if "word/document.xml" in names:
        return DOCX
    return "application/vnd.openxmlformats-officedocument" if "[Content_Types].xml" in names else "application/zip"


def _old_office(source: BinaryIO) -> str:
    source.seek(0)
    directory = source.read(1_000_000)
    if "EncryptedPackage".encode("utf-16-le") in directory:
        return "application/x-office-locked"
    if "__substg1.0_".encode("utf-16-le") in directory:
        return "application/vnd.ms-outlook"
    return "application/msword"


def _doubt(code: str, file: str, **fields: str) -> Doubt:
    return Doubt(code, (("file", file), *fields.items()))
