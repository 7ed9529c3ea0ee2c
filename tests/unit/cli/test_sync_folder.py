"""`sync --folder`, as people and scripts run it: begin, ask, compare the code, admit, sync, take out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.cli import main
from bandingdesk.store import engine, keys
from bandingdesk.sync.folder.result import PROMISES_NOT
from tests.support.keyrings import InMemory, own_keyring  # noqa: F401


def run(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    code = main.main(["--json", *words], out, io.StringIO())
    return code, json.loads(out.getvalue())


def said(*words: str) -> str:
    out = io.StringIO()
    main.main(list(words), out, io.StringIO())
    return out.getvalue()


@pytest.fixture
def office(tmp_path: Path, own_keyring: InMemory) -> Path:  # noqa: F811
    """A store with an administrator, DA, and an empty shared folder."""
    path = tmp_path / "office.desk"
    key = keys.make(path).key
    desk = bootstrap.create_desk(path, key, clock=seams.SystemClock(), ids=seams.SystemIds())
    desk.council.set_up("Demo administrator", "DA", "Systems", "2468", "Office")
    desk.close()
    (tmp_path / "share").mkdir()
    assert not engine.is_plain(path)
    return path


def test_a_folder_from_its_beginning_to_a_device_taken_out(office: Path, tmp_path: Path) -> None:
    share = ("--folder", str(tmp_path / "share"))
    text = said("sync", "--store", str(office), *share, "--begin", "--by", "DA", "--name", "Office")
    assert all(line in text for line in PROMISES_NOT)

    laptop = str(tmp_path / "laptop.desk")
    assert run("store", "init", laptop)[0] == 0
    code, asked = run("sync", "--store", laptop, *share, "--ask", "--name", "Laptop")
    assert code == 0
    code, refused = run("sync", "--store", laptop)
    assert (code, refused["error"]["code"]) == (4, "SY-67")
    assert asked["code"] in refused["error"]["message"]

    code, listed = run("sync", "--store", str(office), *share, "--requests")
    assert listed["requests"] == [{"device_id": asked["device_id"], "name": "Laptop", "code": asked["code"]}]
    admit = ("sync", "--store", str(office), *share, "--admit", asked["device_id"], "--by", "DA")
    assert run(*admit, "--code", "00000-00000")[1]["error"]["code"] == "SY-68"
    assert run(*admit, "--code", asked["code"], "--person", "DA")[0] == 0
    code, done = run("sync", "--store", laptop)
    assert (code, done["refused"], done["waiting"]) == (0, [], [])
    assert done["taken_ops"] > 4

    (tmp_path / "share" / asked["device_id"] / "00000009.bundle").write_bytes(b"something else")
    code, done = run("sync", "--store", str(office))
    assert code == 1
    assert [one["name"] for one in done["refused"]] == [f"{asked['device_id']}/00000009.bundle"]
    assert "It is no bundle of Banding Desk." in said("sync", "--store", str(office))

    code, done = run("sync", "--store", str(office), *share, "--revoke", asked["device_id"], "--reason", "lost",
                     "--by", "DA")  # fmt: skip
    code, done = run("sync", "--store", laptop)
    assert done["is_revoked"]


def test_who_does_it_is_asked_for(office: Path, tmp_path: Path) -> None:
    share = ("--folder", str(tmp_path / "share"))
    for by in ((), ("--by", "ZZ")):
        code, document = run("sync", "--store", str(office), *share, "--begin", *by)
        assert (code, document["error"]["code"]) == (3, "SY-76")
    code, document = run("sync", "--store", str(office), *share)
    assert (code, document["error"]["code"]) == (4, "SY-65")
