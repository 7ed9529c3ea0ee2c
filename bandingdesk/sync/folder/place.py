"""The shared folder as files: whose sub-folders there are, what lies in them, and how this device writes its own.

A file is written under a temporary name, flushed, and renamed; a name that stands is never written over. Only the own
sub-folder is ever touched. A cloud client may copy, delay or rename: what a file is, its content says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store import engine

CARD, BUNDLE, KEY, FILE, PART = ".card", ".bundle", ".key", ".file", ".part"
KEYS, FILES = "keys", "files"
DEVICE = re.compile(r"[0-9a-f][0-9a-f-]{7,63}")
MOST_FILES = 200_000  # in one sub-folder: more is no council's

_KEPT = QT_TRANSLATE_NOOP("errors", "Your record is whole. What was not sent stays here and goes with the next sync.")


class FolderMissingError(SyncError):
    """The shared folder PATH is not there."""

    code = "SY-61"
    message = QT_TRANSLATE_NOOP("errors", "The shared folder {path} can't be reached.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Connect the drive or sign in to the cloud folder, then sync again.")


class FolderReadOnlyError(SyncError):
    """This device may not write in the shared folder PATH."""

    code = "SY-62"
    message = QT_TRANSLATE_NOOP("errors", "This computer may not write in the shared folder {path}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask your IT desk for the right to write there, then sync again.")


class FolderFullError(SyncError):
    """The shared folder PATH has no room left."""

    code = "SY-63"
    message = QT_TRANSLATE_NOOP("errors", "The shared folder {path} is full.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Make room there, then sync again. Never delete a file of another device.")


class FolderFaultError(SyncError):
    """Reading or writing in the shared folder PATH failed."""

    code = "SY-64"
    message = QT_TRANSLATE_NOOP("errors", "Reading or writing in the shared folder {path} failed.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Check the drive or the cloud folder, then sync again.")


class DeviceTwiceError(SyncError):
    """The folder holds, in this device's name, what this record does not know: it was copied or restored."""

    code = "SY-71"
    message = QT_TRANSLATE_NOOP("errors", "Another copy of this record has been syncing as this computer.")
    kept = QT_TRANSLATE_NOOP("errors", "Both records are kept as they are. Nothing was sent and nothing taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Tell your administrator, who takes this computer out and enrols it as a new one.")


def require(place: Path) -> None:
    """Check that the shared folder is there. Raises FolderMissingError."""
    if not place.is_dir():
        raise FolderMissingError(path=str(place))


def devices(place: Path) -> list[str]:
    """Return the devices that have a sub-folder. Raises FolderMissingError, FolderFaultError."""
    require(place)
    try:
        return sorted(one.name for one in place.iterdir() if DEVICE.fullmatch(one.name) and one.is_dir())
    except OSError as error:
        _fail(error, place)


def listed(folder: Path, ending: str) -> list[Path]:
    """Return the files in FOLDER with ENDING, by name; none where the folder is not there. Raises FolderFaultError."""
    try:
        found = sorted(one for one in folder.iterdir() if one.name.endswith(ending) and one.is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        _fail(error, folder)
    return found[:MOST_FILES]


def read(path: Path, most: int) -> bytes | None:
    """Return what the file holds, None where it is longer than MOST, has gone or can't be read now."""
    try:
        with path.open("rb") as file:
            found = file.read(most + 1)
    except OSError:
        return None
    return None if len(found) > most else found


def bundle_name(number: int) -> str:
    """Return the name under which a bundle is written."""
    return f"{number:08d}{BUNDLE}"


def number_of(path: Path) -> int | None:
    """Return the number that the name says, None where it is no name this program gives."""
    stem = path.name.removesuffix(BUNDLE)
    return int(stem) if len(stem) == 8 and stem.isascii() and stem.isdigit() else None


def write(folder: Path, name: str, pieces: Iterable[bytes], *, again: bool = False) -> None:
    """Write the file NAME in this device's own FOLDER: beside, flushed, renamed. AGAIN: it may stand already.

    Raises DeviceTwiceError where it stands and may not, FolderReadOnlyError, FolderFullError, FolderFaultError.
    """
    beside = folder / f".{name}{PART}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as out:
                for piece in pieces:
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            target = folder / name
            if target.exists() and not again:
                raise DeviceTwiceError()
            beside.replace(target)
            engine.flush(folder)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        _fail(error, folder)


def sweep(folder: Path) -> None:
    """Remove what an unclean stop left half written in this device's own FOLDER."""
    for left in (*listed(folder, PART), *listed(folder / FILES, PART), *listed(folder / KEYS, PART)):
        left.unlink(missing_ok=True)


def _fail(error: OSError, path: Path) -> NoReturn:
    if error.errno in engine.FULL:
        raise FolderFullError(path=str(path)) from error
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        raise FolderReadOnlyError(path=str(path)) from error
    raise FolderFaultError(path=str(path)) from error
