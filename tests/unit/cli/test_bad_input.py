"""What the outside can do wrong, through the command line: said in three parts, the right exit code, nothing half done.

Files that are no list (encrypted, empty, a million blank rows) stand in `test_exchange.py`, frameworks in
`test_matrix.py`, fonts and screens as `doctor` sees them in `test_doctor.py`.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import bootstrap, resources, seams, sheets
from bandingdesk.cli import main
from bandingdesk.cli.passphrases import NoPassphraseError
from bandingdesk.store import drives, engine, keys, verify
from bandingdesk.store.drives import Mount
from bandingdesk.store.queries import caseload
from bandingdesk.ui.app import NoDisplayError
from bandingdesk.ui.theme.fonts import FontMissingError
from tests.support import case_builders as b
from tests.support import founding, workbooks

PASSPHRASE = "four words of an invented council"
WINDOWLESS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An encrypted store behind a passphrase with one person in it, and beside it a list of 120 plans."""
    path = tmp_path / "council.desk"
    key = keys.make(path, passphrase=PASSPHRASE).key
    desk = bootstrap.create_desk(path, key, clock=seams.FixedClock(b.NOW), ids=seams.SeededIds(1, b.NOW))
    with founding.before_the_story():
        clerk = desk.council.add_person("C. Marsh", "CM", "Panel clerk").id
        desk.council.grant_role(clerk, "clerk", b.FOUNDED.date())
    desk.close()
    workbooks.caseload(tmp_path / "list.xlsx", count=120)
    return path


def command(place: Path, *words: str) -> list[str]:
    return [*words, "--json", "--store", str(place)]


def take_list(place: Path) -> list[str]:
    """Return the words that import the list, leaving rows that are not ready aside."""
    return command(place, "import", str(place.parent / "list.xlsx"), "--kind", "caseload", "--accept-good")


def run(words: list[str], passphrase: str = PASSPHRASE) -> tuple[int, dict[str, Any]]:
    """Return exit code and document of a command, its passphrase given on a descriptor."""
    reader, writer = os.pipe()
    os.write(writer, passphrase.encode() + b"\n")
    os.close(writer)
    out, err = io.StringIO(), io.StringIO()
    code = main.main([*words, "--passphrase-fd", str(reader)], out, err)
    os.close(reader)
    assert "Traceback" not in err.getvalue()
    return code, json.loads(out.getvalue())


def start(words: list[str], *, limit: int = 0, script: str = "", **environment: str) -> tuple[int, dict[str, Any]]:
    """Return exit code and document of a real process; LIMIT cuts every file it writes at so many bytes."""
    own = {name: value for name, value in os.environ.items() if name not in WINDOWLESS} | environment
    how = ["-c", script] if script else ["-m", "bandingdesk"]
    reader, writer = os.pipe()
    os.write(writer, PASSPHRASE.encode() + b"\n")
    os.close(writer)

    def narrow() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, *how, *words, "--passphrase-fd", str(reader)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env=own,
        pass_fds=(reader,),
        preexec_fn=narrow,
    )
    os.close(reader)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def refused(found: tuple[int, dict[str, Any]], *codes: str, exit_code: int = 3) -> None:
    """Check the exit code, one of CODES and the three parts of an error."""
    assert found[0] == exit_code, found
    error = found[1]["error"]
    assert error["code"] in codes
    for part in ("message", "kept", "do"):
        assert error[part].endswith(".")
        assert "{" not in error[part]


def kept(place: Path) -> int:
    """Return how many cases the store holds; its record must be whole."""
    key = keys.unlock(place, passphrase=PASSPHRASE)
    desk = bootstrap.open_desk(place, key, clock=seams.FixedClock(b.NOW), ids=seams.SystemIds())
    with desk.store.read() as conn:
        assert verify.verify(conn).ok
        found = caseload.count(conn, caseload.CaseFilter(), today=b.TODAY)
    desk.close()
    return found


def test_a_good_list_comes_in(place: Path) -> None:
    code, said = run(take_list(place))
    assert (code, said["new"], kept(place)) == (1, 93, 93)  # 120 rows less 25 damaged and a child twice


