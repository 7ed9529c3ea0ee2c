"""Where a scheme or its amounts come from: what, where it can be found, its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part


class SourcesCard(ListCard):
    """The sources, in the order in which they are read."""

    def __init__(self, part: Part) -> None:
        super().__init__(
            part,
            words.tr("Where it comes from"),
            lambda: ("provenance",),
            _columns,
            lambda: {"what": words.tr("New source"), "ref": words.tr("Say where it is found")},
            words.tr("Add a source"),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("what", Heading(words.tr("What"), 170, 2), needed=True, strong=True),
        Column("ref", Heading(words.tr("Where it is found"), 190, 3), needed=True),
        Column("date", Heading(words.tr("Its day"), 140), "day"),
    )
