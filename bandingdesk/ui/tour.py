"""`bandingdesk tour`: the main job in the real window by keys and mouse, from first run to the verified record.

It is the acceptance test and what `./desk demo` plays where nobody would see a window. A picture a step; the letters
and `tour.json` beside them. The store is thrown away unless the folder keeps it: everything in it is invented.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSize

from bandingdesk.demo import build
from bandingdesk.desk.desk import Desk
from bandingdesk.seams import FixedClock, SystemIds
from bandingdesk.ui import app, tour_case, tour_panel
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Keyring, Setup
from bandingdesk.ui.window import Window

SIZE = QSize(1280, 720)
PASSPHRASE = "larch sedge teasel burdock"
PIN = "1357"


class Teller(Protocol):
    """Where results and progress go: the command line's output."""

    def result(self, document: Mapping[str, Any], human: str) -> None: ...
    def progress(self, text: str) -> None: ...


class TourSetup(Setup):
    """Never touches the keyring of the person whose computer it runs on."""

    def keyring(self) -> Keyring:
        """Return that there is none to use."""
        return Keyring(False, "The tour leaves this computer's keyring alone.")


@dataclass(slots=True)
class Step:
    """One step: its name, how long it took in ms, its picture."""

    name: str
    ms: int
    picture: str


@dataclass(slots=True)
class Tour:
    """A window being driven, and what the tour has found on its way. `kept` holds ids that later steps need."""

    window: Window
    driver: Driver
    folder: Path
    clock: FixedClock
    progress: Callable[[str], None]
    steps: list[Step] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    letters: list[dict[str, Any]] = field(default_factory=list)
    verified: bool = False

    @property
    def desk(self) -> Desk:
        """The desk that the window works on."""
        assert self.window.around is not None
        return self.window.around.desk

    def step(self, name: str, do: Callable[[Tour], None]) -> None:
        """Do one step, wait until it is done, and take its picture."""
        self.progress(name)
        began = time.perf_counter()
        do(self)
        self.driver.settle()
        ms = round((time.perf_counter() - began) * 1000)
        words = re.sub(r"[^a-z0-9]+", "-", name.lower())
        picture = f"{len(self.steps) + 1:02d}-{words}.png"
        self.window.grab().save(str(self.folder / picture))
        self.steps.append(Step(name, ms, picture))

    def sit(self, initials: str, pin: str = "2468", place: str = "today", **where: Any) -> None:
        """Put a person at the keys as in a hot seat: hand over, and type their PIN where it is asked for."""
        self.window.hand_over(self.kept[initials], place, **where)
        self.driver.settle()
        self.give_pin(pin)

    def give_pin(self, pin: str) -> None:
        """Type PIN into the question at the top of the page and press Enter, if it is asked."""
        field = self.driver.begins("PIN of ")
        if field is not None:
            field.setFocus()
            self.driver.type(pin)
            self.driver.key("Return", field)
            self.driver.settle()  # the page of the person comes when the PIN was looked at


def run(args: argparse.Namespace, out: Teller) -> int:
    """Play the tour into the folder `args.out`; return 0, or 1 where the record did not verify."""
    args.out.mkdir(parents=True, exist_ok=True)
    tour = _begin(args.out, slow=args.slow, progress=out.progress)
    try:
        _first_run(tour)
        tour_case.play(tour)
        tour_panel.play(tour)
        document = _document(tour)
    finally:
        tour.window.jobs.close()
        if tour.window.around is not None and tour.window.around.desk is not None:
            tour.window.around.desk.close()
    (args.out / "tour.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    names = "\n".join(f"  {letter['template']}: {letter['file']}, {letter['pages']} pages" for letter in tour.letters)
    human = (
        f"{len(tour.steps)} steps, a picture of each in {args.out}.\n{names}\n"
        f"The record of the decision is {tour.kept['record']}.\n"
        f"The record verifies: {'yes' if tour.verified else 'no'}."
    )
    out.result(document, human)
    return 0 if tour.verified else 1


def _begin(folder: Path, *, slow: bool, progress: Callable[[str], None]) -> Tour:
    app.application()
    clock = FixedClock(build.NOW)
    place = _free(folder / "store", "council.desk")
    setup = TourSetup(clock, SystemIds(), place=place, is_demo=True, demo=lambda _progress: _no_demo())
    preferences = Preferences(folder / "settings.toml", look=Look(theme="light", reduced_motion=True))
    window = app.open_window(setup=setup, clock=clock, preferences=preferences, size=SIZE)
    driver = Driver(window, window.jobs.is_idle, 600 if slow else 0)
    driver.settle()
    return Tour(window, driver, folder, clock, progress)


def _free(folder: Path, name: str) -> Path:
    """Return a place for a new store: an older tour's store is never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (folder / f"{number}-{name}").exists():
        number += 1
    return folder / f"{number}-{name}"


def _no_demo() -> Desk:
    raise RuntimeError("the tour sets a store up; it does not open the demo")


def _first_run(tour: Tour) -> None:
    tour.step("First run", lambda tour: tour.driver.settle())
    tour.step("Place of the store", lambda tour: tour.driver.click("Set up this laptop"))
    tour.step("Passphrase", _passphrase)
    tour.step("Who I am", _person)
    tour.step("Recovery key", _look)
    tour.step("Today, empty", _recovery)


def _passphrase(tour: Tour) -> None:
    tour.driver.click("Next")
    tour.driver.write("Passphrase", PASSPHRASE)
    tour.driver.write("The passphrase again", PASSPHRASE)


def _person(tour: Tour) -> None:
    tour.driver.click("Next")
    tour.driver.write("Your name", "F. Sedgemoor")
    tour.driver.write("Initials", "FS")
    tour.driver.choose("Profession or role", "caseworker")
    tour.driver.write("PIN", PIN)
    tour.driver.write("The PIN again", PIN)


def _look(tour: Tour) -> None:
    tour.driver.click("Next")
    tour.driver.tick("Start with the sample council Exampleshire (invented)")
    tour.driver.click("Make my store")


def _recovery(tour: Tour) -> None:
    page = tour.window.area.current_page()
    key = tour.driver.find("Recovery key")
    groups = str(key.property("groups") or key.text()).replace("\n", " ").split()  # type: ignore[attr-defined]  # a label
    for number in range(1, len(groups) + 1):
        if tour.driver.has(f"Group {number}"):
            tour.driver.write(f"Group {number}", groups[number - 1])
    assert page is not None
    tour.driver.click("Open Today")
    people = tour.desk.read(lambda conn: tour.window.around.queries.council.people(conn))  # type: ignore[union-attr]
    tour.kept |= {person.initials: person.id for person in people}


def _document(tour: Tour) -> dict[str, Any]:
    decision = tour.kept["decision"]
    row = tour.desk.read(lambda conn: tour.window.around.queries.decisions.decision(conn, decision, tour.kept["ET"]))  # type: ignore[union-attr]
    return {
        "steps": [{"name": step.name, "ms": step.ms, "picture": step.picture} for step in tour.steps],
        "case": tour.kept["reference"],
        "decision": {
            "id": decision,
            "outcome": row.final_outcome,
            "indicated": row.indicated,
            "band": row.final_band,
            "override": row.is_override,
            "pence": row.money.pence if row.money else None,
            "signed_by": row.signed.name if row.signed else None,
        },
        "letters": tour.letters,
        "verify": {"ok": tour.verified},
    }