@pytest.mark.parametrize("name", ["scan.pdf", "scan.xlsx", "scan.csv"])
def test_a_scan_is_no_workbook_whatever_its_name(place: Path, name: str) -> None:
    (place.parent / name).write_bytes(b"%PDF-1.7\n\x89\x00\xff a scanned list")
    words = command(place, "import", str(place.parent / name), "--kind", "caseload", "--accept-good")
    refused(run(words), sheets.NotAWorkbookError.code)
    assert kept(place) == 0


def test_a_list_that_is_saved_again_and_again_while_it_is_read_is_refused(place: Path) -> None:
    path = place.parent / "list.xlsx"
    versions = [path.read_bytes(), sheets.write_xlsx([sheets.read(path).sheets[0], sheets.Sheet("More", [["x"]])])]
    begun, stop = threading.Event(), threading.Event()

    def keep_saving() -> None:
        while not stop.is_set():
            versions.reverse()
            beside = path.with_suffix(".new")
            beside.write_bytes(versions[0])
            beside.replace(path)
            begun.set()

    writer = threading.Thread(target=keep_saving)
    writer.start()
    try:
        assert begun.wait(10)
        before, found = 0, []
        for _ in range(6):  # a save may by chance end where it began; not six times
            code, said = run(take_list(place))
            if "error" in said:
                refused((code, said), sheets.SheetChangedError.code)
                found.append(said)
                assert kept(place) == before
            before = kept(place)
        assert found
    finally:
        stop.set()
        writer.join()


@pytest.mark.parametrize("verb", [("store", "status"), ("store", "verify"), ("import",)])
def test_a_wrong_passphrase_is_told_at_each_door(place: Path, verb: tuple[str, ...]) -> None:
    before = place.read_bytes()
    words = take_list(place) if verb == ("import",) else command(place, *verb)
    refused(run(words, "four other words"), keys.WrongPassphraseError.code)
    assert place.read_bytes() == before


