"""Strings that stand where case data and secrets would, and the search for them in all that a program left behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

CHILD, FORENAME = "Rowan-017-canary", "Testpupil-canary"
NOTE, VIEWS, PAPER = "CANARY-note-4711", "CANARY-views-4712", "CANARY-paper-4713"
PIN = "8392017465"
PASSPHRASE = "canary passphrase of eight invented words for tests"
EVERY = (CHILD, FORENAME, NOTE, VIEWS, PAPER, PIN, PASSPHRASE)


def found_in(folder: Path, *said: str) -> list[tuple[str, str]]:
    """Return (where, canary) for each canary in a file below FOLDER, a zip's member, a name, or what was SAID."""
    found = [("said", canary) for text in said for canary in _in(text.encode())]
    for path in sorted(folder.rglob("*")):
        found += [(f"name of {path.name}", canary) for canary in _in(path.name.encode())]
        if path.is_file():
            found += [(where, canary) for where, data in _parts(path) for canary in _in(data)]
    return found


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    yield path.name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            for name in bundle.namelist():
                yield f"{path.name}/{name}", bundle.read(name)


def _in(data: bytes) -> list[str]:
    return [one for one in EVERY if any(one.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))]
