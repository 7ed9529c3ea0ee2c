"""`bandingdesk snapshot`: every state of the screen, reached by acts on demo data, pictured and looked over by machine.

One process for each scale, since Qt reads QT_SCALE_FACTOR once. A picture is `NN-state.theme.WxH@S.png`; `index.html`
is the contact sheet, `snapshot.json` the list with the problems that `inspect` found; exit code 1 if any has one.
"""

from __future__ import annotations

import argparse
import fnmatch
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

if TYPE_CHECKING:
    from bandingdesk.ui.stage import Stage
    from bandingdesk.ui.states import State

THEMES = ("light", "dark", "contrast")
SCALE = "QT_SCALE_FACTOR"


class NoSuchStateError(InvalidError):
    """No state fits the pattern."""

    code = "UI-10"
    message = QT_TRANSLATE_NOOP("errors", "No state of the screen is called {only}.")
    kept = QT_TRANSLATE_NOOP("errors", "No picture was made.")
    do = QT_TRANSLATE_NOOP("errors", "Name states by number or word, for example 17-* or *score*.")


class Teller(Protocol):
    """Where results and progress go: the command line's output."""

    def result(self, document: Mapping[str, Any], human: str) -> None: ...
    def progress(self, text: str) -> None: ...


class View(NamedTuple):
    """How a state is pictured: theme, logical size, text size in per cent."""

    theme: str
    width: int
    height: int
    text: int = 100


def run(args: argparse.Namespace, out: Teller) -> int:
    """Make the pictures; return 0, or 1 where a picture has a problem."""
    args.out.mkdir(parents=True, exist_ok=True)
    shots: list[dict[str, Any]] = []
    for scale, views in _plan(args).items():
        here = os.environ.get(SCALE, "1") == scale
        shots += _pictures(args, scale, views, out) if here else _elsewhere(args, scale, views)
    shots.sort(key=lambda shot: (shot["name"], shot["file"]))
    (args.out / "snapshot.json").write_text(json.dumps({"shots": shots}, indent=1), encoding="utf-8")
    (args.out / "index.html").write_text(_sheet(shots), encoding="utf-8")
    bad = [shot for shot in shots if shot["problems"]]
    lines = [f"{len(shots)} pictures in {args.out}, {len(bad)} with problems."]
    lines += [f"{shot['file']}: {problem}" for shot in bad for problem in shot["problems"]]
    out.result({"shots": shots}, "\n".join(lines))
    return 1 if bad else 0


def _plan(args: argparse.Namespace) -> dict[str, list[View]]:
    """Return the views by scale: what was asked for, or the usual set of seven."""
    if not (args.theme or args.size or args.scale or args.text):
        sizes = ((1280, 720), (1920, 1080))
        usual = [View(theme, *size) for size in sizes for theme in ("light", "dark")]
        return {"1": [*usual, View("contrast", 1280, 720)], "2": [View("light", 960, 540)]}
    themes = _split(args.theme, "light")
    sizes_asked = [tuple(int(part) for part in size.split("x")) for size in _split(args.size, "1280x720")]
    texts = [int(text) for text in _split(args.text, "100")]
    views = [View(theme, size[0], size[1], text) for text in texts for size in sizes_asked for theme in themes]
    return dict.fromkeys(_split(args.scale, "1"), views)


def _split(text: str | None, usual: str) -> list[str]:
    return [part.strip() for part in (text or usual).split(",") if part.strip()]


def _wanted(only: str | None) -> list[State]:
    from bandingdesk.ui import states

    if not only:
        return list(states.STATES)
    patterns = _split(only, "")
    found = [
        state
        for state in states.STATES
        if any(fnmatch.fnmatch(state.name, pattern) or state.name.split("-")[0] == pattern for pattern in patterns)
    ]
    if not found:
        raise NoSuchStateError(only=only)
    return found


