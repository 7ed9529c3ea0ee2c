"""One bit of the file changes: it is noticed, or what is read is what was written. Never another content."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
import sqlcipher3
from sqlalchemy.exc import DBAPIError

from bandingdesk.errors import StoreError
from bandingdesk.store import log, replay, verify
from tests.support import left_store
from tests.support import notebook as book

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
FLIPS = int(os.environ.get("BANDINGDESK_FLIPS", "1000"))
pytestmark = pytest.mark.timeout(120 + FLIPS // 4)
RECORD = ("op", "payload", "chain", "outbox", "head")
ROWS = ("reference", "case_row", "note_row")


@pytest.fixture
def filled(tmp_path, request):
    """A closed store of 40 cases, its bytes and what is read from it."""
    rng, key = random.Random(SEED), request.param
    path = tmp_path / "a.bdk"
    box = book.new(path, key=key)
    with box.act() as act:
        act.record(*(book.opened(f"c{n}") for n in range(40)))
    for number in range(12):
        book.write_note(box, f"c{number}", "x" * rng.randrange(3000))
    box.close()
    return path, key, path.read_bytes(), contents(path, key, (*RECORD, *ROWS))


@pytest.mark.parametrize("filled", [book.KEY], indirect=True, ids=["encrypted"])
def test_every_page_of_an_encrypted_store_refuses_a_flipped_bit(filled):
    found = flips(filled, (*RECORD, *ROWS))
    assert found["other"] == 0, f"seed {SEED}: {found}"
    assert found["noticed"] >= FLIPS * 0.98, f"seed {SEED}: {found}"  # a free page that nothing reads may carry one


@pytest.mark.parametrize("filled", [None], indirect=True, ids=["plain"])
def test_no_flipped_bit_of_a_plain_store_gives_another_record(filled):
    """The rows that screens read are a cache which no hash covers: a rebuild gives them again."""
    found = flips(filled, RECORD)
    assert found["other"] == 0, f"seed {SEED}: {found}"
    assert found["noticed"] >= FLIPS * 0.15, f"seed {SEED}: {found}"  # most pages are free or empty


def flips(filled, tables):
    """Return how many of FLIPS were noticed, harmless, or gave another content."""
    path, key, whole, wanted = filled
    rng, found = random.Random(SEED + 1), Counter(other=0)
    for _ in range(FLIPS):
        place = rng.randrange(len(whole) * 8)
        spoilt = bytearray(whole)
        spoilt[place // 8] ^= 1 << place % 8
        path.write_bytes(spoilt)
        try:
            read = contents(path, key, tables)
        except (StoreError, DBAPIError, sqlcipher3.dbapi2.Error, AssertionError, ValueError):
            found["noticed"] += 1
        else:
            found["harmless" if read == wanted[: len(read)] else "other"] += 1
    return found


def contents(path, key, tables):
    """Return all rows of TABLES of a store whose every page, hash and head fit. Raises what says that one does not."""
    with left_store.opened(path, key) as conn:
        raw = log.driver(conn)
        assert raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        assert verify.verify(conn).ok
        assert replay.differing(conn, book.registry()) == []
        return [raw.execute(f"SELECT * FROM {name}").fetchall() for name in tables]
