"""A crash report names the kind of fault and the place; no text of it, no local variable, no memory image."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bandingdesk import crashes, seams
from bandingdesk.cli import main
from tests.conftest import CANARIES, DEMO_NOW

CHILD = CANARIES[0]


def stumble() -> None:
    """Raise with a child's name in the text, in the cause and in a local variable."""
    child = CHILD
    try:
        dict[str, str]()[child]
    except KeyError as fault:
        raise ValueError(f"no band for {child}") from fault


def fault() -> ValueError:
    with pytest.raises(ValueError, match="no band") as caught:
        stumble()
    return caught.value


def test_a_report_has_kinds_and_places_and_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = crashes.leave(tmp_path, fault(), seams.FixedClock(DEMO_NOW))
    assert place is not None
    written = place.read_text(encoding="utf-8")
    about = json.loads(written)
    assert [one["type"] for one in about["faults"]] == ["ValueError", "KeyError"]
    assert CHILD not in written + "".join(capsys.readouterr())


def test_a_trace_for_support_has_places_and_no_text() -> None:
    told = crashes.trace(fault())
    assert "in stumble" in told
    assert told.splitlines()[-1] == "ValueError"
    assert CHILD not in told


def test_only_the_last_reports_are_kept_and_a_full_disk_is_no_second_fault(tmp_path: Path) -> None:
    clock = seams.SystemClock()
    for _ in range(25):
        crashes.leave(tmp_path, fault(), clock)
    assert len(list(tmp_path.glob(crashes.REPORTS))) == 20
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert crashes.leave(tmp_path / "file", fault(), clock) is None


SCRIPT = """
import faulthandler, resource, sys, threading
from pathlib import Path
from bandingdesk import crashes, seams
name = "Testpupil " + "Rowan-017"
def fall(child):
    raise ValueError(child)
with crashes.watched(Path(sys.argv[1]), seams.SystemClock()):
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    thread = threading.Thread(target=fall, args=(name,)); thread.start(); thread.join()
    if sys.argv[2] == "native":
        faulthandler._sigsegv()
    try:
        fall(name)
    except ValueError as fault:
        sys.excepthook(ValueError, fault, fault.__traceback__)  # as Qt does for a slot
"""


@pytest.mark.parametrize("how", ["python", "native"])
def test_whatever_ends_the_program_leaves_no_value(tmp_path: Path, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "logs"), how],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode == 0) == (how == "python"), done.stderr
    found = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()}
    assert sum(path.match(crashes.REPORTS) for path in found) == (2 if how == "python" else 1)
    assert ("Segmentation fault" in found[tmp_path / "logs" / crashes.NATIVE]) == (how == "native")
    assert CHILD not in done.stdout + done.stderr + "".join(found.values())


def test_an_interrupt_is_no_crash_and_the_hooks_come_back(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    with crashes.watched(tmp_path, seams.SystemClock()):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert list(tmp_path.glob(crashes.REPORTS)) == []
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


SECRET = "four words of an invented council"


@pytest.mark.parametrize(
    "words",
    [
        ["store", "verify", f"--passphrase={SECRET}"],
        ["store", "verify", "--passphrase", SECRET],
        ["store", "init", "a.desk", "--passphrase", SECRET],
        ["doctor", "--pin", SECRET],
        ["store", "restore", "--recovery-key", SECRET],
    ],
)
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(
    words: list[str], own_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main.main([*words, "--json"]) == 2
    said = "".join(capsys.readouterr())
    assert '"PE-14"' in said
    assert SECRET not in said
    assert not any(SECRET in path.read_text(encoding="utf-8") for path in own_home.rglob("*") if path.is_file())
