"""The keys of a paper that is read: one key a mark, the quotation, the search. They work while it has the focus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.cases.papers.pane import Pane

SCOPE = "papers"


def _tr(text: str) -> str:
    return QCoreApplication.translate("papers", text)


def commands(pane: Pane) -> list[Command]:
    """Return what can be done with a paper."""
    reader = pane.reader

    def open_paper() -> str:
        return "" if pane.reads else _tr("Open a paper first.")

    def chosen() -> str:
        return open_paper() or ("" if reader.passage is not None else _tr("Choose a passage first."))

    marks = (
        ("highlight", _tr("Highlight what is chosen, or this page"), "H", "pen-line"),
        ("question", _tr("Mark a question"), "Q", "circle-help"),
        ("panel", _tr("Mark it for the panel"), "P", "users-round"),
    )
    made = [
        Command(f"papers.mark_{kind}", said, partial(reader.mark, kind), key, SCOPE, icon=icon, refusal=open_paper)  # type: ignore[arg-type]
        for kind, said, key, icon in marks
    ]
    return [
        *made,
        Command(
            "papers.copy_quotation", _tr("Copy the quotation with its page"), pane.copy_quotation, "C", SCOPE,
            icon="quote", refusal=chosen,
        ),
        Command("papers.share_passage", _tr("Share a passage"), reader.begin_share, "E", SCOPE, icon="share",
                refusal=open_paper),
        Command("papers.find", _tr("Find in this paper"), reader.focus_search, "/", SCOPE, icon="search",
                refusal=open_paper),
        Command("papers.read_larger", _tr("Read larger, or go back to the case"), pane.toggle_room, "R", SCOPE,
                icon="maximize-2", refusal=open_paper),
        Command("papers.add", _tr("Add papers"), pane.begin_adding, "N", SCOPE, icon="file-plus"),
    ]  # fmt: skip
