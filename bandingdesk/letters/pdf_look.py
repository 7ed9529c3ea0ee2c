"""What a PDF from outside holds, without drawing it: pages, a password, files inside, what would run or open by itself.

Every object is looked at, not the catalogue alone: an action may hang on a page, a field, a note or a bookmark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP

MOST_OBJECTS = 400_000  # of a file of thousands of pages; what has more is named as not looked through
_ACTIONS = {
    "/JavaScript": QT_TRANSLATE_NOOP("errors", "a script"),
    "/Launch": QT_TRANSLATE_NOOP("errors", "a call to start a program"),
    "/SubmitForm": QT_TRANSLATE_NOOP("errors", "a form that sends itself"),
    "/ImportData": QT_TRANSLATE_NOOP("errors", "data fetched from elsewhere"),
    "/GoToE": QT_TRANSLATE_NOOP("errors", "a jump into a file inside it"),
    "/Rendition": QT_TRANSLATE_NOOP("errors", "sound or film"),
}
_DEPTH = 8  # of dictionaries inside one object
_PLAYED = {"/RichMedia", "/Movie", "/Sound", "/3D"}
TOO_MANY = QT_TRANSLATE_NOOP("errors", "more parts than can be looked through")


class Found(NamedTuple):
    """What was found; a locked file opens for nobody who has no password."""

    pages: int
    is_locked: bool
    is_damaged: bool
    active: tuple[str, ...]
    inside: int


def look(source: BinaryIO) -> Found:
    """Return what the PDF in SOURCE holds."""
    import pikepdf

    source.seek(0)
    try:
        with pikepdf.open(source) as pdf:
            pages = len(pdf.pages)
            active, inside = _walk(pdf, pikepdf)
            return Found(pages, is_locked=False, is_damaged=pages == 0, active=active, inside=inside)
    except pikepdf.PasswordError:
        return Found(0, is_locked=True, is_damaged=False, active=(), inside=0)
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        return Found(0, is_locked=False, is_damaged=True, active=(), inside=0)


def _walk(pdf: Any, pikepdf: Any) -> tuple[tuple[str, ...], int]:
    """Return what is active, in words, and how many files are inside."""
    found: dict[str, None] = {}
    inside = 0
    if len(pdf.objects) > MOST_OBJECTS:
        return (TOO_MANY,), 0
    for one in pdf.objects:
        for part in _dictionaries(one, pikepdf):
            action, kind = str(part.get("/S", "")), str(part.get("/Subtype", ""))
            if "/JS" in part:
                action = "/JavaScript"
            if action in _ACTIONS:
                found[_ACTIONS[action]] = None
            if kind in _PLAYED:
                found[_ACTIONS["/Rendition"]] = None
            inside += "/EF" in part
    return tuple(found), inside


def _dictionaries(one: Any, pikepdf: Any) -> Iterator[Any]:
    """Give an object's dictionary and those that stand inside it; what it only points at is an object of its own."""
    waiting = [(one, 0)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            inner = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        if depth < _DEPTH:
            containers = (pikepdf.Dictionary, pikepdf.Array)
            waiting += [(each, depth + 1) for each in inner if isinstance(each, containers) and not each.is_indirect]
