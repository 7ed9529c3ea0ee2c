"""The room as rows: who is there, what members say on a case, votes, and which case is in hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.panel.room import ballots, floor, presence, voices
from bandingdesk.panel.room.ballots import Ballot
from bandingdesk.panel.room.floor import Floor
from bandingdesk.panel.room.presence import Presence
from bandingdesk.panel.room.voices import Voice
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

FOLDS: dict[str, Fold] = {
    "presence": Fold(Presence, presence.apply),
    "voice": Fold(Voice, voices.apply),
    "ballot": Fold(Ballot, ballots.apply),
    "floor": Fold(Floor, floor.apply),
}

PRESENCE = table(
    "room_presence",
    "presence",
    "id head meeting person state item at last_heard undertaking guest_name guest_role guest_capacity",
    "seq alone counts",
    keys="meeting",
)
VOICE = table("room_voice", "voice", "id head meeting item person asked_at pulled_at pulled_words", keys="meeting item")
VIEW = table("room_view", "voice", "meeting item round person words strand at", "level position", keys="round")
VOTE = table("room_vote", "voice", "meeting item person choice", "ballot", keys="item")
BALLOT = table(
    "room_ballot", "ballot", "id head meeting item question options way counts entitled seats", "number", keys="item"
)
TAKEN = table("room_taken", "floor", "meeting person item at", "seq", keys="meeting")
FLOOR = table("room_floor", "floor", "id head meeting person allowed allowed_for", keys="meeting")


def lay_presence(state: Presence) -> Iterator[Row]:
    """Yield a row for each word on a person's presence, the oldest first."""
    for seq, entry in enumerate(state.entries):
        yield (
            PRESENCE,
            {
                "id": state.id,
                "head": state.head,
                "meeting": state.meeting,
                "person": state.person,
                "state": entry.state,
                "item": entry.item,
                "at": ops.plain(entry.at),
                "last_heard": ops.plain(entry.last_heard) if entry.last_heard else None,
                "undertaking": state.undertaking.isoformat() if state.undertaking else None,
                "guest_name": state.guest.name if state.guest else None,
                "guest_role": state.guest.role if state.guest else None,
                "guest_capacity": state.guest.capacity if state.guest else None,
                "seq": seq,
                "alone": int(entry.alone),
                "counts": int(presence.counts(entry)),
            },
        )


def lay_voice(state: Voice) -> Iterator[Row]:
    """Yield what a member said on a case, with each view and vote of its own."""
    if not state.known:
        return
    own = {"meeting": state.meeting, "item": state.item, "person": state.person}
    yield (
        VOICE,
        {
            **own,
            "id": state.id,
            "head": state.head,
            "asked_at": ops.plain(state.asked_at) if state.asked_at else None,
            "pulled_at": ops.plain(state.pulled_at) if state.pulled_at else None,
            "pulled_words": state.pulled_words,
        },
    )
    for position, view in enumerate(state.views):
        yield VIEW, {**own, "position": position, **ops.plain(view)}
    for ballot, choice in state.votes:
        yield VOTE, {**own, "ballot": ballot, "choice": choice}


def lay_ballot(state: Ballot) -> Iterator[Row]:
    """Yield a row for each vote on a case."""
    for vote in state.votes:
        yield (
            BALLOT,
            {
                "id": state.id,
                "head": state.head,
                "meeting": state.meeting,
                "item": state.item,
                "question": vote.question,
                "way": vote.way,
                "number": vote.number,
                **{name: _json(getattr(vote, name)) for name in ("options", "counts", "entitled", "seats")},
            },
        )


def lay_floor(state: Floor) -> Iterator[Row]:
    """Yield the cases that one of those who lead took in hand, and what the screen is allowed now."""
    if not state.known:
        return
    own = {"meeting": state.meeting, "person": state.person}
    for seq, taken in enumerate(state.taken):
        yield TAKEN, {**own, "item": taken.item, "at": ops.plain(taken.at), "seq": seq}
    allowed = {"allowed": _json(state.allowed), "allowed_for": state.allowed_for}
    yield FLOOR, {**own, "id": state.id, "head": state.head, **allowed}


def _json(value: object) -> str:
    return json.dumps(ops.plain(value), ensure_ascii=False)


PROJECTIONS: dict[str, Projection] = {
    "presence": lay_presence,
    "voice": lay_voice,
    "ballot": lay_ballot,
    "floor": lay_floor,
}
