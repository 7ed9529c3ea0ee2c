"""The agenda's states as rows: deadline, hours, places, readers, late papers, urgent cases, packs; members' ties."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.panel.agenda import agenda, ties
from bandingdesk.panel.agenda.agenda import Agenda
from bandingdesk.panel.agenda.ties import Ties
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {"agenda": Fold(Agenda, agenda.apply), "ties": Fold(Ties, ties.apply)}

AGENDA = table("agenda", "agenda", "meeting head deadline deadline_words placed_by rules undiscussed", keys="meeting")
HOURS = table("agenda_hours", "agenda", "meeting person starts ends words", keys="meeting person")
PLACE = table(
    "agenda_place", "agenda", "meeting item because day told_by person time", "position rank", keys="meeting item"
)
READER = table("agenda_reader", "agenda", "meeting item person why", "position count", keys="meeting item person")
LATE = table(
    "agenda_late", "agenda", "meeting item evidence version outcome words until settled_by settled_at", keys="meeting"
)
URGENT = table("agenda_urgent", "agenda", "meeting item reason joined_by joined_at", keys="meeting item")
PACK = table("agenda_pack", "agenda", "meeting purpose readers shows released_by released_at", keys="meeting")
TIES = table("member_ties", "ties", "person head settings words", keys="person")


def lay_agenda(state: Agenda) -> Iterator[Row]:
    """Yield the rows of an agenda."""
    of = {"meeting": state.id}
    yield (
        AGENDA,
        {
            **of,
            "head": state.head,
            "deadline": ops.plain(state.deadline),
            "deadline_words": state.deadline_words,
            "placed_by": state.placed_by,
            "rules": state.rules,
            "undiscussed": json.dumps(state.undiscussed),
        },
    )
    for hours in state.hours:
        yield HOURS, {**of, **hours._asdict()}
    for position, place in enumerate(state.places):
        yield PLACE, {**of, "position": position, **ops.plain(place)}
    for one in state.readers:
        for position, reader in enumerate(one.readers):
            yield READER, {**of, "item": one.item, "position": position, **ops.plain(reader)}
    for late in state.late:
        row = {**late._asdict(), "until": ops.plain(late.until)}
        settled = {"settled_by": row.pop("by"), "settled_at": ops.plain(row.pop("at"))}
        yield LATE, {**of, **row, **settled}
    for urgent in state.urgent:
        made = {"joined_by": urgent.by, "joined_at": ops.plain(urgent.at)}
        yield URGENT, {**of, "item": urgent.item, "reason": urgent.reason, **made}
    for pack in state.packs:
        body = {"purpose": pack.release.purpose, "readers": json.dumps(ops.plain(pack.release.readers))}
        told = {"shows": json.dumps(pack.release.shows), "released_by": pack.by, "released_at": ops.plain(pack.at)}
        yield PACK, {**of, **body, **told}


def lay_ties(state: Ties) -> Iterator[Row]:
    """Yield the row of a member's ties."""
    settings = json.dumps(state.settings)
    yield TIES, {"person": state.id, "head": state.head, "settings": settings, "words": state.words}


PROJECTIONS: dict[str, Projection] = {"agenda": lay_agenda, "ties": lay_ties}
