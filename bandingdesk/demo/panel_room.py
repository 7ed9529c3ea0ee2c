"""The demo's part of the room: this morning's meeting has guests, a remote member, and a case in hand. All invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from bandingdesk.demo.history import PANELS, TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.room.ops import Guest
from bandingdesk.store.queries import panel
from bandingdesk.store.queries.plans import PlanOnRecord

PANEL = "annual_review"
UNDERTAKING = date(2026, 11, 18)
GUESTS = (
    Guest("T. Harrow (invented)", "observer", "a neighbouring council"),
    Guest("K. Lindale (invented)", "parent_representative", "the parent carer forum (invented)"),
)
IN_HAND = 3  # the fourth case: its scores are revealed


def add(desk: Desk, historian: Historian, _known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Let the guests in, put a member on the line, take the fourth case in hand; a member waits to speak on it."""
    meeting = next(row.id for row in desk.read(panel.meetings) if row.on == TODAY and row.state == "open")
    items = [row.item for row in desk.read(lambda conn: panel.agenda(conn, meeting))]
    chair, *others = PANELS[PANEL]
    historian.at(TODAY, 8, 31)
    historian.as_("CM")
    for guest in GUESTS:
        desk.room.let_guest_in(meeting, guest, "present", UNDERTAKING)
    remote = historian.cast.people[others[-1]]
    desk.room.record_presence(meeting, remote, "remote", alone=True, undertaking=UNDERTAKING)
    historian.at(TODAY, 8, 46)
    historian.as_(chair)
    desk.room.take_item(meeting, items[IN_HAND])
    historian.at(TODAY, 8, 50)
    historian.as_(others[0])
    desk.room.ask_to_speak(meeting, items[IN_HAND])
