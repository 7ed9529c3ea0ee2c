"""What the sync page reads: how it stands, what needs a choice, what waits, devices, kept ends; and one difference.

A difference is shown to whoever may see its case. Scores of somebody else stay hidden until their round is revealed,
profiles until they are revealed together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from bandingdesk.casework import composing
from bandingdesk.council import resolution
from bandingdesk.errors import DeskError
from bandingdesk.ops import Subject
from bandingdesk.store.queries import closed, council, party_profiles, returns, waiting
from bandingdesk.store.queries import sync as queries
from bandingdesk.store.queries.sync import CheckpointRow, DeviceRow, Difference, Field, SyncStatus, ThreeWay
from bandingdesk.store.queries.waiting import WaitingRow
from bandingdesk.ui.workspaces.sync import field_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.folders import LeftFile
    from bandingdesk.sync.folder.joining import Request

Side = Literal["mine", "theirs"]
Way = Literal["mine", "theirs", "both", "composed", "accepted", "refused"]
Hidden = Literal["", "scores", "closed"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs a choice: the difference, whose it is by name, and whether I may settle it."""

    difference: Difference
    by: str
    is_mine: bool
    may_resolve: bool

    @property
    def op_id(self) -> str:
        """The op it is known by."""
        return self.difference.op_id


@dataclass(frozen=True, slots=True)
class SyncSeen:
    """All that the page shows beside one difference."""

    status: SyncStatus
    items: tuple[Item, ...]
    waiting: tuple[WaitingRow, ...]
    devices: tuple[DeviceRow, ...]
    checkpoints: tuple[CheckpointRow, ...]
    is_administrator: bool
    requests: tuple[Request, ...] = ()  # who asks to join the shared folder
    left: tuple[LeftFile, ...] = ()  # what the last sync left in the shared folder


@dataclass(frozen=True, slots=True)
class Compared:
    """One difference, ready to be shown: who made which version when, its fields, and the ways to settle it.

    `by_field`: each of the fields in `composed` can be chosen for itself. `hidden` says why nothing is shown.
    """

    item: Item
    three: ThreeWay
    names: Mapping[str, str]
    theirs_by: str
    ways: tuple[Way, ...]
    by_field: bool
    hidden: Hidden

    @property
    def differing(self) -> tuple[Field, ...]:
        """The fields in which the two versions differ; what only goes along is left out where anything else does."""
        found = () if self.hidden else tuple(field for field in self.three.fields if field.differs)
        return tuple(field for field in found if not field_words.is_beside(field.path)) or found

    @property
    def same(self) -> tuple[Field, ...]:
        """The fields that both versions changed alike."""
        alike = () if self.hidden else tuple(field for field in self.three.fields if not field.differs)
        return tuple(field for field in alike if not field_words.is_beside(field.path))

    @property
    def composed(self) -> tuple[Field, ...]:
        """The fields that can be chosen one by one."""
        return tuple(field for field in self.differing if self.by_field and _is_whole(self.three, field))


def seen(desk: Desk) -> SyncSeen:
    """Return all that the page shows now. A fork is one thing to choose, though it has two branches."""

    def read(conn: Connection) -> SyncSeen:
        people = {one.id: one.name for one in council.people(conn)}
        found = _once(queries.differences(conn))
        return SyncSeen(
            status=queries.status(conn),
            items=tuple(_item(desk, one, people) for one in found),
            waiting=tuple(waiting.waiting(conn)),
            devices=tuple(queries.devices(conn)),
            checkpoints=tuple(queries.checkpoints(conn)),
            is_administrator="administrator" in council.person(conn, desk.me_id).roles,
        )

    found = desk.read(read)
    if found.status.peer != "folder":
        return found
    requests = _requests(desk) if found.is_administrator else ()
    return replace(found, requests=requests, left=desk.folders.left())


def _requests(desk: Desk) -> tuple[Request, ...]:
    """Return who asks to join; nobody where the folder is out of reach."""
    try:
        return tuple(desk.folders.requests())
    except DeskError:
        return ()


