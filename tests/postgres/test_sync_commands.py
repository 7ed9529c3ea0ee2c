"""`bandingdesk store enrol` and `bandingdesk sync` against a real server: documents, words and exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.cli import main
from tests.support import shared_store
from tests.support import sync_team as st
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.sync_team import Team, assign, case, open_case


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
    yield made
    made.close()


def ran(*words: str) -> tuple[int, dict[str, Any]]:
    """Run a command and return its exit code and its document."""
    out = io.StringIO()
    code = main.main([*words, "--json"], out, io.StringIO())
    return code, json.loads(out.getvalue())


def test_a_store_joins_syncs_and_says_what_differs(team: Team) -> None:
    store = team.store("ann")
    open_case(store)
    store.close()
    where = str(store.path)
    code, told = ran("sync", "--store", where)
    assert (code, told["error"]["code"]) == (4, "SY-50")
    url = shared_store.address(team.database, "ann").text()
    code, told = ran("store", "enrol", url, "--store", where, "--name", "Ann's laptop")
    assert code == 0
    assert (told["grew"], told["is_new_device"], told["login"], told["person"]) == (True, False, "ann", "ann")
    code, told = ran("sync", "--store", where)
    assert code == 0
    assert (told["ok"], told["end"], told["pushed"], told["waiting"], told["error"]) == (True, "", 1, 0, None)
    code, told = ran("store", "verify", "--store", where)
    assert (code, told["ledger"]["entries"], told["ledger"]["ok"]) == (0, 1, True)

    ben = team.laptop("ben")
    ben.once()
    assign(ben.store, "ben")
    ben.once()
    again = shared_store.open_laptop(store.path, shared_store.address(team.database, "ann"), "ann", ben.store.clock)
    assign(again.store, "ann")
    again.close()
    code, told = ran("sync", "--store", where)
    assert (code, told["outcomes"]) == (1, {"conflict": 1})


def test_a_stop_is_an_error_object_with_its_sentences(team: Team) -> None:
    ann = team.laptop("ann")
    open_case(ann.store)
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET store_id = 'another'")
    where = str(ann.store.path)
    ann.close()
    team.laptops.clear()
    code, told = ran("sync", "--watch", "--store", where)
    assert (code, told["end"], told["error"]["code"]) == (4, "OTHER_STORE", "SY-46")
    assert told["waiting"] == 1
    out = io.StringIO()
    assert main.main(["sync", "--store", where], out, io.StringIO()) == 4
    assert "Nothing was sent" in out.getvalue()
    assert st.CANARY not in out.getvalue()


@pytest.mark.parametrize(
    "url", ["postgresql://ann:secret@server/store?ca=x", "postgresql://ann@server/store", "http://server", "nothing"]
)
def test_a_wrong_address_is_refused_before_anything_is_tried(team: Team, url: str) -> None:
    code, told = ran("store", "enrol", url, "--store", str(team.folder / "none.bdk"))
    assert (code, told["error"]["code"]) == (3, "SY-20")
    assert "secret" not in json.dumps(told)


def test_help_names_every_key_of_the_document(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    main.main(["sync", "--help"])
    page = capsys.readouterr().out
    ann = team.laptop("ann")
    from bandingdesk.cli import sync

    assert [name for name in sync.document(ann.sync.once()) if name not in page] == []
    assert ann.store.find(case()) is None
