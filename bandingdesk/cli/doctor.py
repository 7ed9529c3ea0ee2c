"""`doctor`: is everything there that the program needs?"""

from __future__ import annotations

import argparse
import ctypes
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import bandingdesk
from bandingdesk import crashes, logs, places, resources, seams, settings
from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, RefusedError, Where

State = Literal["good", "warning", "bad"]

FONTS = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "Inter-Bold.ttf",
    "AtkinsonHyperlegibleNext-Regular.ttf",
    "AtkinsonHyperlegibleNext-Bold.ttf",
)
_TRUETYPE = b"\x00\x01\x00\x00"
_RELEASED = date(2026, 11, 1)  # a clock before the day this version was made is wrong


class Check(NamedTuple):
    """One thing looked at: its name, how it stands, and a sentence about it."""

    name: str
    state: State
    sentence: str


class BundleExistsError(RefusedError):
    """FILE is there already."""

    code = "BD-11"
    message = QT_TRANSLATE_NOOP("errors", "{file} is there already.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was left as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another name, or add --force.")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the options of `doctor`."""
    parser.add_argument("--bundle", type=Path, metavar="FILE", help="write a report for support; no case data")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the checks and return 0, or 1 when one of them is bad."""
    checks = list(examine(args.store))
    good = all(check.state != "bad" for check in checks)
    document = {"ok": good, "checks": [check._asdict() for check in checks], "versions": versions()}
    if args.bundle is not None:
        _write_bundle(args.bundle, document, force=args.force)
        document["bundle"] = str(args.bundle)
    marks = {"good": "ok  ", "warning": "note", "bad": "BAD "}
    lines = [f"{marks[check.state]}  {check.name:<10} {check.sentence}" for check in checks]
    if args.bundle is not None:
        lines.append(f"The report is in {args.bundle}. It holds no case data.")
    out.result(document, "\n".join(lines))
    return 0 if good else 1


def versions() -> dict[str, str | int]:
    """Return the versions that `--version --json` promises."""
    import sqlcipher3.dbapi2 as sqlcipher

    from bandingdesk.store import log, tables

    memory = sqlcipher.connect(":memory:")
    try:
        (cipher,) = memory.execute("PRAGMA cipher_version").fetchone()
    finally:
        memory.close()
    return {
        "bandingdesk": bandingdesk.__version__,
        "python": platform.python_version(),
        "qt": importlib.metadata.version("pyside6-essentials"),
        "sqlite": sqlcipher.sqlite_version,
        "sqlcipher": cipher,
        "store_epoch": tables.EPOCH,
        "protocol": log.PROTO,
    }


def examine(store: str | None) -> Iterable[Check]:
    """Yield what was found, one check after the other; a check that fails never stops the next."""
    yield from examine_installation()
    yield _check_keyring()
    try:
        place = store or settings.store_place(settings.read())
    except DeskError as fault:
        yield Check("settings", "bad", fault.text())
        place = settings.store_place(settings.Settings())
    else:
        yield Check("settings", "good", f"The settings are read from {places.settings_file()}.")
    yield from _check_store(Path(place))
    yield check_clock(seams.SystemClock())


def examine_installation() -> Iterable[Check]:
    """Yield what was found of the program's own parts: fonts and Qt's plug-in for this screen."""
    yield _check_fonts()
    yield check_screen(os.environ, sys.platform)


def _check_fonts() -> Check:
    for name in FONTS:
        try:
            start = resources.shipped(f"fonts/{name}").read_bytes()[:4]
        except DeskError as fault:
            return Check("fonts", "bad", fault.text())
        if start != _TRUETYPE:
            return Check("fonts", "bad", f"{name} is damaged. Install Banding Desk again.")
    return Check("fonts", "good", f"All {len(FONTS)} fonts are there.")


def check_screen(environment: os._Environ[str] | dict[str, str], system: str) -> Check:
    """Return whether Qt's plug-in for this screen can be loaded with the libraries of this computer.

    Qt itself is not started: a missing library would end the program instead of giving an answer.
    """
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return Check("screen", "bad", "Qt is missing. Install Banding Desk again.")
    if not system.startswith("linux"):
        return Check("screen", "good", "Qt is there; the window system is part of this computer.")
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if not chosen:
        if environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"):
            chosen = "xcb"
        else:
            return Check("screen", "warning", "There is no display: a window can't open, but every command works.")
    plugin = Path(found.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms" / f"libq{chosen}.so"
    if not plugin.exists():
        return Check("screen", "bad", f"Qt has no plug-in for the screen type {chosen}.")
    try:
        ctypes.CDLL(str(plugin))
    except OSError as fault:
        missing = str(fault).partition(":")[0]
        return Check("screen", "bad", f"The library {missing} is missing, so a window can't open.")
    return Check("screen", "good", f"Qt can draw on this screen ({chosen}).")


def _check_keyring() -> Check:
    from bandingdesk.store import keys

    state = keys.keyring_state()
    return Check("keyring", "good" if state.ok else "warning", state.sentence)


def _check_store(place: Path) -> Iterable[Check]:
    """Yield the verdict on the drive, and whether there is a store and it can be read by this user."""
    from bandingdesk.store import drives

    verdict = drives.verdict(place)
    yield Check("drive", "good" if verdict.ok else "bad", verdict.sentence)
    if not place.exists():
        yield Check("store", "warning", f"There is no store at {place} yet. The first start makes one.")
    elif not os.access(place, os.R_OK | os.W_OK):
        yield Check("store", "bad", f"You may not read and write {place}. Ask whoever looks after this computer.")
    else:
        yield Check("store", "good", f"The store is {place}.")


def check_clock(clock: seams.Clock) -> Check:
    """Return whether the computer's clock can be right: not before this version was made."""
    today = clock.today()
    if today < _RELEASED:
        return Check("clock", "bad", f"The clock says {today:%d %b %Y}, which is too early. Set the date and time.")
    return Check("clock", "good", f"The clock says {today.day} {today:%b %Y}, London date.")


def _write_bundle(file: Path, document: dict[str, object], *, force: bool) -> None:
    """Write a zip with what `doctor` found and the log files, beside its place first. Raises BundleExistsError."""
    if file.exists() and not force:
        raise BundleExistsError(where=Where(file=str(file)), file=file)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    with beside.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("doctor.json", json.dumps(document, indent=2, default=str))
            bundle.writestr("system.txt", f"{platform.platform()}\n{sys.version}\n")
            for pattern in (f"{logs.FILE_NAME}*", crashes.REPORTS, crashes.NATIVE):
                for log in sorted(places.log_folder().glob(pattern)):
                    bundle.write(log, f"logs/{log.name}")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
