"""A blind round through a folder: sheets travel sealed to the round, the reveal opens them, commitments are checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.council.ops import RoleGranted
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.ops import Sealed, Subject
from bandingdesk.panel.moderation import ScoresMissingError
from bandingdesk.panel.scoring import sheet_id
from bandingdesk.store import boxes, device_keys, folds, log
from bandingdesk.store.queries import rounds
from bandingdesk.store.store import create_store
from bandingdesk.sync.folder import joining
from tests.support import panel_store as world
from tests.support.folders import Laptop
from tests.support.panel_store import CHAIR, CLERK, DEPUTY, EP, HEAD, World, ratings


class Room:
    """The chair's laptop, where the meeting is kept and two score, and two members' own."""

    def __init__(self, folder: Path) -> None:
        (folder / "share").mkdir()
        self.world = world.a_world(folder)
        self.chair = Laptop(self.world.store, folder / "share", CLERK)
        self.world.put("person.role_granted", Subject("person", CLERK), RoleGranted("administrator", world.START))
        with self.chair:
            joining.begin(self.chair.store, folder / "share", "Chair", by=CLERK)
        self.ep = self._member(folder / "ep", EP, 21)
        self.head = self._member(folder / "head", HEAD, 22)
        self.all = [self.chair, self.ep, self.head]

    def _member(self, folder: Path, person: str, seed: int) -> Laptop:
        folder.mkdir()
        clock, ids = seams.FixedClock(world.NOW), seams.SeededIds(seed, world.NOW)
        store = create_store(
            folder / "panel.desk", None, folds.registry(), clock=clock, ids=ids, person=person, plain=True
        )
        laptop = Laptop(store, self.chair.where, person)
        with laptop:
            code = joining.request(store, laptop.where, person).code
        with self.chair:
            joining.admit(self.chair.store, self.chair.where, store.device_id, code, by=CLERK, person=person)
        laptop.sync()
        return laptop

    def panel(self, laptop: Laptop, me: str) -> PanelDesk:
        return PanelDesk(Ground(laptop.store, laptop.store.clock, laptop.store.ids, me))

    def open(self) -> str:
        """Prepare the meeting on the chair's laptop, open the round there and let everybody know."""
        with self.chair:
            self.world.prepare()
            self.world.round = self.panel(self.chair, CHAIR).open_round(self.world.meeting, self.world.item).id
        self.sync()
        return self.world.round

    def lock(self, laptop: Laptop, me: str, **levels: int) -> None:
        with laptop:
            self.panel(laptop, me).lock_scores(self.world.round, ratings(levels))

    def sync(self) -> None:
        for _ in range(2):
            for laptop in self.all:
                laptop.sync()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    for laptop in made.all:
        laptop.close()


def bodies(laptop: Laptop, round_id: str) -> dict[str, bytes | None]:
    """Return by scorer the body of the sheet as it lies in this store."""
    with laptop.store.read() as conn:
        rows = log.driver(conn).execute(
            "SELECT o.actor, p.body FROM op o JOIN payload p ON p.seq = o.seq WHERE o.kind = 'scores.locked'"
        )
        return dict(rows.fetchall())


def test_nobody_reads_a_sheet_before_the_reveal_and_everybody_after(room: Room) -> None:
    round_id = room.open()
    for me in (CHAIR, DEPUTY):
        room.lock(room.chair, me)
    room.lock(room.ep, EP, literacy=1)
    room.lock(room.head, HEAD)
    room.sync()
    for laptop, own in ((room.chair, {CHAIR, DEPUTY}), (room.ep, {EP}), (room.head, {HEAD})):
        found = bodies(laptop, round_id)
        assert set(found) == set(world.VOTERS)
        assert {who for who, body in found.items() if body is not None} == own
        laptop.check()
        seen = laptop.store.load(Subject("sheet", sheet_id(round_id, EP)))
        assert seen.is_locked  # that they locked is no secret
        assert seen.ratings == () or EP in own
    assert room.ep.sync().sealed == 3
    with room.chair:
        room.panel(room.chair, CHAIR).reveal(round_id)
        with room.chair.store.read() as conn:  # on the chair's screen at once
            assert rounds.spreads_of(conn, round_id)[0].scorers == 4
    room.chair.sync()
    assert room.ep.sync().opened == 3
    room.sync()
    assert bodies(room.ep, round_id) == bodies(room.head, round_id) == bodies(room.chair, round_id)
    assert None not in bodies(room.ep, round_id).values()
    assert room.chair.whole() == room.ep.whole() == room.head.whole()
    for laptop in room.all:
        laptop.check()
    sheet = room.head.store.load(Subject("sheet", sheet_id(round_id, EP)))
    assert next(one.level for one in sheet.ratings if one.strand == "literacy") == 1


