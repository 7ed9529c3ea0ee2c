"""A demo joins its own peers by one press; what is brought about there is shown as it is, and nothing is lost."""

from __future__ import annotations

import pytest

from bandingdesk.demo.peers import DemoPeers
from bandingdesk.store import standing
from bandingdesk.ui import inspect
from tests.support import two_records


@pytest.fixture
def joined(apart, open_sync):
    """The page of a demo that has joined its peers and synced once."""
    apart.desk.is_demo = True
    page = open_sync(apart.desk)
    page.parts["alone"].demo.click()
    return page


def test_one_press_joins_the_peers_and_sends_all_as_it_is(joined, apart):
    status = apart.desk.sync.status()
    assert (status.peer, status.waiting, status.last_end) == ("server", 0, "")
    assert joined.strip._happened.text() == "In step with the shared store."
    shared = joined.model.link.peers.shared
    assert [one.entry.op_id for one in shared.ledger] == [
        entry.op_id for entry in two_records.entries(apart.desk.store)
    ]
    assert apart.desk.oversight.verify().ok
    assert {outcome.row.outcome for outcome in shared.ledger} == {standing.APPLIED}


@pytest.mark.parametrize(
    ("name", "short", "happened"),
    [
        ("Cut the network", "1 change waits, no network", "The shared store can’t be reached."),
        ("Ask for a newer program", "Update needed before sync", "The shared store needs a newer Banding Desk."),
        ("Take this laptop out", "This laptop may not sync", "This laptop, or your login, was taken out"),
        ("Set the store back", "Shared store went back", "The shared store stands at an earlier point than before."),
    ],
)
def test_each_state_is_brought_about_and_told(joined, apart, qtbot, name, short, happened):
    apart.desk.casework.assign(apart.case, apart.desk.me_id)
    joined.show_section("devices")
    buttons = {one.text(): one for one in joined.parts["devices"].demo.findChildren(type(joined.again))}
    buttons[name].click()
    joined.window().commands.run("window.sync_now")
    assert joined.strip._happened.text().startswith(happened)
    assert joined.window().status.sync.text() == short
    assert "safe on this laptop" in joined.strip._rest.text()
    qtbot.waitUntil(lambda: inspect.problems(joined.window()) == [])


def test_a_network_that_comes_back_sends_what_waited(joined, apart):
    peers: DemoPeers = joined.model.link.peers
    peers.shared.is_cut = True
    apart.desk.casework.assign(apart.case, apart.desk.me_id)
    joined.window().commands.run("window.sync_now")
    assert apart.desk.sync.status().waiting == 1
    peers.be_well(apart.desk.store.device_id)
    joined.window().commands.run("window.sync_now")
    assert apart.desk.sync.status().waiting == 0