def compared(desk: Desk, op_id: str) -> Compared:
    """Return one difference with its versions. Raises DifferenceSettledError."""

    def read(conn: Connection) -> Compared:
        three = queries.three_way(conn, desk.store.registry, op_id)
        people = {one.id: one.name for one in council.people(conn)}
        one = three.difference
        last = three.theirs.ops[-1] if three.theirs.ops else None
        return Compared(
            item=_item(desk, one, people),
            three=three,
            names=people,
            theirs_by="" if last is None else people.get(last.by, ""),
            ways=_ways(three),
            by_field=_by_field(three),
            hidden=_hidden(conn, desk, one),
        )

    return desk.read(read)


def resolvers(one: Difference) -> tuple[str, ...]:
    """Return the roles that may settle a difference."""
    return resolution.resolvers(one.subject.kind, one.kind)


def author_may(one: Difference) -> bool:
    """Return whether its author may settle it too."""
    return resolution.author_may(one.subject.kind, one.kind)


def needs_reason(one: Difference, way: Way) -> bool:
    """Return whether settling it that way asks for a reason in words."""
    return resolution.needs_reason(one.subject.kind, one.kind, way)


def _item(desk: Desk, one: Difference, people: Mapping[str, str]) -> Item:
    is_mine = desk.me_id in (one.by, one.entered_by)
    return Item(one, people.get(one.by, ""), is_mine, desk.sync.may_resolve(one))


def _once(found: list[Difference]) -> list[Difference]:
    """Return the differences with one for each fork: the branch of this device, else the oldest."""
    kept: dict[str, Difference] = {}
    for one in found:
        key = str(one.subject) if one.kind == "fork" else one.op_id
        if key not in kept or (one.is_own and not kept[key].is_own):
            kept[key] = one
    return list(kept.values())


def _ways(three: ThreeWay) -> tuple[Way, ...]:
    """Return how a difference can be settled: versions are chosen, what came too late or without right is judged."""
    if three.difference.state != "conflict":
        return ("accepted", "refused")
    if three.is_soft and three.difference.kind != "fork" and not _by_field(three):
        return ("mine", "theirs", "both")
    return ("mine", "theirs")


def _by_field(three: ThreeWay) -> bool:
    """Return whether fields can be chosen one by one: every op of the branch holds all the facts anew."""
    can = all(composing.can_compose(op.kind) for op in three.mine.ops)
    return can and three.difference.kind != "fork" and three.difference.state == "conflict"


def _is_whole(three: ThreeWay, field: Field) -> bool:
    in_state = composing.WHOLE[three.mine.ops[-1].kind][2]
    return field.path.startswith(f"{in_state}.")


def _hidden(conn: Connection, desk: Desk, one: Difference) -> Hidden:
    if one.case_id is not None:
        try:
            closed.require_open(conn, one.case_id, desk.me_id)
        except DeskError:
            return "closed"
    if one.subject.kind == "profile" and not party_profiles.is_readable(conn, one.subject.id, desk.me_id):
        return "scores"
    if one.subject.kind == "return" and not returns.is_readable(conn, one.subject.id, desk.me_id):
        return "scores"
    return "scores" if one.subject.kind == "sheet" and not _may_see_scores(desk, one) else ""


def _may_see_scores(desk: Desk, one: Difference) -> bool:
    """Return whether a sheet is mine, or its round is revealed."""
    round_id, _, person = one.subject.id.partition(".")
    if person == desk.me_id:
        return True
    try:
        return bool(desk.store.load(Subject("round", round_id)).is_revealed)
    except DeskError:
        return False


def chosen_values(found: Compared, picks: Mapping[str, Side]) -> dict[str, Any]:
    """Return the value of each field that is picked."""
    picked = (one for one in found.composed if one.path in picks)
    return {one.path: one.mine if picks[one.path] == "mine" else one.theirs for one in picked}


def draft_key(op_id: str) -> str:
    """Return under what name the choice begun on a difference is kept."""
    return f"sync.choice:{op_id}"


def draft(desk: Desk, op_id: str) -> dict[str, Any]:
    """Return what the person at the keys chose and wrote before, {} for nothing."""
    return desk.drafts.load(draft_key(op_id), desk.me_id)