def test_no_bundle_holds_a_score_that_a_member_could_read(room: Room) -> None:
    room.open()
    room.lock(room.ep, EP)
    room.ep.sync()
    room.head.sync()
    with room.head.store.read() as conn:
        box = log.driver(conn).execute("SELECT body FROM box").fetchone()[0]
    with room.head:
        own = device_keys.recall(room.head.store.device_id)
        with pytest.raises(device_keys.SealedForOthersError):
            device_keys.unseal(own.sealing, box, b"")
        with pytest.raises(boxes.RoundKeyAwayError):
            boxes.private_key(room.world.round)


def test_the_reveal_needs_the_laptop_that_opened_the_round(room: Room) -> None:
    round_id = room.open()
    for laptop, me in ((room.chair, CHAIR), (room.chair, DEPUTY), (room.ep, EP), (room.head, HEAD)):
        room.lock(laptop, me)
    room.sync()
    with room.ep, pytest.raises(boxes.RoundKeyAwayError):
        room.panel(room.ep, CHAIR).reveal(round_id)
    room.chair.sync()
    assert not room.chair.store.load(Subject("round", round_id)).is_revealed


def test_the_reveal_waits_for_a_sheet_that_has_not_come(room: Room) -> None:
    round_id = room.open()
    for me in (CHAIR, DEPUTY):
        room.lock(room.chair, me)
    room.lock(room.ep, EP)
    with room.chair, pytest.raises(ScoresMissingError) as caught:
        room.panel(room.chair, CHAIR).reveal(round_id)
    assert set(caught.value.people) == {EP, HEAD}


def test_a_sheet_that_comes_after_the_reveal_is_held_and_never_counted(room: Room) -> None:
    round_id = room.open()
    for laptop, me in ((room.chair, CHAIR), (room.chair, DEPUTY), (room.ep, EP)):
        room.lock(laptop, me)
    room.lock(room.head, HEAD)  # its laptop is not in reach
    for laptop in (room.ep, room.chair):
        laptop.sync()
    with room.chair:
        room.panel(room.chair, CHAIR).reveal(round_id, go_on_without="S. Devane's laptop is not in reach.")
    room.sync()
    for laptop in room.all:
        assert list(laptop.conflicts().values()) == [("late", "open")]
        assert HEAD not in {one.person for one in laptop.store.load(Subject("round", round_id)).sheets}
        laptop.check()
    assert room.chair.whole() == room.ep.whole() == room.head.whole()


def test_a_sheet_that_is_not_what_was_committed_to_is_rejected(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = room.open()
    for laptop, me in ((room.chair, CHAIR), (room.chair, DEPUTY), (room.head, HEAD)):
        room.lock(laptop, me)
    room.lock(room.ep, EP)
    true = boxes.seal

    def swapped(public: str, op_id: str, salt: bytes, body: bytes) -> bytes:
        return true(public, op_id, salt, body.replace(b'"level":3', b'"level":4'))

    with monkeypatch.context() as forging:
        forging.setattr(boxes, "seal", swapped)
        room.ep.sync()
    room.sync()
    with room.chair:
        room.panel(room.chair, CHAIR).reveal(round_id)
    room.sync()
    for laptop in (room.chair, room.head):
        assert list(laptop.conflicts().values()) == [("rule", "open")]
        sheet = laptop.store.load(Subject("sheet", sheet_id(round_id, EP))) if _has(laptop, round_id) else None
        assert sheet is None or sheet.ratings == ()
        laptop.check()


def _has(laptop: Laptop, round_id: str) -> bool:
    return laptop.store.find(Subject("sheet", sheet_id(round_id, EP))) is not None


def test_on_one_laptop_a_round_has_no_key(tmp_path: Path) -> None:
    alone: World = world.a_world(tmp_path)
    alone.prepare()
    alone.score()
    assert alone.store.load(Subject("round", alone.round)).sealed_to == ""
    alone.reveal()
    assert alone.store.load(Subject("round", alone.round)).is_revealed
    assert not isinstance(alone.store.history(Subject("round", alone.round))[0].body, Sealed)
    alone.store.close()
