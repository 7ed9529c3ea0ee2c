"""Many acts in one transaction: each stands or falls by itself, and all of them with the whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk.casework import case as cases
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import StaleCaseError
from bandingdesk.store import log, replay, verify
from bandingdesk.store.queries import casework
from tests.support import case_builders as b


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def ops(desk: Desk) -> int:
    with desk.store.read() as conn:
        return int(log.driver(conn).execute("SELECT count(*) FROM op").fetchone()[0])


def test_acts_see_each_other_and_nobody_else_sees_them_before_the_end(desk: Desk) -> None:
    before, seen = ops(desk), []
    with desk.store.gathered():
        case = b.case_id(desk)
        assert desk.read(lambda conn: casework.case(conn, case)).child_name == "Testpupil Rowan-017"
        desk.casework.hold_review(case, b.a_review())
        other = threading.Thread(target=lambda: seen.append(ops(desk)))
        other.start()
        other.join()
    assert seen == [before]
    assert ops(desk) == before + 3
    with desk.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, desk.store.registry) == []


def test_a_refused_act_leaves_the_others_as_they_are(desk: Desk) -> None:
    before = ops(desk)
    with desk.store.gathered():
        case = b.case_id(desk)
        with pytest.raises(StaleCaseError):
            desk.casework.assign(case, desk.me_id, shown="older")
        desk.casework.assign(case, desk.me_id)
    assert ops(desk) == before + 3
    with desk.store.read() as conn:
        assert verify.verify(conn).ok


def test_an_act_that_breaks_half_way_is_undone_alone(desk: Desk) -> None:
    before = ops(desk)
    with desk.store.gathered():
        case = b.case_id(desk)
        with pytest.raises(ZeroDivisionError), desk.ground.act() as act:
            state = act.load(b.subject("case", case))
            act.record(cases.assign(state, desk.me_id, b.NOW, desk.me_id))
            raise ZeroDivisionError
        assert desk.read(lambda conn: casework.case(conn, case)).assigned is None
    assert ops(desk) == before + 2


def test_what_leaves_the_block_as_an_exception_undoes_all(desk: Desk) -> None:
    before = ops(desk)
    with pytest.raises(ZeroDivisionError), desk.store.gathered():
        b.case_id(desk)
        raise ZeroDivisionError
    assert ops(desk) == before
    b.case_id(desk)
    assert ops(desk) == before + 2


def test_an_act_inside_an_act_is_refused_here_too(desk: Desk) -> None:
    with desk.store.gathered(), desk.ground.act(), pytest.raises(RuntimeError, match="already open"), desk.ground.act():
        pass