def _pictures(args: argparse.Namespace, scale: str, views: Sequence[View], out: Teller) -> list[dict[str, Any]]:
    from bandingdesk.ui.stage import Stage

    shots = []
    with tempfile.TemporaryDirectory(prefix="bandingdesk-pictures-") as scratch:
        stage = Stage(Path(scratch), long_texts=args.long, progress=out.progress)
        reached: list[str] = []
        try:
            for state in _wanted(args.only):
                out.progress(state.name)
                _reach(stage, state, reached)
                shots += list(_grabbed(stage, state, views, scale, args.out))
        finally:
            stage.close()
    return shots


def _reach(stage: Stage, state: State, reached: list[str]) -> None:
    """Lead STAGE to STATE, through the state that it goes on from where that one is not the last of those REACHED."""
    from bandingdesk.ui import states

    stage.enter(state.scene)
    if state.after and reached[-1:] != [state.after]:
        _reach(stage, next(one for one in states.STATES if one.name == state.after), reached)
    stage.beside = None
    state.reach(stage)
    stage.driver.settle()
    reached.append(state.name)


def _grabbed(stage: Stage, state: State, views: Sequence[View], scale: str, folder: Path) -> Iterator[dict[str, Any]]:
    from bandingdesk.ui import inspect

    for view in views:
        stage.look(view.theme, view.width, view.height, view.text)
        text = "" if view.text == 100 else f".{view.text}"
        name = f"{state.name}.{view.theme}{text}.{view.width}x{view.height}@{scale}.png"
        began = time.perf_counter()
        pictured = stage.beside() if stage.beside is not None else stage.window
        if pictured is not stage.window:
            pictured.resize(view.width, view.height)
        picture = pictured.grab()
        paint_ms = (time.perf_counter() - began) * 1000
        picture.save(str(folder / name))
        yield {
            "name": state.name,
            "workspace": state.workspace,
            "state": state.words,
            "theme": view.theme,
            "width": view.width,
            "height": view.height,
            "scale": float(scale),
            "text": view.text,
            "file": name,
            "paint_ms": round(paint_ms, 1),
            "problems": [*_broken(stage), *inspect.problems(pictured)],
        }


def _broken(stage: Stage) -> list[str]:
    return [] if stage.window.area.current_page() is not None else ["The page could not be opened"]


def _elsewhere(args: argparse.Namespace, scale: str, views: Sequence[View]) -> list[dict[str, Any]]:
    """Make the pictures of another scale in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bandingdesk-scale-") as folder:
        command = [sys.executable, "-m", "bandingdesk", "snapshot", "--out", folder, "--scale", scale, "--json"]
        command += ["--theme", ",".join(dict.fromkeys(view.theme for view in views))]
        command += ["--size", ",".join(dict.fromkeys(f"{view.width}x{view.height}" for view in views))]
        command += ["--text", ",".join(dict.fromkeys(str(view.text) for view in views))]
        command += ["--only", args.only] if args.only else []
        command += ["--long"] if args.long else []
        done = subprocess.run(command, env={**os.environ, SCALE: scale}, stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"the pictures at scale {scale} failed with exit {done.returncode}")
        shots: list[dict[str, Any]] = json.loads(done.stdout)["shots"]
        for shot in shots:
            (args.out / shot["file"]).write_bytes((Path(folder) / shot["file"]).read_bytes())
    return shots


def _sheet(shots: Sequence[dict[str, Any]]) -> str:
    cells = "\n".join(
        f'<figure><a href="{shot["file"]}"><img src="{shot["file"]}" loading="lazy" width="420" alt=""></a>'
        f"<figcaption>{html.escape(shot['file'])}<br>{html.escape('; '.join(shot['problems']))}</figcaption></figure>"
        for shot in shots
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Banding Desk: pictures</title>'
        "<style>body{font-family:sans-serif}figure{display:inline-block;margin:8px;vertical-align:top;width:420px}"
        f"</style><h1>Banding Desk: {len(shots)} pictures</h1>{cells}</html>"
    )
