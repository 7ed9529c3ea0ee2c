"""What the demo's cases hold beside their panels: entries, people, contacts, advice, profiles, provision, forms.

Each part adds a few invented things to a few cases, so that every page has something to show.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from bandingdesk.demo import (
    advice,
    around,
    backlog,
    band_queries,
    contacts,
    lists,
    panel_after,
    panel_agenda,
    panel_higher,
    panel_questions,
    panel_room,
    panel_slips,
    panel_types,
    profiles,
    records,
    returns,
)
from bandingdesk.demo.history import Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries.plans import PlanOnRecord

Part = Callable[[Desk, Historian, Sequence[PlanOnRecord], random.Random], None]
PARTS: tuple[Part, ...] = (
    records.add,
    around.add,
    contacts.add,
    profiles.add,
    returns.add,
    backlog.add,
    lists.add,
    advice.add,
    panel_types.add,
    panel_questions.add,
    panel_slips.add,
    panel_agenda.add,
    panel_room.add,
    panel_after.add,
    panel_higher.add,
    band_queries.add,
)


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Add the parts to the cases KNOWN: first the twelve of this morning's meeting, then thirty with a review held."""
    for part in PARTS:
        part(desk, historian, known, rng)
