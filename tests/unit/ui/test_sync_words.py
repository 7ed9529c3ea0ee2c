"""How a laptop stands to the others, in words: what stops comes first, then choices, then what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bandingdesk.store.ledger import LedgerFault, LedgerVerification
from bandingdesk.store.queries.sync import SyncStatus
from bandingdesk.store.verify import Fault, Verification
from bandingdesk.sync import handshake, refusals
from bandingdesk.ui import check_words, sync_words

AT = datetime(2026, 11, 23, 10, 41, tzinfo=UTC)


@pytest.fixture(autouse=True)
def application(qapp):
    """Plurals come from the application."""
    from bandingdesk.ui import plurals

    plurals.install(qapp)


def status(**more):
    usual = SyncStatus("server", "records.example.test", "s", 0, 0, AT, "", 9572, AT, 0, is_demo=False)
    return replace(usual, **more)


def short(**more):
    found = status(**more)
    return sync_words.standing(found, sync_words.stop(found.last_end)).short


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, "In step with shared store 10:41"),
        ({"peer": "folder"}, "In step with shared folder 10:41"),
        ({"is_demo": True}, "In step with demo peers 10:41"),
        ({"last_at": None}, "Not synced yet"),
        ({"waiting": 12}, "12 changes wait"),
        ({"waiting": 1}, "1 change waits"),
        ({"waiting": 12, "last_end": "SY-21"}, "12 changes wait, no network"),
        ({"last_end": "SY-21"}, "No network"),
        ({"differing": 1, "waiting": 12}, "1 thing needs a choice"),
        ({"differing": 3, "last_end": "SY-21"}, "3 things need a choice"),
        ({"differing": 3, "last_end": "UPGRADE_REQUIRED"}, "Update needed before sync"),
        ({"last_end": "REVOKED"}, "This laptop may not sync"),
        ({"last_end": "SERVER_WENT_BACK"}, "Shared store went back"),
        ({"last_end": "SERVER_FORKED"}, "Sync stopped: records differ"),
        ({"last_end": "SY-25"}, "Sync stopped"),
        ({"waiting": 8910}, "8,910 changes wait"),
    ],
)
def test_the_status_line_says_what_matters_most(more, wanted):
    assert short(**more) == wanted


@pytest.mark.parametrize("end", ["", "SY-21", "UPGRADE_REQUIRED", "REVOKED", "SERVER_WENT_BACK", "SERVER_FORKED", "X"])
def test_every_standing_says_what_is_safe(end):
    found = status(waiting=12, last_end=end)
    said = sync_words.standing(found, sync_words.stop(end)).sentence
    assert "safe on this laptop" in said or "They are safe" in said
    assert "12 changes" in said


def test_every_stop_of_the_handshake_has_words_or_is_told_by_its_code():
    stops = {one.stop for one in handshake.StopError.__subclasses__()}
    with_words = {stop for stop in stops if sync_words.stop(stop) != "other"}
    assert with_words == {"UPGRADE_REQUIRED", "REVOKED", "SERVER_WENT_BACK", "SERVER_FORKED"}
    assert sync_words.stop(refusals.UnreachableError.code) == "offline"
    assert sync_words.stop(refusals.DeviceRevokedError.code) == "revoked"


def test_offline_says_when_it_tries_again():
    found = sync_words.standing(status(waiting=2, last_end="SY-21"), "offline", next_try=AT)
    assert found.do == "We try again at 10:41, or try now."


def test_a_sync_that_ended_says_its_counts():
    assert sync_words.done(0, 0) == "Sync done. Nothing was new on either side."
    assert sync_words.done(1, 1399) == "Sync done. 1 change was sent, 1,399 changes came in."


# The check of the record


def found(*, bad=None, shared=None, checkpoints=3, entries=100_412):
    ledger = LedgerVerification(shared is None, 5, "", 0, 0, 0, shared, 0.1)
    ok = bad is None and shared is None
    return Verification(ok, entries, entries, 0, 0, bad, (), 1.0, ledger, (), checkpoints)


def test_a_whole_record_is_one_sentence():
    assert check_words.verified(found()) == "100,412 entries checked, chain whole, 3 checkpoints match."
    assert check_words.verified(found(checkpoints=1)).endswith("1 checkpoint matches.")
    assert check_words.verified(found(checkpoints=0)) == "100,412 entries checked, chain whole."


def test_a_break_is_told_with_its_place_and_its_id():
    bad = found(bad=Fault(4711, "op-1", "d", 4711, "chain"), entries=4710)
    assert check_words.verified(bad) == "The record breaks after 4,710 whole entries."
    kept, code = check_words.first_break(bad)
    assert kept == "An entry is not the one that was recorded. First break: entry 4,711."
    assert code == "entry op-1"


@pytest.mark.parametrize("what", ["gap", "chain", "checkpoint", "lost_chain", "signature", "unsigned"])
def test_a_break_of_the_shared_record_has_words(what):
    bad = found(shared=LedgerFault(12, what, "device-1"))
    assert "Its copy of the shared record breaks." in check_words.verified(bad)
    kept, code = check_words.first_break(bad)
    assert kept.endswith("First break: entry 12.")
    assert code == "device device-1"