def test_without_a_terminal_and_without_a_descriptor_nobody_is_asked(place: Path) -> None:
    own = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run(
        [sys.executable, "-m", "bandingdesk", *command(place, "store", "status")],
        capture_output=True, text=True, timeout=60, check=False, env=own, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    refused((done.returncode, json.loads(done.stdout)), NoPassphraseError.code, exit_code=4)


def test_the_null_keyring_is_no_keyring_and_nothing_is_written_plain(tmp_path: Path) -> None:
    """The null backend accepts a key and keeps none: a store made with it could never be opened again."""
    path = tmp_path / "new.desk"
    own = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    words = [sys.executable, "-m", "bandingdesk", "store", "init", str(path), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, env=own)
    found = json.loads(done.stdout)
    refused((done.returncode, found), keys.NoKeyringError.code, exit_code=4)
    assert "passphrase" in found["error"]["do"]
    assert list(tmp_path.glob("new.desk*")) == []


@pytest.mark.parametrize("verb", ["init", "status", "import"])
@pytest.mark.parametrize("type_", ["cifs", "nfs4", "fuse.sshfs"])
def test_a_network_drive_is_refused_at_each_door(
    place: Path, monkeypatch: pytest.MonkeyPatch, verb: str, type_: str
) -> None:
    table = [Mount("/", "ext4"), Mount(str(place.parent), type_)]
    monkeypatch.setattr(drives, "_mounts", lambda: table)
    before = place.read_bytes()
    new = place.with_name("new.desk")
    words = {
        "init": ["store", "init", str(new), "--json"],
        "status": command(place, "store", "status"),
        "import": take_list(place),
    }
    found = run(words[verb])
    refused(found, drives.UnsafeDriveError.code)
    assert "three ways" in found[1]["error"]["do"]
    assert place.read_bytes() == before
    assert not new.exists()
    assert not keys.file_of(new).exists()


def test_a_store_of_a_newer_version_is_left_alone(place: Path) -> None:
    key = keys.unlock(place, passphrase=PASSPHRASE)
    desk = bootstrap.open_desk(place, key, clock=seams.FixedClock(b.NOW), ids=seams.SystemIds())
    with desk.store.jot() as conn:
        conn.exec_driver_sql("PRAGMA user_version = 99")
    desk.close()
    before = place.read_bytes()
    for words in (take_list(place), command(place, "store", "status"), command(place, "store", "verify")):
        refused(run(words), engine.NewerStoreError.code)
    assert place.read_bytes() == before


def spoil(place: Path, every: int) -> bytes:
    """Turn one bit in every so many pages: a disk that goes bad, not a page or two that nothing is kept on."""
    spoilt = bytearray(place.read_bytes())
    for page in range(3, len(spoilt) // 4096, every):
        spoilt[page * 4096 + 100] ^= 1
    place.write_bytes(spoilt)
    return bytes(spoilt)


@pytest.mark.parametrize("every", [2, 5, 11])
def test_verify_finds_a_damaged_store_and_leaves_it_as_it_is(place: Path, every: int) -> None:
    run(take_list(place))
    spoilt = spoil(place, every)
    refused(run(command(place, "store", "verify")), engine.DamagedStoreError.code)
    assert place.read_bytes() == spoilt


@pytest.mark.parametrize("every", [2, 5])  # one page in eleven may be one that the import never reads
def test_an_import_that_meets_a_damaged_page_is_refused_and_leaves_it_as_it_is(place: Path, every: int) -> None:
    run(take_list(place))
    spoilt = spoil(place, every)
    refused(run(take_list(place)), engine.DamagedStoreError.code)
    assert place.read_bytes() == spoilt


def test_a_damaged_key_file_is_said(place: Path) -> None:
    keys.file_of(place).write_text("{}", encoding="utf-8")
    refused(run(command(place, "store", "status")), keys.KeyFileError.code)


def test_a_disk_that_fills_up_in_the_middle_of_an_import_leaves_no_row_of_it(place: Path) -> None:
    workbooks.caseload(place.parent / "list.xlsx", count=900)
    found = start(take_list(place), limit=place.stat().st_size + 150_000)
    # A cut by the file's size reads as a fault of the disk; `test_store_faults.py` fills a store page by page.
    refused(found, engine.DiskFullError.code, engine.DiskFaultError.code)
    assert kept(place) == 0
    code, said = start(take_list(place))
    assert (code, said["new"], kept(place)) == (1, 900 - 27, 900 - 27)


def test_without_a_screen_the_bare_command_says_so(tmp_path: Path) -> None:
    found = start(["--json"], BANDINGDESK_HOME=str(tmp_path / "home"))
    refused(found, NoDisplayError.code, exit_code=4)
    assert not (tmp_path / "home" / "banding.desk").exists()


def test_a_missing_font_is_named_before_any_window_opens(tmp_path: Path) -> None:
    copy = tmp_path / "resources"
    copy.mkdir()
    for part in resources.shipped("fonts").parent.iterdir():
        if part.name != "fonts":
            (copy / part.name).symlink_to(part)
    (copy / "fonts").mkdir()
    for font in sorted(resources.shipped("fonts").iterdir())[1:]:
        if font.name != "Inter-Regular.ttf":
            (copy / "fonts" / font.name).symlink_to(font)
    script = (
        "import pathlib, sys; from bandingdesk import resources;"
        f"resources._ROOTS = (pathlib.Path({str(copy)!r}),);"
        "from bandingdesk.cli import main; from bandingdesk.ui import app;"
        "app.is_seen = lambda: True; sys.exit(main.main(sys.argv[1:]))"  # nobody sees it: the rest is as on a desktop
    )
    home = tmp_path / "home"
    found = start(["--json"], script=script, BANDINGDESK_HOME=str(home), QT_QPA_PLATFORM="offscreen")
    refused(found, FontMissingError.code, exit_code=4)
    assert "Inter-Regular.ttf" in found[1]["error"]["message"]
    assert not (home / "banding.desk").exists()
