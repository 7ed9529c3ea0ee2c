"""A day's work on one child, things going wrong on the way: not a word of it is found in anything the program left.

Searched are every file in the home, temporary, log and cache folders and beside the store, in the report for support,
in what was printed, and in the environment and the command line as a support tool would dump them. The store's own
files are there too: they hold the words, and only encrypted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from bandingdesk import crashes, logs
from tests.support import canaries

ROOT = Path(__file__).resolve().parents[2]


def test_a_window_at_work_leaves_no_word_of_a_case_and_no_secret(tmp_path: Path) -> None:
    for name in ("home", "tmp", "run", "desk"):
        (tmp_path / name).mkdir(mode=0o700)
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BANDINGDESK_"))},
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "tmp"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.canary_window", str(tmp_path / "desk")],
        input=canaries.PASSPHRASE + "\n",
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env=surroundings,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.splitlines()
    assert "title Banding Desk clipboard empty" in said
    assert "clipboard empty" in said
    assert canaries.found_in(tmp_path, done.stdout, done.stderr) == []

    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {logs.FILE_NAME, "cases.desk", "report.zip", "environment.txt"} <= left  # all of it was there to be searched
    reports = list(tmp_path.rglob(crashes.REPORTS))
    assert len(reports) == 1  # the fault in a slot; the one in a job was caught and told
    with zipfile.ZipFile(tmp_path / "desk" / "report.zip") as report:
        names = report.namelist()
    assert {"doctor.json", f"logs/{logs.FILE_NAME}", f"logs/{reports[0].name}"} <= set(names)


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(canaries.CHILD.encode("utf-16-le"))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("log.txt", f"letter for {canaries.NOTE}")
    (tmp_path / f"{canaries.FORENAME}.pdf").touch()
    found = canaries.found_in(tmp_path, f"PIN {canaries.PIN}")
    assert found == [
        ("said", canaries.PIN),
        ("name of Testpupil-canary.pdf", canaries.FORENAME),
        ("a.txt", canaries.CHILD),
        ("b.zip/log.txt", canaries.NOTE),
    ]
