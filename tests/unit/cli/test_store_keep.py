"""`store backup|restore|checkpoint|upgrade|rekey|erase|move|copy|single-user`, as a script runs them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.cli import main
from bandingdesk.demo import place
from bandingdesk.store import drives, keys
from bandingdesk.store.queries import plans
from tests.support import case_builders, demo_built, epochs
from tests.support import notebook as book

WORDS, OTHERS = "three random words", "four quite other words"


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


def run(*words: str, secrets: tuple[str, ...] = (WORDS,)) -> tuple[int, Any]:
    """Run a command whose questions are answered by SECRETS, a line each; return its exit code and document."""
    reader, writer = os.pipe()
    os.write(writer, "".join(f"{line}\n" for line in secrets).encode())
    os.close(writer)
    out = io.StringIO()
    more = ["--passphrase-fd", str(reader)] if secrets else []
    code = main.main(["--json", *words, *more], out, io.StringIO())
    os.close(reader)
    return code, json.loads(out.getvalue())


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A store under a passphrase with one case and a paper, and its recovery key."""
    path = tmp_path / "a.bdk"
    code, document = run("store", "init", str(path))
    assert code == 0
    box = book.again(path, key=keys.unlock(path, passphrase=WORDS))
    with box.act() as act:
        act.record(book.opened("c1"))
    book.keep_paper(box, "c1", b"a paper")
    box.close()
    return path, document["recovery_key"]


@pytest.mark.parametrize("by", ["passphrase", "recovery"])
def test_a_backup_is_restored_by_passphrase_or_recovery_key(made: tuple[Path, str], tmp_path: Path, by: str) -> None:
    path, recovery = made
    code, kept = run("store", "backup", str(tmp_path / "b.backup"), "--store", str(path))
    assert (code, kept["entries"], kept["files"], kept["missing"], kept["damaged"]) == (0, 2, 1, 0, 0)
    code, status = run("store", "status", "--store", str(path))
    assert status["backup"]["place"] == str(tmp_path / "b.backup")
    to = str(tmp_path / "elsewhere" / "c.bdk")
    more = ["--by-recovery-key"] if by == "recovery" else []
    secrets = (recovery if more else WORDS,)
    code, restored = run("store", "restore", str(tmp_path / "b.backup"), "--to", to, *more, secrets=secrets)
    assert (code, restored["entries"], restored["files"]) == (0, 2, 1)
    code, found = run("store", "verify", "--store", to)
    assert (code, found["ok"]) == (0, True)
    code, after = run("store", "status", "--store", to)
    assert after["store_id"] == status["store_id"]
    assert after["head"] is None  # a new device: it has no entry of its own yet
    code, said = run("store", "restore", str(tmp_path / "b.backup"), "--to", to)
    assert (code, said["error"]["code"]) == (3, "ST-02")


def test_a_wrong_recovery_key_restores_nothing(made: tuple[Path, str], tmp_path: Path) -> None:
    path, recovery = made
    run("store", "backup", str(tmp_path / "b.backup"), "--store", str(path))
    to = tmp_path / "c.bdk"
    other = keys.recovery_text(bytes(16))
    words = ("store", "restore", str(tmp_path / "b.backup"), "--to", str(to), "--by-recovery-key")
    for secret, expected in ((other, "KY-03"), (recovery[:-1] + "!", "KY-04"), ("", "KY-04")):
        code, said = run(*words, secrets=(secret,))
        assert (code, said["error"]["code"]) == (3, expected)
        assert {"message", "kept", "do"} <= said["error"].keys()
    assert [place.name for place in tmp_path.glob("c.bdk*")] == []


