from __future__ import annotations

import io
import json
import os
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from bandingdesk.cli import main
from bandingdesk.store import keys
from tests.support import notebook as book

PASSPHRASE = "three random words"


@pytest.fixture(autouse=True)
def no_keyring() -> object:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


def run(*words: str, passphrase: str | None = PASSPHRASE) -> tuple[int, dict]:
    out, err = io.StringIO(), io.StringIO()
    more = []
    if passphrase is not None:
        reader, writer = os.pipe()
        os.write(writer, passphrase.encode() + b"\n")
        os.close(writer)
        more = ["--passphrase-fd", str(reader)]
    code = main.main(["--json", *words, *more], out, err)
    if passphrase is not None:
        os.close(reader)
    return code, json.loads(out.getvalue())


def test_init_status_verify_by_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    code, made = run("store", "init", str(path))
    assert (code, made["encrypted"]) == (0, True)
    key = keys.unlock(path, recovery=made["recovery_key"])
    box = book.again(path, key=key)
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    code, status = run("--store", str(path), "store", "status")
    assert code == 0
    assert {"backend", "encrypted", "pragmas", "counts", "outbox", "head", "checkpoint", "drive"} <= status.keys()
    assert (status["encrypted"], status["counts"]["op"], status["outbox"]) == (True, 1, {"recorded": 1})
    assert status["pragmas"]["journal_mode"] == "wal"
    code, found = run("store", "verify", "--store", str(path))
    assert code == 0
    assert {"ok", "entries", "payloads", "first_bad", "devices", "seconds"} <= found.keys()
    assert (found["ok"], found["entries"], found["first_bad"]) == (True, 1, None)
    assert found["devices"][0]["head"] == status["head"]["hash"]


def test_a_broken_chain_is_exit_1(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    run("store", "init", str(path), "--plain", passphrase=None)
    box = book.again(path, key=None)
    with box.act() as act:
        act.record(book.opened("c1"))
    with box.jot() as conn:
        conn.exec_driver_sql("DROP TRIGGER op_stays")
        conn.exec_driver_sql("UPDATE op SET actor = 'another'")
    box.close()
    code, found = run("store", "verify", "--store", str(path), passphrase=None)
    assert code == 1
    assert (found["ok"], found["first_bad"]["what"]) == (False, "chain")


def test_without_a_keyring_it_says_so_and_offers_a_passphrase(tmp_path: Path) -> None:
    code, said = run("store", "init", str(tmp_path / "a.bdk"), passphrase=None)
    assert code == 4
    assert said["error"]["code"] == keys.NoKeyringError.code
    assert "passphrase" in said["error"]["do"]
    assert list(tmp_path.glob("a.bdk*")) == []


def test_a_wrong_passphrase_is_exit_3_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    run("store", "init", str(path))
    before = path.read_bytes()
    code, said = run("store", "status", "--store", str(path), passphrase="three other words")
    assert code == 3
    assert said["error"]["code"] == keys.WrongPassphraseError.code
    assert path.read_bytes() == before


def test_an_existing_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    path.write_text("a letter", encoding="utf-8")
    code, said = run("store", "init", str(path))
    assert code == 3
    assert said["error"]["code"] == "ST-02"
    assert path.read_text(encoding="utf-8") == "a letter"
    assert not keys.file_of(path).exists()


def test_a_missing_store_is_exit_3(tmp_path: Path) -> None:
    code, said = run("store", "verify", "--store", str(tmp_path / "none.bdk"))
    assert code == 3
    assert said["error"]["code"] == "ST-01"


@pytest.mark.parametrize("words", [["defrag", "x"], []])
def test_what_is_not_built_is_not_offered(words: list[str]) -> None:
    code, _ = run("store", *words, passphrase=None)
    assert code == 2
