"""A window at work on a child's case, for a test that searches all it left: `python -m tests.support.canary_window`.

Standard input gives the passphrase. Every word of the case, the PIN and the passphrase are canaries. The case is
opened, read, copied, written on; things go wrong on purpose with a canary in the fault's text and in a local variable;
the window is locked, opened, locked and closed; support asks for a report.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from bandingdesk import crashes, logs, places, seams
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.cli import main as commands
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from tests.support.canaries import CHILD, FORENAME, NOTE, PAPER, PIN, VIEWS

NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)


def fall(child: str) -> None:
    """Go wrong with a child's name in hand."""
    known = {"child": child}
    raise ValueError(f"no band for {child} in {known}")


def record(setup: Setup, path: Path, passphrase: str) -> str:
    """Make the store and one case in it, with a paper, views and a draft; return the case's id."""
    desk = setup.create(path, passphrase).desk
    desk.council.set_up("F. Quill", "FQ", "SEND caseworker", PIN, "laptop")
    plan = PlanRow(
        CHILD, FORENAME, date(2018, 3, 4), reference="EX-001", sex="F", primary_need="SLCN", year_group="4",
        setting_name="Elmbank Primary (invented)", setting_type="main", plan_start=date(2023, 1, 9),
        last_review=date(2025, 11, 20), next_review=date(2026, 11, 20), current_band="B3", current_pence=825_000,
    )  # fmt: skip
    case = desk.casework.open_case(plan).id
    desk.casework.hold_review(
        case,
        ReviewHeld(
            on=date(2026, 11, 16), report_received=None, asked_for="amend", setting_says=NOTE, parent_name=NOTE,
            parent_address=(NOTE,), parent_views=VIEWS, child_views=VIEWS, section_f=(NOTE,),
        ),
    )  # fmt: skip
    desk.casework.add_evidence(
        case, PAPER.encode(), title=NOTE, author=NOTE, author_role="SENCO", dated=date(2026, 10, 1), kind="setting",
        mime="text/plain", pages=1,
    )  # fmt: skip
    desk.drafts.save(f"decision:{case}", desk.me_id, {"words": NOTE})
    desk.close()
    return case


def work(path: Path, passphrase: str, case: str) -> None:
    """Open the window, work on the case, let things go wrong, lock and close."""
    clock = seams.FixedClock(NOW)
    setup = Setup(clock, seams.SystemIds(), place=path, passphrase=passphrase)
    look = Preferences(places.settings_file(), look=Look(theme="light", reduced_motion=True))
    window = app.open_window(setup=setup, clock=clock, preferences=look)
    driver = Driver(window, window.jobs.is_idle)
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    while not ready:
        driver.settle()
    assert window.locking.is_locked
    driver.activate()
    driver.type("0000")
    driver.key("Return")
    driver.type(PIN)
    driver.key("Return")
    driver.settle()
    assert not window.locking.is_locked
    for section in ("summary", "papers", "review"):
        window.navigate("cases", case_id=case, section=section)
        driver.settle()
    assert any(CHILD in part.text() for part in window.findChildren(QWidget) if hasattr(part, "text"))
    QTimer.singleShot(0, window, lambda: fall(CHILD))
    window.jobs.read(lambda: fall(CHILD), owner=window, done=print)
    driver.settle()
    driver.activate()
    QGuiApplication.clipboard().setText(f"{CHILD}: {NOTE}")
    driver.key("Ctrl+Shift+K")
    assert window.locking.is_locked
    print("title", window.windowTitle(), "clipboard", QGuiApplication.clipboard().text() or "empty")
    driver.type(PIN)
    driver.key("Return")
    driver.settle()
    driver.activate()
    QGuiApplication.clipboard().setText(f"{CHILD}: {NOTE}")
    window.close()
    print("clipboard", QGuiApplication.clipboard().text() or "empty")
    QApplication.processEvents()


def main(folder: Path) -> None:
    passphrase = sys.stdin.readline().rstrip("\n")
    path = folder / "cases.desk"
    handler = logs.start(places.log_folder())
    with crashes.watched(places.log_folder(), seams.SystemClock()):
        app.application()
        case = record(Setup(seams.FixedClock(NOW), seams.SystemIds(), place=path), path, passphrase)
        work(path, passphrase, case)
    logs.stop(handler)
    for number, words in enumerate((["store", "verify"], ["store", "status"], ["import", str(folder / "no.xlsx")])):
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        more = ["--kind", "caseload"] if words[0] == "import" else []
        code = commands.main([*words, *more, "--debug", "--store", str(path), "--passphrase-fd", str(reading)])
        print("command", number, code)
        os.close(reading)
    print("bundle", commands.main(["doctor", "--store", str(path), "--bundle", str(folder / "report.zip")]))
    dumped = "\n".join(f"{name}={value}" for name, value in os.environ.items()) + " ".join(sys.argv)
    (folder / "environment.txt").write_text(dumped, encoding="utf-8")  # what a support tool would collect


if __name__ == "__main__":
    main(Path(sys.argv[1]))
