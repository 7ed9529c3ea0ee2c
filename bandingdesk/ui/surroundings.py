"""What every page is given, in one frozen value."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from bandingdesk.seams import Clock
from bandingdesk.ui.room.link import RoomLink

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.settings import Settings
    from bandingdesk.ui.commands import Registry
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.record_check import RecordCheck
    from bandingdesk.ui.setup import Setup
    from bandingdesk.ui.sync_link import SyncLink
    from bandingdesk.ui.theme.theme import Theme


class Navigate(Protocol):
    """Opens a place: `navigate("scoring", round_id=…)`."""

    def __call__(self, place: str, **where: Any) -> None: ...


class HandOver(Protocol):
    """Puts another person at the keys, then opens a place as that person."""

    def __call__(self, person_id: str, place: str = "today", *, pin_checked: bool = False, **where: Any) -> None: ...


class Attach(Protocol):
    """Gives the window a desk; ASKS_WHO locks it first, so that whoever sits there shows by a PIN who they are."""

    def __call__(self, desk: Desk, *, asks_who: bool = False) -> None: ...


class Queries:
    """The reading modules of the store by their names, loaded when first asked for: they bring the database along."""

    def __getattr__(self, name: str) -> Any:
        try:
            return importlib.import_module(f"bandingdesk.store.queries.{name}")
        except ModuleNotFoundError as fault:
            raise AttributeError(name) from fault


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page's whole world. `queries.casework` is the module of that name in `bandingdesk.store.queries`.

    `me` returns the row of the person at the keys; `settings` returns the preferences as they are now;
    `change_settings(text_size=125)` writes them; `clock` tells the day; `commands` holds every command.
    `hand_over(person_id, "scoring", round_id=…)` puts somebody else at the keys and opens that place for them; it asks
    for their PIN first unless it is told that this was done, or the store is a demo. `attach(desk)` gives the window a
    desk that first run has made with `setup`; on that page `desk`, `record_check` and `sync` are not there yet.
    """

    desk: Desk
    queries: Queries
    jobs: Jobs
    messages: Messages
    clock: Clock
    navigate: Navigate
    settings: Callable[[], Settings]
    change_settings: Callable[..., None]
    theme: Theme
    commands: Registry
    me: Callable[[], Any]
    hand_over: HandOver
    attach: Attach
    record_check: RecordCheck
    sync: SyncLink
    setup: Setup | None = None
    is_demo: bool = False
    room: RoomLink = field(default_factory=RoomLink)  # the screen for the room, while a meeting has one open
