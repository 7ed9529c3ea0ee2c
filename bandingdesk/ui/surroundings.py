"""What every page is given, in one frozen value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from bandingdesk.seams import Clock

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.settings import Settings
    from bandingdesk.ui.commands import Registry
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.theme.theme import Theme


class Navigate(Protocol):
    """Opens a place: `navigate("scoring", round_id=…)`."""

    def __call__(self, place: str, **where: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page's whole world. `queries` is the package `bandingdesk.store.queries`: `desk.read(lambda conn: …)`.

    `me` returns the row of the person at the keys; `settings` returns the preferences as they are now;
    `change_settings(text_size=125)` writes them; `clock` tells the day; `commands` holds every command.
    """

    desk: Desk
    queries: ModuleType
    jobs: Jobs
    messages: Messages
    clock: Clock
    navigate: Navigate
    settings: Callable[[], Settings]
    change_settings: Callable[..., None]
    theme: Theme
    commands: Registry
    me: Callable[[], Any]
    is_demo: bool = False
