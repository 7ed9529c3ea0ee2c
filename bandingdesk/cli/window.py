"""What opens a window: `bandingdesk`, `demo`, and the two that drive one without a person, `tour` and `snapshot`.

Qt and the store are imported inside the functions, so that `--help` loads neither.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.setup import Setup

SIZES = ("small", "median", "large", "bench")
_TOUR_FOLDER = Path("out") / "demo"


class DemoOnlyError(RefusedError):
    """`--as` was given for a store that is no demo."""

    code = "UI-03"
    message = QT_TRANSLATE_NOOP("errors", "You can only act as somebody else in a demo store.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not opened.")
    do = QT_TRANSLATE_NOOP("errors", "Leave --as out, and hand over in the window with that person's PIN.")


class NobodyError(RefusedError):
    """The demo has nobody with these initials or that role: WHO."""

    code = "UI-04"
    message = QT_TRANSLATE_NOOP("errors", "The demo has nobody with the initials or the role {who}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Use initials such as RA, or a role such as chair, caseworker or qa_lead.")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the options of COMMAND."""
    if command == "demo":
        parser.add_argument("--size", choices=SIZES, default="small", help="1,700, 3,300, 12,000 or 20,000 plans")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another invented council for another N")
        parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the demo store in this folder")
    elif command == "tour":
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where pictures and letters go")
        parser.add_argument("--slow", action="store_true", help="at a pace a person can follow")
    elif command == "snapshot":
        _add_snapshot(parser)


def _add_snapshot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--only", metavar="GLOB,…", help="states by name or number")
    parser.add_argument("--theme", metavar="NAME,…", help="light, dark, contrast")
    parser.add_argument("--size", metavar="WxH,…", help="1280x720, 1920x1080, …")
    parser.add_argument("--scale", metavar="N,…", help="1, 1.5, 2")
    parser.add_argument("--text", metavar="PERCENT,…", help="100 to 175")
    parser.add_argument("--long", action="store_true", help="texts 40 %% longer")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one command and return its exit code."""
    return {"window": _window, "demo": _demo, "tour": _tour, "snapshot": _snapshot}[args.command](args, out)


def _window(args: argparse.Namespace, out: Output) -> int:
    """Open the window on the store that is named, or the one of this computer, or first run."""
    from bandingdesk import crashes, places, seams
    from bandingdesk.ui import app

    if not app.is_seen():
        raise app.NoDisplayError()
    with crashes.watched(places.log_folder(), seams.SystemClock()):
        return _open_window(args)


def _open_window(args: argparse.Namespace) -> int:
    from bandingdesk import seams
    from bandingdesk.ui import app
    from bandingdesk.ui.setup import Setup

    path = Path(args.store).expanduser() if args.store else _usual_store()
    who = args.as_user
    if is_demo_store(path):
        setup = Setup(seams.SystemClock(), seams.SystemIds(), place=path)
        return app.run(clock=seams.SystemClock(), setup=setup, opener=lambda: open_demo(path, who))
    if who is not None:
        raise DemoOnlyError()
    with tempfile.TemporaryDirectory(prefix="bandingdesk-demo-") as folder:
        setup = _setup(args, path, _demo_starter(Path(folder)))
        return app.run(clock=seams.SystemClock(), setup=setup)


def _setup(args: argparse.Namespace, path: Path, demo: Callable[[Callable[[str], None]], Desk] | None = None) -> Setup:
    from bandingdesk import seams
    from bandingdesk.ui.setup import Setup

    passphrase = None
    if args.passphrase_fd is not None:
        from bandingdesk.cli import passphrases

        passphrase = passphrases.ask(args)
    return Setup(seams.SystemClock(), seams.SystemIds(), place=path, passphrase=passphrase, demo=demo)


def _usual_store() -> Path:
    """Return the store that the settings name. The settings are read only where there is a file of them."""
    from bandingdesk import places

    if not places.settings_file().exists():
        return places.usual_store()
    from bandingdesk import settings

    return Path(settings.store_place(settings.read())).expanduser()


def _demo(args: argparse.Namespace, out: Output) -> int:
    """Open the window on the demo; without a screen play the tour off-screen and say where the results are."""
    from bandingdesk import seams
    from bandingdesk.ui import app

    if not app.is_seen():
        args.out = (args.keep / "tour") if args.keep else _TOUR_FOLDER
        args.slow = False
        return _tour(args, out)
    from bandingdesk.ui.setup import Setup

    with tempfile.TemporaryDirectory(prefix="bandingdesk-demo-") as scratch:
        folder: Path = args.keep or Path(scratch)

        def opener() -> Desk:
            from bandingdesk.demo import place

            path = place.copy(folder, size=args.size, seed=args.seed, progress=out.progress)
            return open_demo(path, args.as_user)

        setup = Setup(seams.SystemClock(), seams.SystemIds(), place=folder / "demo.desk")
        return app.run(clock=seams.SystemClock(), setup=setup, opener=opener)


def _tour(args: argparse.Namespace, out: Output) -> int:
    """Drive the real window through the main job."""
    from bandingdesk.ui import app

    if not app.is_seen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from bandingdesk.ui import tour

    return int(tour.run(args, out))


def _snapshot(args: argparse.Namespace, out: Output) -> int:
    """Picture every workspace and state."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from bandingdesk.ui import snapshot

    return int(snapshot.run(args, out))


def _demo_starter(folder: Path) -> Callable[[Callable[[str], None]], Desk]:
    """Return what first run calls for "Look around with demo data": a throw-away copy in FOLDER."""

    def start(progress: Callable[[str], None]) -> Desk:
        from bandingdesk.demo import place

        return open_demo(place.copy(folder, progress=progress), None)

    return start


def is_demo_store(path: Path) -> bool:
    """Return whether PATH is a copy of the demo: it lies beside the builder's list of who is who."""
    return path.exists() and (path.parent / "built.json").exists()


def open_demo(path: Path, who: str | None) -> Desk:
    """Open the copied demo as WHO: initials or a role, by default the chair of this morning. Raises NobodyError."""
    from bandingdesk import seams
    from bandingdesk.demo import place
    from bandingdesk.store.queries import council

    # New ids each time: a kept demo is written to again, and ids from one seed would come twice.
    desk = place.open_copy(path, ids=seams.SystemIds())
    if who is None:
        return desk
    people = desk.read(council.people)
    found = [person for person in people if who in (person.initials, person.name, *person.roles)]
    if not found:
        desk.close()
        raise NobodyError(who=who)
    desk.switch(found[0].id)
    return desk
