"""What a program of an older protocol once sent is understood for ever: each golden batch is replayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bandingdesk.store import chain, device_keys
from bandingdesk.sync import remote, wire
from bandingdesk.sync.wire import SignedHead
from tests.support import golden_sync, shared_store
from tests.support import sync_team as st
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.sync_team import Team

PROTOCOLS = range(wire.PROTOCOLS[0], wire.PROTOCOLS[1] + 1)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_chains_and_signatures_are_worked_out_as_they_were(protocol: int) -> None:
    golden = golden_sync.read(protocol)
    made = golden_sync.entries(golden)
    hash_ = chain.genesis(golden["device_id"])
    for entry in made:
        hash_ = chain.link(hash_, entry.columns)
        assert entry.body is None or chain.commitment(entry.salt or b"", entry.body) == entry.columns[-1]
    assert hash_.hex() == golden["chain"]
    assert golden_sync.ledger_hash(made) == golden["ledger"]
    keys = golden_sync.keys(golden)
    text = wire.head_text(golden_sync.STORE_ID, golden["device_id"], len(made), hash_)
    assert device_keys.sign(keys.signing.private, text).hex() == golden["signature"]
    assert device_keys.fits(keys.signing.public, text, bytes.fromhex(golden["signature"]))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_batch_of_the_protocol_is_taken_and_read_by_todays_program(
    protocol: int,
    shared: Database,
    tmp_path: Path,
    own_keyring: object,  # noqa: F811
) -> None:
    golden = golden_sync.read(protocol)
    made, keys = golden_sync.entries(golden), golden_sync.keys(golden)
    team = Team(shared, tmp_path)
    team.person("ann")
    team.person("ben")
    with remote.connect(shared_store.address(shared, "ann"), None) as line:
        line.enrol(golden["device_id"], "an older laptop", keys.signing.public, keys.sealing.public)
        store_id = line.hello(golden["device_id"]).store_id
        hash_ = bytes.fromhex(golden["chain"])
        text = wire.head_text(store_id, golden["device_id"], len(made), hash_)
        signed = SignedHead(golden["device_id"], len(made), hash_, device_keys.sign(keys.signing.private, text))
        told = line.push(golden["device_id"], protocol, made, signed)
        assert [outcome.outcome for outcome in told] == ["applied"] * len(made)
        assert all(outcome.resent for outcome in line.push(golden["device_id"], protocol, made, signed))
    ben = team.laptop("ben")
    assert ben.once().is_good
    assert ben.store.load(st.case("c2")).assigned == "both"
    assert ben.store.load(st.case("c1")).head == made[-1].op_id
    assert team.whole() == []
    team.close()