def test_a_backup_is_not_written_over_something(made: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = made
    file = tmp_path / "b.backup"
    run("store", "backup", str(file), "--store", str(path))
    before = file.read_bytes()
    code, said = run("store", "backup", str(file), "--store", str(path))
    assert (code, said["error"]["code"]) == (3, "ST-40")
    assert file.read_bytes() == before
    code, renewed = run("store", "backup", str(file), "--renew", "--store", str(path))
    assert code == 0
    assert file.read_bytes() != before
    letter = tmp_path / "letter.txt"
    letter.write_text("a letter", encoding="utf-8")
    code, said = run("store", "backup", str(letter), "--renew", "--store", str(path))
    assert (code, said["error"]["code"]) == (3, "ST-41")
    assert letter.read_text(encoding="utf-8") == "a letter"
    code, said = run("store", "restore", str(letter), "--to", str(tmp_path / "d.bdk"))
    assert (code, said["error"]["code"]) == (3, "ST-35")


def test_a_checkpoint_shows_a_record_that_was_only_added_to(made: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = made
    file = tmp_path / "checkpoint.json"
    code, found = run("store", "checkpoint", "--out", str(file), "--store", str(path))
    assert (code, found["format"], len(found["ends"])) == (0, "bandingdesk-checkpoint/1", 1)
    box = book.again(path, key=keys.unlock(path, passphrase=WORDS))
    book.write_note(box, "c1", "more")
    box.close()
    code, verified = run("store", "verify", "--checkpoint", str(file), "--store", str(path))
    assert (code, verified["checkpoint"]) == (0, {"ok": True, "differs": []})
    document = json.loads(file.read_text(encoding="utf-8"))
    document["ends"][0]["hash"] = "00" * 32
    file.write_text(json.dumps(document), encoding="utf-8")
    code, verified = run("store", "verify", "--checkpoint", str(file), "--store", str(path))
    assert (code, verified["ok"], verified["checkpoint"]["ok"]) == (1, False, False)
    document["store_id"] = "another"
    file.write_text(json.dumps(document), encoding="utf-8")
    code, said = run("store", "verify", "--checkpoint", str(file), "--store", str(path))
    assert (code, said["error"]["code"]) == (3, "ST-44")


def test_full_compares_what_is_shown_with_a_replay(tmp_path: Path) -> None:
    desk = case_builders.a_desk(tmp_path)
    desk.casework.open_case(case_builders.a_plan())
    path = desk.store.path
    desk.close()
    code, found = run("store", "verify", "--full", "--store", str(path), secrets=())
    assert (code, found["states"]) == (0, {"ok": True, "differs": []})
    desk = bootstrap.open_desk(path, None, clock=seams.SystemClock(), ids=seams.SystemIds(), plain=True)
    with desk.store.jot() as conn:
        conn.exec_driver_sql(
            "UPDATE head SET state = replace(state, 'Testpupil', 'Another') WHERE subject LIKE 'child%'"
        )
    desk.close()
    assert run("store", "verify", "--store", str(path), secrets=())[0] == 0
    code, found = run("store", "verify", "--full", "--store", str(path), secrets=())
    assert (code, found["ok"], len(found["states"]["differs"])) == (1, False, 1)


def test_an_older_store_is_upgraded(tmp_path: Path) -> None:
    path = epochs.first(tmp_path / "a.bdk")
    code, said = run("store", "status", "--store", str(path), secrets=())
    assert (code, said["error"]["code"]) == (3, "ST-34")
    assert "store upgrade" in said["error"]["do"]
    code, done = run("store", "upgrade", "--store", str(path), secrets=())
    assert (code, done["before"]) == (0, 1)
    assert Path(done["backup"]).exists()
    bootstrap.open_desk(path, None, clock=seams.SystemClock(), ids=seams.SystemIds(), plain=True).close()
    assert run("store", "verify", "--full", "--store", str(path), secrets=())[0] == 0
    code, done = run("store", "upgrade", "--store", str(path), secrets=())
    assert (code, done["backup"]) == (0, None)


def test_a_new_key_prints_a_new_recovery_key_once(made: tuple[Path, str]) -> None:
    path, recovery = made
    code, new = run("store", "rekey", "--store", str(path), secrets=(WORDS, OTHERS))
    assert code == 0
    assert new["recovery_key"] != recovery
    assert run("store", "status", "--store", str(path), secrets=(OTHERS,))[0] == 0
    assert run("store", "status", "--store", str(path), secrets=(WORDS,))[0] == 3
    assert run("store", "status", "--by-recovery-key", "--store", str(path), secrets=(new["recovery_key"],))[0] == 0
    assert run("store", "status", "--by-recovery-key", "--store", str(path), secrets=(recovery,))[0] == 3
    code, said = run("store", "rekey", "--store", str(path), secrets=(OTHERS, "short"))
    assert (code, said["error"]["code"]) == (3, "KY-07")
    assert run("store", "status", "--store", str(path), secrets=(OTHERS,))[1]["key_change"] is None


def test_a_case_of_the_demo_is_erased_by_two_of_its_people(built_demo: Path, tmp_path: Path) -> None:
    path = demo_built.copied(built_demo, tmp_path / "demo")
    desk = place.open_copy(path, person="RA")
    case = min(one.case for one in desk.read(plans.on_record))
    desk.close()
    words = ("store", "erase", "--case", case, "--rule", "erasure_request", "--reason", "The family asked for it")
    code, done = run(*words, "--store", str(path), secrets=(place.PASSPHRASE,))
    assert (code, done["step"], done["scrubbed"]) == (0, "erased", True), done
    code, found = run("store", "verify", "--full", "--store", str(path), secrets=(place.PASSPHRASE,))
    assert (code, found["ok"], found["erased"]) == (0, True, done["bodies"])
    (erasure,) = found["erasures"]
    assert (erasure["rule"], erasure["by"]) == ("erasure_request", done["by"])
    code, said = run(*words, "--store", str(path), secrets=(place.PASSPHRASE,))
    assert (code, said["error"]["code"]) == (3, "RT-02")


def test_elsewhere_an_erasure_needs_two_named_people(tmp_path: Path) -> None:
    desk = case_builders.a_desk(tmp_path, is_demo=False)
    case = desk.casework.open_case(case_builders.a_plan()).id
    path = desk.store.path
    desk.close()
    words = ("store", "erase", "--case", case, "--rule", "erasure_request", "--reason", "why", "--store", str(path))
    code, said = run(*words, secrets=())
    assert (code, said["error"]["code"]) == (3, "RT-22")
    code, said = run(*words, "--by", "XX", secrets=())
    assert (code, said["error"]["code"]) == (3, "RT-23")
    code, said = run(*words, "--by", "FQ", secrets=())
    assert (code, said["step"]) == (0, "reviewed")
    found = run("store", "verify", "--store", str(path), secrets=())[1]
    assert (found["ok"], found["erased"]) == (True, 0)
    code, said = run("store", "erase", "--case", "none", *words[4:], "--by", "FQ", secrets=())
    assert (code, said["error"]["code"]) == (3, "RT-20")


def test_moved_copied_and_one_person_at_a_time(made: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = made
    code, done = run("store", "copy", "--to", str(tmp_path / "read" / "a.bdk"), "--store", str(path))
    assert (code, done["entries"], done["files"]) == (0, 2, 1)
    code, done = run("store", "move", "--to", str(tmp_path / "new" / "a.bdk"), "--store", str(path))
    assert (code, done["entries"]) == (0, 2)
    code, said = run("store", "status", "--store", str(path))
    assert (code, said["error"]["code"]) == (3, "ST-45")
    moved = tmp_path / "new" / "a.bdk"
    assert run("store", "single-user", "--store", str(moved), secrets=())[0] == 1
    assert drives.read_note(moved, drives.SINGLE) is None
    assert run("store", "single-user", "--accept-the-risk", "--store", str(moved), secrets=())[0] == 0
    code, status = run("store", "status", "--store", str(moved))
    assert (status["pragmas"]["journal_mode"], status["pragmas"]["locking_mode"]) == ("delete", "exclusive")
    assert run("store", "single-user", "--off", "--store", str(moved), secrets=())[1]["single_user"] is False
    assert run("store", "status", "--store", str(moved))[1]["pragmas"]["journal_mode"] == "wal"
